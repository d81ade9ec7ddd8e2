using System.Text;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Tests.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Forecasts;

/// <summary>The forecast of the main process, from every point that a scenario comes to.</summary>
public sealed class ScenarioForecastTests
{
    private static readonly byte[] TwinningFile = File.ReadAllBytes(Path.Combine(Simulator.Folder, "twinning.bpmn"));
    private static readonly ProcessDefinition Twinning = BpmnReader.Read(TwinningFile).Definition!;

    [Fact]
    public void From_every_step_of_every_scenario_a_running_file_has_a_course_or_a_reason_why_it_has_none()
    {
        var wrong = new List<string>();
        foreach (var name in ScenarioTests.Scenarios.Select(s => s.Data))
        {
            var player = new ScenarioPlayer(Twinning, Scenario.Load(Simulator.ScenarioFile(name)));
            foreach (var step in player.Play())
                if (player.Playback.State.Status == ProcessStatus.Running)
                    wrong.AddRange(Wrong(player.Playback).Select(what => $"{name}, step {step.Number}: {what}"));
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public void The_simulator_prints_the_course_from_a_day_on()
    {
        var run = Simulator.Run(
            Simulator.ScenarioFile("brescia-kaunas.json"),
            "en",
            forecast: new LocalDate(2022, 12, 9)
        );

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains("  2023-01-09  2023-01-09  Thirty days for observations (term)", run.Output);
        Assert.Contains("* 2023-01-10  ", run.Output);
    }

    [Fact]
    public void A_plan_back_after_a_corrected_delivery_waits_for_the_end_of_the_window_that_still_runs()
    {
        // where only the gate says so, and no bound of the day of the signature
        const string Bound = "window.closedOn, notifyRegion.deliveredOn.REGIONE";
        var file = Encoding.UTF8.GetString(TwinningFile);
        Assert.Contains(Bound, file);
        var gated = file.Replace(Bound, "notifyRegion.deliveredOn.REGIONE", StringComparison.Ordinal);
        var definition = BpmnReader.Read(Encoding.UTF8.GetBytes(gated)).Definition!;
        var player = new ScenarioPlayer(
            definition,
            Scenario.Load(Simulator.ScenarioFile("later-delivery-after-window.json"))
        );
        foreach (var _ in player.Play(new LocalDate(2025, 4, 28))) { }
        var rules = new TermRules { Zone = definition.Zone };

        var plan = BackwardPlan.Of(
            definition,
            player.Playback.State,
            player.Playback.Now,
            TermResolution.With(new LegalTerms(rules)),
            new WorkingTime(rules),
            new ForecastGround(),
            new LocalDate(2025, 5, 20)
        );

        // the window ends on Saturday 10 May; its gate is open on Sunday, and on Monday somebody signs
        Assert.Equal((true, new LocalDate(2025, 5, 12)), (plan.Fits, plan.Earliest));
    }

    private static IEnumerable<string> Wrong(Playback playback)
    {
        var today = playback.Local(playback.Now).Date;
        var forecast = playback.Forecast();
        if (forecast.Steps.IsEmpty && forecast.Stop == ForecastStop.None)
            yield return "no steps and no reason";
        if (forecast.Stop is ForecastStop.TooLong)
            yield return "too long";
        foreach (var step in forecast.Steps)
        {
            if (step.Likely < today)
                yield return $"{step.Node} likely {step.Likely}, before today";
            if (step.Earliest < today)
                yield return $"{step.Node} at the earliest {step.Earliest}, before today";
            if (step.Earliest > step.Likely)
                yield return $"{step.Node} likely {step.Likely} before the earliest {step.Earliest}";
            if (step.Opens > step.Likely)
                yield return $"{step.Node} done {step.Likely} before it opens {step.Opens}";
        }
        if (forecast.Goal is { } goal && forecast.Steps.All(step => step.Likely != goal || !step.IsCritical))
            yield return "a goal to which no critical step leads";
    }
}
