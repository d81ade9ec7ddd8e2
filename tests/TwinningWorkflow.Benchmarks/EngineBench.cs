using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Tests.Bpmn;

namespace TwinningWorkflow.Benchmarks;

/// <summary>The engine alone: a decision, how it grows, and what a hostile file costs.</summary>
internal static class EngineBench
{
    private const double MicrosecondsGoal = 20;
    private const double BytesGoal = 8 * 1024;
    private const double MostGrowth = 20;
    private const double HostileMilliseconds = 100;
    private const double HostileMegabytes = 20;

    public static int Run()
    {
        var met = Decisions();
        met &= Growth("split and join of", Branches);
        met &= Growth("bodies of a multi-instance activity:", Bodies);
        met &= Hostile();
        return met ? 0 : 1;
    }

    private static bool Decisions()
    {
        var config = ManualConfig
            .CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Directory.CreateTempSubdirectory("twinning-bench-").FullName);
        var summary = BenchmarkRunner.Run<DecideBenchmark>(config);
        Directory.Delete(config.ArtifactsPath, recursive: true);
        var times = new List<double>();
        var bytes = new List<double>();
        Console.WriteLine("twinning.bpmn       us   bytes");
        foreach (var report in summary.Reports)
        {
            var step = (int)report.BenchmarkCase.Parameters[nameof(DecideBenchmark.Step)];
            var median = report.ResultStatistics!.Median / 1_000;
            var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
            times.Add(median);
            bytes.Add(allocated);
            Console.WriteLine($"{"", 14}{median, 8:0.0}{allocated, 8}  {DecideBenchmark.Describe(step)}");
        }
        var (time, size) = (Median(times), Median(bytes));
        Console.WriteLine(
            $"median {time:0.0} us (goal {MicrosecondsGoal}), {size:0} bytes (goal {BytesGoal:0}); mean {bytes.Average():0} bytes"
        );
        return times.Count > 0 && time < MicrosecondsGoal && size < BytesGoal;
    }

    /// <summary>Ten times as much must not take a hundred times as long.</summary>
    private static bool Growth(string what, Func<int, Action> prepare)
    {
        var one = prepare(1_000);
        // as much work in one measurement as the large one is, so that both meet collections and neighbours alike
        var small = Milliseconds(() => Repeat(one, 10)) / 10;
        var large = Milliseconds(prepare(10_000));
        var ratio = large / small;
        Console.WriteLine(
            $"{what} 1,000: {small:0.00} ms, 10,000: {large:0.00} ms, ratio {ratio:0.0} (linear: 10, at most {MostGrowth})"
        );
        return ratio < MostGrowth;
    }

    private static void Repeat(Action action, int times)
    {
        for (var i = 0; i < times; i++)
            action();
    }

    private static Action Branches(int count) =>
        Started(
            string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        $"""<manualTask id="m{i}"/><sequenceFlow id="f{i}" sourceRef="fork" targetRef="m{i}"/><sequenceFlow id="j{i}" sourceRef="m{i}" targetRef="join"/>"""
                    )
            )
                + """<parallelGateway id="fork"/><parallelGateway id="join"/><sequenceFlow id="s-fork" sourceRef="s" targetRef="fork"/><sequenceFlow id="join-e" sourceRef="join" targetRef="e"/>"""
        );

    private static Action Bodies(int count) =>
        Started(
            $"""
            <manualTask id="m"><multiInstanceLoopCharacteristics><loopCardinality xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tFormalExpression">{count}</loopCardinality></multiInstanceLoopCharacteristics></manualTask>
            <sequenceFlow id="s-m" sourceRef="s" targetRef="m"/><sequenceFlow id="m-e" sourceRef="m" targetRef="e"/>
            """
        );

    private static Action Started(string body)
    {
        var file =
            $"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true"><startEvent id="s"/><endEvent id="e"/>{body}</process></definitions>""";
        var reading = BpmnReader.Read(Encoding.UTF8.GetBytes(file));
        var process =
            reading.Definition ?? throw new InvalidOperationException(string.Join('\n', reading.Problems.Take(3)));
        var start = new StartProcess(
            Instant.FromUtc(2022, 12, 9, 9, 0),
            new Actor("a", "p", "x", "clerk"),
            "i",
            ImmutableDictionary<string, DataValue>.Empty
        );
        return () =>
        {
            var decision = ProcessEngine.Decide(process, ProcessState.Empty, start, NoTerms);
            if (decision is not Decision.Accepted { State.Status: ProcessStatus.Completed })
                throw new InvalidOperationException("Expected the process to complete in one step, but it did not.");
        };
    }

    private static ResolvedTerm NoTerms(TermSpec spec, LocalDate start, TermPlace place) =>
        throw new InvalidOperationException("Expected no term.");

    /// <summary>Files that are refused by a cap: each may cost little time and little memory.</summary>
    private static bool Hostile()
    {
        var met = true;
        foreach (var (what, text) in HostileFiles.All)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var refused = !BpmnReader.Read(bytes).Problems.IsEmpty;
            var megabytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0 / 1024;
            var time = Milliseconds(() => BpmnReader.Read(bytes));
            Console.WriteLine(
                $"{what, -24} {(refused ? "refused" : "READ")} in {time:0.0} ms with {megabytes:0.0} MB (at most {HostileMilliseconds} ms, {HostileMegabytes} MB)"
            );
            met &= refused && time < HostileMilliseconds && megabytes < HostileMegabytes;
        }
        return met;
    }

    /// <summary>The fastest of several runs: whatever else the machine does only slows one down.</summary>
    private static double Milliseconds(Action action)
    {
        var fastest = double.MaxValue;
        for (var i = 0; i < 15; i++)
        {
            var watch = Stopwatch.StartNew();
            action();
            fastest = Math.Min(fastest, watch.Elapsed.TotalMilliseconds);
        }
        return fastest;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[values.Count / 2];
    }
}
