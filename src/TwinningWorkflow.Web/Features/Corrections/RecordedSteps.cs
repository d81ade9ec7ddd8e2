using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Corrections;

/// <summary>A step that recorded something.</summary>
/// <param name="Key">Names it in an address.</param>
/// <param name="Title">The step in words.</param>
/// <param name="Recorded">What it recorded.</param>
public sealed record RecordedStep(string Key, string Title, ImmutableArray<RecordedVariable> Recorded);

/// <summary>A dossier with what was recorded in its latest process.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Process">Its latest process.</param>
/// <param name="Steps">The steps that recorded something, in the order of the file.</param>
/// <param name="Versions">The dossier's text versions.</param>
public sealed record RecordedView(
    Dossier Dossier,
    InstanceView Process,
    IReadOnlyList<RecordedStep> Steps,
    IReadOnlyList<TextVersion> Versions
)
{
    public string Caption => $"{Dossier.Number} {Dossier.PartnerCity}";

    public bool IsOver => Process.State.Status is not ProcessStatus.Running;
}

/// <summary>Reads what was recorded, step by step.</summary>
public sealed class RecordedSteps(
    DossierFiles files,
    InstanceReader instances,
    VariableNames names,
    Shell shell,
    IStringLocalizer<HistoryText> history
)
{
    /// <summary>Null when the person's authority has no such dossier, or no process ran on it.</summary>
    public async Task<RecordedView?> ReadAsync(SignedIn me, Guid id, CancellationToken cancel)
    {
        if (
            await files.FindAsync(me.Authority, id, cancel) is not { } dossier
            || await instances.OfDossierAsync(me.Authority, id, cancel) is not [var latest, ..]
        )
            return null;
        var steps = RecordedData
            .Of(latest.Definition, latest.State)
            .GroupBy(x => (x.Scope, x.Node, x.Item))
            .Select(x => new RecordedStep(
                string.Create(CultureInfo.InvariantCulture, $"{x.Key.Scope}.{x.Key.Node}.{x.Key.Item}").TrimEnd('.'),
                TitleOf(latest.Definition, x.Key.Node, x.Key.Item.Length > 0 ? x.Key.Item : x.First().Subject),
                [.. x]
            ));
        return new RecordedView(dossier, latest, [.. steps], await files.TextVersionsAsync(id, cancel));
    }

    /// <summary>What was awaited is named as the fact that came.</summary>
    private string TitleOf(ProcessDefinition definition, string node, string about) =>
        definition.Node(node) is ReceiveTask receive
            ? definition.Messages[receive.Message.Name].Label.In(shell.Language)
            : definition.NameOf(node, about, shell.Language);

    /// <summary>What a variable is called within its step.</summary>
    public string LabelOf(ProcessDefinition definition, ReadVariable variable) =>
        variable.Field!.Label.In(shell.Language) is { Length: > 0 } label
            ? label
            : names.Parts(definition, variable.Name, shell.Language).Label;

    /// <summary>A value as people read it.</summary>
    public string WordsOf(RecordedView view, ReadVariable variable) =>
        new ValueWords(ValueReferences.Of([], view.Versions), history, CultureInfo.CurrentUICulture).Words(
            variable.Field,
            variable.Value!
        );
}
