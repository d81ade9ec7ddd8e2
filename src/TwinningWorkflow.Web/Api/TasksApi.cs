using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>What lists of tasks share.</summary>
internal static class TaskWords
{
    public const string Item = "Of several alike, which one; empty otherwise.";
}

/// <summary>A task in a list.</summary>
/// <param name="Instance">The process.</param>
/// <param name="Task">Its id within the process.</param>
/// <param name="Node">The element of the process file.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="Dossier">The dossier.</param>
/// <param name="Number">The dossier's number.</param>
/// <param name="PartnerCity">The dossier's partner city.</param>
/// <param name="DueOn">The last day to do it.</param>
/// <param name="Suspended">The process is suspended: the task cannot be done now.</param>
/// <param name="Assignee">Who has it: the caller, or somebody whom they replace; null when nobody has it yet.</param>
public sealed record TaskLine(
    Guid Instance,
    long Task,
    string Node,
    [property: Description(TaskWords.Item)] string Item,
    string Name,
    string Role,
    Guid Dossier,
    string Number,
    string PartnerCity,
    LocalDate? DueOn,
    bool Suspended,
    PersonAnswer? Assignee
);

/// <summary>A person of the authority.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Name">Their name.</param>
public sealed record PersonAnswer(Guid Id, string Name)
{
    internal static PersonAnswer? Of(Person? person) => person is null ? null : new(person.Id, person.Name);
}

/// <summary>A task with all that doing it needs.</summary>
/// <param name="Instance">The process.</param>
/// <param name="Task">Its id within the process.</param>
/// <param name="Node">The element of the process file.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Dossier">The dossier.</param>
/// <param name="Status">open, done or cancelled.</param>
/// <param name="IsMine">The caller holds its role today, themselves or as a deputy.</param>
/// <param name="Holders">Who may do it today, themselves or as deputies.</param>
/// <param name="Assignee">Who has it; null when it is everybody's who holds its role. Another than the caller cannot do it then.</param>
/// <param name="BarredBy">The step that the caller did, or that was done on their behalf, after which they must not do this one; null when they may.</param>
/// <param name="Candidates">To whom the caller may hand it over; empty when they may not.</param>
/// <param name="OpenedAt">When it opened.</param>
/// <param name="DueOn">The last day to do it.</param>
/// <param name="Explanation">Why that day; empty without deadline, or when it is closed.</param>
/// <param name="Term">The same with its parts; null without deadline, or when it is closed.</param>
/// <param name="Closed">Who closed it, when and how.</param>
/// <param name="Form">What it asks for.</param>
/// <param name="Gate">The gate that the form names.</param>
/// <param name="TextVersions">What a field of the kind textVersion may name.</param>
public sealed record TaskAnswer(
    Guid Instance,
    long Task,
    string Node,
    [property: Description(TaskWords.Item)] string Item,
    string Name,
    Guid Dossier,
    string Status,
    bool IsMine,
    IReadOnlyList<string> Holders,
    PersonAnswer? Assignee,
    string? BarredBy,
    IReadOnlyList<PersonAnswer> Candidates,
    Instant OpenedAt,
    LocalDate? DueOn,
    string Explanation,
    TermAnswer? Term,
    ClosedAnswer? Closed,
    FormAnswer Form,
    GateAnswer? Gate,
    IReadOnlyList<TextVersionAnswer> TextVersions
);

/// <summary>Who closed a task, when and with which outcome.</summary>
/// <param name="At">When.</param>
/// <param name="By">The name of who did; empty when the process took another way.</param>
/// <param name="Outcome">The outcome's id; empty when it offers none, or was not done.</param>
public sealed record ClosedAnswer(Instant? At, string By, string Outcome);

/// <summary>How a task ends.</summary>
public sealed record Completion
{
    /// <summary>One of the form's outcomes; left out when it offers none.</summary>
    public string? Outcome { get; init; }

    /// <summary>The values by field id.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }
}

/// <summary>A step that was taken.</summary>
/// <param name="Instance">The process.</param>
/// <param name="Version">Its version after the step.</param>
public sealed record StepAnswer(Guid Instance, long Version);

/// <summary>Tasks: found, read and done.</summary>
public static class TasksApi
{
    internal const string InstanceId = "The process that the task belongs to.";
    internal const string TaskId = "The task's id within the process.";

    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.MapGroup("/tasks").WithTags("Tasks");
        tasks
            .MapGet("", FindAsync)
            .WithName("listTasks")
            .WithSummary("The caller's open tasks, the most urgent first.")
            .WithDescription(
                "Those of the caller's roles that nobody has taken on, and those that they have, or whom they replace."
            )
            .Answers(200, "The open tasks of the roles that the caller holds today.")
            .Refuses(400);
        tasks
            .MapGet("/{instance:guid}/{task:long}", ReadAsync)
            .WithName("getTask")
            .WithSummary("A task, and what it asks for.")
            .WithDescription("Everybody of the authority may read it; who may do it, isMine says.")
            .Answers(200, "The task with its form.")
            .Refuses(404);
        tasks
            .MapPost("/{instance:guid}/{task:long}/complete", CompleteAsync)
            .RequireAuthorization(Policies.ApiWork)
            .WithName("completeTask")
            .WithSummary("Does a task.")
            .WithDescription(
                "With the values that its form asks for. Files are uploaded first and named by their hash. An act may be dated "
                    + "neither before the one it follows nor in the future."
            )
            .Answers(200, "It is done and the process has gone on.")
            .Answers(403, "The caller takes no steps, or the task belongs to another role (notYours).")
            .Refuses(400, 404, 409, 413, 415, 422);
        tasks.MapAssignments();
    }

    private static async Task<Results<Ok<Listing<TaskLine>>, ProblemHttpResult>> FindAsync(
        ClaimsPrincipal user,
        DeskReader desk,
        Problems problems,
        CancellationToken cancel,
        [Description("Only those of a dossier, by its id.")] Guid? dossier = null,
        [Description(Paging.WhichPage)] int page = 1,
        [Description(Paging.HowMany)] int size = 100
    )
    {
        if (Paging.Problems(page, size).ToList() is { Count: > 0 } wrong)
            return problems.Of(wrong);
        var me = SignedIn.Of(user);
        var found = await desk.MineAsync(me, dossier, Paging.Skip(page, size), size, Language, cancel);
        var total = await desk.CountMineAsync(me, dossier, cancel);
        return TypedResults.Ok(new Listing<TaskLine>([.. found.Select(Line)], total, page, size));
    }

    private static TaskLine Line(DeskLine line) =>
        new(
            line.Instance,
            line.Task,
            line.Node,
            line.Item,
            line.Title,
            line.Role,
            line.Dossier,
            line.Number,
            line.Partner,
            line.DueOn,
            line.Suspended,
            line.Assignee is { } who ? new PersonAnswer(who, line.AssigneeName) : null
        );

    private static async Task<Results<Ok<TaskAnswer>, NotFound>> ReadAsync(
        [Description(InstanceId)] Guid instance,
        [Description(TaskId)] long task,
        ClaimsPrincipal user,
        TaskReader tasks,
        VariableNames names,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        return await tasks.FindAsync(me.Authority, instance, task, Today(clock), cancel) is { } view
            ? TypedResults.Ok(Answer(view, me, names, clock.Now))
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<StepAnswer>, ProblemHttpResult>> CompleteAsync(
        [Description(InstanceId)] Guid instance,
        [Description(TaskId)] long task,
        Completion completion,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        TaskReader tasks,
        Steps steps,
        Problems problems,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        if (await tasks.FindAsync(me.Authority, instance, task, Today(clock), cancel) is not { } view)
            return problems.NotFound();
        var step = new FormStep(
            view.Instance,
            view.Form,
            view.TextVersions,
            view.Row.Node,
            $"task {instance:D} {task}",
            (at, actor, fields) => new CompleteTask(at, actor, task, completion.Outcome, fields)
        )
        {
            IdempotencyKey = key,
            Assignee = view.Row.Assignee,
            IsOver = view.Row.Status != TaskRow.Open || view.DutyOf(me) is { Actor: not null, MayDo: false },
            Element = task,
        };
        var taken = await steps.TakeAsync(step, me, completion.Outcome, completion.Fields, cancel);
        return taken.Result switch
        {
            null => problems.Of(taken.Problems, view.Form),
            StepResult.Done done => TypedResults.Ok(new StepAnswer(done.Instance, done.Version)),
            StepResult.Refused { Code: RejectionCode.TaskNotOpen } => problems.TaskNotOpen(
                (await tasks.FindAsync(me.Authority, instance, task, Today(clock), cancel))!
            ),
            StepResult.Refused { Code: RejectionCode.AssignedToAnother or RejectionCode.FourEyes } refused =>
                await NotTheirsAsync(refused.Code, me, instance, task, tasks, problems, clock, cancel),
            var refused => problems.Of(
                refused,
                view.Form,
                view.Instance.Definition.Gates.GetValueOrDefault(view.Form.Gate)
            ),
        };
    }

    /// <summary>As it stands by now: whoever was faster is named.</summary>
    internal static async Task<ProblemHttpResult> NotTheirsAsync(
        RejectionCode code,
        SignedIn me,
        Guid instance,
        long task,
        TaskReader tasks,
        Problems problems,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        var now = (await tasks.FindAsync(me.Authority, instance, task, Today(clock), cancel))!;
        return problems.NotTheirs(now, now.DutyOf(me), code);
    }

    private static TaskAnswer Answer(TaskView view, SignedIn me, VariableNames names, Instant now) =>
        Answer(view, me, view.DutyOf(me), names, now);

    private static TaskAnswer Answer(TaskView view, SignedIn me, TaskDuty duty, VariableNames names, Instant now) =>
        new(
            view.Row.InstanceId,
            view.Row.TaskId,
            view.Row.Node,
            view.Row.Item,
            view.NameIn(Language),
            view.Row.DossierId,
            view.Row.Status,
            view.Form.Role.Length > 0 ? me.Holds(view.Form.Role) : me.Works,
            [.. view.Holders],
            PersonAnswer.Of(duty.Assignee),
            view.Row.Status == TaskRow.Open ? view.BarredBy(duty, Language) : null,
            view.Row.Status == TaskRow.Open ? [.. duty.Candidates.Select(x => PersonAnswer.Of(x)!)] : [],
            view.Row.OpenedAt,
            view.Row.DueOn,
            TermExplanation.OfDeadline(Language, view.Form.Deadline, view.Deadline),
            TermAnswer.Of(Language, view.Instance.Definition.Node(view.Row.Node), view.Deadline),
            view.Row.Status == TaskRow.Open
                ? null
                : new ClosedAnswer(view.Row.ClosedAt, view.ClosedBy, view.Row.Outcome),
            FormAnswer.Of(view.Form, view.LanguagesAt(now)),
            view.Instance.Definition.Gates.GetValueOrDefault(view.Form.Gate) is { } gate
                ? GateAnswer.Of(view.Instance, gate, names, now)
                : null,
            [.. view.TextVersions.Select(TextVersionAnswer.Of)]
        );

    internal static LocalDate Today(BusinessClock clock) => clock.Today(DateTimeZoneProviders.Tzdb["Europe/Rome"]);

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
