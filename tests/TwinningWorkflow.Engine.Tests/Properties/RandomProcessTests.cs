using System.Collections.Immutable;
using CsCheck;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>
/// Random processes under random commands. After every step Scenario asserts that the journal replays to the same state, and
/// Invariants that nothing dangles. A failure prints the seed with which it is run again.
/// </summary>
public sealed class RandomProcessTests
{
    private const int Cases = 300;
    private const int MostRounds = 5;

    private static readonly Gen<(int[] Process, int[] Commands)> Any = Gen.Select(
        Gen.Int[0, 5_039].Array[20, 120],
        Gen.Int[0, 5_039].Array[5, 40]
    );

    private static readonly Type[] Often =
    [
        typeof(ElementsCancelled),
        typeof(ErrorThrown),
        typeof(EscalationThrown),
        typeof(IncidentResolved),
        typeof(JoinPassed),
        typeof(MessageReceived),
        typeof(ServiceCompleted),
        typeof(SignalCaught),
        typeof(TimerFired),
        typeof(TokenMoved),
        typeof(WaitsClosed),
    ];

    [Fact]
    public void State_is_replay_nothing_dangles_and_no_command_throws()
    {
        var seen = new Dictionary<string, int>();

        // the rarest come a handful of times in so many cases, and once in a few hundred runs not at all
        for (
            var round = 0;
            round < MostRounds && (round == 0 || !Often.All(type => seen.ContainsKey(type.Name)));
            round++
        )
            Any.Sample(
                (process, commands) =>
                {
                    var scenario = Played(process, commands);
                    lock (seen)
                        Count(seen, scenario);
                },
                iter: Cases
            );

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join('\n', seen.OrderByDescending(s => s.Value).Select(s => $"{s.Value, 6} {s.Key}"))
        );
        // the generator reaches what it is meant to reach
        foreach (var type in Often)
            Assert.True(seen.ContainsKey(type.Name), $"no {type.Name} in any of the cases");
    }

    [Fact]
    public void The_same_commands_give_the_same_events_again() =>
        Any.Sample(
            (process, commands) =>
                StateDump.Of(Played(process, commands).Journal) == StateDump.Of(Played(process, commands).Journal),
            iter: 50
        );

    private static Scenario Played(int[] process, int[] commands)
    {
        var scenario = Scenario
            .Given(ProcessText.Accepted(RandomProcess.Draw(process)))
            .Start(("n", DataValue.Of(commands[0] % 3)), ("towns", DataValue.Of("KAUNAS", "TROYES")));
        foreach (var choice in commands)
        {
            // a runaway that is retried again and again grows; once it is large there is nothing more to learn from it
            if (scenario.State is not { Status: ProcessStatus.Running, Elements.Count: < 200 })
                break;
            Act(scenario, choice);
        }
        if (scenario.State.Status == ProcessStatus.Running)
            scenario.Withdraw();
        Assert.NotEqual(ProcessStatus.Running, scenario.State.Status);
        return scenario;
    }

    private static void Act(Scenario scenario, int choice)
    {
        var state = scenario.State;
        var pick = choice / 12;
        switch (choice % 12)
        {
            case 0 or 1 or 2 or 3 when Pick(Elements("a"), pick) is { } task:
                var fields = ImmutableDictionary<string, DataValue>.Empty.Add("n", DataValue.Of(pick % 2));
                scenario.When((at, who) => new CompleteTask(at, who, task.Id, null, fields));
                break;
            case 4 or 5 when Pick(Elements("a"), pick) is { } service:
                scenario.When(
                    (at, who) =>
                        (pick % 4) switch
                        {
                            0 => new FailService(at, who, service.Id, null, "down"),
                            1 => new FailService(at, who, service.Id, "bad", "refused"),
                            _ => new CompleteService(at, who, service.Id, ImmutableDictionary<string, DataValue>.Empty),
                        }
                );
                break;
            case 6 or 7 when Pick(state.Timers.Values, pick) is { } timer:
                scenario.At(Instant.Max(scenario.Now, timer.Due));
                scenario.When((at, who) => new FireTimer(at, who, timer.Id, timer.Generation));
                break;
            case 8 when Pick(state.Messages.Values, pick) is { } wait:
                scenario.Receive(wait.Message, wait.Key);
                break;
            case 9 when Pick(state.Incidents.Values, pick) is { } incident:
                SeeTo(scenario, incident, pick / 3);
                break;
            case 10:
                _ = state.Suspended ? scenario.Resume() : scenario.Suspend();
                break;
            // what is late, unknown or mistaken
            case 11 when pick % 4 == 0:
                scenario.When((at, who) => new FireTimer(at, who, pick % (state.Sequence + 1), 1));
                break;
            case 11 when pick % 4 == 1:
                scenario.When((at, who) => new RetryIncident(at, who, pick % (state.Sequence + 1)) { Reason = "?" });
                break;
            case 11 when pick % 4 == 2:
                scenario.When((at, who) => new CompleteTask(at, who, pick % (state.Sequence + 1), "x", state.Data));
                break;
            case 11:
                scenario.Signal($"g{pick % 2}");
                break;
            default:
                scenario.Receive($"m{pick % 3}");
                break;
        }

        IEnumerable<ActiveElement> Elements(string kind) =>
            state.Elements.Values.Where(e => e.Node.StartsWith(kind, StringComparison.Ordinal));
    }

    private static void SeeTo(Scenario scenario, Incident incident, int pick)
    {
        var (definition, state) = (scenario.Definition, scenario.State);
        var target = Pick(IncidentCures.Targets(definition, state, incident), pick / 4);
        var read = Pick(IncidentCures.Reads(definition, state, incident), pick / 4);
        scenario.When(
            (at, who) =>
                (pick % 4, target, read) switch
                {
                    (0 or 2, { } to, _) => new MoveToken(at, who, incident.Id, to.Id) { Reason = "on" },
                    (1, _, { Type: DataType.Number } number) => new CorrectData(
                        at,
                        who,
                        incident.Id,
                        ImmutableDictionary<string, DataValue>.Empty.Add(number.Name, DataValue.Of(pick % 3))
                    )
                    {
                        Reason = "better",
                    },
                    _ => new RetryIncident(at, who, incident.Id) { Reason = "again" },
                }
        );
    }

    private static T? Pick<T>(IEnumerable<T> from, int pick)
        where T : class
    {
        var all = from.ToList();
        return all.Count == 0 ? null : all[pick % all.Count];
    }

    private static void Count(Dictionary<string, int> seen, Scenario scenario)
    {
        foreach (var e in scenario.Journal)
        {
            seen[e.GetType().Name] = seen.GetValueOrDefault(e.GetType().Name) + 1;
            if (e is IncidentRaised incident)
                seen["incident " + incident.Code] = seen.GetValueOrDefault("incident " + incident.Code) + 1;
            if (e is ProcessEnded ended)
                seen["ended " + ended.How] = seen.GetValueOrDefault("ended " + ended.How) + 1;
        }
    }
}
