using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Tests.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>A town's whole mail due at once: what is urgent leaves first, and nobody at a desk waits for it.</summary>
[Trait("pace", "full")]
public sealed class ManyMailsTests(Postgres postgres)
{
    private static readonly Instant Due = Instant.FromUtc(2022, 12, 5, 7, 0);
    private static readonly LocalDate First = new(2022, 12, 6);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Ten_thousand_due_in_one_minute_go_in_the_order_of_their_last_day_while_the_desk_answers(
        Provider provider
    )
    {
        var count = Pace.Of(300, 10_000);
        await using var server = new ScriptedMail();
        await using var web = await RunningWeb.StartAsync(
            postgres,
            provider,
            ("Mail:Host", server.Options.Host),
            ("Mail:Port", $"{server.Options.Port}"),
            ("Mail:Security", "Tls"),
            ("Mail:Certificate", server.Options.Certificate),
            ("Mail:Site", server.Options.Site)
        );
        await WithoutTheMinutelyRunAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var quiet = await DeskAsync(clerk, until: null);
        var mails = await LeaveAsync(web, count);

        var watch = Stopwatch.StartNew();
        var sending = Task.Run(() => web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None));
        var (busy, peak) = await DeskAndMemoryAsync(clerk, sending);
        await sending;

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{provider}: {count} mails in {watch.Elapsed.TotalSeconds:0} s; desk p95 {P95(busy):0} ms of {busy.Count} meanwhile, {P95(quiet):0} ms before; managed memory at most {peak / 1_000_000} MB, the test's own copies among it"
            )
        );
        Assert.Equal(
            mails
                .OrderBy(mail => mail.DueOn is null)
                .ThenBy(mail => mail.DueOn)
                .ThenBy(mail => mail.Key, StringComparer.Ordinal)
                .Select(mail => mail.Key),
            server.Recipients()
        );
    }

    /// <summary>A second run would be harmless, and its mails would come between those of the first.</summary>
    private static async Task WithoutTheMinutelyRunAsync(RunningWeb web)
    {
        using var connection = web.Services.GetRequiredService<JobStorage>().GetConnection();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!connection.GetRecurringJobs().Exists(job => job.Id == "mail"))
            await Task.Delay(50, limit.Token);
        web.Services.GetRequiredService<IRecurringJobManager>().RemoveIfExists("mail");
    }

    private static async Task<List<MailRow>> LeaveAsync(RunningWeb web, int count)
    {
        var mails = Enumerable.Range(0, count).Select(Mail).ToList();
        foreach (var some in mails.Chunk(500))
            await web.ReadAsync(database =>
            {
                database.Mails.AddRange(some);
                return database.SaveChangesAsync();
            });
        return mails;
    }

    private static MailRow Mail(int number)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"n{number * 7919L % 99_991:00000}");
        return new()
        {
            Key = key,
            AuthorityId = RunningWeb.Brescia,
            DossierId = null,
            InstanceId = null,
            PersonId = null,
            DueOn = number % 10 == 0 ? null : First.PlusDays(number * 31 % 300),
            Kind = "task-assigned",
            MessageId = $"{key}0123456789abcdef@brescia.example",
            ToName = key,
            ToAddress = $"{key}@ufficio.test",
            Language = "it",
            Subject = $"Da fare {key}",
            Text = "Da fare\n",
            Html = "<p>Da fare</p>\n",
            CreatedAt = Due,
            NextAttemptAt = Due,
            Status = MailRow.Pending,
        };
    }

    private static async Task<List<double>> DeskAsync(Browser clerk, Task? until)
    {
        var times = new List<double>();
        while (until is null ? times.Count < 100 : !until.IsCompleted)
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(System.Net.HttpStatusCode.OK, (await clerk.GetAsync("/desk")).Status);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        return times;
    }

    private static async Task<(List<double> Times, long Peak)> DeskAndMemoryAsync(Browser clerk, Task sending)
    {
        var peak = 0L;
        using var stop = new CancellationTokenSource();
        var measuring = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(100, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        var times = await DeskAsync(clerk, sending);
        await stop.CancelAsync();
        await measuring;
        return (times, peak);
    }

    private static double P95(List<double> times) => times.Order().ElementAtOrDefault((int)(times.Count * 0.95));
}
