using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A dossier: where it stands, what is next and why, what is filed, and its whole history.</summary>
public sealed class DossierModel(
    DossierFiles files,
    DossierSearch search,
    InstanceReader instances,
    DossierViews views,
    BusinessClock clock
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public SignedIn Me => SignedIn.Of(User);
    public Dossier Dossier { get; private set; } = null!;
    public string Status { get; private set; } = "";
    public InstanceView? Instance { get; private set; }
    public IReadOnlyList<StopLine> Stops { get; private set; } = [];
    public IReadOnlyList<NowLine> Now { get; private set; } = [];
    public IReadOnlyList<StepLine> Steps { get; private set; } = [];
    public IReadOnlyList<FactLink> Facts { get; private set; } = [];
    public IReadOnlyList<GateView> Gates { get; private set; } = [];
    public IReadOnlyList<InboxRow> Kept { get; private set; } = [];
    public IReadOnlyList<TextVersion> TextVersions { get; private set; } = [];
    public IReadOnlyList<FileLine> Documents { get; private set; } = [];
    public IReadOnlyList<MailRow> Mails { get; private set; } = [];
    public IReadOnlyList<HistoryEntry> History { get; private set; } = [];
    public int Version { get; private set; }

    [BindProperty]
    public string? Submission { get; set; }

    public bool IsRunning => Instance?.State.Status is ProcessStatus.Running;

    public async Task<IActionResult> OnGetAsync(
        [FromServices] JournalReader journal,
        [FromServices] HistoryReader history,
        [FromServices] IncidentReader incidents,
        [FromServices] DefinitionCatalog catalog,
        [FromServices] GateViews gates,
        [FromServices] Shell shell,
        CancellationToken cancel
    )
    {
        var me = Me;
        Submission ??= Submissions.New(clock);
        if (await files.FindAsync(me.Authority, Id, cancel) is not { } dossier)
            return NotFound();
        Dossier = dossier;
        Status = (await search.OfAsync(dossier, cancel)).Status;
        var entries = await journal.OfDossierAsync(me.Authority, Id, cancel);
        Instance = await instances.OfDossierAsync(me.Authority, Id, cancel) is [var latest, ..] ? latest : null;
        if (Instance is { } instance)
        {
            var own = entries.Where(x => x.Stream == Journal.OfInstance(instance.Row.Id)).ToList();
            Now = IsRunning ? views.Now(instance, me) : [];
            Steps = views.Steps(
                instance,
                Standing.Of(instance, own),
                await history.NamesAsync(me.Authority, entries, cancel)
            );
            Facts = views.Facts(
                instance,
                own.Select(x => x.Event).OfType<MessageReceived>().Select(x => x.Message).ToHashSet(),
                me
            );
            Version = catalog.Published(instance.Row.DefinitionHash).Version;
        }
        Stops = views.Stops(Instance, await incidents.OfDossierAsync(me.Authority, Id, cancel));
        Kept = await files.KeptAsync(Id, cancel);
        TextVersions = await files.TextVersionsAsync(Id, cancel);
        var documents = await files.DocumentsAsync(Id, cancel);
        Documents = [.. documents.Select(x => Line(x, shell))];
        if (IsRunning)
            Gates =
            [
                .. Instance!.Definition.Gates.Values.Select(x =>
                    gates.Of(Instance, x, ValueReferences.Of(documents, TextVersions), clock.Now)
                ),
            ];
        Mails = await files.MailsAsync(Id, cancel);
        History = [.. (await history.RenderAsync(me.Authority, Id, entries, cancel)).Reverse()];
        return Page();
    }

    /// <summary>Files a document that no step asks for.</summary>
    public async Task<IActionResult> OnPostDocumentAsync(
        IFormFile? file,
        [FromServices] Uploads uploads,
        [FromServices] Processes.Dossiers dossiers,
        [FromServices] ProblemWords problems,
        [FromServices] IStringLocalizer<DossierText> text,
        [FromServices] JournalReader journal,
        [FromServices] HistoryReader history,
        [FromServices] IncidentReader incidents,
        [FromServices] DefinitionCatalog catalog,
        [FromServices] GateViews gates,
        [FromServices] Shell shell,
        CancellationToken cancel
    )
    {
        var me = Me;
        if (await files.FindAsync(me.Authority, Id, cancel) is null)
            return NotFound();
        if (!me.KeepsDossiers)
            return Forbid();
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        if (file is null)
            return await AgainAsync(problems.Of(new InputProblem("file", FieldProblemCode.Required), null));
        await using var stream = file.OpenReadStream();
        var upload = await uploads.ReadAsync(me.Authority, file.FileName, stream, cancel);
        if (upload is not Upload.Accepted accepted)
            return await AgainAsync(problems.Of(InputProblem.Of("file", upload), null));
        var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
        var filed = await dossiers.AddDocumentAsync(
            accepted.File,
            new Document
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                DossierId = Id,
                AuthorityId = me.Authority,
                FileHash = accepted.File.Hash,
                FileName = accepted.Name,
                Size = accepted.File.Content.LongLength,
                AddedAt = clock.Now,
                AddedBy = actor.Account,
            },
            actor,
            Submission,
            cancel
        );
        if (filed is FilingResult.KeyReused)
        {
            Submission = null;
            return await AgainAsync(problems.KeyReused, StatusCodes.Status409Conflict);
        }
        TempData[Flash.Key] = text["dossier.add-document-done"].Value;
        return RedirectToPage(null, null, new { id = Id }, "documents");

        async Task<IActionResult> AgainAsync(string problem, int status = StatusCodes.Status422UnprocessableEntity)
        {
            ModelState.AddModelError(nameof(file), problem);
            Response.StatusCode = status;
            return await OnGetAsync(journal, history, incidents, catalog, gates, shell, cancel);
        }
    }

    /// <summary>What a document was filed with: a step, or a fact by its message's name.</summary>
    private static string StepOf(ProcessDefinition definition, string node, string language) =>
        definition.Messages.TryGetValue(node, out var fact)
            ? fact.Label.In(language)
            : definition.NameOf(node, language);

    private FileLine Line(Document document, Shell shell)
    {
        var step =
            document.Node.Length > 0 && Instance is { } instance
                ? StepOf(instance.Definition, document.Node, shell.Language) + ", "
                : "";
        var note = step + Days.Long(document.AddedAt.InZone(shell.Zone).Date);
        return new FileLine(document.FileName, document.Size, document.FileHash, Downloads.OfDocument(document.Id))
        {
            Note = note,
        };
    }
}
