using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Api;

/// <summary>Suspends, resumes or withdraws the latest process of a dossier.</summary>
public static class ProcessActsApi
{
    public static void MapProcessActs(this RouteGroupBuilder api)
    {
        Map("suspend", "Suspends the process: people's steps are refused, legal terms run on.", Suspend);
        Map("resume", "Ends a suspension.", Resume);
        Map("withdraw", "Withdraws the process: all that is open is cancelled.", Withdraw);

        void Map(string act, string summary, Func<Instant, Actor, Command> command) =>
            api.MapPost(
                    $"/dossiers/{{id:guid}}/{act}",
                    (
                        [Description(DossiersApi.Id)] Guid id,
                        ReasonBody body,
                        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
                        ClaimsPrincipal user,
                        InstanceReader instances,
                        ProcessRunner runner,
                        Problems problems,
                        BusinessClock clock,
                        CancellationToken cancel
                    ) => ActAsync(id, body, command, key, SignedIn.Of(user), instances, runner, problems, clock, cancel)
                )
                .WithTags("Processes")
                .RequireAuthorization(Policies.ApiKeepDossiers)
                .WithName($"{act}Process")
                .WithSummary(summary)
                .WithDescription("For clerks and the secretariat. The reason stays in the history.")
                .Answers(200, "It is done.")
                .Answers(404, "The caller's authority has no such dossier, or no process runs or ran on it.")
                .Answers(
                    409,
                    "It does not fit how things stand now: the process has ended (ended), is suspended already (suspended) or "
                        + "is not (notSuspended). Nothing was written."
                )
                .Refuses(400, 404, 409, 413, 415, 422);
    }

    private static SuspendProcess Suspend(Instant at, Actor actor) => new(at, actor);

    private static ResumeProcess Resume(Instant at, Actor actor) => new(at, actor);

    private static WithdrawProcess Withdraw(Instant at, Actor actor) => new(at, actor);

    private static async Task<Results<Ok<StepAnswer>, ProblemHttpResult>> ActAsync(
        Guid id,
        ReasonBody body,
        Func<Instant, Actor, Command> command,
        string? key,
        SignedIn me,
        InstanceReader instances,
        ProcessRunner runner,
        Problems problems,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        if (await instances.OfDossierAsync(me.Authority, id, cancel) is not [var latest, ..])
            return problems.NotFound();
        if (body.Problem() is { } wrong)
            return problems.Of([wrong]);
        var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
        var request = new StepRequest(
            me.Authority,
            latest.Row.Id,
            command(clock.Now, actor) with
            {
                Reason = body.Reason!.Trim(),
            }
        )
        {
            IdempotencyKey = key,
        };
        var result = await runner.RunAsync(request, cancel);
        return result is StepResult.Done done
            ? TypedResults.Ok(new StepAnswer(done.Instance, done.Version))
            : problems.Of(result);
    }
}
