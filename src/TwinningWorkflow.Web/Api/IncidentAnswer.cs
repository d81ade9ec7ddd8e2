using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>Something that an operator must see to.</summary>
/// <param name="Key">Names it.</param>
/// <param name="Name">What happened, in words.</param>
/// <param name="Cure">What to do about it, in words.</param>
/// <param name="Dossier">The dossier; null when it concerns none.</param>
/// <param name="Instance">The process; null when it concerns none.</param>
/// <param name="Source">The element, mail or job.</param>
/// <param name="Step">The element at which a process has stopped, in words; empty when none has.</param>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Message">What is wrong, for operators.</param>
/// <param name="RaisedAt">Since when.</param>
/// <param name="ResolvedAt">When it was seen to; null while it is open.</param>
public sealed record IncidentAnswer(
    string Key,
    string Name,
    string Cure,
    Guid? Dossier,
    Guid? Instance,
    string Source,
    string Step,
    string Code,
    string Message,
    Instant RaisedAt,
    Instant? ResolvedAt
)
{
    internal static IncidentAnswer Of(IncidentRow row, string step, IncidentWords words) =>
        new(
            row.Key,
            words.Of(row.Code),
            words.CureOf(row.Code),
            row.DossierId,
            row.InstanceId,
            row.Source,
            step,
            row.Code,
            row.Message,
            row.RaisedAt,
            row.ResolvedAt
        );
}

/// <summary>An incident with what can be done about it.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Reads">The variables that are read where the process has stopped, which may be corrected.</param>
/// <param name="Values">Those of them that have a value now.</param>
/// <param name="Targets">Where the process may be moved.</param>
/// <param name="Cancelled">How many other repetitions of the same step a move cancels too.</param>
public sealed record IncidentDetail(
    IncidentAnswer Incident,
    IReadOnlyList<ReadAnswer> Reads,
    IReadOnlyDictionary<string, JsonElement> Values,
    IReadOnlyList<TargetAnswer> Targets,
    int Cancelled
);

/// <summary>A variable that is read where a process has stopped.</summary>
/// <param name="Variable">The member of <c>values</c> under which to correct it.</param>
/// <param name="Name">The step and field that give it, in words.</param>
/// <param name="Type">text, number, flag, date or list.</param>
/// <param name="Choices">What it may be, where a form offers choices.</param>
public sealed record ReadAnswer(string Variable, string Name, string Type, IReadOnlyList<ChoiceAnswer> Choices);

/// <summary>Where a process may be moved.</summary>
/// <param name="Target">What to send: a node, or a flow into a join.</param>
/// <param name="Node">The node that is entered.</param>
/// <param name="Name">The node in words.</param>
/// <param name="From">Of a join: the node from which the flow leads; empty otherwise.</param>
public sealed record TargetAnswer(string Target, string Node, string Name, string From);

/// <summary>That an incident was seen to.</summary>
/// <param name="Key">Which.</param>
public sealed record SeenToAnswer(string Key);
