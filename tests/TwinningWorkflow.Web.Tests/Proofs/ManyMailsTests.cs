using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hangfire;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>It measures the memory and the patience of the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone in the process";
}

/// <summary>
/// A town's whole mail due at once: what is urgent leaves first, and nobody at a desk waits for it. Each open task calls all who hold
/// its role, and all of it is the application's: who gets it, the words, the calendar entry, whether it is still worth sending, the
/// sealed links, the thread.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("pace", "full")]
public sealed class ManyMailsTests(Postgres postgres)
{
    /// <summary>
    /// What the sending may have in memory at most beyond what was there before it, whatever has been allocated and not collected yet
    /// included; at either size, for it must not grow with the number of mails.
    /// </summary>
    private const long MostMemory = 150 * 1_000_000L;

    /// <summary>One who is busy at a desk; without it this would measure how the desk keeps mails from leaving.</summary>
    private static readonly TimeSpan BetweenClicks = TimeSpan.FromMilliseconds(50);

    private static readonly Instant Due = Instant.FromUtc(2022, 12, 5, 7, 0);

    /// <summary>
    /// All that is due is planned before anything is sent, whatever it is: so the order is that of the last days over all of it, not
    /// over what was planned together.
    /// </summary>
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Ten_thousand_due_in_one_minute_go_in_the_order_of_their_last_day_while_the_desk_answers(
        Provider provider
    )
    {
        var (people, tasks) = Pace.Of((10, 20), (100, 100));
        // ten thousand texts would be the test's own memory
        await using var server = new ScriptedMail(WhatMatters);
        await using var web = await RunningWeb.StartAsync(
            postgres,
            provider,
            ("Mail:Host", server.Options.Host),
            ("Mail:Port", $"{server.Options.Port}"),
            ("Mail:Security", "Tls"),
            ("Mail:Certificate", server.Options.Certificate),
            ("Mail:Site", server.Options.Site)
        );
        await WithoutOtherJobsAsync(web);
        await HireAsync(web, people - 1);
        await LeaveOrdersAsync(web, tasks);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var quiet = await DeskAsync(clerk, until: null);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var watch = Stopwatch.StartNew();
        var sending = Task.Run(() => web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None));
        var (busy, peak) = await DeskAndMemoryAsync(clerk, sending);
        await sending;

        var grown = peak - before;
        var arrived = server.Smtp.Received;
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{provider}: {arrived.Count} mails in {watch.Elapsed.TotalSeconds:0} s; desk p95 {P95(busy):0} ms of {busy.Count} meanwhile, {P95(quiet):0} ms before; managed memory at most {grown / 1_000_000} MB over the {before / 1_000_000} MB before, {MostMemory / 1_000_000} MB allowed"
            )
        );
        var lastDays = await web.ReadAsync(database =>
            database
                .Mails.AsNoTracking()
                .Where(row => row.Status == MailRow.Sent)
                .ToDictionaryAsync(row => row.MessageId, row => row.DueOn!.Value, StringComparer.Ordinal)
        );
        Assert.Equal(people * tasks, arrived.Count);
        Assert.Equal(lastDays.Keys.Order(StringComparer.Ordinal), arrived.Order(StringComparer.Ordinal));
        Assert.InRange(lastDays.Values.Distinct().Count(), tasks / 2, tasks);
        Assert.Equal(lastDays.Values.Order(), arrived.Select(id => lastDays[id]));
        Assert.True(
            grown <= MostMemory,
            $"Expected at most {MostMemory} bytes more than before, but there were {grown}."
        );
    }

    /// <summary>The Message-ID of a mail that has all that the application puts into it; of another also what it lacks.</summary>
    private static string WhatMatters(string text)
    {
        var mail = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        var lacks = new[]
        {
            ("a thread", mail.References.Count > 0),
            (
                "an entry for the calendar",
                mail.BodyParts.Any(part => part.ContentType?.IsMimeType("text", "calendar") == true)
            ),
            ("a link of the reader's own", mail.TextBody?.Contains("/act/", StringComparison.Ordinal) == true),
        }.Where(x => !x.Item2);
        return string.Join(", lacks ", [mail.MessageId ?? "", .. lacks.Select(x => x.Item1)]);
    }

    /// <summary>A second run beside it would be harmless, and its mails would come between those of the first.</summary>
    private static async Task WithoutOtherJobsAsync(RunningWeb web)
    {
        var storage = web.Services.GetRequiredService<JobStorage>();
        var recurring = web.Services.GetRequiredService<IRecurringJobManager>();
        // the last that the application tells Hangfire at its start
        await Until.HoldsAsync(Recurring, jobs => jobs.Contains("answers"), Patience);
        foreach (var job in await Recurring())
            recurring.RemoveIfExists(job);
        var jobs = storage.GetMonitoringApi();
        await Until.HoldsAsync(
            () => Task.FromResult(jobs.EnqueuedCount("default") + jobs.ProcessingCount()),
            count => count == 0,
            Patience
        );

        Task<List<string>> Recurring()
        {
            using var connection = storage.GetConnection();
            return Task.FromResult(connection.GetRecurringJobs().ConvertAll(job => job.Id));
        }
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>More clerks, with accounts: a link of their own is nobody's without one.</summary>
    private static Task HireAsync(RunningWeb web, int people) =>
        web.ReadAsync(database =>
        {
            for (var number = 0; number < people; number++)
            {
                var (person, name) = (Guid.CreateVersion7(), $"impiegato{number}");
                database.People.Add(
                    new Person
                    {
                        Id = person,
                        AuthorityId = RunningWeb.Brescia,
                        Name = name,
                        Email = $"{name}@ufficio.test",
                    }
                );
                database.RoleAssignments.Add(
                    new RoleAssignment
                    {
                        Id = Guid.CreateVersion7(),
                        AuthorityId = RunningWeb.Brescia,
                        PersonId = person,
                        Role = Roles.Clerk,
                        ValidFrom = new LocalDate(2020, 1, 1),
                    }
                );
                database.Users.Add(
                    new Account
                    {
                        Id = Guid.CreateVersion7(),
                        AuthorityId = RunningWeb.Brescia,
                        PersonId = person,
                        UserName = name,
                        SecurityStamp = name,
                    }
                );
            }
            return database.SaveChangesAsync();
        });

    /// <summary>
    /// As many processes, each begun on a day of its own and in no order, so that their first tasks have as many last days; and the
    /// orders that their steps left, all due in one minute. Nobody hears the bell, or the application would send them at once.
    /// </summary>
    private static async Task LeaveOrdersAsync(RunningWeb web, int tasks)
    {
        var runner = new ProcessRunner(
            web.Services.GetRequiredService<DatabaseConnections>(),
            web.Services.GetRequiredService<DefinitionCatalog>(),
            new StepBell()
        );
        foreach (var number in Enumerable.Range(0, tasks))
        {
            var (dossier, at) = (Guid.CreateVersion7(), Due - Duration.FromDays(number * 37 % tasks));
            await web.ReadAsync(database =>
            {
                database.Dossiers.Add(
                    new Dossier
                    {
                        Id = dossier,
                        AuthorityId = RunningWeb.Brescia,
                        Number = $"2022/{number + 100}",
                        Title = "Kaunas",
                        Kind = "twinning",
                        PartnerCity = "Kaunas",
                        PartnerCountry = "LT",
                        OpenedAt = at,
                    }
                );
                return database.SaveChangesAsync();
            });
            Assert.IsType<StepResult.Done>(
                await runner.StartAsync(
                    new StartRequest(
                        RunningWeb.Brescia,
                        dossier,
                        Guid.CreateVersion7(),
                        "twinning",
                        at,
                        Actor.System(RunningWeb.Brescia, "test"),
                        ImmutableDictionary<string, DataValue>.Empty
                    ),
                    CancellationToken.None
                )
            );
        }
        await web.ReadAsync(database =>
            database
                .Outbox.Where(row => row.Kind == OutboxRow.Mail && row.DoneAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.DueAt, Due))
        );
        // of what began weeks ago people would be reminded too
        await web.ReadAsync(database =>
            database.Timers.Where(row => row.Kind == TimerRow.Reminder).ExecuteDeleteAsync()
        );
    }

    private static async Task<List<double>> DeskAsync(Browser clerk, Task? until)
    {
        var times = new List<double>();
        while (until is null ? times.Count < 100 : !until.IsCompleted)
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(System.Net.HttpStatusCode.OK, (await clerk.GetAsync("/desk")).Status);
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Task.Delay(BetweenClicks);
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
