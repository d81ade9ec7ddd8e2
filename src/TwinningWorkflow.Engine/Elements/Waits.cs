using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>Opens what events wait for, and leads on when it has happened.</summary>
internal static class Waits
{
    /// <summary>Opens a timer or a wait for a message or signal, owned by an element or scope.</summary>
    /// <param name="step">The step in the making.</param>
    /// <param name="node">The event or receive task.</param>
    /// <param name="trigger">What it waits for.</param>
    /// <param name="owner">The element or scope with which the wait goes.</param>
    /// <param name="scope">The scope whose data its expressions read.</param>
    /// <param name="item">The multi-instance item; empty otherwise.</param>
    public static void Open(Step step, FlowNode node, EventTrigger trigger, long owner, long scope, string item)
    {
        switch (trigger)
        {
            case EventTrigger.Timer(var spec):
                step.Emit(Armed(step, node, spec, owner, scope, item));
                break;
            case EventTrigger.Message message:
                step.Emit(new MessageAwaited(owner, node.Id, message.Name, Key(step, message, scope, item)));
                break;
            case EventTrigger.Signal(var signal):
                step.Emit(new SignalAwaited(owner, node.Id, signal));
                break;
        }
    }

    public static void ArmBoundaries(Step step, Activity activity, long element, long scope)
    {
        foreach (var boundary in activity.Boundaries)
            Open(step, boundary, boundary.Trigger, element, scope, "");
    }

    public static void ArmEventSubProcesses(Step step, string container, long scope)
    {
        foreach (var id in step.Definition.Contents[container])
            if (step.Definition.Node(id) is SubProcess { Triggered: true })
            {
                var start = ScopeCompletion.StartOf(step.Definition, id);
                Open(step, start, start.Trigger, scope, scope, "");
            }
    }

    /// <summary>What an event waited for has happened; its wait is closed already where it does not stay.</summary>
    public static void Occurred(Step step, string node, long owner)
    {
        switch (step.Definition.Node(node))
        {
            case StartEvent start:
                StartEventSubProcess(step, start, owner);
                break;
            case BoundaryEvent boundary:
                var scope = step.State.Elements[owner].Scope;
                if (boundary.Interrupting)
                    Cancellation.Of(step, owner, "boundary");
                step.Passed(boundary.Id);
                step.Leave(boundary, scope);
                break;
            case ReceiveTask task when step.State.Elements[owner] is var element && element.Node == task.Id:
                step.Emit(new ElementCompleted(owner, task.Id));
                ActivityBehaviour.Completed(step, task, element);
                break;
            case var caught:
                Continue(step, caught, step.State.Elements[owner]);
                break;
        }
    }

    public static void StartEventSubProcess(Step step, StartEvent start, long scope)
    {
        if (start.Interrupting)
        {
            step.DropTokens(scope);
            Cancellation.Children(step, scope, "event-subprocess");
            CloseOtherStarts(step, scope);
        }
        var kind = start.Interrupting ? ScopeKind.SubProcess : ScopeKind.EventSubProcess;
        var id = step.Emit(new ElementActivated(start.Info.Container, scope, "", kind));
        if (!start.Interrupting && start.Trigger is EventTrigger.Message)
            TakeIn(step, start, id);
        step.Enter(start, id, "");
    }

    /// <summary>What the message brought is the run's own: the next one must not change it under the run's steps.</summary>
    private static void TakeIn(Step step, StartEvent start, long run)
    {
        var brought = ImmutableDictionary.CreateBuilder<string, DataValue>();
        foreach (var (name, value) in step.State.Scopes[step.State.DataScope(step.State.Scopes[run].Parent)].Data)
            if (Lookup.IsUnder(name, start.Id))
                brought.Add(name, value);
        if (brought.Count > 0)
            step.Emit(new DataChanged(run, brought.ToImmutable()));
    }

    /// <summary>Does the event end what it listens to, so that it happens at most once?</summary>
    public static bool Interrupts(FlowNode node) =>
        node switch
        {
            StartEvent start => start.Interrupting,
            BoundaryEvent boundary => boundary.Interrupting,
            _ => true,
        };

    public static EventTrigger TriggerOf(FlowNode node) =>
        node switch
        {
            StartEvent start => start.Trigger,
            BoundaryEvent boundary => boundary.Trigger,
            CatchEvent caught => caught.Trigger,
            ReceiveTask task => task.Message,
            _ => throw new InvalidOperationException($"Expected an event, but '{node.Id}' is none."),
        };

    public static TimerSpec TimerOf(FlowNode node) => ((EventTrigger.Timer)TriggerOf(node)).Spec;

    public static EventTrigger.Message MessageOf(FlowNode node) => (EventTrigger.Message)TriggerOf(node);

    /// <summary>The scope whose data a wait's owner reads.</summary>
    public static long ScopeOf(ProcessState state, long owner) =>
        state.Scopes.ContainsKey(owner) ? owner : state.Elements[owner].Scope;

    /// <summary>An instant plus a period: calendar parts move the civil date, time parts elapse.</summary>
    public static Instant Plus(Instant start, Period period, DateTimeZone zone)
    {
        var moved = period.HasDateComponent
            ? start
                .InZone(zone)
                .LocalDateTime.PlusYears(period.Years)
                .PlusMonths(period.Months)
                .PlusWeeks(period.Weeks)
                .PlusDays(period.Days)
                .InZoneLeniently(zone)
                .ToInstant()
            : start;
        return moved
            + Duration.FromHours(period.Hours)
            + Duration.FromMinutes(period.Minutes)
            + Duration.FromSeconds(period.Seconds)
            + Duration.FromMilliseconds(period.Milliseconds)
            + Duration.FromTicks(period.Ticks)
            + Duration.FromNanoseconds(period.Nanoseconds);
    }

    private static TimerArmed Armed(Step step, FlowNode node, TimerSpec spec, long owner, long scope, string item)
    {
        var zone = step.Definition.Zone;
        switch (spec)
        {
            case TimerSpec.At(var instant):
                return new TimerArmed(0, owner, node.Id, instant, 1, 0, null);
            case TimerSpec.OnDate(var date):
                var day = Day(date);
                return new TimerArmed(0, owner, node.Id, Beginning(day, zone), 1, 0, null);
            case TimerSpec.After(var period):
                return new TimerArmed(0, owner, node.Id, Plus(step.Command.At, period, zone), 1, 0, null);
            case TimerSpec.Cycle(var count, var period):
                var repeats = count < 0 ? -1 : count - 1;
                return new TimerArmed(0, owner, node.Id, Plus(step.Command.At, period, zone), 1, repeats, null);
            case TimerSpec.LegalTerm(var term, var from):
                var resolved = step.Resolve(term, Day(from));
                return new TimerArmed(0, owner, node.Id, resolved.Due, 1, 0, resolved);
            default:
                throw new InvalidOperationException($"Expected a known timer, but got {spec.GetType().Name}.");
        }

        LocalDate Day(Expression date) => ((DataValue.Date)date.Require(step.Variables(scope, item))).Value;
    }

    private static Instant Beginning(LocalDate day, DateTimeZone zone)
    {
        try
        {
            return day.AtStartOfDayInZone(zone).ToInstant();
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw Step.OutOfRange(day, e);
        }
    }

    /// <summary>Without a key of its own, a multi-instance body's wait is keyed by its item.</summary>
    private static string Key(Step step, EventTrigger.Message message, long scope, string item) =>
        message.Key is null
            ? item
            : message.Key.Require(step.Variables(scope, item)) switch
            {
                DataValue.Text(var text) => text,
                DataValue.Number(var number) => number.ToString(CultureInfo.InvariantCulture),
                var other => throw new EvaluationException(
                    Incidents.Key,
                    $"Expected the correlation key to be a text or number, but it is {other.Type}: correct the data, then retry."
                ),
            };

    /// <summary>
    /// The token goes on behind a catch event: from the event itself, or from the event-based gateway that listened for it. One
    /// whose timer is armed again for another round stays, and lets a further token go.
    /// </summary>
    private static void Continue(Step step, FlowNode caught, ActiveElement element)
    {
        if (element.Node != caught.Id || element.Owned.IsEmpty)
            step.Emit(new ElementCompleted(element.Id, element.Node));
        if (element.Node != caught.Id)
            foreach (var flow in step.Definition.Node(element.Node).Info.Outgoing)
                if (flow.Target == caught.Id)
                    step.Passed(flow.Id);
        step.Passed(caught.Id);
        step.Leave(caught, element.Scope);
    }

    /// <summary>A scope is interrupted once: what else would start in it is closed.</summary>
    private static void CloseOtherStarts(Step step, long scope)
    {
        var state = step.State;
        var owned = state.Elements.TryGetValue(scope, out var element) ? element.Owned : state.Scopes[scope].Owned;
        var starts = owned.Where(id => step.Definition.Node(NodeOf(state, id)) is StartEvent).ToList();
        if (starts.Count > 0)
            step.Emit(new WaitsClosed([.. starts]));
    }

    private static string NodeOf(ProcessState state, long id) =>
        state.Timers.TryGetValue(id, out var timer) ? timer.Node
        : state.Messages.TryGetValue(id, out var message) ? message.Node
        : state.Signals[id].Node;
}
