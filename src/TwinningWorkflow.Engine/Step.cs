using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine;

/// <summary>
/// One step in the making: the events so far, the state after them, and the tokens still on their way. Tokens move until
/// every one rests, ends or stops at an incident.
/// </summary>
internal sealed class Step(
    ProcessDefinition definition,
    ProcessState state,
    Command command,
    TermResolver terms,
    IReadOnlyList<PastEvent>? past = null
)
{
    private const int MovesABody = 50;
    private const int MaxExtra = 500_000;

    private readonly ImmutableArray<ProcessEvent>.Builder events = ImmutableArray.CreateBuilder<ProcessEvent>();
    private List<Token> tokens = [];
    private List<Token> late = [];
    private readonly List<string> trail = [];
    private readonly SortedSet<long> touched = [];
    private readonly SortedSet<long> stirred = [];
    private HashSet<(string Node, long Scope)>? granted;
    private int next;
    private int moves;
    private int budget = Math.Max(10_000, 100 * definition.Nodes.Count);
    private int extra = MaxExtra;
    private string lastEnd = "";
    private LocalDate? due;
    private bool dataChanged;
    private bool doersChanged;
    private (long Scope, string Item) seenFrom;
    private Func<string, DataValue?>? variables;

    /// <summary>A token on its way: into a node, or out of one. It is late when it has let all others go first.</summary>
    private readonly record struct Token(FlowNode Node, long Scope, SequenceFlow? Via, string Item, bool Leaving)
    {
        public bool Late { get; init; }
    }

    public ProcessDefinition Definition => definition;

    public ProcessState State { get; private set; } = state;

    public Command Command => command;

    /// <summary>All that happened before the step.</summary>
    public IReadOnlyList<PastEvent> Past =>
        past
        ?? throw new InvalidOperationException(
            $"Expected what has happened so far, but {command.GetType().Name} came without it."
        );

    public bool Ended => State.Status is not ProcessStatus.Running;

    /// <summary>The civil date of the step.</summary>
    public LocalDate Today => Civil(command.At);

    /// <summary>The civil date on which the timer was due that makes this step, however late it fires; else that of the step.</summary>
    public LocalDate Due => due ?? Today;

    private LocalDate Civil(Instant at) => at.InZone(definition.Zone).Date;

    /// <summary>A timer makes this step.</summary>
    public void Fires(TimerWait timer) => due = Civil(timer.Due);

    /// <summary>Records a fact and applies it; the answer is its sequence, the id of what it created.</summary>
    public long Emit(ProcessEvent e)
    {
        State = State.Apply(e);
        events.Add(e);
        dataChanged |=
            e
                is TaskCompleted
                    or MessageReceived
                    or ServiceCompleted
                    or DataChanged
                    or DataForgotten
                    or DataCorrected
                    or DataRecomputed;
        doersChanged |= e is TaskCompleted { DoneBy: not null } or DataCorrected { DoneBy: not null };
        return State.Sequence;
    }

    public Decision.Accepted Finish()
    {
        Run();
        if (dataChanged && definition.HasTermsFromData && !Ended)
            OpenTerms.Follow(this);
        if (doersChanged && !Ended)
            Requests.Assignments.GiveBackBarred(this);
        return new Decision.Accepted(events.DrainToImmutable(), State);
    }

    /// <summary>Sends a token along a flow.</summary>
    public void Take(SequenceFlow flow, long scope)
    {
        trail.Add(flow.Id);
        tokens.Add(new Token(definition.Node(flow.Target), scope, flow, "", Leaving: false));
    }

    /// <summary>
    /// A loop that never rests would run for ever, so a step has a budget of moves; multi-instance bodies bring their own
    /// share, but once only: a loop around them is a loop.
    /// </summary>
    public void GrantMoves(Activity activity, long scope, int bodies)
    {
        if (!(granted ??= []).Add((activity.Id, scope)))
            return;
        var more = Math.Min(extra, bodies * MovesABody);
        extra -= more;
        budget += more;
    }

    /// <summary>Enters a node again (a retried incident), or a multi-instance body.</summary>
    public void Enter(FlowNode node, long scope, string item) =>
        tokens.Add(new Token(node, scope, null, item, Leaving: false));

    /// <summary>Lets a token leave a node: its assignments, then its outgoing flows.</summary>
    public void Leave(FlowNode node, long scope, string item = "") =>
        tokens.Add(new Token(node, scope, null, item, Leaving: true));

    /// <summary>A token ended in a scope, or an element left it without a token: perhaps the scope is complete.</summary>
    public void Touch(long scope) => touched.Add(scope);

    /// <summary>
    /// A token moved in a scope, or went out of it: an inclusive join there may not have to wait for it any longer.
    /// </summary>
    public void Stir(long scope)
    {
        if (definition.InclusiveJoins.Count > 0)
            stirred.Add(scope);
    }

    /// <summary>Remembers an end event that was reached.</summary>
    public void Reached(EndEvent end)
    {
        lastEnd = end.Id;
        trail.Add(end.Id);
    }

    /// <summary>Paints a node that was passed without resting.</summary>
    public void Passed(string node) => trail.Add(node);

    public void EndProcess(ProcessStatus how, string endEvent, string errorCode, FormalAct? act = null)
    {
        FlushTrail();
        tokens = [];
        late = [];
        next = 0;
        touched.Clear();
        Emit(new ProcessEnded(how, endEvent, errorCode) { Act = act });
    }

    /// <summary>Drops the tokens that are on their way in a scope; those of scopes that are gone drop by themselves.</summary>
    public void DropTokens(long scope)
    {
        // a new list: a move that fails after this puts the old one back
        tokens = [.. tokens.Skip(next).Where(t => t.Scope != scope)];
        late = [.. late.Where(t => t.Scope != scope)];
        next = 0;
    }

    /// <summary>The value of a name as seen from a scope, whenever it is asked.</summary>
    public Func<string, DataValue?> Variables(long scope, string item)
    {
        // a step asks from one place again and again
        if (variables is null || seenFrom != (scope, item))
        {
            variables = name =>
                name == "due" ? DataValue.Of(Due) : Lookup.Value(definition, State, scope, item, Today, name);
            seenFrom = (scope, item);
        }
        return variables;
    }

    /// <summary>The container whose nodes run in a scope.</summary>
    public string ContainerOf(long scope) => Lookup.ContainerOf(definition, State.Scopes[scope]);

    public ResolvedTerm Resolve(TermSpec spec, LocalDate start)
    {
        try
        {
            var values = spec.Calendar == TermSpec.PartnerCalendar ? Variables(ProcessState.RootScope, "") : null;
            return terms(spec, start, new TermPlace(Command.At, values));
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw OutOfRange(start, e);
        }
    }

    /// <summary>A date that a person gave lies where the calendar ends.</summary>
    public static EvaluationException OutOfRange(LocalDate date, Exception e) =>
        new(
            Incidents.DateRange,
            $"Expected a date from which a term can be counted, but got {LocalDatePattern.Iso.Format(date)}: correct the data, then retry.",
            e
        );

    private void Run()
    {
        while (!Ended)
        {
            if (next < tokens.Count)
                Move(Next());
            else if (!CompleteOneScope() && !PassOneInclusiveJoin() && !MoveLate())
                break;
        }
        FlushTrail();
    }

    private Token Next()
    {
        var token = tokens[next++];
        // the places of those that have moved are free for others
        if (next > tokens.Count / 2)
        {
            tokens.RemoveRange(0, next);
            next = 0;
        }
        return token;
    }

    /// <summary>All others rest: the first that let them go moves now; false when there is none.</summary>
    private bool MoveLate()
    {
        if (late.Count == 0)
            return false;
        tokens.Add(late[0]);
        late.RemoveAt(0);
        return true;
    }

    private bool IsLate(long scope) => late.Count > 0 && Late(scope).Any();

    /// <summary>The nodes of a scope before which tokens stand that let all others go first.</summary>
    public IEnumerable<string> Late(long scope) => late.Where(t => t.Scope == scope).Select(static t => t.Node.Id);

    private void Move(Token token)
    {
        if (!State.Scopes.ContainsKey(token.Scope))
            return;
        Stir(token.Scope);
        var behaviour = ElementBehaviours.For(token.Node);
        if (token is { Leaving: false, Late: false } && behaviour.AfterOthers(token.Node))
        {
            late.Add(token with { Late = true });
            return;
        }
        // a join takes any token in: parked before it, a retried one could not tell by which flow it came
        if (++moves > budget && token is not { Node: ParallelGateway or InclusiveGateway, Leaving: false })
        {
            Park(
                token,
                token.Leaving ? Incidents.OnLeaving + Incidents.StepBudget : Incidents.StepBudget,
                $"Expected a step of at most {budget} moves, but the tokens still run in a loop without a wait: correct the data that the loop asks, then retry, or move the token out of it."
            );
            return;
        }
        var before = (
            State,
            Events: events.Count,
            Tokens: tokens,
            tokens.Count,
            Late: late,
            Next: next,
            Trail: trail.Count
        );
        try
        {
            if (token.Leaving)
                behaviour.Leave(this, token.Node, token.Scope, token.Item);
            else
                behaviour.Enter(this, token.Node, token.Scope, token.Via, token.Item);
        }
        catch (EvaluationException e)
        {
            // nothing of the failed move stays; the token does
            State = before.State;
            events.Count = before.Events;
            tokens = before.Tokens;
            tokens.RemoveRange(before.Count, tokens.Count - before.Count);
            late = before.Late;
            next = before.Next;
            trail.RemoveRange(before.Trail, trail.Count - before.Trail);
            Park(token, token.Leaving ? Incidents.OnLeaving + e.Code : e.Code, e.Message);
        }
    }

    private void Park(Token token, string code, string message)
    {
        var id = Emit(new ElementActivated(token.Node.Id, token.Scope, token.Item, ScopeKind.None));
        Emit(new IncidentRaised(id, token.Node.Id, code, message));
    }

    /// <summary>Completes the innermost scope in which nothing is left; false when none is.</summary>
    private bool CompleteOneScope()
    {
        while (touched.Count > 0)
        {
            // the highest id is the innermost: a scope is always younger than the one around it
            var id = touched.Max;
            touched.Remove(id);
            if (!State.Scopes.TryGetValue(id, out var scope) || scope.Children.Count > 0 || IsLate(id))
                continue;
            if (scope.Joins.Count > 0)
            {
                if (InclusiveGatewayBehaviour.PassOne(this, scope))
                    return true;
                Deadlocked(scope);
                continue;
            }
            if (id == ProcessState.RootScope)
                EndProcess(ProcessStatus.Completed, lastEnd, "");
            else if (!Complete(scope))
                continue;
            return true;
        }
        return false;
    }

    /// <summary>A called process whose results cannot be computed stays, with an incident, until they can.</summary>
    private bool Complete(Scope scope)
    {
        try
        {
            ScopeCompletion.Complete(this, scope.Id);
            return true;
        }
        catch (EvaluationException e)
        {
            if (!State.Incidents.Values.Any(i => i.Element == scope.Id && i.Code == Incidents.CallResult))
                Emit(new IncidentRaised(scope.Id, scope.Node, Incidents.CallResult, e.Message));
            return false;
        }
    }

    /// <summary>Looks again at the inclusive joins of the scopes in which something moved, until all of them must wait.</summary>
    private bool PassOneInclusiveJoin()
    {
        while (stirred.Count > 0)
        {
            var id = stirred.Min;
            if (
                State.Scopes.TryGetValue(id, out var scope)
                && scope.Joins.Count > 0
                && InclusiveGatewayBehaviour.PassOne(this, scope)
            )
                return true;
            stirred.Remove(id);
        }
        return false;
    }

    /// <summary>Tokens wait at a join and nothing is left that could bring the missing ones: an operator must know.</summary>
    private void Deadlocked(Scope scope)
    {
        if (State.Incidents.Values.Any(i => i.Element == scope.Id && i.Code == Incidents.Deadlock))
            return;
        var join = scope.Joins.Keys.Order(StringComparer.Ordinal).First();
        Emit(
            new IncidentRaised(
                scope.Id,
                join,
                Incidents.Deadlock,
                "Expected a token on each incoming flow of the join, but nothing is left that could bring the missing ones: move the token."
            )
        );
    }

    private void FlushTrail()
    {
        if (trail.Count == 0)
            return;
        Emit(new FlowsTaken([.. trail]));
        trail.Clear();
    }
}
