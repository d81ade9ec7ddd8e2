using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Tests.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Replay;

public sealed class SqliteReplayTests(Postgres postgres) : ReplayTests(postgres, Provider.Sqlite);

public sealed class PostgresReplayTests(Postgres postgres) : ReplayTests(postgres, Provider.Postgres);

/// <summary>
/// Scenarios of the folder through the API of the running application: those that ask something else of it in every run, all
/// the others, which differ in what the engine alone decides, before a release.
/// </summary>
public abstract class ReplayTests(Postgres postgres, Provider provider)
{
    /// <summary>What each asks of the application that no other does.</summary>
    private static readonly string[] OfEachKind =
    [
        "later-delivery.json", // a correction, and a term that moves
        "notice-after-council.json", // what the authority chose
        "notice-resent.json", // a mail to another address than the one on file
        "observation-substantive.json", // what is taken away in mid-step, and a second text
        "suspension.json", // orders, and silence meanwhile
    ];

    private const string WholeWay = "brescia-kaunas.json";

    public static TheoryData<string> Scenarios => [.. OfEachKind];

    public static TheoryData<string> Others =>
        [.. ScenarioTests.Scenarios.Select(x => x.Data).Except([.. OfEachKind, WholeWay])];

    [Theory]
    [Trait("pace", "full")]
    [MemberData(nameof(Scenarios))]
    public Task A_scenario_of_each_kind_holds_in_the_running_application(string name) => PlayAsync(name);

    [Theory]
    [Trait("pace", "slow")]
    [MemberData(nameof(Others))]
    public Task Every_other_scenario_of_the_folder_holds_in_the_running_application_too(string name) => PlayAsync(name);

    /// <summary>The clock is moved and nothing else is done: all that falls due is done by Hangfire.</summary>
    [Fact]
    [Trait("pace", "full")]
    public Task Brescia_and_Kaunas_come_to_their_ceremonies_with_Hangfire_firing_the_timers() =>
        PlayAsync(WholeWay, byJobs: true);

    private async Task PlayAsync(string name, bool byJobs = false)
    {
        var scenario = Scenario.Load(Simulator.ScenarioFile(name));
        var start = ScenarioReplay.At(scenario.Start);
        await using var town = await Town.CreateAsync(postgres, provider, start, scenario.Patron);
        await town.ChooseAsync(scenario.Settings);
        await using var application = await town.ServeHereAsync();
        var replay = new ScenarioReplay(town, new Uri(application.Urls.Single()), scenario);
        var mails = new OutgoingMails(town);
        var jobs = new TimePassedByJobs(application, town);
        if (byJobs)
            await jobs.StopSweepingAsync();
        Func<Instant, Task> passTime = byJobs ? jobs.PassAsync : replay.PassTimeAsync;

        await replay.OpenAsync();
        var days = name == WholeWay ? await ExplainedDays.LookAsync(new Uri(application.Urls.Single()), replay) : null;
        await CheckAsync(scenario.Expect, null);
        foreach (var step in scenario.Steps)
        {
            // what began in a minute is due in that minute, if not at its beginning: here requests take their seconds
            var within = step.Actions == 0 ? Duration.FromSeconds(59) : Duration.Zero;
            await passTime(ScenarioReplay.At(step.At) + within);
            await CheckAsync(step.Expect ?? new ScenarioExpectation(), await replay.TakeAsync(step));
        }
        if (days is not null)
            Assert.InRange(days.Seen, 20, int.MaxValue);
        if (byJobs)
        {
            await using var database = town.Database();
            var fired = await database.Journal.CountAsync(row => row.Kind == "timer-fired");
            Assert.InRange(fired, 1, jobs.JobsDone());
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
            if (days is not null)
                await days.CheckAsync();
        }
    }
}
