using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>What follows from a correction, in words.</summary>
/// <param name="Recomputed">What is computed again: what it is called, and from what to what.</param>
/// <param name="Left">What stays as it is.</param>
/// <param name="Moved">The terms that are counted again, a sentence each.</param>
public sealed record FollowingWords(
    IReadOnlyList<(string Name, string Change)> Recomputed,
    IReadOnlyList<string> Left,
    IReadOnlyList<string> Moved
)
{
    /// <summary>Stands for all of it: who confirms it confirms just this.</summary>
    public string Mark =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join('\n', [.. Recomputed.Select(x => $"{x.Name}: {x.Change}"), .. Left, .. Moved])
                )
            )
        );
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

    /// <summary>What follows from a correction, in words: what is computed again, what stays, which terms move.</summary>
    public FollowingWords WordsOf(RecordedView view, Consequences follows)
    {
        var definition = view.Process.Definition;
        var words = new ValueWords(ValueReferences.Of([], view.Versions), history, CultureInfo.CurrentUICulture);
        string Name(string variable) => names.Of(definition, variable, shell.Language);
        string? Value(string variable, DataValue? value) =>
            value is null ? null : words.Words(definition.FieldOf(variable), value);
        return new FollowingWords(
            [
                .. follows
                    .Recomputed.Select(x =>
                        (
                            Name(x.Variable),
                            (Value(x.Variable, x.Before), Value(x.Variable, x.After)) switch
                            {
                                (null, var after) => after!,
                                (var before, null) => history["changed-emptied", before].Value,
                                var (before, after) => history["changed-from", before, after].Value,
                            }
                        )
                    )
                    .Distinct(),
            ],
            [.. follows.Left.Select(Name).Distinct(StringComparer.Ordinal)],
            [
                .. follows.Moved.Select(x =>
                    history[
                        "term-moved",
                        definition.NameOf(x.Node, x.Item, shell.Language),
                        Day(x.Before),
                        Day(x.After)
                    ].Value
                ),
            ]
        );
    }

    private static string Day(ResolvedTerm term)
    {
        var culture = CultureInfo.CurrentUICulture;
        return term.Last.ToString("dddd d MMMM uuuu", culture);
    }

    /// <summary>A value as people read it.</summary>
    public string WordsOf(RecordedView view, ReadVariable variable) =>
        new ValueWords(ValueReferences.Of([], view.Versions), history, CultureInfo.CurrentUICulture).Words(
            variable.Field,
            variable.Value!
        );
}
