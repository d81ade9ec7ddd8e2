using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>
/// The application with its own Hangfire under the real clock: however much waits, and while it is being armed, what is due
/// happens soon after its instant.
/// </summary>
public sealed class PunctualTimersTests(Postgres postgres)
{
    private const int OfOne = 100;
    private const int Instances = 1000;
    private const int OneNearOf = 10;
    private const int Soonest = 5;
    private const int Latest = 60;
    private const int OfEachSecond = 6;
    private const int AtOnce = 100;

    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    [Fact]
    [Trait("pace", "slow")]
    public async Task Beside_a_hundred_thousand_that_wait_a_timer_fires_within_five_seconds_of_its_instant()
    {
        // given: a tenth of them due within the horizon, so that they have to be armed
        var watch = Stopwatch.StartNew();
        await using var store = await TestStore.CreateAsync(postgres, Provider.Postgres);
        store.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await store.PublishAsync([
            WaitingTimers.For("near", Spread(Duration.FromHours(2), Duration.FromHours(22))),
            WaitingTimers.For("far", Spread(Duration.FromHours(30), Duration.FromDays(300))),
            .. Enumerable.Range(Soonest, Latest - Soonest + 1).Select(n => WaitingTimers.For($"in{n}", Seconds(n))),
        ]);
        await Parallel.ForAsync(
            0,
            Instances,
            async (i, _) => await store.StartAsync(i % OneNearOf == 0 ? "near" : "far")
        );
        Say($"{Instances * OfOne} timers made in {watch.Elapsed.TotalSeconds:0} s");

        // when: the application arms what is near, and meanwhile much falls due
        watch.Restart();
        await using var application = await ServeAsync(store.Options.Postgres!);
        await ProveAsync(store, application, "while all is being armed");
        await Until.HoldsAsync(() => UnarmedAsync(store), count => count == 0, Patience);
        Say(
            $"{Instances * OfOne / OneNearOf} timers armed after {watch.Elapsed.TotalSeconds:0} s; "
                + $"{GC.GetTotalMemory(forceFullCollection: true) / 1_000_000} MB in use"
        );

        // then: the same when all have their jobs
        await ProveAsync(store, application, "with all armed");
        await application.StopAsync();
    }

    /// <summary>Starts what is due in the minute to come, and what is due all at once, and waits for it.</summary>
    private static async Task ProveAsync(TestStore store, WebApplication application, string when)
    {
        var clock = application.Services.GetRequiredService<BusinessClock>();
        var told = new ConcurrentDictionary<Guid, Instant>();
        using var listening = application
            .Services.GetRequiredService<StepBell>()
            .Listen(ring => told[ring.Instance] = clock.Now);
        var began = clock.Now;
        for (var n = Soonest; n <= Latest; n++)
        for (var i = 0; i < OfEachSecond; i++)
            await StartAsync($"in{n}", clock.Now);
        var started = clock.Now;
        for (var i = 0; i < AtOnce; i++)
            await StartAsync("in30", started);
        await using var database = store.Database();
        var horizon = clock.Now + Duration.FromHours(1);
        await Until.HoldsAsync(
            () => database.Timers.CountAsync(row => row.DueAt < horizon),
            count => count == 0,
            Patience
        );

        var firings = (await Firing.ReadAsync(store)).Where(firing => firing.Due > began).ToList();
        var late = firings
            .Select(firing => (told[Guid.Parse(firing.Stream["instance:".Length..])] - firing.Due).ToTimeSpan())
            .Order()
            .ToList();
        Assert.Equal((Latest - Soonest + 1) * OfEachSecond + AtOnce, late.Count);
        Say(
            $"{when}: {late.Count} timers, started in {(started - began).TotalSeconds:0.0} s; committed after their instant by "
                + $"{late[late.Count / 2].TotalSeconds:0.00} s (median), {late[late.Count * 95 / 100].TotalSeconds:0.00} s (95%), "
                + $"{late[^1].TotalSeconds:0.00} s (most)"
        );
        Assert.True(late[0] >= TimeSpan.Zero);
        Assert.True(late[^1] <= Allowed, $"Expected at most {Allowed}, but one was {late[^1]} late.");

        async Task StartAsync(string process, Instant at) =>
            await application
                .Services.GetRequiredService<ProcessRunner>()
                .StartAsync(store.Starting(process) with { At = at }, CancellationToken.None);
    }

    private static async Task<WebApplication> ServeAsync(string database)
    {
        var application = Application.Build(
            [],
            new Dictionary<string, string?>
            {
                ["urls"] = "http://127.0.0.1:0",
                ["ConnectionStrings:Postgres"] = database,
            }
        );
        await application.StartAsync();
        return application;
    }

    private static async Task<int> UnarmedAsync(TestStore store)
    {
        await using var database = store.Database();
        var until = SystemClock.Instance.GetCurrentInstant() + TimerArming.Horizon - Duration.FromMinutes(1);
        return await database.Timers.CountAsync(row => row.DueAt < until && row.JobId == null);
    }

    private static List<Period> Spread(Duration from, Duration over) =>
        [.. Enumerable.Range(0, OfOne).Select(i => Seconds((long)(from + over * i / OfOne).TotalSeconds))];

    private static Period Seconds(long seconds) => Period.FromSeconds(seconds);

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
