using System.Globalization;
using System.Text;
using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>Whoever may hand in a file must not be able to keep the application busy with it.</summary>
public sealed class LargeFileTests
{
    private const double MostMegabytes = 20;

    /// <summary>Each takes under a second; one that is searched for every element of it takes many times as long.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(3);

    private const string Task =
        """<startEvent id="s"/><userTask id="t"/><endEvent id="e"/><sequenceFlow id="st" sourceRef="s" targetRef="t"/><sequenceFlow id="te" sourceRef="t" targetRef="e"/>""";

    private static readonly Dictionary<string, Func<string>> Files = new(StringComparer.Ordinal)
    {
        ["a chain whose end comes last"] = static () =>
            File(
                $"""<startEvent id="s"/>{Many(24_000, i => $"""<manualTask id="m{i}"/><sequenceFlow id="f{i}" sourceRef="{(i == 0 ? "s" : Id("m", i - 1))}" targetRef="m{i}"/>""")}<endEvent id="e"/><sequenceFlow id="me" sourceRef="m23999" targetRef="e"/>"""
            ),
        ["loose tasks and no end"] = static () =>
            File($"""<startEvent id="s"/>{Many(90_000, i => $"""<manualTask id="m{i}"/>""")}"""),
        ["forms beside each other"] = static () =>
            File(
                Task
                    + Many(
                        24_000,
                        i =>
                            $"""<userTask id="x{i}"><extensionElements><tw:form><tw:field id="f" type="text"/></tw:form></extensionElements></userTask>"""
                    )
            ),
        ["outcomes that many fields name"] = static () =>
            File(
                $"""<startEvent id="s"/><userTask id="x"><extensionElements><tw:form>{Many(1_500, i => $"""<tw:outcome id="v{i}"/>""")}{Many(400, i => $"""<tw:field id="f{i}" type="text" requiredFor="{Many(1_500, k => Id("v", k) + " ")}"/>""")}</tw:form></extensionElements></userTask><endEvent id="e"/>"""
            ),
        ["variables that a call gives"] = static () =>
            File(
                $"""<extensionElements><tw:process><tw:variable name="v" type="number"/></tw:process></extensionElements>{Calls(1, inside: Many(45_000, i => $"""<tw:in variable="v{i}" value="v"/>"""))}""",
                Called(
                    0,
                    $"""<extensionElements><tw:process>{Many(45_000, i => $"""<tw:variable name="v{i}" type="number"/>""")}</tw:process></extensionElements>"""
                )
            ),
        ["results that a call keeps"] = static () =>
            File(Calls(1, inside: Many(90_000, i => $"""<tw:out name="v{i}" value="1"/>""")), Called(0, "")),
        ["processes that are called"] = static () => File(Calls(11_000), Many(11_000, i => Called(i, ""))),
        ["a long path of calls"] = static () =>
            File(
                Calls(1),
                Many(
                    12_000,
                    i =>
                        $"""<process id="q{i}"><startEvent id="s{i}"/><callActivity id="c{i}" calledElement="q{i + 1}"/><endEvent id="e{i}"/><sequenceFlow id="f{i}" sourceRef="s{i}" targetRef="c{i}"/><sequenceFlow id="g{i}" sourceRef="c{i}" targetRef="e{i}"/></process>"""
                ) + Called(12_000, "")
            ),
        ["many that might be meant to run"] = static () =>
            Wrapped(
                Many(
                    6_000,
                    i =>
                        $"""<process id="r{i}" isExecutable="true">{Calls(1)}</process>"""
                            .Replace("id=\"", $"id=\"r{i}", StringComparison.Ordinal)
                            .Replace("Ref=\"", $"Ref=\"r{i}", StringComparison.Ordinal)
                )
                    + Many(
                        4_000,
                        i =>
                            $"""<process id="q{i}" isExecutable="true"><startEvent id="s{i}"/><callActivity id="c{i}" calledElement="q{i + 1}"/></process>"""
                    )
            ),
        ["variables that many calls see"] = static () =>
            File(
                $"""<extensionElements><tw:process>{Many(20_000, i => $"""<tw:variable name="v{i}" type="number"/>""")}</tw:process></extensionElements>{Calls(8_000)}""",
                Many(8_000, i => Called(i, ""))
            ),
    };

    public static TheoryData<string> LargeFiles => [.. Files.Keys];

    public static TheoryData<string> Hostile => [.. HostileFiles.All.Select(static f => f.What)];

    [Theory]
    [Trait("pace", "full")]
    [MemberData(nameof(LargeFiles))]
    public void A_file_as_large_as_may_be_is_read_or_refused_in_moments(string what)
    {
        var file = Encoding.UTF8.GetBytes(Files[what]());
        Assert.InRange(file.Length, 0, 4 * 1024 * 1024);

        var before = Worked();
        var reading = BpmnReader.Read(file);
        var worked = Worked() - before;

        TestContext.Current.TestOutputHelper?.WriteLine($"{file.Length / 1024} KiB, {worked.TotalMilliseconds:0} ms");
        Assert.InRange(worked, TimeSpan.Zero, Most);
        Assert.DoesNotContain(reading.Problems, static p => p.Rule is "too-many-elements" or "file-too-large");
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_file_that_a_cap_refuses_costs_little_memory(string what)
    {
        var file = Encoding.UTF8.GetBytes(HostileFiles.All.First(f => f.What == what).Text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = BpmnReader.Read(file);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0 / 1024, 0, MostMegabytes);
        Assert.Single(reading.Problems);
    }

    /// <summary>How long this thread has had a processor: what else the machine does is not the reader's fault.</summary>
    private static TimeSpan Worked()
    {
        const string OfThread = "/proc/thread-self/stat";
        if (!System.IO.File.Exists(OfThread))
            return TimeSpan.FromMilliseconds(Environment.TickCount64);
        // behind the name, which may hold blanks, stand the state and then numbers; two are hundredths of a second
        var numbers = System
            .IO.File.ReadAllText(OfThread)
            .Split(')')[^1]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromMilliseconds(
            10 * numbers[11..13].Sum(static n => long.Parse(n, CultureInfo.InvariantCulture))
        );
    }

    private static string File(string process, string beside = "") =>
        Wrapped($"""{beside}<process id="p" isExecutable="true">{process}</process>""");

    private static string Wrapped(string processes) =>
        $"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tw="{BpmnReader.ExtensionNamespace}" id="d">{processes}</definitions>""";

    /// <summary>A task, and behind it calls of q0, q1 and so on beside each other.</summary>
    private static string Calls(int count, string inside = "") =>
        Task
        + Many(
            count,
            i =>
                $"""<callActivity id="k{i}" calledElement="q{i}"><extensionElements>{inside}</extensionElements></callActivity><sequenceFlow id="a{i}" sourceRef="t" targetRef="k{i}"/><sequenceFlow id="b{i}" sourceRef="k{i}" targetRef="e"/>"""
        );

    private static string Called(int number, string settings) =>
        $"""<process id="q{number}">{settings}<startEvent id="qs{number}"/><endEvent id="qe{number}"/><sequenceFlow id="qf{number}" sourceRef="qs{number}" targetRef="qe{number}"/></process>""";

    private static string Many(int count, Func<int, string> part) =>
        string.Concat(Enumerable.Range(0, count).Select(part));

    private static string Id(string kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}
