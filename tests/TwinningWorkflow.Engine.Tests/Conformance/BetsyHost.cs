using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Conformance;

/// <summary>
/// A host for the suite's processes: it runs their scripts, carries messages between the instances of a file, and moves its
/// clock to whatever is due. All that the processes did is the trace.
/// </summary>
internal sealed class BetsyHost
{
    private const int MostActions = 10_000;
    private static readonly Duration LongScript = Duration.FromSeconds(10);

    public static readonly HostAbilities Abilities = new()
    {
        Variables = ImmutableDictionary<string, DataType>
            .Empty.Add("test", DataType.Text)
            .Add("integerVariable", DataType.Number)
            .Add("startParallelProcess", DataType.Flag)
            .Add("data", DataType.Text),
        ScriptFormats = [""],
        CarriesSignals = true,
    };

    private readonly IReadOnlyList<ProcessDefinition> definitions;
    private readonly ImmutableDictionary<string, DataValue> given;
    private readonly Instant until;
    private readonly List<Scenario> instances = [];
    private readonly List<string> trace = [];
    private readonly Dictionary<(Scenario, long), Instant> scripts = [];
    private readonly List<(Scenario From, MessageSent Message)> messages = [];
    private readonly HashSet<(Scenario, string)> stamped = [];
    private Instant now = Instant.FromUtc(2026, 1, 1, 0, 0);
    private int actions;

    private BetsyHost(IReadOnlyList<ProcessDefinition> definitions, BetsyCase run)
    {
        this.definitions = definitions;
        given = ImmutableDictionary<string, DataValue>
            .Empty.Add("test", DataValue.Of(run.Input))
            .Add("integerVariable", DataValue.Of(run.IntegerVariable))
            .Add("startParallelProcess", DataValue.Of(run.StartParallelProcess));
        until = now + Duration.FromMilliseconds(run.WaitMs);
    }

    public static BpmnReading Read(byte[] file, string process) => BpmnReader.Read(file, Abilities, process);

    /// <summary>The lines that a case leaves.</summary>
    public static IReadOnlyList<string> Trace(BetsySuite suite, BetsyCase run)
    {
        var bytes = suite.Bytes(run.File);
        var readings = suite.Processes(run.File).Select(p => Read(bytes, p)).ToList();
        if (readings.Exists(static r => r.Definition is null))
        {
            foreach (var problem in readings.SelectMany(static r => r.Problems).Distinct())
                TestContext.Current.TestOutputHelper?.WriteLine($"{run.File}: {problem}");
            return ["ERROR"];
        }
        var host = new BetsyHost([.. readings.Select(static r => r.Definition!)], run);
        if (run.StartParallelProcess)
            host.Start(host.definitions[1]);
        host.Start(host.definitions[0]);
        host.Play();
        return host.Lines(run);
    }

    private IReadOnlyList<string> Lines(BetsyCase run)
    {
        if (instances.Exists(static i => i.State.Status == ProcessStatus.Failed))
            trace.Add("ERROR_thrownErrorEvent");
        // whether the file is refused or the run stops, ERROR alone says that it must not pass; a deadlock is no error of the
        // run: nothing happens any more, and the incident only says so
        if (instances.Exists(static i => i.State.Incidents.Values.Any(static x => x.Code != Incidents.Deadlock)))
            trace.Add(run.Expect.Contains("ERROR") ? "ERROR" : "ERROR_runtime");
        return trace;
    }

    private void Start(ProcessDefinition definition, string? message = null, string? signal = null)
    {
        var instance = Scenario.Given(definition);
        instances.Add(instance);
        Do(instance, (at, who) => new StartProcess(at, who, $"i{instances.Count}", given, message) { Signal = signal });
        Assert.Null(instance.Refusal);
    }

    private void Play()
    {
        while (true)
        {
            if (RunScript() || Carry())
                continue;
            var timer = instances
                .SelectMany(i => i.State.Timers.Values.Select(t => (Instance: i, Timer: t)))
                .OrderBy(static t => t.Timer.Due)
                .FirstOrDefault();
            var script = scripts.OrderBy(static s => s.Value).FirstOrDefault();
            var nextTimer = timer.Instance is null ? Instant.MaxValue : timer.Timer.Due;
            var nextScript = script.Key.Item1 is null ? Instant.MaxValue : script.Value;
            if (Instant.Min(nextTimer, nextScript) > until)
                return;
            now = Instant.Max(now, Instant.Min(nextTimer, nextScript));
            if (nextTimer <= nextScript)
                Do(timer.Instance!, (at, who) => new FireTimer(at, who, timer.Timer.Id, timer.Timer.Generation));
            else
                Complete(script.Key.Item1!, script.Key.Item2);
        }
    }

    /// <summary>Begins the oldest script that has not begun. One that takes time is answered when its time has come.</summary>
    private bool RunScript()
    {
        foreach (var instance in instances)
        foreach (var element in instance.State.Elements.Values)
        {
            if (
                element is not { Holder: false, Phase: ElementPhase.Active }
                || instance.Definition.Node(element.Node) is not ScriptTask task
                || scripts.ContainsKey((instance, element.Id))
            )
                continue;
            if (task.Script is "WAIT_TEN_SECONDS" or "CREATE_TIMESTAMP_LOG_1" or "CREATE_TIMESTAMP_LOG_2")
                scripts[(instance, element.Id)] = now + LongScript;
            else
                Complete(instance, element.Id);
            BothStamping(instance);
            return true;
        }
        return false;
    }

    private void Complete(Scenario instance, long id)
    {
        scripts.Remove((instance, id));
        if (!instance.State.Elements.TryGetValue(id, out var element))
            return;
        var script = ((ScriptTask)instance.Definition.Node(element.Node)).Script;
        if (script == "THROW_ERROR")
            Do(instance, (at, who) => new FailService(at, who, id, "ERR_CODE", "the script throws an error"));
        else
        {
            var written = Run(script, instance.State);
            Do(instance, (at, who) => new CompleteService(at, who, id, written));
        }
        Assert.Null(instance.Refusal);
    }

    /// <summary>Runs a script; the answer is what it writes.</summary>
    private ImmutableDictionary<string, DataValue> Run(string script, ProcessState state)
    {
        var nothing = ImmutableDictionary<string, DataValue>.Empty;
        switch (script)
        {
            case "CREATE_LOG_FILE" or "WAIT_TEN_SECONDS" or "CREATE_TIMESTAMP_LOG_1" or "CREATE_TIMESTAMP_LOG_2":
                return nothing;
            case "CREATE_MARKER_FILE":
                trace.Add("MARKER_exists");
                return nothing;
            case "INCREMENT_INTEGER_VARIABLE" or "INCREMENT_INTEGER_VARIABLE_AND_LOG":
                if (script.EndsWith("LOG", StringComparison.Ordinal))
                    trace.Add("INCREMENT_correct");
                var before = ((DataValue.Number)state.Data["integerVariable"]).Value;
                return nothing.Add("integerVariable", DataValue.Of(before + 1));
            case "SET_STRING_DATA":
                return nothing.Add("data", DataValue.Of("String"));
            case "LOG_DATA":
                if (DataValue.Of("String").Equals(state.Data.GetValueOrDefault("data")))
                    trace.Add("DATA_correct");
                return nothing;
            case var line when line.StartsWith("SCRIPT_", StringComparison.Ordinal):
                trace.Add(line);
                return nothing;
            default:
                throw new NotSupportedException($"Expected a known script, but found '{script}'.");
        }
    }

    /// <summary>Both tasks that take a stamp are active at the same time: whatever a clock said, they run in parallel.</summary>
    private void BothStamping(Scenario instance)
    {
        var stamping = instance
            .State.Elements.Values.Select(e => instance.Definition.Node(e.Node))
            .OfType<ScriptTask>()
            .Count(static t => t.Script.StartsWith("CREATE_TIMESTAMP_LOG", StringComparison.Ordinal));
        if (stamping == 2 && stamped.Add((instance, "both")))
            trace.Add("EXECUTION_parallel");
    }

    /// <summary>Carries the oldest message that somebody takes: an instance that waits, else a process that it starts.</summary>
    private bool Carry()
    {
        foreach (var sent in messages)
        {
            var (from, message) = sent;
            var waiting = instances.Find(i =>
                i != from && i.State.Messages.Values.Any(w => w.Message == message.Message)
            );
            var begins = definitions.FirstOrDefault(d => BeginsWith(d, message.Message));
            if (waiting is null && begins is null)
                continue;
            messages.Remove(sent);
            if (waiting is null)
                Start(begins!, message.Message);
            else
                Do(
                    waiting,
                    (at, who) =>
                        new ReceiveMessage(at, who, message.Message, null, ImmutableDictionary<string, DataValue>.Empty)
                );
            return true;
        }
        return false;
    }

    /// <summary>A signal reaches the other instances that listen now, and starts what begins with it.</summary>
    private void Broadcast(Scenario from, string signal)
    {
        foreach (var instance in instances.ToList())
            if (instance != from && instance.State.Signals.Values.Any(w => w.Signal == signal))
                Do(instance, (at, who) => new ReceiveSignal(at, who, signal));
        foreach (var definition in definitions)
            if (Starts(definition).Any(n => n is StartEvent { Trigger: EventTrigger.Signal s } && s.Name == signal))
                Start(definition, signal: signal);
    }

    private static bool BeginsWith(ProcessDefinition definition, string message) =>
        Starts(definition)
            .Any(n =>
                n is StartEvent { Trigger: EventTrigger.Message m } && m.Name == message
                || n is ReceiveTask { Instantiates: true } task && task.Message.Name == message
            );

    private static IEnumerable<FlowNode> Starts(ProcessDefinition definition) =>
        definition.Contents[definition.Id].Select(definition.Node);

    private void Do(Scenario instance, Func<Instant, Actor, Command> command)
    {
        Assert.True(++actions < MostActions, "the processes never come to rest");
        instance.At(now).As(Actor.SystemRole).When(command);
        var events = instance.Events;
        foreach (var e in events)
            if (e is MessageSent sent)
                messages.Add((instance, sent));
        foreach (var thrown in events.OfType<SignalThrown>())
            Broadcast(instance, thrown.Signal);
    }
}
