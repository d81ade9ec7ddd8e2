using System.Text.Json;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Conformance;

/// <summary>One run of a file: what it is given, and the lines that its scripts must leave, in any order.</summary>
internal sealed record BetsyCase(
    string File,
    int Tier,
    string Input,
    long IntegerVariable,
    bool StartParallelProcess,
    int WaitMs,
    IReadOnlyList<string> Expect
)
{
    public override string ToString() => $"{File} {(Input.Length > 0 ? $"'{Input}'" : "without input")}";
}

/// <summary>The executable files of the suite with their expectations, as expectations.json has them.</summary>
internal sealed class BetsySuite
{
    private readonly string folder;

    private BetsySuite(string folder)
    {
        this.folder = folder;
        using var expectations = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expectations.json")));
        var root = expectations.RootElement;
        Cases = [.. root.GetProperty("execution").EnumerateArray().SelectMany(Read)];
        MustBeRefused = [.. root.GetProperty("mustRejectAtDeploy").EnumerateArray().Select(static f => f.GetString()!)];
    }

    public IReadOnlyList<BetsyCase> Cases { get; }

    /// <summary>The files that an engine must refuse.</summary>
    public IReadOnlyList<string> MustBeRefused { get; }

    /// <summary>The suite; null where this machine does not have it.</summary>
    public static BetsySuite? Find() =>
        Path.Exists(Path.Combine(ConformanceFiles.Folder, "betsy", "expectations.json"))
            ? new BetsySuite(Path.Combine(ConformanceFiles.Folder, "betsy"))
            : null;

    /// <summary>The suite; skips the test, with the reason, where there is none.</summary>
    public static BetsySuite Require() => new(ConformanceFiles.Require("betsy"));

    public byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(folder, file));

    /// <summary>The first process of the file, which is the one that a case starts, as the suite's host reads it.</summary>
    public BpmnReading Read(string file) => BetsyHost.Read(Bytes(file), Processes(file)[0]);

    /// <summary>The ids of the file's executable processes, in file order.</summary>
    public IReadOnlyList<string> Processes(string file)
    {
        using var stream = new MemoryStream(Bytes(file));
        XNamespace bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
        return
        [
            .. XDocument
                .Load(stream)
                .Root!.Elements(bpmn + "process")
                .Where(static p => p.Attribute("isExecutable")?.Value is "true" or "1")
                .Select(static p => p.Attribute("id")!.Value),
        ];
    }

    private static IEnumerable<BetsyCase> Read(JsonElement file) =>
        file.GetProperty("cases")
            .EnumerateArray()
            .Select(c => new BetsyCase(
                file.GetProperty("file").GetString()!,
                file.GetProperty("tier").GetInt32(),
                c.GetProperty("input").GetString() ?? "",
                c.GetProperty("integerVariable").GetInt64(),
                c.GetProperty("startParallelProcess").GetBoolean(),
                c.GetProperty("waitMs").GetInt32(),
                [.. c.GetProperty("expect").EnumerateArray().Select(static e => e.GetString()!)]
            ));
}
