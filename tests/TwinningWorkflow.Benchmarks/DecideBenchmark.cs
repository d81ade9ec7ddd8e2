using BenchmarkDotNet.Attributes;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Benchmarks;

/// <summary>Pure decisions: each step of the file of Brescia and Kaunas through twinning.bpmn, decided again and again.</summary>
[MemoryDiagnoser]
public class DecideBenchmark
{
    private static readonly string Workflows = Path.Combine(AppContext.BaseDirectory, "workflows");

    private static readonly ProcessDefinition Definition =
        BpmnReader.Read(File.ReadAllBytes(Path.Combine(Workflows, "twinning.bpmn"))).Definition
        ?? throw new InvalidOperationException("Expected twinning.bpmn to be read, but it is refused.");

    private static readonly TermResolver Terms = TermResolution.With(
        new LegalTerms(new TermRules { Zone = Definition.Zone })
    );

    private static readonly List<(ProcessState State, Command Command)> Recorded = Record();

    /// <summary>Which step.</summary>
    [ParamsSource(nameof(Steps))]
    public int Step { get; set; }

    /// <summary>All steps by number.</summary>
    public static IEnumerable<int> Steps => Enumerable.Range(0, Recorded.Count);

    /// <summary>What the step does, in words.</summary>
    public static string Describe(int step)
    {
        var (state, command) = Recorded[step];
        var node = command switch
        {
            CompleteTask c => state.Elements.TryGetValue(c.TaskId, out var task) ? task.Node : "",
            CompleteService c => state.Elements[c.ElementId].Node,
            FireTimer c => state.Timers[c.TimerId].Node,
            ReceiveMessage c => c.Message,
            _ => "",
        };
        return $"{command.GetType().Name} {node}".TrimEnd();
    }

    /// <summary>One decision.</summary>
    [Benchmark]
    public Decision Decide()
    {
        var (state, command) = Recorded[Step];
        return ProcessEngine.Decide(Definition, state, command, Terms);
    }

    private static List<(ProcessState, Command)> Record()
    {
        var steps = new List<(ProcessState, Command)>();
        var scenario = Scenario.Load(
            Directory.GetFiles(Workflows, "brescia-kaunas.json", SearchOption.AllDirectories)[0]
        );
        var player = new ScenarioPlayer(Definition, scenario);
        player.Playback.Deciding = (state, command) => steps.Add((state, command));
        foreach (var step in player.Play())
            if (step.Failures.Count > 0)
                throw new InvalidOperationException(string.Join('\n', step.Failures));
        return steps;
    }
}
