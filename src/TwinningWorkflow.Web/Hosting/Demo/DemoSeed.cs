using System.Reflection;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// Fills an empty database with the demonstration: people, the register, and dossiers at different steps. The dossiers are
/// played through the real runner on the business clock, step by step at their own dates, so that history, tasks, timers
/// and mails are what they would be.
/// </summary>
public sealed class DemoSeed(
    IServiceScopeFactory scopes,
    ProcessRunner runner,
    DefinitionCatalog catalog,
    BusinessClock clock,
    DemoClock demoClock,
    DemoTime time,
    OutboxJob outbox
)
{
    public const string Authority = "brescia";

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    /// <summary>Both councils have just voted; the window for observations runs until 9 January.</summary>
    private static readonly LocalDateTime Today = new(2022, 12, 21, 15, 0);

    private readonly Dictionary<string, Actor> actors = new(StringComparer.Ordinal);

    /// <summary>Seeds, unless there is somebody already.</summary>
    public async Task PlantAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<NewPeople>();
        if (!await people.NobodyYetAsync(cancel))
            return;
        var plots = Plots().OrderBy(x => x.Scenario.Start).ToList();
        await demoClock.MoveToAsync(InstantOf(plots[0].Scenario.Start.PlusDays(-1)), cancel);
        await AddPeopleAsync(people, scope.ServiceProvider.GetRequiredService<TwinningDatabase>(), cancel);
        foreach (var (at, act) in plots.SelectMany(Acts).OrderBy(x => x.At).TakeWhile(x => x.At <= Today))
        {
            await time.MoveToAsync(InstantOf(at), cancel);
            await act(cancel);
            // its mails carry its date
            await outbox.DrainAsync(cancel);
        }
        await time.MoveToAsync(InstantOf(Today), cancel);
    }

    private static Instant InstantOf(LocalDateTime local) => Zone.AtLeniently(local).ToInstant();

    private static IEnumerable<Plot> Plots()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (
            var name in assembly.GetManifestResourceNames().Where(x => x.StartsWith("demo/", StringComparison.Ordinal))
        )
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return new Plot(Scenario.Read(bytes.ToArray()));
        }
    }

    private IEnumerable<(LocalDateTime At, Func<CancellationToken, Task> Act)> Acts(Plot plot)
    {
        yield return (plot.Scenario.Start, cancel => OpenAsync(plot, cancel));
        foreach (var step in plot.Scenario.Steps.Where(x => x.Actions > 0))
            yield return (step.At, cancel => PlayAsync(plot, step, cancel));
    }

    private async Task OpenAsync(Plot plot, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var dossiers = scope.ServiceProvider.GetRequiredService<Dossiers>();
        var opened = await dossiers.OpenAsync(
            new OpenDossier(
                Authority,
                clock.Now,
                actors[plot.Scenario.By],
                plot.Scenario.Process,
                DataOf(plot.Scenario.Dossier)
            ),
            cancel
        );
        (plot.Dossier, plot.Instance) = opened is OpenResult.Opened done
            ? (done.Dossier, done.Instance)
            : throw new InvalidOperationException($"Expected the demonstration's dossier to open, but: {opened}");
    }

    private async Task PlayAsync(Plot plot, ScenarioStep step, CancellationToken cancel)
    {
        var actor = actors[step.By];
        var at = clock.Now;
        var request = step switch
        {
            { Complete: { } complete } => await CompletionAsync(plot, complete, actor, cancel),
            { Message: { } message } => await MessageAsync(plot, message, actor, cancel),
            { Suspend: { } reason } => Plain(plot, new SuspendProcess(at, actor) { Reason = reason }),
            { Resume: { } reason } => Plain(plot, new ResumeProcess(at, actor) { Reason = reason }),
            { Withdraw: { } reason } => Plain(plot, new WithdrawProcess(at, actor) { Reason = reason }),
            _ => throw new InvalidOperationException("Expected a step with an action."),
        };
        var result = await runner.RunAsync(request, cancel);
        if (result is not (StepResult.Done or StepResult.Kept))
            throw new InvalidOperationException(
                $"Expected the demonstration's step at {step.At:g} of {plot.Scenario.Dossier.PartnerCity} to be done, but: {result}"
            );
    }

    private static StepRequest Plain(Plot plot, Command command) => new(Authority, plot.Instance, command);

    private async Task<StepRequest> CompletionAsync(
        Plot plot,
        ScenarioCompletion complete,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        var task = await database.Tasks.SingleAsync(
            x =>
                x.InstanceId == plot.Instance
                && x.Node == complete.Node
                && x.Item == complete.Item
                && x.Status == TaskRow.Open,
            cancel
        );
        var form = ((UserTask)catalog.Latest(plot.Scenario.Process)!.Definition.Node(complete.Node)).Form;
        var input = new DemoForms(Authority, clock.Now).Read(form, complete.Outcome, complete.Fields);
        var reading = await UnderstoodAsync(scope, database, plot, complete.Node, form, input, actor, cancel);
        var command = new CompleteTask(clock.Now, actor, task.TaskId, input.Outcome, reading.Fields);
        return new StepRequest(Authority, plot.Instance, command) { Attachments = reading.Attachments };
    }

    private async Task<StepRequest> MessageAsync(
        Plot plot,
        ScenarioMessage message,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        var form = catalog.Latest(plot.Scenario.Process)!.Definition.Messages[message.Name].Form!;
        var input = new DemoForms(Authority, clock.Now).Read(form, outcome: null, message.Fields);
        var reading = await UnderstoodAsync(scope, database, plot, message.Name, form, input, actor, cancel);
        var fields = input.Outcome is { } outcome
            ? reading.Fields.SetItem(PostedForm.Outcome, DataValue.Of(outcome))
            : reading.Fields;
        var command = new ReceiveMessage(clock.Now, actor, message.Name, message.Key, fields);
        return new StepRequest(Authority, plot.Instance, command) { Attachments = reading.Attachments };
    }

    private static async Task<FormReading> UnderstoodAsync(
        AsyncServiceScope scope,
        TwinningDatabase database,
        Plot plot,
        string node,
        StepForm form,
        FormInput input,
        Actor actor,
        CancellationToken cancel
    )
    {
        var versions = await database
            .TextVersions.AsNoTracking()
            .Where(x => x.DossierId == plot.Dossier)
            .ToListAsync(cancel);
        var place = new FormPlace(Authority, plot.Dossier, node, actor.Account, versions);
        var reading = scope.ServiceProvider.GetRequiredService<FormReader>().Read(form, input, place);
        return reading.Problems.IsEmpty
            ? reading
            : throw new InvalidOperationException($"Expected '{node}' to be filled in, but: {reading.Problems[0]}");
    }

    private async Task AddPeopleAsync(NewPeople people, TwinningDatabase database, CancellationToken cancel)
    {
        var town = new NewAuthority(Authority, "Comune di Brescia (dimostrazione)", "gemellaggi@brescia.example")
        {
            PatronDay = "0215",
        };
        Remember(await people.SetUpAsync(town, NewPersonOf(DemoPeople.Administrator), cancel));
        foreach (var person in DemoPeople.All.Where(x => x != DemoPeople.Administrator))
            Remember(await people.AddAsync(Authority, NewPersonOf(person), actors[Roles.Administrator], cancel));
        database.Recipients.AddRange(
            NewRecipient("DARA", "DARA (dimostrazione)", "dara@stato.example"),
            NewRecipient("MAECI", "MAECI (dimostrazione)", "maeci@stato.example"),
            NewRecipient("REGIONE", "Regione (dimostrazione)", "regione@regione.example")
        );
        database.Register.AddRange(
            InRegister(1991, "Darmstadt", "DE"),
            InRegister(2006, "Logroño", "ES"),
            InRegister(2007, "Bethlehem", "PS"),
            InRegister(2016, "Troyes", "FR")
        );
        await database.SaveChangesAsync(cancel);

        void Remember(AddedPerson added)
        {
            var account = added.Account!;
            var role = DemoPeople.All.Single(x => x.Email == account.Email).Role;
            actors[role] = new Actor($"{account.Id:D}", $"{account.PersonId:D}", Authority, role);
        }
    }

    private static NewPerson NewPersonOf(DemoPerson person) =>
        new(person.Name, person.Email, DemoPeople.Password, [person.Role]) { Department = person.Department };

    private static Recipient NewRecipient(string code, string name, string address) =>
        new()
        {
            AuthorityId = Authority,
            Code = code,
            Name = name,
            Address = address,
        };

    private static RegisterEntry InRegister(int year, string city, string country) =>
        new()
        {
            AuthorityId = Authority,
            Year = year,
            Number = 1,
            PartnerCity = city,
            PartnerCountry = country,
            SignedOn = null,
        };

    private static DossierData DataOf(ScenarioDossier dossier) =>
        new()
        {
            Title = dossier.Title,
            Kind = dossier.Kind,
            PartnerCity = dossier.PartnerCity,
            PartnerCountry = dossier.PartnerCountry,
            Objectives = dossier.Objectives,
            PrioritySectors = [.. dossier.PrioritySectors],
            Departments = [.. dossier.Departments],
            BudgetChapter = dossier.BudgetChapter,
            FundingSources = dossier.FundingSources,
            Profile = new PartnerProfile
            {
                Inhabitants = dossier.Profile?.Inhabitants,
                InhabitantsYear = dossier.Profile?.InhabitantsYear,
                Students = dossier.Profile?.Students,
                Universities = dossier.Profile?.Universities,
                Economy = dossier.Profile?.Economy ?? "",
                Education = dossier.Profile?.Education ?? "",
                Recognitions = dossier.Profile?.Recognitions ?? "",
            },
            Contact = dossier.Contact is { } contact
                ? new PartnerContact
                {
                    Name = contact.Name,
                    Email = contact.Email,
                    Language = contact.Language,
                }
                : new PartnerContact(),
            Relations = [.. dossier.Relations.Select(x => new Relation { When = x.When, What = x.What })],
        };

    /// <summary>A dossier to play, with what opening it gave.</summary>
    private sealed class Plot(Scenario scenario)
    {
        public Scenario Scenario => scenario;
        public Guid Dossier { get; set; }
        public Guid Instance { get; set; }
    }
}
