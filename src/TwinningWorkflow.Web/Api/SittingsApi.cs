using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A sitting.</summary>
/// <param name="Id">Its id: it stays when the sitting moves.</param>
/// <param name="Body">giunta or council.</param>
/// <param name="Day">The day.</param>
/// <param name="BeginsAt">When it begins, as HH:mm; null while that is not known.</param>
/// <param name="AgendaCloses">The last day on which something can be put on its agenda.</param>
/// <param name="AgendaByRule">Whether that day is the one that the body's rule gives, and not one chosen for this sitting.</param>
/// <param name="Explanation">How the rule counts, in the language asked for.</param>
public sealed record SittingAnswer(
    Guid Id,
    string Body,
    LocalDate Day,
    string? BeginsAt,
    LocalDate AgendaCloses,
    bool AgendaByRule,
    string Explanation
)
{
    internal static SittingAnswer Of(AuthorityCalendar calendar, Sitting sitting) =>
        new(
            sitting.Id,
            sitting.Body,
            sitting.Day,
            sitting.BeginsAt.Length > 0 ? sitting.BeginsAt : null,
            calendar.Planned(sitting).AgendaCloses,
            sitting.AgendaCloses is null,
            calendar.Agenda(sitting.Body, sitting.Day).In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
        );
}

/// <summary>A sitting that will not take place.</summary>
/// <param name="Cancelled">Its id.</param>
public sealed record CancelledAnswer(Guid Cancelled);

/// <summary>When Giunta and Council sit.</summary>
public static class SittingsApi
{
    public static void MapSittings(this RouteGroupBuilder api)
    {
        var sittings = api.MapGroup("/sittings").WithTags("Sittings");
        sittings
            .MapGet("", ListAsync)
            .WithName("listSittings")
            .WithSummary("The sittings of Giunta and Council in a year, in the order of their days.")
            .Answers(200, "The sittings.")
            .Refuses(400, 422);
        sittings
            .MapPost("", PlanAsync)
            .RequireAuthorization(Policies.ApiKeepSittings)
            .AddEndpointFilter<Once<SittingBody>>()
            .WithName("planSitting")
            .WithSummary("Plans a sitting.")
            .WithDescription(
                "For the clerk, the secretariat and administrators. A body sits once a day. A festivo, or a day on which the body is "
                    + "in recess, is accepted: it is the caller's to know."
            )
            .Answers(200, "It is planned.")
            .Refuses(400, 413, 415, 422);
        sittings
            .MapDelete("/{sitting:guid}", CancelAsync)
            .RequireAuthorization(Policies.ApiKeepSittings)
            .WithName("cancelSitting")
            .WithSummary("Cancels a sitting to come.")
            .WithDescription(
                "For the clerk, the secretariat and administrators. One that is over stays. Sent again it answers 404: it is gone."
            )
            .Answers(200, "It will not take place.")
            .Answers(404, "The caller's authority has no such sitting, or no more.")
            .Refuses(400, 404, 422);
    }

    private static async Task<Results<Ok<IReadOnlyList<SittingAnswer>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user,
        SittingReader sittings,
        AuthorityCalendars calendars,
        BusinessClock clock,
        Problems problems,
        CancellationToken cancel,
        [Description("Of which year; of this one when it is left out.")] int? year = null
    )
    {
        var authority = SignedIn.Of(user).Authority;
        if (year is < 1900 or > 2199)
            return problems.Of([new InputProblem(nameof(year), FieldProblemCode.NotOffered)]);
        var calendar = await calendars.OfAsync(authority, cancel);
        var shown = year ?? clock.Today(calendar.Zone).Year;
        var found = await sittings.BetweenAsync(authority, new(shown, 1, 1), new(shown, 12, 31), cancel);
        return TypedResults.Ok<IReadOnlyList<SittingAnswer>>([
            .. found.Sittings.Select(sitting => SittingAnswer.Of(calendar, sitting)),
        ]);
    }

    private static async Task<Results<Ok<SittingAnswer>, ProblemHttpResult>> PlanAsync(
        SittingBody body,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        AuthorityCalendars calendars,
        SittingDesk desk,
        BusinessClock clock,
        Problems problems,
        CancellationToken cancel
    )
    {
        var actor = SignedIn.Of(user).ForSittings!;
        var calendar = await calendars.OfAsync(actor.Authority, cancel);
        var plan = new SittingPlan(body.Body, body.Day, body.BeginsAt ?? "", body.AgendaCloses);
        // under the same key the same sitting, even if the first answer was lost
        var id = SittingDesk.IdOf(key is null ? $"{Guid.CreateVersion7():D}" : $"{actor.Account} {key}", plan);
        return await desk.PlanAsync(actor, id, plan, cancel) switch
        {
            SittingChange.Done(var sitting) => TypedResults.Ok(SittingAnswer.Of(calendar, sitting)),
            SittingChange.Refused(var fault) => problems.Of([SittingForm.Of(fault, plan, clock.Today(calendar.Zone))]),
            var other => throw new InvalidOperationException($"Expected a sitting planned or refused, but: {other}"),
        };
    }

    private static async Task<Results<Ok<CancelledAnswer>, ProblemHttpResult>> CancelAsync(
        [Description("The sitting's id.")] Guid sitting,
        ClaimsPrincipal user,
        SittingDesk desk,
        Problems problems,
        CancellationToken cancel
    ) =>
        await desk.CancelAsync(SignedIn.Of(user).ForSittings!, sitting, seen: null, cancel) switch
        {
            SittingChange.Done => TypedResults.Ok(new CancelledAnswer(sitting)),
            SittingChange.Refused => problems.Of([new InputProblem(nameof(sitting), nameof(SittingFault.SittingOver))]),
            _ => problems.NotFound(),
        };
}
