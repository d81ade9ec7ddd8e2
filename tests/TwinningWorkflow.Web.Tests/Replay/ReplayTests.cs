using NodaTime;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Tests.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Replay;

public sealed class SqliteReplayTests(Postgres postgres) : ReplayTests(postgres, Provider.Sqlite);

public sealed class PostgresReplayTests(Postgres postgres) : ReplayTests(postgres, Provider.Postgres);

/// <summary>Every scenario of the folder, through the API of the running application.</summary>
public abstract class ReplayTests(Postgres postgres, Provider provider)
{
    public static TheoryData<string> Scenarios => ScenarioTests.Scenarios;

    [Theory]
    [Trait("pace", "full")]
    [MemberData(nameof(Scenarios))]
    public async Task A_scenario_of_the_folder_holds_in_the_running_application(string name)
    {
        var scenario = Scenario.Load(Simulator.ScenarioFile(name));
        var start = ScenarioReplay.At(scenario.Start);
        await using var town = await Town.CreateAsync(
            postgres,
            provider,
            start,
            scenario.PatronDay.Replace("-", "", StringComparison.Ordinal)
        );
        await using var application = await town.ServeAsync();
        var replay = new ScenarioReplay(town, application, scenario);
        var mails = new OutgoingMails(town);

        await replay.OpenAsync();
        await CheckAsync(scenario.Expect, null);
        foreach (var step in scenario.Steps)
        {
            // what began in a minute is due in that minute, if not at its beginning: here requests take their seconds
            var within = step.Actions == 0 ? Duration.FromSeconds(59) : Duration.Zero;
            await replay.PassTimeAsync(ScenarioReplay.At(step.At) + within);
            await CheckAsync(step.Expect ?? new ScenarioExpectation(), await replay.TakeAsync(step));
        }

        async Task CheckAsync(ScenarioExpectation? expected, Answer? answer)
        {
            if (expected is null)
                return;
            var check = new ReplayCheck(town, replay, expected);
            if (answer is not null)
                check.Answered(answer);
            var since = await mails.SinceLastTimeAsync();
            check.Mailed(since);
            await check.StandsAsync();
        }
    }
}
