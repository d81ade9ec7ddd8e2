using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Retold;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Engine.Tests;

/// <summary>
/// A process in a test: given a file, when commands come, then this is so. After every step the journal is replayed from the
/// beginning and must give the same state, and so must the state as it is stored; a refused command must leave it untouched. If
/// it were withdrawn at that moment nothing would be left.
/// </summary>
internal sealed class Scenario
{
    private const int LongPast = 300;

    private readonly List<ProcessEvent> journal = [];
    private readonly List<PastEvent> past = [];
    private ProcessState replayed = ProcessState.Empty;
    private string dump = StateDump.Of(ProcessState.Empty);
    private TermResolver terms = PlainTerms.Resolve;
    private Actor actor = new("account-1", "person-1", "authority-1", "clerk");

    private Scenario(ProcessDefinition definition) => Definition = definition;

    public ProcessDefinition Definition { get; }

    public ProcessState State { get; private set; } = ProcessState.Empty;

    /// <summary>What the last command did; empty when it was refused.</summary>
    public ImmutableArray<ProcessEvent> Events { get; private set; } = [];

    public Decision.Rejected? Refusal { get; private set; }

    public Instant Now { get; private set; } = Instant.FromUtc(2022, 12, 9, 9, 0);

    public IReadOnlyList<ProcessEvent> Journal => journal;

    public static Scenario Given(string body, string settings = "", HostAbilities? host = null, string beside = "") =>
        new(ProcessText.Definition(body, settings, host, beside));

    public static Scenario Given(ProcessDefinition definition) => new(definition);

    /// <summary>From here on an actor of this role acts.</summary>
    public Scenario As(string role)
    {
        actor = actor with { Role = role };
        return this;
    }

    /// <summary>From here on every term ends that many days later: the authority's calendar has changed.</summary>
    public Scenario Closed(int days)
    {
        terms = (spec, start, _) =>
            PlainTerms.Resolve(spec with { Amount = spec.Amount + days }, start) with
            {
                Start = start,
            };
        return this;
    }

    /// <summary>From here on it is this instant (ISO, UTC).</summary>
    public Scenario At(string instant) => At(InstantPattern.ExtendedIso.Parse(instant).Value);

    public Scenario At(Instant instant)
    {
        Now = instant;
        return this;
    }

    public Scenario When(Func<Instant, Actor, Command> command)
    {
        var decision = ProcessEngine.Decide(Definition, State, command(Now, actor), terms, past);
        Assert.Equal(dump, StateDump.Of(State));
        Refusal = decision as Decision.Rejected;
        Events = [];
        if (decision is Decision.Accepted accepted)
        {
            Events = accepted.Events;
            journal.AddRange(Events);
            past.AddRange(Events.Select(e => new PastEvent(Now, e)));
            State = accepted.State;
            replayed = Events.Aggregate(replayed, static (state, e) => state.Apply(e));
            dump = StateDump.Of(State);
            Assert.Equal(StateDump.Of(replayed), dump);
            Assert.Equal(StateDump.Of(Stored(State)), dump);
            Invariants.Check(Definition, State);
            ToldAgain(command(Now, actor));
            if (State.Status == ProcessStatus.Running)
                Invariants.Check(Definition, Withdrawn());
        }
        return this;
    }

    /// <summary>
    /// Where nothing is corrected, what happened leads to the same when it is told again: how each value came about was found.
    /// </summary>
    private void ToldAgain(Command command)
    {
        // a long past is told again often enough in the shorter ones
        if (past.Count > LongPast || journal.Exists(e => e is DataRecomputed { Left.IsEmpty: false }))
            return;
        var step = new Step(Definition, State, command, terms, past);
        var told = Retelling.Of(step, Recordings.In(Definition, past), ImmutableDictionary<Place, DataValue?>.Empty);
        Assert.Equal(dump, StateDump.Of(told.Would.State));
        Assert.Equal(dump, StateDump.Of(told.Was.State));
        Assert.Empty(told.Would.Unsure);
    }

    /// <summary>What would be left if it were withdrawn now.</summary>
    private ProcessState Withdrawn()
    {
        var withdraw = new WithdrawProcess(Now, actor) { Reason = "no money" };
        var accepted = Assert.IsType<Decision.Accepted>(
            ProcessEngine.Decide(Definition, State, withdraw, PlainTerms.Resolve)
        );
        Assert.Equal(ProcessStatus.Withdrawn, accepted.State.Status);
        return accepted.State;
    }

    /// <summary>As the application writes it and reads it again.</summary>
    private static ProcessState Stored(ProcessState state) =>
        JsonSerializer.Deserialize(
            JsonSerializer.Serialize(state, StateContext.Default.ProcessState),
            StateContext.Default.ProcessState
        )!;

    public Scenario Start(params (string Name, DataValue Value)[] data) => Start(null, data);

    public Scenario StartBy(string message) => Start(message);

    public Scenario StartBySignal(string signal) =>
        When((at, who) => new StartProcess(at, who, "instance-1", Map([])) { Signal = signal });

    /// <summary>Another instance throws a signal.</summary>
    public Scenario Signal(string signal) => When((at, who) => new ReceiveSignal(at, who, signal));

    /// <summary>Completes the oldest open task of a node, <c>node</c> or <c>node[item]</c>.</summary>
    public Scenario Complete(string task, string? outcome = null, params (string Field, DataValue Value)[] fields)
    {
        var id = Element(task).Id;
        return When((at, who) => new CompleteTask(at, who, id, outcome, Map(fields)));
    }

    /// <summary>Completes it as a person of their own, perhaps in another's place.</summary>
    public Scenario CompleteBy(
        string task,
        string person,
        string? outcome = null,
        string? forWhom = null,
        string account = "account-1",
        params (string Field, DataValue Value)[] fields
    )
    {
        var id = Element(task).Id;
        return When(
            (at, who) =>
                new CompleteTask(at, Person(who, person, forWhom) with { Account = account }, id, outcome, Map(fields))
        );
    }

    public Scenario Claim(string task, string person, string? forWhom = null)
    {
        var id = Element(task).Id;
        return When((at, who) => new ClaimTask(at, Person(who, person, forWhom), id));
    }

    public Scenario Release(string task, string person, string? forWhom = null)
    {
        var id = Element(task).Id;
        return When((at, who) => new ReleaseTask(at, Person(who, person, forWhom), id));
    }

    public Scenario Assign(string task, string person, string to, string reason = "on leave")
    {
        var id = Element(task).Id;
        return When((at, who) => new AssignTask(at, Person(who, person, null), id, to) { Reason = reason });
    }

    private static Actor Person(Actor who, string person, string? forWhom) =>
        who with
        {
            Person = person,
            OnBehalfOf = forWhom,
        };

    public Scenario Receive(string message, string? key = null, params (string Field, DataValue Value)[] fields) =>
        When((at, who) => new ReceiveMessage(at, who, message, key, Map(fields)));

    /// <summary>Lets the timer of a node fall due, and fires it.</summary>
    public Scenario Fire(string node)
    {
        var timer = Timer(node);
        Now = Instant.Max(Now, timer.Due);
        return When((at, who) => new FireTimer(at, who, timer.Id, timer.Generation));
    }

    public Scenario Serve(string service, params (string Name, DataValue Value)[] result)
    {
        var id = Element(service).Id;
        return When((at, who) => new CompleteService(at, who, id, Map(result)));
    }

    public Scenario Fail(string service, string? error = null)
    {
        var id = Element(service).Id;
        return When((at, who) => new FailService(at, who, id, error, "no answer"));
    }

    /// <summary>Retries the only incident.</summary>
    public Scenario Retry(string? reason = "seen to")
    {
        var id = OnlyIncident().Id;
        return When((at, who) => new RetryIncident(at, who, id) { Reason = reason });
    }

    /// <summary>Corrects data because of the only incident.</summary>
    public Scenario Correct(params (string Name, DataValue Value)[] values)
    {
        var id = OnlyIncident().Id;
        return When((at, who) => new CorrectData(at, who, id, Map(values)) { Reason = "typed wrong" });
    }

    /// <summary>Takes values away because of the only incident.</summary>
    public Scenario Empty(params string[] names)
    {
        var id = OnlyIncident().Id;
        return When((at, who) => new CorrectData(at, who, id, Map([])) { Reason = "never was", Emptied = [.. names] });
    }

    /// <summary>Moves the token of the only incident.</summary>
    public Scenario Move(string target)
    {
        var id = OnlyIncident().Id;
        return When((at, who) => new MoveToken(at, who, id, target) { Reason = "cannot be done" });
    }

    /// <summary>The token of the only incident may be moved exactly there, in this order.</summary>
    public Scenario Offers(params string[] targets)
    {
        Assert.Equal(targets, IncidentCures.Targets(Definition, State, OnlyIncident()).Select(t => t.Id));
        return this;
    }

    /// <summary>Where the only incident stands exactly these variables are read, as <c>name=value</c>.</summary>
    public Scenario Reads(params string[] variables)
    {
        Assert.Equal(
            variables,
            IncidentCures.Reads(Definition, State, OnlyIncident()).Select(r => $"{r.Name}={Words(r.Value)}")
        );
        return this;
    }

    public Scenario Suspend(string? reason = "elections") => Suspend(reason, Act("1"));

    public Scenario Suspend(string? reason, FormalAct? act) =>
        When((at, who) => new SuspendProcess(at, who) { Reason = reason, Act = act });

    public Scenario Resume(string? reason = "a new mayor") => Resume(reason, Act("2"));

    public Scenario Resume(string? reason, FormalAct? act) =>
        When((at, who) => new ResumeProcess(at, who) { Reason = reason, Act = act });

    public Scenario Withdraw(string? reason = "no money", FormalAct? act = null) =>
        When((at, who) => new WithdrawProcess(at, who) { Reason = reason, Act = act });

    /// <summary>An act of today.</summary>
    public FormalAct Act(string number) => new(number, Now.InZone(Definition.Zone).Date, []);

    /// <summary>Exactly these elements hold a token (containers left out), as <c>node</c> or <c>node[item]</c>.</summary>
    public Scenario Waits(params string[] nodes)
    {
        Accepted();
        var resting = State.Elements.Values.Where(e => !State.Scopes.ContainsKey(e.Id)).Select(Name);
        Assert.Equal(nodes.Order(StringComparer.Ordinal), resting.Order(StringComparer.Ordinal));
        return this;
    }

    /// <summary>Exactly these timers are armed.</summary>
    public Scenario Timers(params string[] nodes)
    {
        Assert.Equal(
            nodes.Order(StringComparer.Ordinal),
            State.Timers.Values.Select(t => t.Node).Order(StringComparer.Ordinal)
        );
        return this;
    }

    /// <summary>Exactly these message waits are open, as <c>node</c> or <c>node:key</c>.</summary>
    public Scenario Listens(params string[] waits)
    {
        var open = State.Messages.Values.Select(m => m.Key.Length > 0 ? m.Node + ":" + m.Key : m.Node);
        Assert.Equal(waits.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
        return this;
    }

    /// <summary>Exactly these events listen for a signal.</summary>
    public Scenario ListensForSignals(params string[] nodes)
    {
        Assert.Equal(
            nodes.Order(StringComparer.Ordinal),
            State.Signals.Values.Select(s => s.Node).Order(StringComparer.Ordinal)
        );
        return this;
    }

    /// <summary>After a refusal: this element is still there.</summary>
    public Scenario StillOpen(string node)
    {
        Assert.Contains(State.Elements.Values, e => Name(e) == node);
        return this;
    }

    public Scenario Incident(string code, string node)
    {
        Accepted();
        var incident = OnlyIncident();
        Assert.Equal((code, node), (incident.Code, incident.Node));
        return this;
    }

    public Scenario NoIncident()
    {
        Assert.Empty(State.Incidents);
        return this;
    }

    public Scenario Running()
    {
        Accepted();
        Assert.Equal(ProcessStatus.Running, State.Status);
        return this;
    }

    public Scenario Ended(ProcessStatus how, string at)
    {
        Accepted();
        Assert.Equal((how, at), (State.Status, State.LastEnd));
        return this;
    }

    /// <summary>Refused, with these problems as <c>field:Code</c> or <c>field:Code:argument</c>.</summary>
    public Scenario Refused(RejectionCode code, params string[] problems)
    {
        Assert.NotNull(Refusal);
        Assert.Equal(code, Refusal.Code);
        Assert.StartsWith("Expected ", Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            problems,
            Refusal.Problems.Select(p =>
                p.Argument.Length > 0 ? $"{p.Field}:{p.Code}:{p.Argument}" : $"{p.Field}:{p.Code}"
            )
        );
        return this;
    }

    /// <summary>The process's own data hold this value; null: none.</summary>
    public Scenario Holds(string variable, DataValue? value)
    {
        Assert.Equal(value, State.Data.GetValueOrDefault(variable));
        return this;
    }

    public Scenario Then(Action<Scenario> check)
    {
        check(this);
        return this;
    }

    /// <summary>The events of the last step of one kind.</summary>
    public IEnumerable<T> Of<T>()
        where T : ProcessEvent => Events.OfType<T>();

    public ActiveElement Element(string name) =>
        State.Elements.Values.FirstOrDefault(e => !e.Holder && Name(e) == name)
        ?? throw new InvalidOperationException($"'{name}' is not active.");

    public TimerWait Timer(string node) => State.Timers.Values.First(t => t.Node == node);

    public static string Name(ActiveElement element) =>
        element.Item.Length > 0 ? $"{element.Node}[{element.Item}]" : element.Node;

    private Scenario Start(string? message, params (string Name, DataValue Value)[] data) =>
        When((at, who) => new StartProcess(at, who, "instance-1", Map(data), message));

    private void Accepted() => Assert.True(Refusal is null, Refusal?.ToString());

    private Incident OnlyIncident() => Assert.Single(State.Incidents).Value;

    private static string Words(DataValue? value) =>
        value switch
        {
            null => "",
            DataValue.Text(var text) => text,
            DataValue.Number(var number) => number.ToString(CultureInfo.InvariantCulture),
            DataValue.Flag(var flag) => flag ? "true" : "false",
            DataValue.Date(var date) => LocalDatePattern.Iso.Format(date),
            DataValue.List(var items) => string.Join(' ', items),
            _ => "?",
        };

    private static ImmutableDictionary<string, DataValue> Map((string Name, DataValue Value)[] values) =>
        values.ToImmutableDictionary(v => v.Name, v => v.Value);
}
