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
            TaskCompleted x => Leave(x.Element, e).Keep(Elements[x.Element], x.Outcome, x.Fields),
            ServiceCompleted x => Leave(x.Element, e).Keep(Elements[x.Element], "", x.Result),
            ElementCompleted x => Leave(x.Element, e),
            ElementsCancelled x => Cancel(x),
            JoinReached x => Reach(x),
            JoinPassed x => Pass(x),
            BodiesPlanned x => Plan(x.Holder, new LoopProgress(x.Total, x.Items, 0, 0)),
            RunEnded x => Count(x),
            DataChanged x => Write(x.Scope, x.Data),
            DataForgotten x => Forget(x.Scope, x.Names),
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
            DataCorrected x => Correct(x),
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
            Scopes = Scopes.Add(RootScope, EmptyScope(RootScope, 0, e.ProcessId) with { Data = e.Data }),
        };

    private static Scope EmptyScope(long id, long parent, string node) =>
        new(
            id,
            parent,
            node,
            ImmutableDictionary<string, DataValue>.Empty,
            [],
            ImmutableDictionary<string, ImmutableDictionary<string, int>>.Empty,
            []
        );

    private ProcessState Activate(long id, ElementActivated e)
    {
        var holder = e.Opens is ScopeKind.MultiInstance or ScopeKind.Loop;
        var added = Add(new ActiveElement(id, e.Node, e.Scope, e.Item, holder, ElementPhase.Active, null, []));
        return e.Opens == ScopeKind.None
            ? added
            : added with
            {
                Scopes = added.Scopes.Add(
                    id,
                    EmptyScope(id, e.Scope, e.Node) with
                    {
                        Called = e.Opens == ScopeKind.Called,
                        Own = e.Opens == ScopeKind.EventSubProcess,
                    }
                ),
            };
    }

    private ProcessState Add(ActiveElement element) =>
        this with
        {
            Elements = Elements.Add(element.Id, element),
            Scopes = WithScope(element.Scope, s => s with { Children = s.Children.Add(element.Id) }),
        };

    private ImmutableSortedDictionary<long, Scope> WithScope(long id, Func<Scope, Scope> change) =>
        Scopes.SetItem(id, change(Scopes[id]));

    private ProcessState Leave(long id, ProcessEvent e)
    {
        var element = Elements[id];
        _ = ElementLifecycle.Next(element.Phase, e.GetType());
        return Remove(element);
    }

    /// <summary>Takes an element away with its scope, timers and waits.</summary>
    private ProcessState Remove(ActiveElement element)
    {
        var scopes = Scopes;
        // the parent is gone already when a whole branch is taken away from its top
        if (scopes.TryGetValue(element.Scope, out var parent))
            scopes = scopes.SetItem(parent.Id, parent with { Children = parent.Children.Remove(element.Id) });
        return Without(element.Owned) with
        {
            Elements = Elements.Remove(element.Id),
            Scopes = scopes.Remove(element.Id),
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
        state = state.WithoutIncidents(e.Elements.Append(e.ClearedScope).ToHashSet());
        return e.ClearedScope == 0
            ? state
            : state with
            {
                Scopes = state.WithScope(e.ClearedScope, static s => s with { Joins = s.Joins.Clear() }),
            };
    }

    private ProcessState Reach(JoinReached e) =>
        this with
        {
            Scopes = WithScope(
                e.Scope,
                s =>
                {
                    var waiting = s.Joins.GetValueOrDefault(e.Node, ImmutableDictionary<string, int>.Empty);
                    var count = waiting.GetValueOrDefault(e.Flow);
                    return s with { Joins = s.Joins.SetItem(e.Node, waiting.SetItem(e.Flow, count + 1)) };
                }
            ),
        };

    private ProcessState Pass(JoinPassed e) =>
        this with
        {
            Scopes = WithScope(
                e.Scope,
                s =>
                {
                    var left = ImmutableDictionary.CreateBuilder<string, int>();
                    foreach (var (flow, count) in s.Joins[e.Node])
                        if (count > 1)
                            left.Add(flow, count - 1);
                    return s with
                    {
                        Joins = left.Count == 0 ? s.Joins.Remove(e.Node) : s.Joins.SetItem(e.Node, left.ToImmutable()),
                    };
                }
            ),
        };

    private ProcessState Plan(long holder, LoopProgress progress) =>
        this with
        {
            Scopes = WithScope(holder, s => s with { Progress = progress }),
        };

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
                EmptyScope(RootScope, 0, Scopes[RootScope].Node) with
                {
                    Data = Data,
                }
            ),
        };
}
