using System.Diagnostics;
using Npgsql;
using TwinningWorkflow.Running;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>Timers wait in rows; Hangfire only rings. So the application may be restarted at will, politely or not.</summary>
public sealed class RestartTests(Postgres postgres)
{
    private const string TimerJobs = "FROM hangfire.job WHERE invocationdata ->> 'Type' LIKE '%.TimerJob,%'";

    private static readonly int Timers = Pace.Of(ordinary: 60, slow: 1000);
    private static readonly int Restarts = Pace.Of(ordinary: 3, slow: 10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    [Trait("pace", "full")]
    public async Task Restarts_make_no_second_job_of_a_waiting_timer_and_each_fires_once()
    {
        // given: timers that will not be due before the last restart
        await using var store = await TestStore.CreateAsync(postgres, Provider.Postgres);
        var database = store.Options.Postgres!;
        var oneRestart = await TimeOneRestartAsync(database);
        var arming = TimeSpan.FromMilliseconds(40) * Timers;
        await store.PublishAsync(Waiter(oneRestart * 1.5 * (Restarts + 1) + arming + TimeSpan.FromSeconds(10)));
        store.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await Parallel.ForAsync(0, Timers, async (_, _) => await store.StartAsync("waiter"));

        // when: the application is started, and stopped or killed, again and again
        for (var restart = 0; restart < Restarts; restart++)
        {
            await using var application = await StartAsync(database);
            // the first arms them all; a later one has nothing to arm, unless it does it twice
            await UntilNoneAsync(database, "FROM timers WHERE job_id IS NULL OR job_id LIKE 'arming %'");
            if (restart % 2 == 0)
                await application.KillAsync();
            else
                await application.StopAsync();
        }
        Assert.Equal(Timers, await CountAsync(database, "FROM timers"));
        Assert.Equal(Timers, await CountAsync(database, TimerJobs));
        await using (await StartAsync(database))
        {
            await UntilNoneAsync(database, "FROM timers");
            // where the minute's sweep came first there is nothing left to ring for, and the job is deleted
            await UntilNoneAsync(database, $"{TimerJobs} AND statename NOT IN ('Succeeded', 'Deleted')");
        }

        // then: a job that Hangfire rings too early is replaced, so there may be more of them by now, but none fires twice
        Assert.Equal(Timers, await CountAsync(database, $"FROM (SELECT DISTINCT arguments {TimerJobs}) each"));
        Assert.Equal(Timers, await CountAsync(database, "FROM journal WHERE kind = 'timer-fired'"));
        Assert.Equal(Timers, await CountAsync(database, "FROM instances WHERE status = 'completed'"));
        Assert.Equal(0, await CountAsync(database, "FROM incidents"));
    }

    /// <summary>Hangfire's locks are rows; a node that is killed leaves those that it held.</summary>
    [Fact]
    [Trait("pace", "full")]
    public async Task A_node_starts_and_its_timers_fire_where_another_died_holding_the_locks_of_Hangfire()
    {
        // given: died 20 seconds ago
        await using var store = await TestStore.CreateAsync(postgres, Provider.Postgres);
        var database = store.Options.Postgres!;
        await store.PublishAsync(Waiter(TimeSpan.FromSeconds(12)));
        store.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await store.StartAsync("waiter");
        foreach (var held in (string[])["lock:recurring-job:due", "recurring-jobs:lock", "locks:schedulepoller"])
            await ExecuteAsync(
                database,
                $"INSERT INTO hangfire.lock (resource, acquired) VALUES ('hangfire:{held}', now() - interval '20 s')"
            );

        await using var application = await StartAsync(database);

        await UntilNoneAsync(database, "FROM timers");
        await Until.HoldsAsync(
            () =>
                CountAsync(
                    database,
                    "FROM hangfire.set WHERE key = 'recurring-jobs' AND value IN ('due', 'mail', 'arming')"
                ),
            count => count == 3,
            Patience
        );
        await UntilNoneAsync(database, $"{TimerJobs} AND statename <> 'Succeeded'");
        Assert.Equal(1, await CountAsync(database, "FROM journal WHERE kind = 'timer-fired'"));
    }

    private static Task<RunningApplication> StartAsync(string database) =>
        RunningApplication.StartAsync("--port", "0", "--postgres", database);

    private static async Task<TimeSpan> TimeOneRestartAsync(string database)
    {
        var watch = Stopwatch.StartNew();
        await using var application = await StartAsync(database);
        await application.StopAsync();
        return watch.Elapsed;
    }

    private static Task UntilNoneAsync(string database, string from) =>
        Until.HoldsAsync(() => CountAsync(database, from), count => count == 0, Patience);

    private static async Task<long> CountAsync(string database, string from)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) " + from, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Waiter(TimeSpan waiting) =>
        Bpmn.Process(
            "waiter",
            $"""
            <bpmn:startEvent id="start" />
            <bpmn:intermediateCatchEvent id="elapsed">
              <bpmn:timerEventDefinition>
                <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT{waiting.TotalSeconds:0}S</bpmn:timeDuration>
              </bpmn:timerEventDefinition>
            </bpmn:intermediateCatchEvent>
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "elapsed")}
            {Bpmn.Flow("f2", "elapsed", "end")}
            """
        );
}
