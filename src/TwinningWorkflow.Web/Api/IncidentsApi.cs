using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Api;

/// <summary>Something that an operator must see to.</summary>
/// <param name="Key">Names it.</param>
/// <param name="Dossier">The dossier; null when it concerns none.</param>
/// <param name="Instance">The process; null when it concerns none.</param>
/// <param name="Source">The element, mail or job.</param>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Message">What is wrong, for operators.</param>
/// <param name="RaisedAt">Since when.</param>
public sealed record IncidentAnswer(
    string Key,
    Guid? Dossier,
    Guid? Instance,
    string Source,
    string Code,
    string Message,
    Instant RaisedAt
);

/// <summary>An incident whose cause was seen to.</summary>
/// <param name="Key">Which: the key that the list of incidents gives.</param>
public sealed record IncidentRetry(string Key)
{
    /// <summary>Required: what was seen to. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>That an incident was seen to.</summary>
/// <param name="Key">Which.</param>
public sealed record SeenToAnswer(string Key);

/// <summary>What an operator must see to.</summary>
public static class IncidentsApi
{
    public static void MapIncidents(this RouteGroupBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents").RequireAuthorization(Policies.ApiAdminister);
        incidents
            .MapGet("", ListAsync)
            .WithName("listIncidents")
            .WithSummary("The open incidents, the oldest first.")
            .Answers(200, "The open incidents.")
            .Refuses();
        incidents
            .MapPost("/retry", RetryAsync)
            .AddEndpointFilter<Once<IncidentRetry>>()
            .WithName("retryIncident")
            .WithSummary("Tries again what failed; closes what only needed a person's eye.")
            .Answers(200, "It is tried again, or closed.")
            .Answers(404, "The caller's authority never had an incident of that key.")
            .Answers(409, "The incident is open no more, or cannot be tried again now (conflict). Nothing was written.")
            .Refuses(400, 404, 409, 413, 415, 422);
    }

    private static async Task<Ok<IReadOnlyList<IncidentAnswer>>> ListAsync(
        ClaimsPrincipal user,
        TwinningDatabase database,
        CancellationToken cancel
    )
    {
        var authority = SignedIn.Of(user).Authority;
        var open = await database
            .Incidents.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ResolvedAt == null)
            .OrderBy(x => x.RaisedAt)
            .Select(x => new IncidentAnswer(x.Key, x.DossierId, x.InstanceId, x.Source, x.Code, x.Message, x.RaisedAt))
            .ToListAsync(cancel);
        return TypedResults.Ok<IReadOnlyList<IncidentAnswer>>(open);
    }

    private static async Task<Results<Ok<SeenToAnswer>, ProblemHttpResult>> RetryAsync(
        IncidentRetry retry,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        TwinningDatabase database,
        IncidentDesk desk,
        Problems problems,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        if (new ReasonBody { Reason = retry.Reason }.Problem() is { } wrong)
            return problems.Of([wrong]);
        // what is no text, the database could not even look for
        var isKnown =
            ScalarText.Tidy(retry.Key) is not null
            && await database.Incidents.AnyAsync(x => x.Key == retry.Key && x.AuthorityId == me.Authority, cancel);
        if (!isKnown)
            return problems.NotFound();
        var actor = me.As(Roles.Administrator)!;
        return await desk.SeeToAsync(retry.Key, actor, retry.Reason!.Trim(), cancel) is SeenTo.Done
            ? TypedResults.Ok(new SeenToAnswer(retry.Key))
            : problems.Conflict();
    }
}
