using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>To whom a task goes, and why.</summary>
public sealed record HandOverBody
{
    /// <summary>The id of the person who gets it: one of the task's candidates. Required.</summary>
    public string? To { get; init; }

    /// <summary>Required. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>Why a task is given back.</summary>
public sealed record ReleaseBody
{
    /// <summary>
    /// It stays in the history; at most 2000 characters. Required of who gives back a task that another has: the head above, the
    /// secretariat or an administrator.
    /// </summary>
    public string? Reason { get; init; }
}

/// <summary>What the three operations about who has a task need.</summary>
public sealed record AssignmentServices(TaskReader Tasks, TaskDuties Duties, Problems Problems, BusinessClock Clock);

/// <summary>Who has a task: taken on, given back, handed over.</summary>
internal static class AssignmentsApi
{
    private const string HandsOff =
        "Whoever has the task may, or who replaces them; and the head of a department above, the secretariat or an administrator.";

    private const string Conflicts =
        "It does not fit how things stand now: the task is no longer open (taskNotOpen), another person has it "
        + "(assignedToAnother, with who), or four eyes keep the person from it (fourEyes). Nothing was written.";

    public static void MapAssignments(this RouteGroupBuilder tasks)
    {
        tasks
            .MapPost("/{instance:guid}/{task:long}/claim", ClaimAsync)
            .RequireAuthorization(Policies.ApiWork)
            .WithName("claimTask")
            .WithSummary("Takes a task on that nobody has.")
            .WithDescription(
                "From here on nobody else does it, except a deputy. A deputy takes it on for whom they replace. Of two callers at once "
                    + "the first has it."
            )
            .Answers(200, "The caller has it.")
            .Answers(403, "The caller takes no steps, or the task belongs to another role (notYours).")
            .Answers(409, Conflicts)
            .Refuses(400, 404, 409, 422);
        tasks
            .MapPost("/{instance:guid}/{task:long}/release", ReleaseAsync)
            .RequireAuthorization(Policies.ApiAct)
            .WithName("releaseTask")
            .WithSummary("Gives a task back to all who hold its role.")
            .WithDescription(HandsOff)
            .Answers(200, "It is everybody's who holds its role.")
            .Answers(409, Conflicts)
            .Refuses(400, 404, 409, 415, 422);
        tasks
            .MapPost("/{instance:guid}/{task:long}/hand-over", HandOverAsync)
            .RequireAuthorization(Policies.ApiAct)
            .WithName("handOverTask")
            .WithSummary("Gives a task to another person.")
            .WithDescription(HandsOff + " Whom they may choose the task itself tells: candidates.")
            .Answers(200, "The other person has it, and is told.")
            .Answers(
                403,
                "The caller does nothing at all, or has not taken the task on and stands above nobody (notYours)."
            )
            .Answers(409, Conflicts)
            .Refuses(400, 404, 409, 415, 422);
    }

    private static Task<Results<Ok<StepAnswer>, ProblemHttpResult>> ClaimAsync(
        [Description(TasksApi.InstanceId)] Guid instance,
        [Description(TasksApi.TaskId)] long task,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        AssignmentServices services,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        return RunAsync(
            me,
            instance,
            task,
            services,
            async (view, duty) => await services.Duties.ClaimAsync(me, view.Row, duty, key, cancel),
            cancel
        );
    }

    private static Task<Results<Ok<StepAnswer>, ProblemHttpResult>> ReleaseAsync(
        [Description(TasksApi.InstanceId)] Guid instance,
        [Description(TasksApi.TaskId)] long task,
        ReleaseBody body,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        AssignmentServices services,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        var reason = new Reason(body.Reason);
        return RunAsync(
            me,
            instance,
            task,
            services,
            async (view, duty) =>
                body.Reason is { Length: > 0 } && reason.Problem(ReasonBody.Field) is { } wrong
                    ? Refused([wrong])
                    : await services.Duties.ReleaseAsync(me, view.Row, duty, reason.Text, key, cancel),
            cancel
        );
    }

    private static Task<Results<Ok<StepAnswer>, ProblemHttpResult>> HandOverAsync(
        [Description(TasksApi.InstanceId)] Guid instance,
        [Description(TasksApi.TaskId)] long task,
        HandOverBody body,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        AssignmentServices services,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        var given = new HandOver(Guid.TryParse(body.To, out var to) ? to : null, new Reason(body.Reason));
        return RunAsync(
            me,
            instance,
            task,
            services,
            async (view, duty) =>
                duty.MayGive && given.Problems(duty.Candidates.Select(x => x.Id)).ToList() is { Count: > 0 } wrong
                    ? Refused(wrong)
                    : await services.Duties.HandOverAsync(me, view.Row, duty, to, given.Reason.Text, key, cancel),
            cancel
        );
    }

    private static StepResult.Refused Refused(IEnumerable<InputProblem> problems) =>
        new(
            RejectionCode.InvalidFields,
            "",
            [.. problems.Select(x => new FieldProblem(x.Field, Enum.Parse<FieldProblemCode>(x.Code), x.Argument))]
        );

    private static async Task<Results<Ok<StepAnswer>, ProblemHttpResult>> RunAsync(
        SignedIn me,
        Guid instance,
        long task,
        AssignmentServices services,
        Func<TaskView, TaskDuty, Task<StepResult>> run,
        CancellationToken cancel
    )
    {
        var (tasks, _, problems, clock) = services;
        if (await tasks.FindAsync(me.Authority, instance, task, TasksApi.Today(clock), cancel) is not { } view)
            return problems.NotFound();
        return await run(view, view.DutyOf(me)) switch
        {
            StepResult.Done done => TypedResults.Ok(new StepAnswer(done.Instance, done.Version)),
            StepResult.Refused { Code: RejectionCode.TaskNotOpen } => problems.TaskNotOpen(
                (await tasks.FindAsync(me.Authority, instance, task, TasksApi.Today(clock), cancel))!
            ),
            StepResult.Refused { Code: RejectionCode.AssignedToAnother or RejectionCode.FourEyes } refused =>
                await TasksApi.NotTheirsAsync(refused.Code, me, instance, task, tasks, problems, clock, cancel),
            var refused => problems.Of(refused),
        };
    }
}
