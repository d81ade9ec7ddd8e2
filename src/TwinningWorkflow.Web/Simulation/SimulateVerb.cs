using System.CommandLine;
using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>
/// <c>simulate FILE --scenario S.json</c>: plays dated steps on a virtual clock without a database and prints what is done,
/// what waits and who gets mail. Exits with 0 when every expectation held, 1 when one failed, 2 when a file cannot be read.
/// </summary>
public static class SimulateVerb
{
    private const int Held = 0;
    private const int Failed = 1;
    private const int Unreadable = 2;

    /// <summary>The verb for the command line.</summary>
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The process file (.bpmn)." };
        var scenario = new Option<FileInfo>("--scenario") { Description = "The scenario (.json).", Required = true };
        var language = new Option<string>("--language")
        {
            Description = "The language of the report.",
            DefaultValueFactory = static _ => "it",
        };
        language.AcceptOnlyFromAmong("it", "en");
        var forecast = new Option<DateOnly?>("--forecast")
        {
            Description = "Plays up to the evening of this day (2022-12-09) and forecasts from there.",
        };
        var verb = new Command("simulate", "Plays a scenario through a process file, without a database.")
        {
            file,
            scenario,
            language,
            forecast,
        };
        verb.SetAction(parsed =>
            Run(
                parsed.GetRequiredValue(file),
                parsed.GetRequiredValue(scenario),
                parsed.GetRequiredValue(language),
                parsed.GetValue(forecast) is { } day ? LocalDate.FromDateOnly(day) : null,
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return verb;
    }

    /// <summary>Plays the scenario and reports on it.</summary>
    public static int Run(
        FileInfo file,
        FileInfo scenarioFile,
        string language,
        LocalDate? forecastFrom,
        TextWriter output,
        TextWriter error
    )
    {
        if (
            Definition(file, error) is not { } definition
            || Scenario(scenarioFile, definition, error) is not { } scenario
        )
            return Unreadable;
        output.WriteLine(scenario.Description.TryGetValue(language, out var about) ? about : scenarioFile.Name);
        var report = new Report(definition, language);
        var player = new ScenarioPlayer(definition, scenario);
        var steps = 0;
        foreach (var step in player.Play(forecastFrom))
        {
            foreach (var happening in step.Happenings)
                output.WriteLine(report.Line(happening));
            foreach (var failure in step.Failures)
                error.WriteLine(report.Failed(step, failure));
            if (step.Failures.Count > 0)
                return Failed;
            steps = step.Number;
        }
        if (forecastFrom is not null)
            foreach (var line in report.Lines(player.Playback.Forecast()))
                output.WriteLine(line);
        output.WriteLine(report.Passed(steps, player.Playback.Happenings.OfType<Happening.MailGoes>().Count()));
        return Held;
    }

    private static ProcessDefinition? Definition(FileInfo file, TextWriter error)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return null;
        }
        var reading = BpmnReader.Read(bytes);
        foreach (var problem in reading.Problems)
            error.WriteLine($"{file.Name}({problem.Line}): {problem.ElementId}: {problem.Message} {problem.Cure}");
        return reading.Definition;
    }

    private static Scenario? Scenario(FileInfo file, ProcessDefinition definition, TextWriter error)
    {
        try
        {
            var scenario = Simulation.Scenario.Load(file.FullName);
            if (scenario.Process == definition.Id)
                return scenario;
            error.WriteLine(
                $"{file.Name}: Expected a scenario of '{definition.Id}', but it is one of '{scenario.Process}'."
            );
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{file.Name}: {e.Message}");
        }
        return null;
    }
}
