using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>A database with the twinning process on it, and the outbox's job sending into a folder or to a server.</summary>
internal sealed class MailScene : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("twinning-mail-");
    private int sequence;

    private MailScene(TestStore store, Guid instance)
    {
        Store = store;
        Instance = instance;
        Options = new MailOptions { Pickup = folder.FullName, Site = "https://gemellaggi.comune.test" };
    }

    public TestStore Store { get; }

    /// <summary>An instance of the twinning, with its first task open.</summary>
    public Guid Instance { get; }
    public MailOptions Options { get; set; }

    /// <summary>The secrets in what it sends.</summary>
    public MailLinks Links { get; } = new(new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider());

    /// <summary>The system's clock, which the business clock does not move.</summary>
    public FakeTimeProvider System { get; } = new(new DateTimeOffset(2026, 1, 7, 8, 0, 0, TimeSpan.Zero));

    /// <summary>What the job logged as an error.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    /// <summary>What it logged as a warning.</summary>
    public ConcurrentQueue<string> Warnings { get; } = [];

    public static async Task<MailScene> CreateAsync(Postgres postgres, Provider provider)
    {
        var store = await TestStore.CreateAsync(postgres, provider, await File.ReadAllTextAsync(Twinning()));
        var instance = await store.StartAsync("twinning");
        var scene = new MailScene(store, instance);
        // what the start itself left is not what these tests are about
        await using var database = store.Database();
        await database.Outbox.ExecuteUpdateAsync(row => row.SetProperty(it => it.DoneAt, store.Clock.Now));
        await database.Timers.Where(row => row.Kind == TimerRow.Reminder).ExecuteDeleteAsync();
        return scene;
    }

    /// <summary>A job as one node has it.</summary>
    public OutboxJob Job()
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var databases = new Databases(Store);
        var writer = new MailWriter(Store.Catalog, options);
        var digests = new MailDigests(databases, writer, Store.Clock, new ErrorLog<MailDigests>(Errors, Warnings));
        return new OutboxJob(
            Planner(),
            digests,
            new MailSender(
                databases,
                options,
                new MailComposer(writer, options, Links, Store.Clock),
                digests,
                Store.Clock,
                new MailRate(databases, options, System),
                new ErrorLog<MailSender>(Errors, Warnings)
            )
        );
    }

    private MailPlanner Planner() =>
        new(
            new Databases(Store),
            new MailWriter(Store.Catalog, Microsoft.Extensions.Options.Options.Create(Options)),
            Store.Clock,
            new ErrorLog<MailPlanner>(Errors, Warnings)
        );

    /// <summary>Plans what is due and sends nothing.</summary>
    public Task PlanAsync() => Planner().PlanDueAsync(CancellationToken.None);

    /// <summary>Gives the mails to a person a last day.</summary>
    public async Task DueOnAsync(string name, LocalDate day)
    {
        await using var database = Store.Database();
        await database
            .Mails.Where(row => row.ToName == name)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.DueOn, day));
    }

    /// <summary>A mail to a person is due now, whatever it waited for.</summary>
    public async Task DueNowAsync(string name)
    {
        await using var database = Store.Database();
        await database
            .Mails.Where(row => row.ToName == name)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.NextAttemptAt, Store.Clock.Now));
    }

    /// <summary>The mail to a person cannot be put together any more. The data as it was.</summary>
    public async Task<string> BreakAsync(string name)
    {
        await using var database = Store.Database();
        var whole = await database.Mails.Where(row => row.ToName == name).Select(row => row.Content).SingleAsync();
        await MendAsync(name, "{");
        return whole;
    }

    public async Task MendAsync(string name, string content)
    {
        await using var database = Store.Database();
        await database
            .Mails.Where(row => row.ToName == name)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.Content, content));
    }

    /// <summary>A mail to somebody else waits, because of what the server answered.</summary>
    public async Task StrangerAsync(string name, string answer)
    {
        await using var database = Store.Database();
        database.Mails.Add(
            new MailRow
            {
                Key = $"stranger/{name}",
                AuthorityId = TestStore.Authority,
                DossierId = null,
                InstanceId = null,
                PersonId = null,
                Kind = "weekly",
                MessageId = $"{name}@comune.test",
                ToName = name,
                ToAddress = $"{name}@comune.test",
                Language = "it",
                Subject = name,
                Text = name,
                Html = name,
                CreatedAt = Store.Clock.Now,
                Attempts = 3,
                NextAttemptAt = Store.Clock.Now + Duration.FromHours(1),
                Status = MailRow.Pending,
                Error = answer,
            }
        );
        await database.SaveChangesAsync();
    }

    public Task DrainAsync() => Job().DrainAsync(CancellationToken.None);

    public async Task<Guid> PersonAsync(
        string name,
        string role,
        string language = "it",
        LocalDate? from = null,
        LocalDate? to = null
    )
    {
        var person = Guid.CreateVersion7();
        await using var database = Store.Database();
        database.People.Add(
            new Person
            {
                Id = person,
                AuthorityId = TestStore.Authority,
                Name = name,
                Email = $"{name.ToLowerInvariant()}@comune.test",
                Language = language,
            }
        );
        database.RoleAssignments.Add(
            new RoleAssignment
            {
                Id = Guid.CreateVersion7(),
                AuthorityId = TestStore.Authority,
                PersonId = person,
                Role = role,
                ValidFrom = from ?? new LocalDate(2020, 1, 1),
                ValidTo = to,
            }
        );
        await database.SaveChangesAsync();
        return person;
    }

    public Task<string> LeaveAsync(PlannedMail mail) => LeaveAsync(OutboxPayload.Of(mail));

    /// <summary>Leaves a payload in the outbox as a step would, and answers the row's key.</summary>
    public Task<string> LeaveAsync(string payload) => LeaveAsync($"{Instance}/{1000 + sequence++}/mail", payload);

    /// <summary>A reminder of a task or a term to one person, or to whoever will be there, as a look leaves it.</summary>
    public Task<string> LeaveReminderAsync(PlannedMail reminder, string occurrence) =>
        LeaveAsync(
            $"{OutboxRow.RemindersOf(Instance, Math.Max(reminder.TaskId, reminder.TimerId))}2023-02-03/{occurrence}/{(reminder.Person is { } one ? $"{one:D}" : OutboxRow.ToNobody)}",
            OutboxPayload.Of(reminder with { Occurrence = occurrence })
        );

    private async Task<string> LeaveAsync(string key, string payload)
    {
        await using var database = Store.Database();
        database.Outbox.Add(
            new OutboxRow
            {
                Key = key,
                AuthorityId = TestStore.Authority,
                DossierId = Store.Dossier,
                InstanceId = Instance,
                Kind = OutboxRow.Mail,
                Payload = payload,
                DueAt = Store.Clock.Now,
            }
        );
        await database.SaveChangesAsync();
        return key;
    }

    /// <summary>The assignment of the task that is open.</summary>
    public async Task<PlannedMail> AssignmentAsync(string template = PlannedMail.TaskAssigned)
    {
        var task = await Store.OpenTaskAsync(Instance, "agreeText");
        return new PlannedMail(template, "agreeText") { Role = "clerk", TaskId = task.TaskId };
    }

    /// <summary>The open task becomes one person's.</summary>
    public async Task GiveAsync(Guid person)
    {
        await using var database = Store.Database();
        await database
            .Tasks.Where(row => row.Status == TaskRow.Open)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.Assignee, person));
    }

    public async Task<List<MailRow>> MailsAsync()
    {
        await using var database = Store.Database();
        return await database.Mails.AsNoTracking().OrderBy(row => row.ToName).ToListAsync();
    }

    public async Task<List<IncidentRow>> IncidentsAsync()
    {
        await using var database = Store.Database();
        return await database.Incidents.AsNoTracking().ToListAsync();
    }

    /// <summary>What the dossier's history tells of mail, in its order.</summary>
    public async Task<List<JournalRow>> HistoryAsync()
    {
        await using var database = Store.Database();
        return await database
            .Journal.AsNoTracking()
            .Where(row => row.Kind == "mail-failed" || row.Kind == "mail-tried-again")
            .OrderBy(row => row.Sequence)
            .ToListAsync();
    }

    public async Task<OutboxRow> OutboxAsync(string key)
    {
        await using var database = Store.Database();
        return await database.Outbox.AsNoTracking().SingleAsync(row => row.Key == key);
    }

    /// <summary>Lets time pass from one due row to the next, as the sweep would.</summary>
    public async Task PassAsync(Duration time)
    {
        var end = Store.Clock.Now + time;
        while (true)
        {
            await DrainAsync();
            await using var database = Store.Database();
            var mails = await database
                .Mails.Where(row => row.Status == MailRow.Pending || row.Status == MailRow.Uncertain)
                .Select(row => row.NextAttemptAt)
                .ToListAsync();
            var outbox = await database
                .Outbox.Where(row => row.DoneAt == null && !row.Quarantined)
                .Select(row => row.DueAt)
                .ToListAsync();
            var next = mails.Concat(outbox).DefaultIfEmpty(Instant.MaxValue).Min();
            if (next > end)
                break;
            Store.Time.Advance((next - Store.Clock.Now).ToTimeSpan());
        }
        Store.Time.Advance((end - Store.Clock.Now).ToTimeSpan());
    }

    /// <summary>Terms that run.</summary>
    public async Task RunningAsync(params long[] timers)
    {
        await using var database = Store.Database();
        foreach (var timer in timers)
            database.Timers.Add(
                new TimerRow
                {
                    InstanceId = Instance,
                    Kind = TimerRow.Process,
                    TimerId = timer,
                    AuthorityId = TestStore.Authority,
                    DossierId = Store.Dossier,
                    ElementId = timer,
                    Node = "agreeText",
                    DueAt = Store.Clock.Now + Duration.FromDays(60),
                    Generation = 1,
                }
            );
        await database.SaveChangesAsync();
    }

    /// <summary>A task as it stands once a person has done it.</summary>
    public async Task DoneByAsync(long task, Guid person)
    {
        var account = Guid.CreateVersion7();
        await using var database = Store.Database();
        database.Users.Add(
            new Account
            {
                Id = account,
                PersonId = person,
                AuthorityId = TestStore.Authority,
                UserName = $"{account:N}",
            }
        );
        await database.SaveChangesAsync();
        await database
            .Tasks.Where(row => row.TaskId == task)
            .ExecuteUpdateAsync(row =>
                row.SetProperty(it => it.Status, TaskRow.Done).SetProperty(it => it.ClosedBy, $"{account:D}")
            );
    }

    /// <summary>A term that ran is over.</summary>
    public async Task OverAsync(long timer)
    {
        await using var database = Store.Database();
        await database.Timers.Where(row => row.TimerId == timer).ExecuteDeleteAsync();
    }

    /// <summary>The open task's last day.</summary>
    public async Task UntilAsync(LocalDate day)
    {
        await using var database = Store.Database();
        await database
            .Tasks.Where(row => row.Status == TaskRow.Open)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.DueOn, day));
    }

    /// <summary>A person wants all mail at their next hour, as one.</summary>
    public async Task TogetherAsync(Guid person)
    {
        await using var database = Store.Database();
        (await database.People.SingleAsync(row => row.Id == person)).Wishes.Digest = true;
        await database.SaveChangesAsync();
    }

    /// <summary>Closes the open task with all the rest.</summary>
    public async Task WithdrawAsync() =>
        Assert.IsType<StepResult.Done>(
            await Store.RunAsync(
                Instance,
                new WithdrawProcess(Store.Clock.Now, TestStore.Clerk) { Reason = "no longer wanted" }
            )
        );

    public async Task<bool> TryAgainAsync(string key, Actor? actor = null)
    {
        await using var database = Store.Database();
        return await new MailRetry(database, Store.Clock, Store.Bell).TryAgainAsync(
            key,
            actor ?? TestStore.Clerk,
            "seen to",
            CancellationToken.None
        );
    }

    /// <summary>The messages in the folder, by recipient.</summary>
    public List<MimeMessage> Letters() =>
        [
            .. folder
                .GetFiles("*.eml")
                .Select(file => MimeMessage.Load(file.FullName))
                .OrderBy(letter => letter.To.ToString(), StringComparer.Ordinal),
        ];

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string Twinning([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "workflows", "twinning.bpmn"));

    private sealed class Databases(TestStore store) : IDbContextFactory<TwinningDatabase>
    {
        public TwinningDatabase CreateDbContext() => store.Database();
    }

    private sealed class ErrorLog<T>(ConcurrentQueue<string> errors, ConcurrentQueue<string> warnings) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                (logLevel == LogLevel.Warning ? warnings : errors).Enqueue(
                    $"{formatter(state, exception)} {exception?.Message}"
                );
        }
    }
}
