using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Conformance;

/// <summary>
/// The suite's processes are run and must leave the lines that it expects. Of tier 3 those run whose file is read; the others
/// must be refused.
/// </summary>
public sealed class BetsyTests
{
    public static TheoryData<string, int> Cases(int lowest, int highest)
    {
        var rows = new TheoryData<string, int>();
        var suite = BetsySuite.Find();
        // without the suite one row is left, which skips with the reason
        if (suite is null)
            rows.Add("", 0);
        else
            foreach (var file in suite.Cases.Where(c => c.Tier >= lowest && c.Tier <= highest).GroupBy(c => c.File))
                if (lowest < 3 || suite.Read(file.Key).Definition is not null)
                    for (var i = 0; i < file.Count(); i++)
                        rows.Add(file.Key, i);
        return rows;
    }

    public static TheoryData<string> RefusedOfTier3()
    {
        var rows = new TheoryData<string>();
        var suite = BetsySuite.Find();
        if (suite is null)
            rows.Add("");
        else
            foreach (var file in suite.Cases.Where(c => c.Tier == 3).Select(c => c.File).Distinct())
                if (suite.Read(file).Definition is null)
                    rows.Add(file);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Cases), 1, 2)]
    public void Every_case_of_tiers_1_and_2_leaves_the_expected_lines(string file, int index)
    {
        var (expected, trace) = Play(file, index);

        Assert.Equal(expected, trace);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases), 3, 3)]
    public void Every_case_of_tier_3_whose_file_is_read_leaves_the_expected_lines(string file, int index)
    {
        var (expected, trace) = Play(file, index);

        Assert.Equal(expected, trace);
    }

    [Theory]
    [MemberData(nameof(RefusedOfTier3))]
    public void A_file_of_tier_3_that_is_not_run_is_refused_with_id_line_rule_and_cure(string file)
    {
        var reading = BetsySuite.Require().Read(file);

        Assert.Null(reading.Definition);
        Assert.NotEmpty(reading.Problems);
        Assert.All(reading.Problems, IsTold);
    }

    [Fact]
    public void The_counts_are_told()
    {
        var suite = BetsySuite.Require();
        var lines = new List<string>();
        foreach (var tier in suite.Cases.GroupBy(static c => c.Tier).OrderBy(static t => t.Key))
        {
            var run = tier.Where(c => tier.Key < 3 || suite.Read(c.File).Definition is not null).ToList();
            var passed = run.Count(c => Same(c.Expect, BetsyHost.Trace(suite, c)));
            var refused = tier.Select(static c => c.File).Distinct().Count(f => suite.Read(f).Definition is null);
            lines.Add($"tier {tier.Key}: {passed} of {tier.Count()} cases pass, {refused} files refused");
        }
        var read = Read(suite).ToList();
        lines.Add(
            $"must be refused: {suite.MustBeRefused.Count - read.Count} of {suite.MustBeRefused.Count} files are"
                + (read.Count > 0 ? $", not {string.Join(", ", read)}" : "")
        );

        TestContext.Current.TestOutputHelper?.WriteLine("betsy " + string.Join("\nbetsy ", lines));
        Assert.All(lines, static line => Assert.DoesNotContain(": 0 of", line, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_read_though_the_suite_would_have_it_refused_is_argued_in_DECISIONS()
    {
        var decisions = File.ReadAllText(Path.Combine(ConformanceFiles.Repository(), "DECISIONS.md"));

        // each constraint has a folder of its own
        foreach (var file in Read(BetsySuite.Require()))
            Assert.Contains(Path.GetFileName(Path.GetDirectoryName(file))!, decisions, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Read(BetsySuite suite) => suite.MustBeRefused.Where(f => !Refused(suite, f));

    private static (IReadOnlyList<string> Expected, IReadOnlyList<string> Trace) Play(string file, int index)
    {
        var suite = BetsySuite.Require();
        var run = suite.Cases.Where(c => c.File == file).ElementAt(index);
        return (Sorted(run.Expect), Sorted(BetsyHost.Trace(suite, run)));
    }

    private static bool Refused(BetsySuite suite, string file) =>
        BpmnReader.Read(suite.Bytes(file), BetsyHost.Abilities).Definition is null;

    private static bool Same(IEnumerable<string> expected, IEnumerable<string> trace) =>
        Sorted(expected).SequenceEqual(Sorted(trace), StringComparer.Ordinal);

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

    private static void IsTold(BpmnProblem problem) =>
        Assert.True(
            problem is { Line: > 0, ElementId.Length: > 0, Rule.Length: > 0, Message.Length: > 0, Cure.Length: > 0 },
            problem.ToString()
        );
}
