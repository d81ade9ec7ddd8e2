using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Hosting.Demo;

namespace TwinningWorkflow.Web.Api;

/// <summary>The demonstration's clock.</summary>
/// <param name="Now">The business instant.</param>
/// <param name="NextDeadline">When the next timer or reminder falls due; null when none waits.</param>
public sealed record ClockAnswer(Instant Now, Instant? NextDeadline);

/// <summary>Where to move the clock: to an instant, or to the next deadline when none is given.</summary>
public sealed record ClockMove
{
    public Instant? To { get; init; }
}

/// <summary>Moves the clock of the demonstration. Elsewhere there is no such address.</summary>
public static class DemoClockApi
{
    public static void MapDemoClock(this RouteGroupBuilder api)
    {
        var clock = api.MapGroup("/demo/clock").WithTags("Demonstration").RequireAuthorization(Policies.ApiAdminister);
        clock.MapGet("", ReadAsync).WithSummary("The business instant, and the next deadline.").Refuses(403);
        clock
            .MapPost("", MoveAsync)
            .AddEndpointFilter<Once<ClockMove>>()
            .WithSummary("Lets time pass, to an instant or to the next deadline; all that falls due is done at once.")
            .Refuses(400, 403, 415, 422);
    }

    private static async Task<Ok<ClockAnswer>> ReadAsync(
        DemoTime time,
        BusinessClock clock,
        CancellationToken cancel
    ) => TypedResults.Ok(new ClockAnswer(clock.Now, await time.NextAsync(cancel)));

    private static async Task<Results<Ok<ClockAnswer>, ProblemHttpResult>> MoveAsync(
        ClockMove move,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        DemoTime time,
        BusinessClock clock,
        Problems problems,
        CancellationToken cancel
    )
    {
        // what happened has happened
        if (move.To < clock.Now)
            return problems.Of([
                new InputProblem("to", FieldProblemCode.TooEarly, InstantPattern.General.Format(clock.Now)),
            ]);
        if (move.To is { } to)
            await time.MoveToAsync(to, cancel);
        else
            await time.MoveToNextAsync(cancel);
        return await ReadAsync(time, clock, cancel);
    }
}
