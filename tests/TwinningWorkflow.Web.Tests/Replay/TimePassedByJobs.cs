using Hangfire;
using Hangfire.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Jobs;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>
/// Lets time pass and does nothing else: the clock goes from one due instant to the next, and what is due is left to Hangfire's
/// own jobs, as it is where the clock is the world's. The recurring sweep is taken away first, or nobody could say who fired.
/// </summary>
internal sealed class TimePassedByJobs(WebApplication application, Town town)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Sweeps = ["due", "mail", "arming"];

    private readonly BusinessClock clock = application.Services.GetRequiredService<BusinessClock>();

    public async Task StopSweepingAsync()
    {
        var storage = application.Services.GetRequiredService<JobStorage>();
        await Until.HoldsAsync(
            () =>
            {
                using var connection = storage.GetConnection();
                return Task.FromResult(connection.GetRecurringJobs().ConvertAll(job => job.Id));
            },
            told => Sweeps.All(told.Contains),
            Patience
        );
        var recurring = application.Services.GetRequiredService<IRecurringJobManager>();
        foreach (var job in Sweeps)
            recurring.RemoveIfExists(job);
    }

    public async Task PassAsync(Instant until)
    {
        while (await NextAsync() is { } next && next <= until)
            await MoveToAsync(Instant.Max(next, clock.Now));
        if (until > clock.Now)
            await MoveToAsync(until);
    }

    /// <summary>How many timers Hangfire's jobs were done for.</summary>
    public int JobsDone() =>
        application
            .Services.GetRequiredService<JobStorage>()
            .GetMonitoringApi()
            .SucceededJobs(0, int.MaxValue / 2)
            .Count(job => job.Value.Job?.Type == typeof(TimerJob));

    private async Task MoveToAsync(Instant instant)
    {
        await application.Services.GetRequiredService<DemoClock>().MoveToAsync(instant, CancellationToken.None);
        await Until.HoldsAsync(NextAsync, next => next is null || next > clock.Now, Patience);
    }

    /// <summary>When the next timer, reminder, service or message is due; null when none is.</summary>
    private async Task<Instant?> NextAsync()
    {
        await using var database = town.Database();
        var timer = await database.Timers.MinAsync(row => (Instant?)row.DueAt);
        var left = await database.Outbox.Where(row => row.DoneAt == null).MinAsync(row => (Instant?)row.DueAt);
        var mail = await database
            .Mails.Where(row => row.Status == MailRow.Pending)
            .MinAsync(row => (Instant?)row.NextAttemptAt);
        return new[] { timer, left, mail }.Min();
    }
}
