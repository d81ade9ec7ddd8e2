using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Conformance;

/// <summary>
/// Every run of a small process: each open task done, each timer due, each message come, in every order, and each condition
/// once true and once false. Conditions are flags of the host, set anew for every step.
/// </summary>
internal sealed class Exploration
{
    private const int MostMarkings = 5_000;

    private static readonly Actor Anybody = new("account-1", "person-1", "authority-1", "clerk");
    private static readonly Instant Start = Instant.FromUtc(2022, 12, 9, 9, 0);

    private readonly ProcessDefinition definition;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<List<int>> before = [];
    private readonly Queue<(int Number, ProcessState State)> open = [];
    private readonly List<int> proper = [];

    private Exploration(ProcessDefinition definition) => this.definition = definition;

    /// <summary>How many different markings there are.</summary>
    public int Markings => numbers.Count;

    /// <summary>There were more markings than are looked at: nothing is known of the rest.</summary>
    public bool CutShort => numbers.Count > MostMarkings;

    /// <summary>From every marking an end can be reached at which no token is left.</summary>
    public bool Sound { get; private set; }

    /// <summary>Nowhere two tokens rest in one place.</summary>
    public bool Safe { get; private set; } = true;

    public static Exploration Of(ProcessDefinition definition)
    {
        var exploration = new Exploration(definition);
        exploration.Run();
        return exploration;
    }

    private void Run()
    {
        foreach (var first in Outcomes(ProcessState.Empty, Begin()))
            Reach(first, from: -1);
        while (!CutShort && open.TryDequeue(out var next))
            foreach (var command in Commands(next.State))
            foreach (var after in Outcomes(next.State, command))
                Reach(after, next.Number);
        Sound = CanEnd().Count == numbers.Count;
    }

    private StartProcess Begin()
    {
        var start = definition.Contents[definition.Id].Select(definition.Node).OfType<StartEvent>().First();
        var message = start.Trigger is EventTrigger.Message m ? m.Name : null;
        return new StartProcess(Start, Anybody, "i", ImmutableDictionary<string, DataValue>.Empty, message);
    }

    private static IEnumerable<Command> Commands(ProcessState state)
    {
        if (state.Status != ProcessStatus.Running)
            yield break;
        foreach (var element in state.Elements.Values.Where(e => !state.Scopes.ContainsKey(e.Id)))
            yield return new CompleteTask(
                Start,
                Anybody,
                element.Id,
                null,
                ImmutableDictionary<string, DataValue>.Empty
            );
        foreach (var timer in state.Timers.Values)
            yield return new FireTimer(timer.Due, Anybody, timer.Id, timer.Generation);
        foreach (var wait in state.Messages.Values)
            yield return new ReceiveMessage(
                Start,
                Anybody,
                wait.Message,
                wait.Key.Length > 0 ? wait.Key : null,
                ImmutableDictionary<string, DataValue>.Empty
            );
    }

    /// <summary>What a command can lead to, for every value of the conditions that it meets.</summary>
    private IEnumerable<ProcessState> Outcomes(ProcessState state, Command command)
    {
        var untried = new Stack<ImmutableDictionary<string, DataValue>>([ImmutableDictionary<string, DataValue>.Empty]);
        while (untried.TryPop(out var given))
        {
            if (
                ProcessEngine.Decide(definition, With(state, given), With(command, given), PlainTerms.Resolve)
                is not Decision.Accepted accepted
            )
                continue;
            var met = accepted
                .Events.OfType<FlowsTaken>()
                .SelectMany(f => f.Flows)
                .SelectMany(Asked)
                .FirstOrDefault(c => !given.ContainsKey(c));
            if (met is null)
                yield return accepted.State;
            else
            {
                untried.Push(given.Add(met, DataValue.Of(true)));
                untried.Push(given.Add(met, DataValue.Of(false)));
            }
        }
    }

    /// <summary>The conditions behind the node from which a flow was taken.</summary>
    private IEnumerable<string> Asked(string flow) =>
        definition
            .Nodes.Values.Where(n => n.Info.Outgoing.Any(f => f.Id == flow))
            .SelectMany(n => n.Info.Outgoing)
            .Where(f => f.Condition is not null)
            .Select(f => f.Condition!.Text);

    private static ProcessState With(ProcessState state, ImmutableDictionary<string, DataValue> given) =>
        state.Status == ProcessStatus.New
            ? state
            : state with
            {
                Scopes = state.Scopes.SetItem(
                    ProcessState.RootScope,
                    state.Scopes[ProcessState.RootScope] with
                    {
                        Data = given,
                    }
                ),
            };

    private static Command With(Command command, ImmutableDictionary<string, DataValue> given) =>
        command is StartProcess start ? start with { Data = given } : command;

    private void Reach(ProcessState state, int from)
    {
        var marking = Marking(state, ProcessState.RootScope);
        if (!numbers.TryGetValue(marking, out var number))
        {
            number = numbers.Count;
            numbers.Add(marking, number);
            before.Add([]);
            open.Enqueue((number, state));
            Safe &= IsSafe(state);
            if (state.Status is ProcessStatus.Completed or ProcessStatus.Terminated)
                proper.Add(number);
        }
        if (from >= 0)
            before[number].Add(from);
    }

    private static bool IsSafe(ProcessState state) =>
        state.Elements.Values.Where(e => e.Item.Length == 0).GroupBy(e => (e.Node, e.Scope)).All(g => g.Count() == 1)
        && state.Scopes.Values.All(s => s.Joins.Values.All(j => j.Values.All(n => n == 1)));

    private HashSet<int> CanEnd()
    {
        var can = new HashSet<int>(proper);
        var open = new Stack<int>(proper);
        while (open.TryPop(out var number))
            foreach (var earlier in before[number])
                if (can.Add(earlier))
                    open.Push(earlier);
        return can;
    }

    /// <summary>Where the tokens are, without ids and times.</summary>
    private static string Marking(ProcessState state, long scope)
    {
        if (state.Status != ProcessStatus.Running)
            return state.Status.ToString();
        var here = state.Scopes[scope];
        var children = here
            .Children.Select(id => state.Elements[id])
            .Select(e => e.Node + e.Item + e.Phase + (state.Scopes.ContainsKey(e.Id) ? Marking(state, e.Id) : ""))
            .Order(StringComparer.Ordinal);
        var joins = here
            .Joins.SelectMany(j => j.Value.Select(f => $"{j.Key}<{f.Key}*{f.Value}"))
            .Order(StringComparer.Ordinal);
        return $"({string.Join(' ', children)}|{string.Join(' ', joins)})";
    }
}
