using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TwinningWorkflow.Engine.Tests.Conformance;

/// <summary>Models with a formal verdict: what the engine does in all their runs agrees with it.</summary>
public sealed partial class VerdictTests
{
    [Fact]
    public void All_runs_of_a_model_are_as_sound_and_as_safe_as_its_verdict_says()
    {
        var folder = ConformanceFiles.Require("fbpmn");
        using var verdicts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "verdicts.json")));
        var explored = 0;
        foreach (var model in verdicts.RootElement.EnumerateObject())
        {
            var text = File.ReadAllText(Path.Combine(folder, model.Name + ".bpmn"));
            var reading = ProcessText.Read(Runnable(text), Conditions(text));
            if (reading.Definition is not { } definition)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{model.Name}: refused, {reading.Problems[0]}");
                continue;
            }
            var found = Exploration.Of(definition);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{model.Name}: {found.Markings} markings, sound {found.Sound}, safe {found.Safe}"
            );
            if (found.CutShort)
                continue;
            explored++;
            if (model.Value.GetProperty("sound") is { ValueKind: not JsonValueKind.Null } sound)
                Assert.True(sound.GetBoolean() == found.Sound, model.Name + ": sound");
            if (model.Value.GetProperty("safe") is { ValueKind: not JsonValueKind.Null } safe)
                Assert.True(safe.GetBoolean() == found.Safe, model.Name + ": safe");
        }
        Assert.True(explored > 0, "no model could be explored");
    }

    /// <summary>
    /// The models leave open what a step is and when a timer is due. Here a step is somebody's task, so that runs interleave at
    /// every one, and a timer is due after a day.
    /// </summary>
    private static string Runnable(string model) =>
        EmptyTimer()
            .Replace(
                AbstractTask().Replace(model, "${open}userTask"),
                "<${prefix}timerEventDefinition${attributes}><${prefix}timeDuration>P1D</${prefix}timeDuration></${prefix}timerEventDefinition>"
            );

    /// <summary>Conditions are bare names.</summary>
    private static ImmutableDictionary<string, DataType> Conditions(string model) =>
        XDocument
            .Parse(model)
            .Descendants()
            .Where(e => e.Name.LocalName == "conditionExpression")
            .Select(e => e.Value.Trim())
            .Distinct()
            .ToImmutableDictionary(c => c, _ => DataType.Flag);

    [GeneratedRegex(@"(?<open></?([a-z]+:)?)task\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AbstractTask();

    [GeneratedRegex(
        @"<(?<prefix>([a-z]+:)?)timerEventDefinition(?<attributes>[^>]*)/>",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex EmptyTimer();
}
