using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Requests;

namespace TwinningWorkflow.Engine.Retold;

/// <summary>An event that recorded some of what is corrected, as it was and as it would have been, and how things stood before it.</summary>
internal sealed record RecordedEvent(int Index, ProcessEvent Before, ProcessEvent After, Telling Was, Telling Would);

/// <summary>A term that was taken for over and by other values would end later than now.</summary>
internal sealed record RunningTerm(string Node, ResolvedTerm Term);

/// <summary>
/// What happened is told once more, as if values that are corrected now had been right when they were recorded: what their steps
/// would have said to them, where a path would have parted, what would have been computed from them. The events are the same and
/// only what they bring differs, so that this is no second engine; where a path would have parted it is told no further than that.
/// </summary>
internal sealed class Retelling
{
    private readonly Step step;
    private readonly IReadOnlyList<PastEvent> past;
    private readonly PathCheck path = new();
    private readonly List<RunningTerm> running = [];
    private readonly List<Parting> closed = [];
    private readonly HashSet<long> bygone = [];
    private ProcessState actual = ProcessState.Empty;
    private LocalDate? due;
    private Telling was;
    private Telling would;

    private Retelling(Step step, Recordings recordings, ImmutableDictionary<Place, DataValue?> values)
    {
        this.step = step;
        past = step.Past;
        var corrected = recordings.Corrected.ToImmutableDictionary();
        was = new Telling(step.Definition, ProcessState.Empty, corrected);
        would = was with { Values = corrected.SetItems(values) };
    }

    /// <summary>As it stands with what was corrected before.</summary>
    public Telling Was => was;

    /// <summary>As it would stand with what is corrected now, too.</summary>
    public Telling Would => would;

    /// <summary>Where the process would have gone another way, and the gates that would have been closed to what passed them.</summary>
    public IReadOnlyList<Parting> Partings =>
        [.. path.Nodes.Select(static node => new Parting(FieldProblemCode.DecidedTheWay, node)), .. closed];

    /// <summary>The terms that were taken for over and would run still.</summary>
    public IReadOnlyList<RunningTerm> Running => running;

    /// <param name="step">The step that corrects.</param>
    /// <param name="recordings">Where values were recorded.</param>
    /// <param name="values">The values that are corrected now, by the place at which they were recorded.</param>
    /// <param name="recorded">Told of each event that recorded some of them.</param>
    public static Retelling Of(
        Step step,
        Recordings recordings,
        ImmutableDictionary<Place, DataValue?> values,
        Action<RecordedEvent>? recorded = null
    )
    {
        var retelling = new Retelling(step, recordings, values);
        var places = values.Keys.Select(static place => place.Index).ToHashSet();
        var first = places.Count == 0 ? int.MaxValue : places.Min();
        for (var index = 0; index < retelling.past.Count; index++)
        {
            retelling.Begin(index);
            var (before, after) = retelling.Tell(index);
            if (places.Contains(index))
                recorded?.Invoke(new RecordedEvent(index, before, after, retelling.was, retelling.would));
            retelling.Take(index, before, after, isSame: index < first);
        }
        return retelling;
    }

    /// <summary>The time of an event. A new instant is a new step.</summary>
    private void Begin(int index)
    {
        var at = past[index].At;
        if (index > 0 && at == past[index - 1].At)
            return;
        due = null;
        var today = Civil(at);
        was = was with { Today = today, Due = null };
        would = would with { Today = today, Due = null, IsDueUnsure = false };
        path.Begin(today);
    }

    private LocalDate Civil(Instant at) => at.InZone(step.Definition.Zone).Date;

    private (ProcessEvent Was, ProcessEvent Would) Tell(int index)
    {
        switch (past[index].Event)
        {
            case ProcessStarted x:
                return Both(t => x with { Data = t.With(index, x.Data) });
            case TaskCompleted x:
                return Both(t => x with { Fields = t.With(index, x.Fields) });
            case MessageReceived x:
                return Both(t => x with { Fields = t.With(index, x.Fields) });
            case DataChanged x:
                return Changed(index, x);
            // what was corrected is right from the beginning here, and what follows from it follows by itself
            case DataCorrected { Incident: 0 } x:
                return Both(_ => x with { Before = x.Before.Clear(), After = x.After.Clear() });
            case DataRecomputed x:
                return Both(_ => x with { Before = x.Before.Clear(), After = x.After.Clear() });
            case DataCorrected x:
                return Both(t => x with { After = t.With(index, x.After) });
            case TimerArmed { Term: { } term } x:
                var (armed, other) = Terms(x.Node, x.Element, actual.Sequence + 1, term);
                return (x with { Term = armed, Due = armed.Due }, x with { Term = other, Due = other.Due });
            case TermRecounted x when actual.Timers.TryGetValue(x.Id, out var timer):
                var (recounted, others) = Terms(x.Node, timer.Element, x.Id, x.After);
                return (x with { After = recounted }, x with { After = others });
            case TimerFired x:
                Fired(x);
                return Both(_ => x);
            case var e:
                return Both(_ => e);
        }
    }

    private (ProcessEvent, ProcessEvent) Both(Func<Telling, ProcessEvent> tell) => (tell(was), tell(would));

    private void Take(int index, ProcessEvent before, ProcessEvent after, bool isSame)
    {
        var e = past[index].Event;
        // the path is told behind all that led along it
        if (e is FlowsTaken taken && !isSame)
            path.Check(step.Definition, taken);
        else if (!isSame)
        {
            path.CheckLoop(actual, e, was, would);
            CheckGate(e, past[index].At);
        }
        actual = actual.Apply(e);
        was = was.After(before);
        would = isSame ? was with { Values = would.Values } : would.After(after);
        if (!isSame)
            path.Note(actual, due, was, would);
    }

    /// <summary>
    /// What a gate let pass stands on what the gate saw then. Where nobody knows what it would have seen, it is taken for closed.
    /// </summary>
    private void CheckGate(ProcessEvent e, Instant at)
    {
        if (FilledForm.Of(step.Definition, actual, e) is not { } filled || !GateCheck.Asks(filled.Form, filled.Outcome))
            return;
        var gate = step.Definition.Gates[filled.Form.Gate];
        var before = ProcessEngine.Findings(step.Definition, was.State, gate, at);
        var after = ProcessEngine.Findings(step.Definition, would.State, gate, at);
        foreach (var (then, other) in before.Zip(after))
            if (
                !then.Closes
                && (
                    other.Closes
                    || Blocks(other.Condition) && would.IsUnsure(other.Condition.When, ProcessState.RootScope)
                )
            )
                closed.Add(new Parting(FieldProblemCode.GatePassed, $"{filled.Node}/{other.Condition.Id}"));
    }

    private static bool Blocks(GateCondition condition) => condition.Severity == GateSeverity.Blocks;

    /// <summary>
    /// The term as it would have been counted. By today's calendar, the one there is: by what calendar one that is over was counted
    /// nobody knows where today's would not give what was told, and then it stays as it was.
    /// </summary>
    private (ResolvedTerm Was, ResolvedTerm Would) Terms(string node, long owner, long timer, ResolvedTerm told)
    {
        bygone.Remove(timer);
        var spec = Waits.TimerOf(step.Definition.Node(node)) is TimerSpec.LegalTerm({ Unit: not TermUnit.Hours } x, _)
            ? x
            : null;
        var (before, after) = (Term(was, spec, node, owner, told), Term(would, spec, node, owner, told));
        if (
            spec is null
            || after.Start == told.Start
            || after.Start == before.Start
            || after.Due > step.Command.At
            || step.State.Timers.ContainsKey(timer)
            || Counted(spec, told.Start)?.Due == told.Due
        )
            return (before, after);
        bygone.Add(timer);
        return (before, before);
    }

    private ResolvedTerm Term(Telling telling, TermSpec? spec, string node, long owner, ResolvedTerm told) =>
        spec is not null && telling.StartOf(node, owner) is { } start && start != told.Start
            ? Counted(spec, start) ?? told
            : told;

    /// <summary>Null where the calendar ends before the term does.</summary>
    private ResolvedTerm? Counted(TermSpec spec, LocalDate start)
    {
        try
        {
            return step.Resolve(spec, start);
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    private void Fired(TimerFired fired)
    {
        due = Civil(actual.Timers[fired.Timer].Due);
        var (before, after) = (was.State.Timers[fired.Timer], would.State.Timers[fired.Timer]);
        was = was with { Due = Civil(before.Due) };
        would = would with { Due = Civil(after.Due), IsDueUnsure = bygone.Contains(fired.Timer) };
        if (after.Term is { } term && after.Due > before.Due && after.Due > step.Command.At)
            running.Add(new RunningTerm(fired.Node, term));
    }

    /// <summary>What the file computed or copied, from the values here.</summary>
    private (ProcessEvent, ProcessEvent) Changed(int index, DataChanged changed)
    {
        var sources = DataSource.Of(step.Definition, actual, past, index);
        var here = new Telling(step.Definition, actual, was.Values) { Today = was.Today, Due = due };
        // one that would not have given what was given did not give it
        var likely = sources.Where(source => AreSame(Values(source, here), changed.Data)).ToList();
        var isKnown = likely.Count > 0;
        var told = (Was: changed.Data, Would: changed.Data);
        var unsure = would.Unsure.Except(changed.Data.Keys.Select(name => (changed.Scope, name)));
        var given = (isKnown ? likely : [.. sources])
            .Select(source => (Source: source, Was: Values(source, was), Would: Values(source, would)))
            .ToList();
        foreach (var name in changed.Data.Keys.Union(given.SelectMany(g => g.Would.Keys)))
        {
            var before = given.Select(g => g.Was.GetValueOrDefault(name)).Distinct().ToList();
            var after = given.Select(g => g.Would.GetValueOrDefault(name)).Distinct().ToList();
            if (isKnown && before is [var was] && after is [var would] && !given.Exists(g => IsUnsure(g.Source, name)))
            {
                told.Was = Set(told.Was, name, was);
                told.Would = Set(told.Would, name, would);
            }
            else if (
                changed.Data.ContainsKey(name)
                && given.Exists(g =>
                    IsUnsure(g.Source, name) || !Equals(g.Was.GetValueOrDefault(name), g.Would.GetValueOrDefault(name))
                )
            )
                unsure = unsure.Add((changed.Scope, name));
        }
        this.would = this.would with { Unsure = unsure };
        return (
            changed with
            {
                Data = this.was.With(index, told.Was),
            },
            changed with
            {
                Data = this.would.With(index, told.Would),
            }
        );
    }

    private bool IsUnsure(DataSource source, string name) =>
        source switch
        {
            DataSource.Copied copied => copied.Names.TryGetValue(name, out var there)
                && would.Unsure.Contains((copied.Scope, there)),
            DataSource.Computed computed => computed.Values.TryGetValue(name, out var value)
                && would.IsUnsure(value, computed.Scope),
            _ => false,
        };

    private static ImmutableDictionary<string, DataValue> Set(
        ImmutableDictionary<string, DataValue> values,
        string name,
        DataValue? value
    ) => value is null ? values.Remove(name) : values.SetItem(name, value);

    private static ImmutableDictionary<string, DataValue> Values(DataSource source, Telling telling)
    {
        var values = ImmutableDictionary.CreateBuilder<string, DataValue>();
        switch (source)
        {
            case DataSource.Copied copied:
                foreach (var (name, there) in copied.Names)
                    if (telling.State.Scopes[copied.Scope].Data.TryGetValue(there, out var value))
                        values[name] = value;
                break;
            case DataSource.Computed computed:
                var seen = telling.Seen(computed.Scope, computed.Item);
                foreach (var (name, expression) in computed.Values)
                    if (expression.EvaluateOrNull(seen) is { } value)
                        values[name] = value;
                break;
        }
        return values.ToImmutable();
    }

    private static bool AreSame(
        ImmutableDictionary<string, DataValue> values,
        ImmutableDictionary<string, DataValue> others
    ) =>
        values.Count == others.Count
        && values.All(value => others.TryGetValue(value.Key, out var other) && other.Equals(value.Value));
}
