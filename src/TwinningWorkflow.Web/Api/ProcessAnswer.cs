using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A process of a dossier and where it stands.</summary>
/// <param name="Instance">Its id.</param>
/// <param name="Process">The id of the process in its file.</param>
/// <param name="Name">The process in words.</param>
/// <param name="Definition">SHA-256 of the process file that it runs.</param>
/// <param name="Version">Grows with every step.</param>
/// <param name="Status">running, completed, terminated, failed or withdrawn.</param>
/// <param name="Suspended">People's steps are refused.</param>
/// <param name="LastEnd">The last end event reached; empty before.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ProcessAnswer(
    Guid Instance,
    string Process,
    string Name,
    string Definition,
    long Version,
    string Status,
    bool Suspended,
    string LastEnd,
    Instant StartedAt,
    Instant? EndedAt
)
{
    /// <summary>The open tasks.</summary>
    public IReadOnlyList<OpenTaskAnswer> Tasks { get; init; } = [];

    /// <summary>Where it has stopped at an incident, until an administrator has seen to it.</summary>
    public IReadOnlyList<StopAnswer> Stopped { get; init; } = [];

    /// <summary>The messages that it listens for now.</summary>
    public IReadOnlyList<WaitAnswer> Waits { get; init; } = [];

    /// <summary>The terms that run.</summary>
    public IReadOnlyList<TimerAnswer> Timers { get; init; } = [];

    /// <summary>Its gates, while it runs.</summary>
    public IReadOnlyList<GateAnswer> Gates { get; init; } = [];

    /// <summary>The messages that a person may record, with what each asks for.</summary>
    public IReadOnlyList<RecordableMessageAnswer> Messages { get; init; } = [];

    public static ProcessAnswer Of(
        InstanceView view,
        IReadOnlyList<TextVersion> versions,
        VariableNames names,
        Instant now
    )
    {
        var (row, state, definition) = view;
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return new ProcessAnswer(
            row.Id,
            row.ProcessId,
            definition.Label.In(language),
            row.DefinitionHash,
            row.Version,
            row.Status,
            row.Suspended,
            state.LastEnd,
            row.StartedAt,
            row.EndedAt
        )
        {
            Tasks =
            [
                .. state
                    .Elements.Values.Where(x => Standing.IsOpen(x) && definition.Node(x.Node) is UserTask)
                    .Select(x => OpenTaskAnswer.Of(definition, x, language)),
            ],
            Stopped =
            [
                .. state.Incidents.Values.Select(x => new StopAnswer(
                    x.Node,
                    definition.NameOf(x.Node, language),
                    x.Code
                )),
            ],
            Waits =
            [
                .. state.Messages.Values.Select(x => new WaitAnswer(
                    x.Message,
                    x.Key,
                    x.Node,
                    definition.NameOf(x.Node, language)
                )),
            ],
            Timers = [.. state.Timers.Values.Select(x => TimerAnswer.Of(definition, x, language))],
            Gates =
                state.Status is ProcessStatus.Running
                    ? [.. definition.Gates.Values.Select(x => GateAnswer.Of(view, x, names, now))]
                    : [],
            Messages =
                state.Status is ProcessStatus.Running
                    ?
                    [
                        .. definition
                            .Messages.Values.Where(x => x.Form is not null)
                            .OrderBy(x => x.Name, StringComparer.Ordinal)
                            .Select(x =>
                                (Known: x, Wait: state.Messages.Values.FirstOrDefault(wait => wait.Message == x.Name))
                            )
                            .Select(x => new RecordableMessageAnswer(
                                x.Known.Name,
                                x.Known.Label.Texts,
                                x.Wait is not null,
                                FormAnswer.Of(
                                    x.Known.Form!,
                                    LanguageFiles.Wanted(view, x.Known.Form!, x.Wait?.Element, versions, now)
                                )
                            )),
                    ]
                    : [],
        };
    }
}

/// <summary>An open task.</summary>
/// <param name="Task">Its id within the instance.</param>
/// <param name="Node">The element of the process file.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="DueOn">The last day to do it.</param>
/// <param name="Explanation">Why that day; empty without deadline.</param>
/// <param name="Term">The same with its parts; null without deadline.</param>
public sealed record OpenTaskAnswer(
    long Task,
    string Node,
    [property: Description(TaskWords.Item)] string Item,
    string Name,
    string Role,
    LocalDate? DueOn,
    string Explanation,
    TermAnswer? Term
)
{
    public static OpenTaskAnswer Of(ProcessDefinition definition, ActiveElement element, string language)
    {
        var form = ((UserTask)definition.Node(element.Node)).Form;
        return new OpenTaskAnswer(
            element.Id,
            element.Node,
            element.Subject(),
            definition.NameOf(element.Node, language),
            form.Role,
            element.Deadline?.Last,
            TermExplanation.OfDeadline(language, form.Deadline, element.Deadline),
            TermAnswer.Of(language, definition.Node(element.Node), element.Deadline)
        );
    }
}

/// <summary>Where a process has stopped.</summary>
/// <param name="Node">The element of the process file.</param>
/// <param name="Name">The element in words.</param>
/// <param name="Code">What is wrong, for programs.</param>
public sealed record StopAnswer(string Node, string Name, string Code);

/// <summary>A message that the process listens for now.</summary>
/// <param name="Message">Its name in the process file.</param>
/// <param name="Key">With which it is correlated; empty when with none.</param>
/// <param name="Node">The element of the process file that waits.</param>
/// <param name="Name">The element in words.</param>
public sealed record WaitAnswer(string Message, string Key, string Node, string Name);

/// <summary>A term that runs.</summary>
/// <param name="Node">The element of the process file.</param>
/// <param name="Name">The step in words.</param>
/// <param name="DueAt">When it takes effect.</param>
/// <param name="LastDay">The last day of a legal term; null when it is none.</param>
/// <param name="Explanation">Why that day; empty when it is no legal term.</param>
/// <param name="Term">The same with its parts; null when it is no legal term.</param>
public sealed record TimerAnswer(
    string Node,
    string Name,
    Instant DueAt,
    LocalDate? LastDay,
    string Explanation,
    TermAnswer? Term
)
{
    public static TimerAnswer Of(ProcessDefinition definition, TimerWait timer, string language) =>
        new(
            timer.Node,
            definition.NameOf(timer.Node, language),
            timer.Due,
            timer.Term?.Last,
            TermExplanation.OfTimer(language, definition.Node(timer.Node), timer.Term),
            TermAnswer.Of(language, definition.Node(timer.Node), timer.Term)
        );
}

/// <summary>A gate: its conditions, and whether all those that bind hold.</summary>
/// <param name="Gate">Its id in the process file.</param>
/// <param name="Name">In words.</param>
/// <param name="IsOpen">All conditions that bind hold now.</param>
/// <param name="Conditions">Its conditions, in the order of the process file.</param>
public sealed record GateAnswer(string Gate, string Name, bool IsOpen, IReadOnlyList<ConditionAnswer> Conditions)
{
    public static GateAnswer Of(InstanceView view, Gate gate, VariableNames names, Instant now)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var findings = ProcessEngine.Examine(view.Definition, view.State, gate, now);
        return new GateAnswer(
            gate.Id,
            gate.Label.In(language),
            !findings.Any(x => x.Closes),
            [
                .. findings.Select(x => new ConditionAnswer(
                    x.Condition.Id,
                    x.Condition.Label.In(language),
                    x.Condition.Cure.In(language),
                    x.Holds,
                    x.Condition.Severity == GateSeverity.Blocks,
                    [.. x.Evidence.Select(e => EvidenceAnswer.Of(view.Definition, e, names, language))]
                )),
            ]
        );
    }
}

/// <summary>One condition of a gate.</summary>
/// <param name="Condition">Its name in the process file.</param>
/// <param name="Name">In words.</param>
/// <param name="Cure">What to do while it does not hold.</param>
/// <param name="Holds">Whether it holds now.</param>
/// <param name="Binds">Whether the gate is closed while it does not hold; else it only warns.</param>
/// <param name="Evidence">What it stands on, in the order of the process file.</param>
public sealed record ConditionAnswer(
    string Condition,
    string Name,
    string Cure,
    bool Holds,
    bool Binds,
    IReadOnlyList<EvidenceAnswer> Evidence
);

/// <summary>A variable on which a gate's condition stands.</summary>
/// <param name="Name">Its name in the process file.</param>
/// <param name="Label">The step and field that give it, in words.</param>
/// <param name="Type">text, number, flag, date, list or personal.</param>
/// <param name="Value">Its value, files and text versions by hash; null while it has none, and always where it is personal.</param>
public sealed record EvidenceAnswer(string Name, string Label, string Type, JsonElement? Value)
{
    public static EvidenceAnswer Of(
        ProcessDefinition definition,
        GateEvidence evidence,
        VariableNames names,
        string language
    ) =>
        new(
            evidence.Name,
            names.Of(definition, evidence.Name, language),
            JsonNamingPolicy.CamelCase.ConvertName(evidence.Type.ToString()),
            evidence.Value is null or DataValue.Personal ? null : JsonValues.Write(evidence.Value)
        );
}

/// <summary>A message that a person may record.</summary>
/// <param name="Message">Its name.</param>
/// <param name="Label">In words, by language.</param>
/// <param name="IsAwaited">A step waits for it now; else it would be kept.</param>
/// <param name="Form">What it asks for. An outcome is given as the field <c>outcome</c>.</param>
public sealed record RecordableMessageAnswer(
    string Message,
    IReadOnlyDictionary<string, string> Label,
    bool IsAwaited,
    FormAnswer Form
);

/// <summary>A fact that came before its step.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Instance">The process that it is kept for.</param>
/// <param name="Message">The message's name in the process file.</param>
/// <param name="Key">The correlation key; empty when there is none.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record KeptFactAnswer(Guid Id, Guid Instance, string Message, string Key, Instant ReceivedAt)
{
    public static KeptFactAnswer Of(EarlyLine early)
    {
        var row = early.Row;
        return new(row.Id, row.InstanceId, row.Message, row.Key, row.ReceivedAt)
        {
            SetAsideAt = row.SetAsideAt,
            SetAsideBy = row.SetAsideAt is null ? null : early.SetAsideBy,
        };
    }

    /// <summary>When a person set it aside; null when nobody did.</summary>
    public Instant? SetAsideAt { get; init; }

    /// <summary>The person who set it aside; null when nobody did.</summary>
    public string? SetAsideBy { get; init; }
}
