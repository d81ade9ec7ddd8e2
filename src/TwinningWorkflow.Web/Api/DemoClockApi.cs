using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Hosting.Demo;

namespace TwinningWorkflow.Web.Api;

/// <summary>The demonstration's clock.</summary>
/// <param name="Now">The business instant.</param>
/// <param name="NextDeadline">When the next timer or reminder falls due; null when none waits.</param>
public sealed record ClockAnswer(Instant Now, Instant? NextDeadline);

/// <summary>Where to move the clock: to an instant, or to the next deadline when none is given.</summary>
public sealed record ClockMove
{
    /// <summary>An instant that is not past; null or left out: the next deadline.</summary>
    public Instant? To { get; init; }
}

/// <summary>Moves the clock of the demonstration. Elsewhere there is no such address.</summary>
public static class DemoClockApi
{
    public static void MapDemoClock(this RouteGroupBuilder api)
    {
        var clock = api.MapGroup("/demo/clock").WithTags("Demonstration").RequireAuthorization(Policies.ApiAdminister);
        clock
            .MapGet("", ReadAsync)
            .WithName("getClock")
            .WithSummary("The business instant, and the next deadline.")
            .Answers(200, "Where the clock stands.")
            .Refuses();
        clock
            .MapPost("", MoveAsync)
            .AddEndpointFilter<Once<ClockMove>>()
            .WithName("moveClock")
            .WithSummary("Lets time pass, to an instant or to the next deadline; all that falls due is done at once.")
            .Answers(200, "Where the clock stands now. It stays where it is when no deadline waits.")
            .Refuses(400, 413, 415, 422);
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
        if (move.To > time.Farthest)
            return problems.Of([
                new InputProblem("to", FieldProblemCode.TooLate, InstantPattern.General.Format(time.Farthest)),
            ]);
        if (move.To is { } to)
            await time.MoveToAsync(to, cancel);
        else
            await time.MoveToNextAsync(cancel);
        return await ReadAsync(time, clock, cancel);
    }
}
