using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>What lies in a dossier, and the gates that rest on it.</summary>
public sealed record Filed(
    IReadOnlyList<EarlyLine> Early,
    IReadOnlyList<TextVersion> TextVersions,
    IReadOnlyList<FileLine> Documents,
    IReadOnlyList<MailRow> Mails,
    ReceivedPage Received,
    IReadOnlyList<GateView> Gates
);

/// <summary>Reads what lies in a dossier, for its page.</summary>
public sealed class DossierFilings(
    DossierFiles files,
    CorrespondenceReader correspondence,
    GateViews gates,
    Shell shell,
    BusinessClock clock
)
{
    /// <param name="dossier">The dossier.</param>
    /// <param name="process">Its latest process.</param>
    /// <param name="me">For whom.</param>
    /// <param name="page">Which page of its correspondence.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<Filed> ReadAsync(
        Dossier dossier,
        InstanceView? process,
        SignedIn me,
        int page,
        CancellationToken cancel
    )
    {
        var versions = await files.TextVersionsAsync(dossier.Id, cancel);
        var documents = await files.DocumentsAsync(dossier.Id, cancel);
        var running = process is { State.Status: ProcessStatus.Running };
        return new Filed(
            await files.EarlyAsync(dossier.AuthorityId, dossier.Id, cancel),
            versions,
            [.. documents.Select(x => Line(x, process))],
            await files.MailsAsync(dossier.Id, cancel),
            await correspondence.PageAsync(me, dossier.Id, page, cancel),
            running
                ?
                [
                    .. process!.Definition.Gates.Values.Select(x =>
                        gates.Of(process, x, ValueReferences.Of(documents, versions), clock.Now)
                    ),
                ]
                : []
        );
    }

    private FileLine Line(Document document, InstanceView? process)
    {
        var step =
            document.Node.Length > 0 && process is not null
                ? StepOf(process.Definition, document.Node, shell.Language) + ", "
                : "";
        var note = step + Days.Long(document.AddedAt.InZone(shell.Zone).Date);
        return new FileLine(document.FileName, document.Size, document.FileHash, Downloads.OfDocument(document.Id))
        {
            Note = note,
        };
    }

    /// <summary>What a document was filed with: a step, or a fact by its message's name.</summary>
    private static string StepOf(ProcessDefinition definition, string node, string language) =>
        definition.Messages.TryGetValue(node, out var fact)
            ? fact.Label.In(language)
            : definition.NameOf(node, language);
}
