using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// Fills an empty database with the demonstration: people, recipients, and dossiers whose past months are lived through, step
/// by step, on a clock of their own. The application's clock stands before all of it until the end, so that its jobs find
/// nothing due meanwhile. Whatever was done by an interrupted seed answers as done.
/// </summary>
internal sealed class DemoSeed(
    DatabaseConnections connections,
    IDbContextFactory<TwinningDatabase> databases,
    DefinitionCatalog catalog,
    IServiceScopeFactory scopes,
    IOptions<MailOptions> mail,
    MailLinks links,
    ILoggerFactory logs
)
{
    /// <summary>When the town begins to work with the program.</summary>
    public static readonly LocalDateTime Beginning = new(2022, 9, 1, 8, 0);

    /// <summary>Where the demonstration's clock stands at its first start: the morning after both councils.</summary>
    public static readonly LocalDateTime Present = new(2022, 12, 21, 10, 30);

    /// <summary>Until when the bodies have planned to sit.</summary>
    private static readonly LocalDate LastSitting = new(2023, 12, 22);

    /// <summary>The scenarios travel with the program, wherever a town keeps its process files.</summary>
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "workflows");

    private readonly StandingTime time = new();
    private readonly StepBell bell = new(); // nobody listens: there is nothing to be rung for before the end

    public async Task PlantAsync(CancellationToken cancel)
    {
        var clock = new BusinessClock(time);
        time.Now = At(Beginning);
        var people = await PeopleAsync(clock, cancel);

        var runner = new ProcessRunner(connections, catalog, bell);
        var passing = Passing(clock, runner);
        var acts = Dossiers()
            .SelectMany(dossier => dossier.Steps().Select(step => (At: At(step.At), step.Step, Dossier: dossier)))
            .Where(act => act.At <= At(Present))
            .OrderBy(act => act.At);
        foreach (var (at, step, dossier) in acts)
        {
            await passing.PassAsync(at, cancel);
            await TakeAsync(dossier, step, people[dossier.RoleOf(step)], runner, clock, cancel);
        }
        await passing.PassAsync(At(Present), cancel);
        await SendAwayAsync(people, clock, cancel);
        // whom reminders concern has changed by it
        await passing.PassAsync(At(Present), cancel);
    }

    public static Instant At(LocalDateTime local) => local.InZoneLeniently(Zone).ToInstant();

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    /// <summary>Brescia and Kaunas, and the made-up ones beside them.</summary>
    private static IEnumerable<SeededDossier> Dossiers() =>
        Directory
            .EnumerateFiles(Path.Combine(Folder, "demo"), "*.json")
            .Order(StringComparer.Ordinal)
            .Prepend(Path.Combine(Folder, "scenarios", "brescia-kaunas.json"))
            .Select(file => new SeededDossier(Path.GetFileNameWithoutExtension(file), Scenario.Load(file)));

    private async Task TakeAsync(
        SeededDossier dossier,
        int step,
        Actor actor,
        ProcessRunner runner,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        if (step == 0)
        {
            await dossier.OpenAsync(new Dossiers(database, catalog, bell), clock, actor, cancel);
            return;
        }
        var request = await dossier.RequestAsync(step, database, catalog, clock, actor, cancel);
        var result = await runner.RunAsync(request, cancel);
        if (result is not (StepResult.Done or StepResult.Kept))
            throw new InvalidOperationException($"Expected {request.IdempotencyKey} to be done, but: {result}");
    }

    /// <summary>The jobs as the application has them, on the seed's own clock.</summary>
    private PassingTime Passing(BusinessClock clock, ProcessRunner runner)
    {
        var looks = new ReminderLooks(connections, catalog, bell);
        var reminders = new Reminders(connections, bell, clock);
        return new PassingTime(
            new DueWork(
                new DueTimers(databases, runner, looks, clock, logs.CreateLogger<DueTimers>()),
                new ServiceJob(databases, runner, clock, logs.CreateLogger<ServiceJob>()),
                new Recounts(databases, runner, reminders, clock, logs.CreateLogger<Recounts>()),
                new OrphanedTasks(
                    databases,
                    catalog,
                    runner,
                    new NobodysTasks(databases, catalog, clock, bell),
                    clock,
                    logs.CreateLogger<OrphanedTasks>()
                ),
                reminders,
                clock,
                databases
            ),
            OutboxJob.Of(databases, catalog, mail, links, clock, TimeProvider.System, logs),
            letters: null, // of years that are past
            databases,
            (instant, _) =>
            {
                // a seed that goes on finds what is behind it already done
                time.Now = Instant.Max(time.Now, instant);
                return Task.CompletedTask;
            }
        );
    }

    /// <summary>The town and its people, as far as they are not there yet; who acts in which role.</summary>
    private async Task<Dictionary<string, Actor>> PeopleAsync(BusinessClock clock, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var newPeople = new NewPeople(database, accounts, Answering(clock), clock);
        var actors = new Dictionary<string, Actor>(StringComparer.Ordinal);
        // the administrator first, who adds the others
        foreach (var person in DemoPeople.All.OrderBy(it => it.Role != Roles.Administrator))
        {
            var account =
                await accounts.FindByNameAsync(person.Email) ?? await AddAsync(newPeople, person, actors, cancel);
            actors[person.Role] = new Actor($"{account.Id:D}", $"{account.PersonId:D}", DemoTown.Id, person.Role);
        }
        if (!await database.Recipients.AnyAsync(cancel))
        {
            database.Recipients.AddRange(DemoTown.Recipients());
            database.Register.AddRange(DemoTown.Register());
            await database.SaveChangesAsync(cancel);
        }
        await SetUpDepartmentsAsync(new Departments(database, Answering(clock), clock), actors, cancel);
        await PlanSittingsAsync(
            new SittingDesk(database, new AuthorityCalendars(database, clock, bell), clock),
            actors[Roles.Secretariat],
            cancel
        );
        return actors;
    }

    private AnsweringChanges Answering(BusinessClock clock) => new(bell, clock);

    private static async Task SetUpDepartmentsAsync(
        Departments departments,
        Dictionary<string, Actor> actors,
        CancellationToken cancel
    )
    {
        // one that is there already stays as it is
        foreach (var (name, head, above) in DemoPeople.Departments)
            await departments.SetAsync(
                actors[Roles.Administrator],
                new Department
                {
                    AuthorityId = DemoTown.Id,
                    Name = name,
                    HeadId = Guid.Parse(actors[head.Role].Person),
                    Above = above,
                },
                isNew: true,
                cancel
            );
    }

    private static readonly Guid Absence = new("0184f2d1-5b40-7c11-9e53-2f1c5a0a9a10");

    /// <summary>Somebody is away, so that their deputy sees what that is like.</summary>
    private async Task SendAwayAsync(Dictionary<string, Actor> actors, BusinessClock clock, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        var (absent, deputy, last) = DemoPeople.Away;
        await new AbsenceDesk(
            database,
            new AuthorityCalendars(database, clock, bell),
            Answering(clock),
            clock
        ).EnterAsync(
            actors[absent.Role],
            new NewAbsence(
                Absence,
                Guid.Parse(actors[absent.Role].Person),
                "",
                Guid.Parse(actors[deputy.Role].Person),
                Present.Date,
                last
            ),
            cancel
        );
    }

    private static async Task PlanSittingsAsync(SittingDesk desk, Actor secretariat, CancellationToken cancel)
    {
        foreach (var (body, beginsAt, days) in DemoTown.Sittings(Beginning.Date, LastSitting))
            await desk.PlanAsync(secretariat, $"demo {body}", body, beginsAt, days, cancel);
    }

    private static async Task<Account> AddAsync(
        NewPeople newPeople,
        DemoPerson person,
        Dictionary<string, Actor> actors,
        CancellationToken cancel
    )
    {
        var added = new NewPerson(person.Name, person.Email, DemoPeople.Password, [person.Role])
        {
            Department = person.Department,
        };
        var result = actors.TryGetValue(Roles.Administrator, out var administrator)
            ? await newPeople.AddAsync(DemoTown.Id, added, administrator, cancel)
            : await newPeople.SetUpAsync(DemoTown.Authority, added, cancel);
        return result.Account
            ?? throw new InvalidOperationException(
                $"Expected {person.Email} to be added, but: {string.Join(", ", result.Problems)}"
            );
    }

    /// <summary>A time that stands where it is put.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public Instant Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
    }
}
