using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Simulation;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// A scenario of the folder <c>workflows</c> put to the application: what the simulator plays without a database happens here
/// for good. Each request has a key of its own, so that what an interrupted seed did is not done again.
/// </summary>
internal sealed class SeededDossier(string name, Scenario scenario)
{
    private Guid dossier;
    private Guid instance;

    /// <summary>When each step is taken, in civil time; step 0 opens the dossier.</summary>
    public IEnumerable<(LocalDateTime At, int Step)> Steps() =>
        scenario
            .Steps.Index()
            .Where(step => step.Item.Actions > 0)
            .Select(step => (step.Item.At, step.Index + 1))
            .Prepend((scenario.Start, 0));

    /// <summary>The role that takes a step.</summary>
    public string RoleOf(int step) => step == 0 ? scenario.By : scenario.Steps[step - 1].By;

    public async Task OpenAsync(Dossiers dossiers, BusinessClock clock, Actor actor, CancellationToken cancel)
    {
        var opened = await dossiers.OpenAsync(
            new OpenDossier(actor.Authority, clock.Now, actor, scenario.Process, Data()) { IdempotencyKey = KeyOf(0) },
            cancel
        );
        if (opened is not OpenResult.Opened done)
            throw new InvalidOperationException($"Expected the dossier of '{name}' to open, but: {opened}");
        (dossier, instance) = (done.Dossier, done.Instance);
    }

    /// <summary>The request that a person's form would have made.</summary>
    public async Task<StepRequest> RequestAsync(
        int number,
        TwinningDatabase database,
        DefinitionCatalog catalog,
        BusinessClock clock,
        Actor actor,
        CancellationToken cancel
    )
    {
        var step = scenario.Steps[number - 1];
        var running = await database.Instances.AsNoTracking().SingleAsync(row => row.Id == instance, cancel);
        var definition = catalog.ByHash(running.DefinitionHash);
        var node = step.Complete?.Node ?? step.Message?.Name ?? "";
        var versions = await database
            .TextVersions.AsNoTracking()
            .Where(version => version.DossierId == dossier)
            .ToListAsync(cancel);
        var state = StateJson.Read(running.State);
        long? element = step.Complete is { } asked
            ? await TaskAsync(database, node, asked.Item, cancel)
            : state
                .Messages.Values.FirstOrDefault(wait => wait.Message == node && wait.Key == (step.Message?.Key ?? ""))
                ?.Element;
        var form = new ScenarioForm(
            new FormReader(clock),
            new FormPlace(actor.Authority, dossier, node, actor.Account, versions) { Languages = Languages() },
            clock.Now
        );
        var reading = step switch
        {
            { Complete: { } done } => form.Read(((UserTask)definition.Node(node)).Form, done.Fields),
            { Message: { } message } => form.Read(definition.Messages[node].Form, message.Fields),
            { Order: { } order } => form.Read(ActForm.Of(step.NeedsAct), order.Fields(step.At.Date, step.NeedsAct)),
            _ => null,
        };
        var act = step.Order?.ActOf(step.At.Date, step.NeedsAct);
        Command command = step switch
        {
            { Complete: { } done } => new CompleteTask(
                clock.Now,
                actor,
                element ?? 0,
                done.Outcome.Length == 0 ? null : done.Outcome,
                Fields()
            ),
            { Message: { } message } => new ReceiveMessage(clock.Now, actor, node, message.Key, Fields()),
            { Suspend: not null } => new SuspendProcess(clock.Now, actor) { Act = act },
            { Resume: not null } => new ResumeProcess(clock.Now, actor) { Act = act },
            _ => new WithdrawProcess(clock.Now, actor) { Act = act },
        };
        return new StepRequest(actor.Authority, instance, command with { Reason = step.Order?.Reason })
        {
            IdempotencyKey = KeyOf(number),
            // ids and salts are new at each try; the step is the same
            RequestHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(number)))),
            Attachments = reading?.Attachments ?? StepAttachments.None,
        };

        IReadOnlyDictionary<string, IReadOnlyList<string>> Languages() =>
            (
                step.Complete is null
                    ? definition.Messages.GetValueOrDefault(node)?.Form
                    : ((UserTask)definition.Node(node)).Form
            )
                is { } asks
                ? LanguageFiles.Wanted(new InstanceView(running, state, definition), asks, element, versions, clock.Now)
                : ImmutableDictionary<string, IReadOnlyList<string>>.Empty;

        ImmutableDictionary<string, DataValue> Fields() =>
            reading?.Fields ?? ImmutableDictionary<string, DataValue>.Empty;
    }

    /// <summary>The task of that step; 0, which no task has, when it was done before.</summary>
    private Task<long> TaskAsync(TwinningDatabase database, string node, string item, CancellationToken cancel) =>
        database
            .Tasks.Where(task =>
                task.InstanceId == instance && task.Node == node && task.Item == item && task.Status == TaskRow.Open
            )
            .Select(task => task.TaskId)
            .SingleOrDefaultAsync(cancel);

    private string KeyOf(int step) => $"demo/{name}/{step}";

    private DossierData Data()
    {
        var data = scenario.Dossier;
        var profile = data.Profile ?? new ScenarioProfile();
        return new DossierData
        {
            Title = data.Title,
            Kind = data.Kind,
            PartnerCity = data.PartnerCity,
            PartnerCountry = data.PartnerCountry,
            Objectives = data.Objectives,
            PrioritySectors = [.. data.PrioritySectors],
            Departments = [.. data.Departments],
            BudgetChapter = data.BudgetChapter,
            FundingSources = data.FundingSources,
            Profile = new PartnerProfile
            {
                Inhabitants = profile.Inhabitants,
                InhabitantsYear = profile.InhabitantsYear,
                Students = profile.Students,
                Universities = profile.Universities,
                Economy = profile.Economy,
                Education = profile.Education,
                Recognitions = profile.Recognitions,
            },
            Contact = data.Contact is { } contact
                ? new PartnerContact
                {
                    Name = contact.Name,
                    Email = contact.Email,
                    Language = contact.Language,
                }
                : new PartnerContact(),
            Relations = [.. data.Relations.Select(entry => new Relation { When = entry.When, What = entry.What })],
        };
    }
}
