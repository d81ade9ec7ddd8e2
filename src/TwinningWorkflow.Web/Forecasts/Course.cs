using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Forecasts;

/// <summary>A step that was played.</summary>
/// <param name="Node">The element's id.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Opens">When it opened.</param>
/// <param name="On">When it was done.</param>
/// <param name="Basis">On what that day rests.</param>
/// <param name="Cause">The step played before without which it could not have been done then; -1 for none.</param>
/// <param name="Term">The legal term that it waited for.</param>
internal sealed record PlayedStep(
    string Node,
    string Subject,
    LocalDate Opens,
    LocalDate On,
    ForecastBasis Basis,
    int Cause,
    ResolvedTerm? Term
);

/// <summary>A step that is not done before a day.</summary>
internal sealed record HeldStep(string Node, string Subject, int Round, LocalDate Until);

/// <summary>
/// Plays the process on from where it stands, by the engine itself: timers fire when they are due, tasks are done and messages
/// come when that is expected, with the answers that are expected. So a forecast cannot say what the process would not do.
/// </summary>
internal sealed class Course(
    ProcessDefinition definition,
    TermResolver terms,
    WorkingTime work,
    ForecastGround ground,
    ExpectedAnswers answers,
    bool isLikely
)
{
    private const int Longest = 1_000;
    private static readonly Period Horizon = Period.FromYears(6);
    private static readonly LocalTime Noon = new(12, 0);

    private readonly Dictionary<(string, string), int> rounds = [];
    private readonly List<PlayedStep> played = [];
    private readonly Dictionary<long, Planned> plans = [];
    private ProcessState state = ProcessState.Empty;
    private Instant now;
    private LocalDate began;
    private int accepted = -1;
    private int turns;

    /// <summary>When a task is done or a message comes.</summary>
    /// <param name="Opens">When it opened.</param>
    /// <param name="On">The day planned for it.</param>
    /// <param name="Basis">On what that rests.</param>
    /// <param name="Cause">The step that opened it, or that last kept it from being done.</param>
    private sealed record Planned(LocalDate Opens, LocalDate On, ForecastBasis Basis, int Cause)
    {
        /// <summary>It was tried and refused: another step must make it possible, or the day to try it again.</summary>
        public bool IsHeld { get; init; }

        /// <summary>While it is held, the day on which its gate may open by itself; null where none does.</summary>
        public LocalDate? GateOpens { get; init; }

        /// <summary>The step that opened it.</summary>
        public int OpenedBy { get; } = Cause;

        /// <summary>When it is tried next; null while only another step can make it possible.</summary>
        public LocalDate? Tried => IsHeld ? GateOpens : On;
    }

    private sealed record Next(Instant At, long Id, TimerWait? Timer, ActiveElement? Task, MessageWait? Wait);

    public IReadOnlyList<PlayedStep> Played => played;

    /// <summary>A step that is not done before a day, to see what that does to the rest; null: none is held back.</summary>
    public HeldStep? Held { get; init; }

    /// <summary>False where the date of the goal is what is asked, and not what is known.</summary>
    public bool MindsExpectedDates { get; init; } = true;

    public ForecastStop Stop { get; private set; }

    /// <summary>The node that holds it, where it is blocked.</summary>
    public string StoppedAt { get; private set; } = "";

    private LocalDate Today => now.InZone(definition.Zone).Date;

    /// <summary>Plays on from a state, until the end, or until nothing more is expected to happen.</summary>
    public void Run(ProcessState from, Instant at)
    {
        (state, now) = (from, at);
        began = Today;
        if (state.Suspended)
            Stop = ForecastStop.Suspended;
        var end = Today + Horizon;
        while (Stop == ForecastStop.None && state.Status == ProcessStatus.Running)
        {
            Serve();
            if (Stop != ForecastStop.None)
                return;
            Plan();
            if (Upcoming() is not { } next)
                Blocked();
            else if (next.At.InZone(definition.Zone).Date > end)
                return;
            else
            {
                Play(next);
                CountTurn();
            }
        }
    }

    /// <summary>Nothing can happen any more, though it has not ended.</summary>
    private void Blocked()
    {
        Stop = state.Incidents.IsEmpty ? ForecastStop.Blocked : ForecastStop.Incident;
        StoppedAt = state.Incidents.IsEmpty
            ? plans.Keys.Order().Select(NodeOf).FirstOrDefault(static node => node.Length > 0) ?? ""
            : state.Incidents.Values.First().Node;
    }

    private string NodeOf(long id) =>
        state.Elements.TryGetValue(id, out var task) ? task.Node
        : state.Messages.TryGetValue(id, out var wait) ? wait.Node
        : "";

    private void Play(Next next)
    {
        now = Instant.Max(now, next.At);
        if (next.Timer is { } timer)
        {
            var fire = new FireTimer(now, Actor.System("forecast", "timer"), timer.Id, timer.Generation);
            var opened = plans.GetValueOrDefault(timer.Id);
            // the start and end of a wait are news; a cycle that only reminds is none
            var isStep = definition.Node(timer.Node) is CatchEvent && timer.Repeats == 0;
            var step = isStep
                ? new PlayedStep(
                    timer.Node,
                    state.SubjectOf(timer.Element),
                    opened?.Opens ?? Today,
                    // one that ended before anybody could know it is told today
                    timer.Term
                        is { } term
                        ? LocalDate.Max(term.Last, began)
                        : Today,
                    ForecastBasis.Term,
                    opened?.Cause ?? -1,
                    timer.Term
                )
                : null;
            if (Take(fire, step) is not null)
                Stop = ForecastStop.Blocked;
            return;
        }
        var plan = plans[next.Id];
        var (answer, node, subject) = next switch
        {
            { Task: { } task } => (answers.Task(state, task, now), task.Node, task.Subject()),
            { Wait: { } wait } => (answers.Message(state, wait, now), wait.Node, state.SubjectOf(wait.Element)),
            _ => throw new InvalidOperationException("Expected a timer, a task or a message."),
        };
        Decision.Rejected? refused = null;
        if (answer.Command is { } command)
        {
            var basis = plan is { IsHeld: true, Basis: not ForecastBasis.Sitting } ? ForecastBasis.Gate : plan.Basis;
            refused = Take(command, new PlayedStep(node, subject, plan.Opens, Today, basis, plan.Cause, null));
            if (refused is null)
                return;
        }
        // a later day may do, else another step must come first
        if (answer.NotBefore is { } day && day > Today)
            plans[next.Id] = From(day, node, plan);
        else if (GateOpens(node, refused) is { } date && From(date, node, plan) is var later)
            plans[next.Id] = plan with
            {
                IsHeld = true,
                GateOpens = later.On,
                Basis = later.Basis,
                Cause = plan.OpenedBy,
            };
        else
            plans[next.Id] = plan with { IsHeld = true, GateOpens = null };
    }

    /// <summary>The first day from a day on: what waits for a sitting has the next, where the calendar has one.</summary>
    private Planned From(LocalDate day, string node, Planned plan)
    {
        if (plan.Basis != ForecastBasis.Sitting)
            return plan with { On = work.OnOrAfter(day) };
        var body = definition.FormOf(node)?.Body ?? "";
        return SittingOf(body, plan.Opens, day) is { } sitting
            ? plan with
            {
                On = sitting.On,
            }
            : plan with
            {
                On = work.OnOrAfter(ground.FirstSitting(body, Today, day)),
                Basis = ForecastBasis.NoSitting,
            };
    }

    /// <summary>What opened before an agenda closed may stand on it.</summary>
    private PlannedSitting? SittingOf(string body, LocalDate opens, LocalDate from)
    {
        foreach (var sitting in ground.Sittings)
            if (sitting.Body == body && sitting.AgendaCloses >= opens && sitting.On >= from)
                return sitting;
        return null;
    }

    /// <summary>
    /// The next of the dates that the closed conditions of a gate compare with the day, or the day after it; null where there is
    /// none, so that only another step can open it.
    /// </summary>
    private LocalDate? GateOpens(string node, Decision.Rejected? refused)
    {
        if (refused is not { Code: RejectionCode.GateClosed } || definition.FormOf(node) is not { } form)
            return null;
        LocalDate? next = null;
        foreach (var condition in definition.Gates[form.Gate].Conditions)
            if (condition.When.Reads.Contains("today") && refused.Problems.Any(shut => shut.Field == condition.Id))
                foreach (var name in condition.When.Reads)
                    if (state.Data.GetValueOrDefault(name) is DataValue.Date(var date) && date <= began + Horizon)
                    {
                        Offer(date);
                        Offer(date.PlusDays(1));
                    }
        return next;

        void Offer(LocalDate day)
        {
            if (day > Today && !(next <= day))
                next = day;
        }
    }

    /// <summary>Decides and goes on from there; else answers why it is refused.</summary>
    private Decision.Rejected? Take(Command command, PlayedStep? step)
    {
        var decision = ProcessEngine.Decide(definition, state, command, terms);
        if (decision is Decision.Rejected refused)
            return refused;
        state = ((Decision.Accepted)decision).State;
        if (step is null)
            return null;
        played.Add(step);
        accepted = played.Count - 1;
        foreach (var (id, plan) in plans.Where(static plan => plan.Value.IsHeld).ToList())
            plans[id] = From(LocalDate.Max(plan.On, Today), NodeOf(id), plan) with { IsHeld = false, Cause = accepted };
        return null;
    }

    /// <summary>What the host does is done at once, each time a turn: one that never succeeds is called for ever.</summary>
    private void Serve()
    {
        while (Stop == ForecastStop.None && ServiceToDo() is { } service)
        {
            var prefix = service.Node + ".";
            var result = definition
                .Variables.Where(variable => variable.Key.StartsWith(prefix, StringComparison.Ordinal))
                .ToImmutableDictionary(variable => variable.Key[prefix.Length..], variable => Some(variable.Value));
            if (
                Take(new CompleteService(now, Actor.System("forecast", "service"), service.Id, result), null)
                is not null
            )
                return;
            CountTurn();
        }
    }

    private ActiveElement? ServiceToDo()
    {
        foreach (var element in state.Elements.Values)
            if (
                element is { Holder: false, Phase: ElementPhase.Active }
                && definition.Node(element.Node) is ServiceTask or ScriptTask
            )
                return element;
        return null;
    }

    private void CountTurn()
    {
        if (++turns >= Longest)
            Stop = ForecastStop.TooLong;
    }

    private DataValue Some(DataType type) =>
        type switch
        {
            DataType.Number => DataValue.Of(1),
            DataType.Flag => DataValue.Of(false),
            DataType.Date => DataValue.Of(Today),
            DataType.List => new DataValue.List([]),
            _ => DataValue.Of("-"),
        };

    /// <summary>Plans what has opened, and forgets what is gone.</summary>
    private void Plan()
    {
        foreach (
            var id in plans
                .Keys.Where(id =>
                    !state.Elements.ContainsKey(id) && !state.Messages.ContainsKey(id) && !state.Timers.ContainsKey(id)
                )
                .ToList()
        )
            plans.Remove(id);
        foreach (var task in state.Elements.Values)
            if (!task.Holder && !plans.ContainsKey(task.Id) && definition.Node(task.Node) is UserTask user)
                plans[task.Id] = Expected(task, user.Form, task.Deadline);
        foreach (var wait in state.Messages.Values)
            if (!plans.ContainsKey(wait.Id) && IsExpected(wait))
                plans[wait.Id] = Expected(state.Elements[wait.Element], definition.FormOf(wait.Node), null);
        foreach (var timer in state.Timers.Values)
            if (!plans.ContainsKey(timer.Id))
                plans[timer.Id] = new Planned(timer.Term?.Start ?? Today, Today, ForecastBasis.Term, accepted);
    }

    /// <summary>
    /// Only what the course waits for is expected: not what may interrupt it, nor what would make a term end before its time.
    /// </summary>
    private bool IsExpected(MessageWait wait) =>
        definition.Node(wait.Node) is ReceiveTask or CatchEvent
        && state.Elements.TryGetValue(wait.Element, out var owner)
        && (owner.Node == wait.Node || !state.Timers.Values.Any(timer => timer.Element == owner.Id));

    private Planned Expected(ActiveElement element, StepForm? form, ResolvedTerm? deadline)
    {
        var opens = ground.OpenedOn.GetValueOrDefault(element.Id, Today);
        var from = LocalDate.Max(HeldUntil(element) ?? Today, Today);
        var first = work.OnOrAfter(from);
        if (
            MindsExpectedDates
            && form is not null
            && ProcessEngine.ExpectedOn(definition, state, element, form, now) is { } date
        )
            return Plan(LocalDate.Max(date, first), ForecastBasis.File);
        if (form is { Body.Length: > 0 })
        {
            // councils sit on Saturdays too
            if (SittingOf(form.Body, opens, from) is { } sitting)
                return Plan(sitting.On, ForecastBasis.Sitting);
            first = work.OnOrAfter(ground.FirstSitting(form.Body, Today, first));
            if (!isLikely)
                return Plan(first, ForecastBasis.NoSitting);
        }
        if (!isLikely)
            return Plan(first, ForecastBasis.Assumed);
        if (ground.PastDays.TryGetValue(element.Node, out var past))
            return After(past, ForecastBasis.Past);
        if (form?.ExpectedDays is { } days)
            return After(days, form.Body.Length > 0 ? ForecastBasis.NoSitting : ForecastBasis.File);
        if (deadline is { } term)
            return Plan(LocalDate.Max(work.OnOrBefore(term.Last), first), ForecastBasis.Deadline);
        return Plan(work.OnOrAfter(first.PlusDays(1)), ForecastBasis.Assumed);

        Planned Plan(LocalDate on, ForecastBasis basis) => new(opens, on, basis, accepted);

        // what is late already is expected on the next working day
        Planned After(int count, ForecastBasis basis) =>
            Plan(work.OnOrAfter(LocalDate.Max(opens.PlusDays(count), first)), basis);
    }

    /// <summary>The day before which this step is held back; null when it is not the one.</summary>
    private LocalDate? HeldUntil(ActiveElement element)
    {
        var step = (element.Node, state.SubjectOf(element.Id));
        var round = rounds[step] = rounds.GetValueOrDefault(step) + 1;
        return Held is { } held && (held.Node, held.Subject, held.Round) == (step.Node, step.Item2, round)
            ? held.Until
            : null;
    }

    /// <summary>What comes next: timers before what people do at the same instant.</summary>
    private Next? Upcoming()
    {
        Next? next = null;
        foreach (var timer in state.Timers.Values)
            Offer(new Next(timer.Due, timer.Id, timer, null, null));
        foreach (var (id, plan) in plans.OrderBy(static plan => plan.Key))
            if (plan.Tried is { } day)
                if (state.Elements.TryGetValue(id, out var task) && definition.Node(task.Node) is UserTask)
                    Offer(new Next(Noonish(day), id, null, task, null));
                else if (state.Messages.TryGetValue(id, out var wait))
                    Offer(new Next(Noonish(day), id, null, null, wait));
        return next;

        void Offer(Next other)
        {
            if (next is null || other.At < next.At)
                next = other;
        }
    }

    private Instant Noonish(LocalDate day) => Instant.Max(now, definition.Zone.AtLeniently(day + Noon).ToInstant());
}
