using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>One sentence a fact. A fact that only moves tokens inside the process has none.</summary>
internal sealed class HistorySentences(
    string stream,
    IReadOnlyDictionary<string, ProcessDefinition> definitions,
    ValueWords words,
    IStringLocalizer<HistoryText> text,
    RoleWords roles,
    IncidentWords incidents
)
{
    private readonly CultureInfo culture = CultureInfo.CurrentUICulture;
    private readonly VariableNames variables = new(text);

    /// <summary>What the instance runs; null in a dossier's own stream.</summary>
    private readonly ProcessDefinition? definition = definitions.GetValueOrDefault(stream);

    private string Language => culture.TwoLetterISOLanguageName;

    public HistoryLine? Of(JournalEntry entry)
    {
        var line = entry.Event is { } happened ? OfEvent(happened) : OfFact(entry.Fact!);
        return line is null ? null : line with { Kind = entry.Kind };
    }

    private HistoryLine? OfEvent(ProcessEvent happened) =>
        happened switch
        {
            ProcessStarted => Say("started", definition!.Label.In(Language)),
            ElementActivated { Opens: ScopeKind.Called } x => Say("called", WithItem(Name(x.Node), x.Item)),
            TaskOpened x => Opened(x),
            TaskCompleted x => Completed(x),
            TaskAssigned x => Passed(x),
            MessageReceived x => Received(x),
            MessageSent { Recipient.Length: > 0 } x => Say("sent-to", Name(x.Node), x.Recipient),
            MessageSent x => Say("sent", Name(x.Node)),
            MessageAwaited x when definition!.Node(x.Node) is ReceiveTask or CatchEvent => Say(
                "awaited",
                Fact(definition, x.Message)
            ),
            SignalThrown x => Say("signal-given", Name(x.Node)),
            SignalCaught x => Say("signal-heard", Name(x.Node)),
            EscalationThrown { CaughtBy.Length: > 0 } x => Say("escalated", Name(x.CaughtBy)),
            TimerArmed { Term: { } term } x => Say("term", Name(x.Node), Day(term.Last)),
            TermRecounted x => Say("term-moved", Name(x.Node), Day(x.Before.Last), Day(x.After.Last)) with
            {
                Details =
                [
                    Explained(text["term-before"], x.Node, x.Before),
                    Explained(text["term-after"], x.Node, x.After),
                ],
            },
            TimerFired x => Say("elapsed", Name(x.Node)),
            ServiceCompleted x => Say("served", Name(x.Node)),
            CompletionReached x => Say("enough", Name(x.Node)),
            ErrorThrown { CaughtBy.Length: > 0 } x => Say("caught", Name(x.CaughtBy)),
            IncidentRaised x => Say("incident", Name(x.Node), incidents.Of(x.Code)) with
            {
                Details = [new HistoryDetail(text["incident-message"], x.Message) { IsTechnical = true }],
            },
            IncidentResolved => Say("incident-resolved"),
            DataCorrected x => Say(x.Incident == 0 ? "record-corrected" : "data-corrected") with
            {
                Details = [.. Changes(x.Before, x.After)],
            },
            DataRecomputed x => Say("record-recomputed") with
            {
                Details = [.. Changes(x.Before, x.After), .. x.Left.Select(LeftAsItIs)],
            },
            TokenMoved x => Say("token-moved", Name(x.From), Name(x.To)),
            ProcessSuspended x => Say("suspended") with { Details = [.. OfAct(x.Act)] },
            ProcessResumed x => Say("resumed") with { Details = [.. OfAct(x.Act)] },
            ProcessEnded { How: ProcessStatus.Withdrawn } x => Say("withdrawn") with { Details = [.. OfAct(x.Act)] },
            ProcessEnded { EndEvent.Length: > 0 } x => Say("ended-at", Name(x.EndEvent)),
            ProcessEnded => Say("ended"),
            _ => null,
        };

    private HistoryDetail Explained(string label, string node, ResolvedTerm term)
    {
        var about = TermExplanation.About(Language, definition!.Node(node), term);
        return new HistoryDetail(label, about?.In(Language) ?? "") { Term = about };
    }

    private HistoryLine? OfFact(HostFact fact) =>
        fact switch
        {
            DossierOpened x => Say("dossier-opened", x.Number, x.Title),
            DossierChanged x => Say("dossier-changed") with { Details = [.. x.Changes.Select(Change)] },
            DocumentAdded x => words.Personal(x.Name) is { } name
                ? Say("document-added", name)
                : Say("document-added-erased"),
            FactKept x => Say("fact-kept", MessageName(x.Instance, x.Message)),
            FactUnclaimed x => Say("fact-unclaimed", MessageName(x.Instance, x.Message)),
            FactSetAside x => Say("fact-set-aside", MessageName(x.Instance, x.Message)),
            MailFailed { Recipient.Length: > 0 } x => Say("mail-failed-to", incidents.Of(x.Code), x.Recipient),
            MailFailed x => Say("mail-failed", incidents.Of(x.Code)),
            MailTriedAgain => Say("mail-tried-again"),
            CorrespondenceFiled { Automatic: true } => Say("correspondence-automatic"),
            CorrespondenceFiled { Files: 0 } => Say("correspondence"),
            CorrespondenceFiled { Files: 1 } => Say("correspondence-file"),
            CorrespondenceFiled x => Say("correspondence-files", x.Files),
            AgreementRegistered x => Say("registered", x.Number, x.Year),
            _ => null,
        };

    private HistoryLine Opened(TaskOpened task)
    {
        var name = WithItem(Name(task.Node), task.Subject());
        return task.Deadline is { } deadline
            ? Say("assigned-by", name, roles.Of(task.Role), Day(deadline.Last))
            : Say("assigned", name, roles.Of(task.Role));
    }

    /// <summary>Who acted stands beside it: whoever took it on, or gave it back, is not named again.</summary>
    private HistoryLine Passed(TaskAssigned task)
    {
        var name = WithItem(Name(task.Node), task.Subject);
        return task switch
        {
            { After.Length: 0, Because: { } step } => Say(
                "released-barred",
                name,
                words.Person(task.Before),
                Name(step)
            ),
            { After.Length: 0 } => Say("released", name, words.Person(task.Before)),
            { Before.Length: 0 } => Say("taken", name, words.Person(task.After)),
            _ => Say("passed", name, words.Person(task.Before), words.Person(task.After)),
        };
    }

    private HistoryLine Completed(TaskCompleted task)
    {
        var form = (definition!.Node(task.Node) as UserTask)?.Form;
        return Outcome("done", WithItem(Name(task.Node), task.Subject), form, task.Outcome) with
        {
            Details = Details(form, task.Fields),
        };
    }

    private HistoryLine Received(MessageReceived received)
    {
        var form = definition!.FormOf(received.Node);
        var outcome = received.Fields.GetValueOrDefault("outcome") is DataValue.Text(var id) ? id : "";
        return Outcome("received", Fact(definition, received.Message), form, outcome) with
        {
            Details = Details(form, received.Fields.Remove("outcome")),
        };
    }

    private HistoryLine Outcome(string key, string name, StepForm? form, string outcome)
    {
        var label = form?.Outcomes.FirstOrDefault(x => x.Id == outcome)?.Label.In(Language) ?? outcome;
        return label.Length > 0 ? Say(key + "-outcome", name, label) : Say(key, name);
    }

    /// <summary>In the order in which the form asks.</summary>
    private ImmutableArray<HistoryDetail> Details(StepForm? form, ImmutableDictionary<string, DataValue> fields)
    {
        var order = form?.Fields.Select(x => x.Id).ToList() ?? [];
        return
        [
            .. fields.OrderBy(x => order.IndexOf(x.Key)).SelectMany(x => words.Of(form?.Field(x.Key), x.Key, x.Value)),
        ];
    }

    /// <summary>The act on which it rests: its number and date, and its files to be opened.</summary>
    private IEnumerable<HistoryDetail> OfAct(FormalAct? act) =>
        act is null
            ? []
            :
            [
                new HistoryDetail(text["act"], text["act-of", act.Number, act.Date.ToString("d MMMM uuuu", culture)]),
                .. words.Files(text["act-files"], act.Files),
            ];

    private IEnumerable<HistoryDetail> Changes(
        ImmutableDictionary<string, DataValue> before,
        ImmutableDictionary<string, DataValue> after
    ) =>
        before
            .Keys.Union(after.Keys)
            .Order(StringComparer.Ordinal)
            .Select(name =>
                Changed(
                    variables.Of(definition!, name, Language),
                    Words(name, before.GetValueOrDefault(name)),
                    Words(name, after.GetValueOrDefault(name))
                )
            );

    private HistoryDetail LeftAsItIs(string name) =>
        new(variables.Of(definition!, name, Language), text["record-left"]);

    private string? Words(string name, DataValue? value) =>
        value is null ? null : words.Words(definition!.FieldOf(name), value);

    private HistoryDetail Change(FieldChange change)
    {
        var label = text["field." + change.Field];
        var name = label.ResourceNotFound ? change.Field : label.Value;
        return change is { Before: null, After: null }
            ? new HistoryDetail(name, text["changed-apart"])
            : Changed(name, change.Before, change.After);
    }

    private HistoryDetail Changed(string name, string? before, string? after) =>
        (before, after) switch
        {
            (null or "", _) => new HistoryDetail(name, after ?? ""),
            (_, null or "") => new HistoryDetail(name, text["changed-emptied", before]),
            _ => new HistoryDetail(name, text["changed-from", before, after]),
        };

    private HistoryLine Say(string key, params object[] arguments) => new(text[key, arguments]);

    private string Name(string node) => definition?.NameOf(node, Language) ?? node;

    private string MessageName(string instance, string message) =>
        Fact(definitions.GetValueOrDefault("instance:" + instance), message);

    private string Fact(ProcessDefinition? runs, string message) =>
        runs?.Messages.GetValueOrDefault(message)?.Label.In(Language) ?? message;

    private string WithItem(string name, string item) =>
        item.Length > 0 ? text["item", name, definition!.NameOfSubject(item, Language)] : name;

    private string Day(LocalDate day) => day.ToString("dddd d MMMM uuuu", culture);
}
