using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Tests.Access.Duties;
using TwinningWorkflow.Web.Tests.Jobs;
using TwinningWorkflow.Web.Tests.Simulation;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>How a clock gets from one act of the year to the next.</summary>
internal enum Clocks
{
    /// <summary>From one due instant to the next, as the world's does.</summary>
    Steady,

    /// <summary>A day at a time: what is due in between is found late.</summary>
    ByDays,

    /// <summary>A month at a time, or as far as the next act.</summary>
    ByMonths,

    /// <summary>Steadily, but back by a week before each act, with everything looked at anew, and then on again.</summary>
    Backwards,
}

/// <summary>
/// A year of the agreement of Brescia and Kaunas from 14 November 2022 on, with a second dossier whose text nobody agrees on, in
/// a town of named people: a clerk with a deputy for some days, the head of her department, and whoever stands above him.
/// </summary>
internal sealed class YearOfMails : IAsyncDisposable
{
    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];
    private static readonly LocalDateTime End = new(2023, 11, 14, 9, 0);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("twinning-year-");
    private readonly TestStore store;
    private readonly Staff staff;
    private readonly OutboxJob mails;
    private readonly DueWork due;
    private readonly PassingTime passing;
    private readonly ServiceProvider services;
    private readonly Dictionary<string, Guid> accounts = [];

    private YearOfMails(TestStore store, Clocks clocks)
    {
        this.store = store;
        staff = new Staff(store);
        var links = new MailLinks(new EphemeralDataProtectionProvider());
        var options = Options.Create(
            new MailOptions { Pickup = folder.FullName, Site = "https://gemellaggi.comune.test" }
        );
        mails = OutboxJob.Of(
            store.Databases,
            store.Catalog,
            options,
            links,
            store.Clock,
            TimeProvider.System,
            NullLoggerFactory.Instance
        );
        due = store.DueWork();
        services = LettersOf(store, options);
        passing = new PassingTime(
            due,
            mails,
            // what no step leaves belongs to its week: a clock that jumps has other weeks
            clocks == Clocks.Steady
                ? services.GetRequiredService<DeskLetters>()
                : null,
            store.Databases,
            (at, _) => SetAsync(Instant.Max(at, store.Clock.Now))
        );
    }

    public static async Task<YearOfMails> LivedAsync(Postgres postgres, Provider provider, Clocks clocks)
    {
        var file = Path.Combine(Simulator.Folder, "twinning.bpmn");
        var year = new YearOfMails(
            await TestStore.CreateAsync(postgres, provider, await File.ReadAllTextAsync(file)),
            clocks
        );
        await year.LiveAsync(clocks);
        return year;
    }

    /// <summary>Every mail that went, in order: when, to whom, why, and its subject.</summary>
    /// <param name="withLetters">Also those that tell of no one dossier.</param>
    public Task<IReadOnlyList<SentMail>> SentAsync(bool withLetters = false) =>
        MailsAsync(row => row.Status is MailRow.Sent or MailRow.Bundled && (withLetters || row.DossierId is not null));

    /// <summary>Every mail that was written and never went, in order: when it was left out, to whom, why it was there and why it did not go.</summary>
    public Task<IReadOnlyList<SentMail>> LeftOutAsync() =>
        MailsAsync(row => row.Status is not (MailRow.Sent or MailRow.Bundled) && row.Kind != MailDigests.Kind);

    private async Task<IReadOnlyList<SentMail>> MailsAsync(Func<MailRow, bool> which)
    {
        await using var database = store.Database();
        var rows = await database.Mails.AsNoTracking().Where(row => row.Kind != MailDigests.Kind).ToListAsync();
        var digests = await database.Mails.AsNoTracking().Where(row => row.Kind == MailDigests.Kind).ToListAsync();
        var planned = await database
            .Outbox.AsNoTracking()
            .Where(row => row.Kind == OutboxRow.Mail)
            .ToDictionaryAsync(row => row.Key, row => OutboxPayload.Mail(row.Payload));
        var together = digests.ToDictionary(row => row.Key, row => row.SentAt, StringComparer.Ordinal);
        return
        [
            .. rows.Where(which)
                .Select(row =>
                    Sent(
                        row,
                        // a letter was planned by no step
                        planned.GetValueOrDefault(
                            row.Key[..row.Key.LastIndexOf('/')],
                            new PlannedMail(row.Kind, row.Kind == WeeklyDigests.Kind ? row.Key.Split('/')[1] : "")
                        ),
                        row.Status == MailRow.Bundled ? together[row.BundledIn] : row.SentAt ?? row.CreatedAt
                    )
                )
                .OrderBy(mail => mail.At)
                .ThenBy(mail => mail.Identity, StringComparer.Ordinal),
        ];
    }

    /// <summary>The letters with what they read: the desks, as the application has them.</summary>
    private static ServiceProvider LettersOf(TestStore store, IOptions<MailOptions> options) =>
        new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .AddSingleton(options)
            .AddSingleton(store.Clock)
            .AddSingleton(store.Bell)
            .AddSingleton(store.Catalog)
            .AddSingleton(store.Databases)
            .AddSingleton<WeeklyDigests>()
            .AddSingleton<BegunDuties>()
            .AddSingleton<DeskLetters>()
            .AddScoped(_ => store.Database())
            .AddScoped<AuthorityCalendars>()
            .AddScoped<SittingReader>()
            .AddScoped<DeskWaits>()
            .AddScoped<DeskReader>()
            .AddScoped<RoleWords>()
            .BuildServiceProvider();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await store.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private SentMail Sent(MailRow row, PlannedMail plan, Instant? at) =>
        new(
            at!.Value.InZone(Rome).LocalDateTime,
            row.ToName,
            row.PersonId is not null,
            string.Join(
                ' ',
                new[]
                {
                    row.Kind,
                    plan.Item.Length > 0 ? $"{plan.Node}:{plan.Item}" : plan.Node,
                    plan.Occurrence,
                    plan.ToldAs,
                    plan.OnBehalfOf is { } absent ? $"for {NameOf(absent)}" : "",
                    plan.Below is { } below ? $"of {NameOf(below)}" : "",
                    row.Status == MailRow.Bundled ? "(in a digest)" : "",
                }.Where(word => word.Length > 0)
            ),
            row.Subject
        )
        {
            Dossier =
                row.DossierId is null ? "all"
                : row.DossierId == store.Dossier ? "other"
                : "kaunas",
            LeftOut = row.Status is MailRow.Sent or MailRow.Bundled ? "" : $"{row.Status}: {row.Error}",
        };

    private string NameOf(Guid person) => staff.Names.Single(name => staff[name] == person);

    private async Task LiveAsync(Clocks clocks)
    {
        var scenario = Scenario.Load(Simulator.ScenarioFile("brescia-kaunas.json"));
        store.Time.AdjustTime(At(scenario.Start).ToDateTimeOffset());
        await PeopleAsync();
        var kaunas = new SeededDossier("kaunas", scenario);
        var refused = scenario
            .Steps.Index()
            .Where(x => x.Item.Expect?.Rejected is not null)
            .Select(x => x.Index + 1)
            .ToHashSet();
        var acts = kaunas
            .Steps()
            .Select(x => (x.At, Act: (Func<Task>)(() => TakeAsync(kaunas, x.Step, refused.Contains(x.Step)))))
            .ToList();
        var other = Guid.Empty;
        acts.Add((new LocalDateTime(2023, 3, 1, 9, 30), async () => other = await store.StartAsync("twinning")));
        acts.Add(
            (
                new LocalDateTime(2023, 5, 17, 9, 30),
                () =>
                    store.RunAsync(other, new WithdrawProcess(store.Clock.Now, ActorOf("clerk")) { Reason = "stalled" })
            )
        );
        foreach (var (at, act) in acts.Where(x => x.At < End).OrderBy(x => x.At))
        {
            await PassAsync(clocks, At(at));
            await act();
        }
        await PassAsync(clocks, At(End));
    }

    private async Task PassAsync(Clocks clocks, Instant until)
    {
        var step = Duration.FromDays(clocks == Clocks.ByMonths ? 31 : 1);
        if (clocks is Clocks.ByDays or Clocks.ByMonths)
            while (store.Clock.Now < until)
            {
                await SetAsync(Instant.Min(store.Clock.Now + step, until));
                await due.RunAllDueAsync(CancellationToken.None);
                await mails.DrainAsync(CancellationToken.None);
            }
        await passing.PassAsync(until, CancellationToken.None);
        if (clocks != Clocks.Backwards)
            return;
        await SetAsync(until - Duration.FromDays(7));
        await passing.PassAsync(until, CancellationToken.None);
    }

    private Task SetAsync(Instant at)
    {
        store.Time.AdjustTime(at.ToDateTimeOffset());
        return Task.CompletedTask;
    }

    private async Task TakeAsync(SeededDossier dossier, int step, bool isRefused)
    {
        var actor = ActorOf(dossier.RoleOf(step));
        await using var database = store.Database();
        if (step == 0)
        {
            await dossier.OpenAsync(
                new Dossiers(database, store.Catalog, store.Bell),
                store.Clock,
                actor,
                CancellationToken.None
            );
            return;
        }
        var request = await dossier.RequestAsync(
            step,
            database,
            store.Catalog,
            store.Clock,
            actor,
            CancellationToken.None
        );
        var result = await store.Runner.RunAsync(request, CancellationToken.None);
        if (result is not (StepResult.Done or StepResult.Kept) && !isRefused)
            throw new InvalidOperationException($"Expected step {step} to be done, but: {result}");
    }

    private Actor ActorOf(string role) =>
        new($"{accounts[Names[role]]:D}", $"{staff[Names[role]]:D}", TestStore.Authority, role);

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["clerk"] = "Giulia",
        ["departmentHead"] = "Marco",
        ["accounting"] = "Elena",
        ["secretariat"] = "Paolo",
        ["mayor"] = "Chiara",
    };

    private async Task PeopleAsync()
    {
        await staff.AddAsync("Giulia", "Relazioni internazionali", "clerk");
        await staff.AddAsync("Luca", "Relazioni internazionali");
        await staff.AddAsync("Marco", "Cultura", "departmentHead");
        await staff.AddAsync("Sara", "Direzione");
        await staff.AddAsync("Elena", "Ragioneria", "accounting");
        await staff.AddAsync("Paolo", "Segreteria", "secretariat");
        await staff.AddAsync("Chiara", "", "mayor");
        await staff.DepartmentAsync("Direzione", "Sara");
        await staff.DepartmentAsync("Cultura", "Marco", "Direzione");
        await staff.DepartmentAsync("Relazioni internazionali", "Marco", "Cultura");
        await staff.AbsentAsync("Marco", "Sara", from: new LocalDate(2022, 11, 21), to: new LocalDate(2022, 11, 22));
        await staff.AbsentAsync("Giulia", "Luca", from: new LocalDate(2023, 5, 4), to: new LocalDate(2023, 5, 8));
        await using var database = store.Database();
        // mornings from nine, all together
        (await database.People.SingleAsync(row => row.Name == "Paolo")).Wishes = new MailWishes
        {
            Hour = 9,
            Digest = true,
        };
        // who cannot sign in has no desk of which a letter could tell
        foreach (var name in staff.Names)
            database.Users.Add(
                new Account
                {
                    Id = accounts[name] = Guid.CreateVersion7(),
                    AuthorityId = TestStore.Authority,
                    PersonId = staff[name],
                }
            );
        foreach (var body in (string[])["DARA", "MAECI", "REGIONE"])
            database.Recipients.Add(
                new Recipient
                {
                    AuthorityId = TestStore.Authority,
                    Code = body,
                    Name = body,
                    Address = $"gemellaggi@{body.ToLowerInvariant()}.example",
                }
            );
        await database.SaveChangesAsync();
    }

    private static Instant At(LocalDateTime local) => local.InZoneLeniently(Rome).ToInstant();
}

/// <summary>A mail that went.</summary>
internal sealed record SentMail(LocalDateTime At, string To, bool IsToPerson, string Why, string Subject)
{
    public string Dossier { get; init; } = "";

    /// <summary>Why it did not go; empty: it went.</summary>
    public string LeftOut { get; init; } = "";

    /// <summary>What must not come twice, whenever it comes and with what else.</summary>
    public string Identity => $"{To} {Dossier} {Why.Replace(" (in a digest)", "", StringComparison.Ordinal)}";

    public override string ToString() =>
        $"{At.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture)}  {To, -7}  {Why}\n{"", 18}{Subject}";
}
