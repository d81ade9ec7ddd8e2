using System.Collections.Immutable;

namespace TwinningWorkflow.Engine;

public sealed partial record ProcessState
{
    /// <summary>The state after one more event: the only way a state changes.</summary>
    public ProcessState Apply(ProcessEvent e)
    {
        var id = Sequence + 1;
        var after = e switch
        {
            ProcessStarted x => Start(x),
            ElementActivated x => Activate(id, x),
            TaskOpened x => Add(
                new ActiveElement(id, x.Node, x.Scope, x.Item, false, ElementPhase.Active, x.Deadline, [])
                {
                    Around = x.Around,
                }
            ),
            TaskCompleted x => Remember(x).Leave(x.Element, e, Kept(Elements[x.Element], x.Outcome, x.Fields)),
            TaskAssigned x => this with
            {
                Elements = Elements.SetItem(
                    x.Element,
                    Elements[x.Element] with
                    {
                        Assignee = x.After.Length > 0 ? x.After : null,
                    }
                ),
            },
            ServiceCompleted x => Leave(x.Element, e, Kept(Elements[x.Element], "", x.Result)),
            ElementCompleted x => Leave(x.Element, e),
            ElementsCancelled x => Cancel(x),
            JoinReached x => Reach(x),
            JoinPassed x => Pass(x),
            BodiesPlanned x => Plan(x.Holder, new LoopProgress(x.Total, x.Items, 0, 0)),
            RunEnded x => Count(x),
            DataChanged x => Write(Scopes[x.Scope], x.Data),
            DataForgotten x => Forget(Scopes[x.Scope], x.Names),
            TimerArmed x => Arm(id, x),
            TermRecounted x => Recount(x),
            TimerFired x => Close(x.Timer),
            MessageAwaited x => Own(x.Element, id) with
            {
                Messages = Messages.Add(id, new MessageWait(id, x.Element, x.Node, x.Message, x.Key)),
            },
            MessageReceived x => Receive(x),
            SignalAwaited x => Own(x.Element, id) with
            {
                Signals = Signals.Add(id, new SignalWait(id, x.Element, x.Node, x.Signal)),
            },
            SignalCaught x => x.Stays ? this : Close(x.Wait),
            WaitsClosed x => x.Ids.Aggregate(this, static (state, wait) => state.Close(wait)),
            DataCorrected x => Remember(x).Correct(Scopes[x.Scope], x.Before, x.After),
            DataRecomputed x => Correct(Scopes[x.Scope], x.Before, x.After),
            IncidentRaised x => Stop(id, x),
            IncidentResolved x => Resolve(x.Incident),
            ProcessSuspended => this with { Suspended = true },
            ProcessResumed => this with { Suspended = false },
            ProcessEnded x => End(x),
            MessageSent
            or SignalThrown
            or EscalationThrown
            or ErrorThrown
            or FlowsTaken
            or CompletionReached
            or TokenMoved => this,
            _ => throw new InvalidOperationException($"Expected a known event, but got {e.GetType().Name}."),
        };
        if (ReferenceEquals(after, this))
            return this with { Sequence = id };
        after.sequence = id;
        return after;
    }

    private ProcessState Start(ProcessStarted e) =>
        this with
        {
            InstanceId = e.InstanceId,
            DefinitionHash = e.DefinitionHash,
            Status = ProcessStatus.Running,
            Scopes = Scopes.Add(RootScope, NewScope(RootScope, 0, e.ProcessId, e.Data)),
        };

    private static Scope NewScope(
        long id,
        long parent,
        string node,
        ImmutableDictionary<string, DataValue> data,
        ScopeKind kind = ScopeKind.SubProcess
    ) =>
        new(
            id,
            parent,
            node,
            data,
            [],
            ImmutableDictionary<string, ImmutableDictionary<string, int>>.Empty,
            [],
            Called: kind == ScopeKind.Called,
            Own: kind == ScopeKind.EventSubProcess
        );

    private ProcessState Activate(long id, ElementActivated e)
    {
        var holder = e.Opens is ScopeKind.MultiInstance or ScopeKind.Loop;
        var opened =
            e.Opens == ScopeKind.None
                ? null
                : NewScope(id, e.Scope, e.Node, ImmutableDictionary<string, DataValue>.Empty, e.Opens);
        return Add(new ActiveElement(id, e.Node, e.Scope, e.Item, holder, ElementPhase.Active, null, []), opened);
    }

    private ProcessState Add(ActiveElement element, Scope? opened = null)
    {
        var around = Scopes[element.Scope];
        var scopes = Changed(around with { Children = around.Children.Add(element.Id) });
        return this with
        {
            Elements = Elements.Add(element.Id, element),
            Scopes = opened is null ? scopes : scopes.Add(opened.Id, opened),
        };
    }

    /// <summary>Who did a step that another must not be done by. What an earlier round left is forgotten.</summary>
    private ProcessState Remember(TaskCompleted e)
    {
        if (e.DoneBy is null)
            return this;
        var scope = Elements[e.Element].Scope;
        var doers = Doers ?? ImmutableDictionary<string, ImmutableArray<Doer>>.Empty;
        // bodies and runs of one activity are one round; what is done beside it in another call stays too
        var isBody = Elements.TryGetValue(scope, out var around) && around.Holder;
        var kept = doers
            .GetValueOrDefault(e.Node, [])
            .Where(x => x.Scope == scope ? isBody : Scopes.ContainsKey(x.Scope))
            .ToHashSet();
        kept.Add(new Doer(scope, e.DoneBy));
        if (e.DoneFor is not null)
            kept.Add(new Doer(scope, e.DoneFor));
        return this with { Doers = doers.SetItem(e.Node, Sorted(kept)) };
    }

    /// <summary>Who corrects what a step recorded has done it too, until it is done anew.</summary>
    private ProcessState Remember(DataCorrected e)
    {
        if (e.DoneBy is null || Doers is not { } doers)
            return this;
        foreach (var node in e.Steps ?? [])
        {
            var known = doers.GetValueOrDefault(node, []);
            // with those whose data it is: in the scopes that keep theirs here, and in those that left them here
            var scopes = known
                .Select(static x => x.Scope)
                .Where(x => !Scopes.ContainsKey(x) || DataScope(x) == e.Scope)
                .ToHashSet();
            var joined = scopes.Select(x => new Doer(x, e.DoneBy));
            if (e.DoneFor is not null)
                joined = joined.Concat(scopes.Select(x => new Doer(x, e.DoneFor)));
            if (scopes.Count > 0)
                doers = doers.SetItem(node, Sorted(known.Union(joined)));
        }
        return this with { Doers = doers };
    }

    private static ImmutableArray<Doer> Sorted(IEnumerable<Doer> doers) =>
        [.. doers.OrderBy(static x => x.Scope).ThenBy(static x => x.Person, StringComparer.Ordinal)];

    private ProcessState With(Scope scope) => this with { Scopes = Changed(scope) };

    private ImmutableSortedDictionary<long, Scope> Changed(Scope scope) => Scopes.SetItem(scope.Id, scope);

    private ProcessState Leave(long id, ProcessEvent e, Scope? kept = null)
    {
        var element = Elements[id];
        _ = ElementLifecycle.Next(element.Phase, e.GetType());
        return Remove(element, kept);
    }

    /// <summary>Takes an element away with its scope, timers and waits; what it leaves behind is kept in a scope.</summary>
    private ProcessState Remove(ActiveElement element, Scope? kept = null)
    {
        var scopes = kept is null ? Scopes : Changed(kept);
        // the parent is gone already when a whole branch is taken away from its top
        if (scopes.TryGetValue(element.Scope, out var parent))
            scopes = scopes.SetItem(parent.Id, parent with { Children = parent.Children.Remove(element.Id) });
        return this with
        {
            Elements = Elements.Remove(element.Id),
            Scopes = scopes.Remove(element.Id),
            Timers = Without(Timers, element.Owned),
            Messages = Without(Messages, element.Owned),
            Signals = Without(Signals, element.Owned),
        };
    }

    /// <summary>Drops the incidents of elements that are gone, in one pass however many go at once.</summary>
    private ProcessState WithoutIncidents(HashSet<long> elements)
    {
        var gone = Incidents.Values.Where(i => elements.Contains(i.Element)).Select(static i => i.Id).ToList();
        return gone.Count == 0 ? this : this with { Incidents = Incidents.RemoveRange(gone) };
    }

    private ProcessState Cancel(ElementsCancelled e)
    {
        var state = this;
        foreach (var id in e.Elements)
        {
            _ = ElementLifecycle.Next(state.Elements[id].Phase, typeof(ElementsCancelled));
            state = state.Remove(state.Elements[id]);
        }
        if (!state.Incidents.IsEmpty)
            state = state.WithoutIncidents(e.Elements.Append(e.ClearedScope).ToHashSet());
        return e.ClearedScope == 0
            ? state
            : state.With(state.Scopes[e.ClearedScope] with { Joins = state.Scopes[e.ClearedScope].Joins.Clear() });
    }

    private ProcessState Reach(JoinReached e)
    {
        var scope = Scopes[e.Scope];
        var waiting = scope.Joins.GetValueOrDefault(e.Node, ImmutableDictionary<string, int>.Empty);
        var count = waiting.GetValueOrDefault(e.Flow);
        return With(scope with { Joins = scope.Joins.SetItem(e.Node, waiting.SetItem(e.Flow, count + 1)) });
    }

    private ProcessState Pass(JoinPassed e)
    {
        var joins = Scopes[e.Scope].Joins;
        var left = ImmutableDictionary.CreateBuilder<string, int>();
        foreach (var (flow, count) in joins[e.Node])
            if (count > 1)
                left.Add(flow, count - 1);
        joins = left.Count == 0 ? joins.Remove(e.Node) : joins.SetItem(e.Node, left.ToImmutable());
        return With(Scopes[e.Scope] with { Joins = joins });
    }

    private ProcessState Plan(long holder, LoopProgress progress) => With(Scopes[holder] with { Progress = progress });

    private ProcessState Count(RunEnded e)
    {
        var progress = Scopes[e.Holder].Progress ?? new LoopProgress(0, [], 0, 0);
        return Plan(
            e.Holder,
            e.Terminated
                ? progress with
                {
                    Terminated = progress.Terminated + 1,
                }
                : progress with
                {
                    Completed = progress.Completed + 1,
                }
        );
    }

    private ProcessState Stop(long id, IncidentRaised e)
    {
        var incidents = Incidents.Add(id, new Incident(id, e.Element, e.Node, e.Code, e.Message));
        return Elements.TryGetValue(e.Element, out var element) && !Scopes.ContainsKey(e.Element)
            ? this with
            {
                Incidents = incidents,
                Elements = Elements.SetItem(
                    e.Element,
                    element with
                    {
                        Phase = ElementLifecycle.Next(element.Phase, typeof(IncidentRaised)),
                    }
                ),
            }
            : this with
            {
                Incidents = incidents,
            };
    }

    private ProcessState Resolve(long id)
    {
        var incident = Incidents[id];
        return Elements.TryGetValue(incident.Element, out var element) && element.Phase == ElementPhase.Stopped
            ? this with
            {
                Incidents = Incidents.Remove(id),
                Elements = Elements.SetItem(
                    element.Id,
                    element with
                    {
                        Phase = ElementLifecycle.Next(element.Phase, typeof(IncidentResolved)),
                    }
                ),
            }
            : this with
            {
                Incidents = Incidents.Remove(id),
            };
    }

    private ProcessState End(ProcessEnded e) =>
        this with
        {
            Status = e.How,
            LastEnd = e.EndEvent,
            Suspended = false,
            Elements = Elements.Clear(),
            Timers = Timers.Clear(),
            Messages = Messages.Clear(),
            Signals = Signals.Clear(),
            Incidents = Incidents.Clear(),
            // the data stay readable; everything else of the scopes is over
            Scopes = ImmutableSortedDictionary<long, Scope>.Empty.Add(
                RootScope,
                NewScope(RootScope, 0, Scopes[RootScope].Node, Data)
            ),
        };
}
