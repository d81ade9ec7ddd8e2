using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Api;

/// <summary>An authority's calendar.</summary>
/// <param name="Version">What a change must name, so that it does not overwrite another's.</param>
/// <param name="Calendar">How days are counted: holidays and closures of the place, rules of the bodies.</param>
public sealed record CalendarAnswer(string Version, JsonElement Calendar);

/// <summary>Another calendar, to see what it would move.</summary>
public sealed record CalendarProposal
{
    /// <summary>Required: the whole calendar, as it is read. What is left out has its default.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Calendar { get; init; }
}

/// <summary>Another calendar, to put in force.</summary>
public sealed record CalendarChangeBody
{
    /// <summary>Required: the version that was read.</summary>
    public string? Version { get; init; }

    /// <summary>Required: the whole calendar, as it is read. What is left out has its default.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Calendar { get; init; }

    /// <summary>Required: why. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>An open term that another calendar would move.</summary>
/// <param name="Dossier">Its dossier.</param>
/// <param name="Number">The dossier's number.</param>
/// <param name="Node">The element of the process file.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Before">The term as it is.</param>
/// <param name="After">The term as it would be.</param>
public sealed record TermToMove(
    Guid Dossier,
    string Number,
    string Node,
    [property: Description(CorrectionsApi.Item)] string Item,
    string Name,
    TermAnswer Before,
    TermAnswer After
);

/// <summary>Reads and changes the calendar by which the caller's authority counts its days.</summary>
public static class CalendarApi
{
    private const string CalendarField = "calendar";
    private const string VersionField = "version";

    public static void MapCalendar(this RouteGroupBuilder api)
    {
        var calendar = api.MapGroup("/calendar").WithTags("Calendar");
        calendar
            .MapGet("", ReadAsync)
            .WithName("getCalendar")
            .WithSummary("The calendar by which the authority counts its days.")
            .WithDescription(
                "The festivi of the country are not among its members: the program knows them. A day of every year is written "
                    + "02-15, one of a single year 2027-02-15."
            )
            .Answers(200, "The calendar in force.")
            .Refuses();
        calendar
            .MapPost("/preview", PreviewAsync)
            .RequireAuthorization(Policies.ApiAdminister)
            .WithName("previewCalendar")
            .WithSummary("Which open terms another calendar would move. Nothing is written.")
            .WithDescription("For administrators.")
            .Answers(200, "The terms that would end on another day.")
            .Refuses(400, 413, 415, 422);
        calendar
            .MapPut("", ChangeAsync)
            .RequireAuthorization(Policies.ApiAdminister)
            .WithName("changeCalendar")
            .WithSummary("Puts another calendar in force. The open terms are counted again soon after.")
            .WithDescription(
                "For administrators. The authority's history keeps both calendars and the reason; the history of each dossier keeps "
                    + "both explanations of each term that moves. The calendar that is in force already is answered alike, so that "
                    + "a repeat does nothing."
            )
            .Answers(200, "It is in force.")
            .Answers(409, "Somebody else has changed the calendar since that version. Nothing was written.")
            .Refuses(400, 409, 413, 415, 422);
    }

    private static async Task<Ok<CalendarAnswer>> ReadAsync(
        ClaimsPrincipal user,
        AuthorityCalendars calendars,
        CancellationToken cancel
    ) => TypedResults.Ok(Answer(await calendars.TextAsync(SignedIn.Of(user).Authority, cancel)));

    private static async Task<Results<Ok<IReadOnlyList<TermToMove>>, ProblemHttpResult>> PreviewAsync(
        CalendarProposal body,
        ClaimsPrincipal user,
        CalendarPreview preview,
        Problems problems,
        CancellationToken cancel
    )
    {
        if (Read(body.Calendar, out var calendar) is { Length: > 0 } wrong)
            return problems.Of(wrong);
        var moved = await preview.OfAsync(SignedIn.Of(user).Authority, calendar!, cancel);
        return TypedResults.Ok<IReadOnlyList<TermToMove>>([.. moved.Select(Moved)]);
    }

    private static async Task<Results<Ok<CalendarAnswer>, ProblemHttpResult>> ChangeAsync(
        CalendarChangeBody body,
        ClaimsPrincipal user,
        AuthorityCalendars calendars,
        Problems problems,
        CancellationToken cancel
    )
    {
        var reason = new Reason(body.Reason);
        InputProblem[] wrong =
        [
            .. string.IsNullOrEmpty(body.Version)
                ? [new InputProblem(VersionField, FieldProblemCode.Required)]
                : Array.Empty<InputProblem>(),
            .. reason.Problem(ReasonBody.Field) is { } why ? [why] : Array.Empty<InputProblem>(),
        ];
        if (Read(body.Calendar, out var calendar) is { Length: > 0 } faults)
            return problems.Of(faults);
        if (wrong.Length > 0)
            return problems.Of(wrong);
        var actor = SignedIn.Of(user).As(Roles.Administrator)!;
        var inForce = await calendars.TextAsync(actor.Authority, cancel);
        // the same request again
        if (AuthorityDays.Parse(inForce) == calendar)
            return TypedResults.Ok(Answer(inForce));
        return
            AuthorityCalendars.VersionOf(inForce) == body.Version
            && await calendars.ChangeAsync(inForce, calendar!, actor, reason.Text, cancel)
            ? TypedResults.Ok(Answer(calendar!.Write()))
            : problems.Conflict();
    }

    /// <summary>The calendar, or what is wrong with it by its members.</summary>
    private static DaysProblem[] Read(IReadOnlyDictionary<string, JsonElement>? body, out AuthorityDays? calendar)
    {
        calendar = null;
        if (body is null)
            return [new DaysProblem(CalendarField, DaysFault.Missing, "Expected a calendar, but there is none.")];
        return AuthorityDays.TryParse(JsonSerializer.Serialize(body), out calendar, out var wrong)
            ? []
            :
            [
                .. wrong.Select(x =>
                    x with
                    {
                        Field = x.Field.Length > 0 ? $"{CalendarField}.{x.Field}" : CalendarField,
                    }
                ),
            ];
    }

    private static TermToMove Moved(TermInTheWay moved) =>
        new(
            moved.Dossier,
            moved.Number,
            moved.Term.Node,
            moved.Term.Item,
            moved.Definition.NameOf(moved.Term.Node, moved.Term.Item, Language),
            TermAnswer.Of(Language, moved.Definition.Node(moved.Term.Node), moved.Term.Before)!,
            TermAnswer.Of(Language, moved.Definition.Node(moved.Term.Node), moved.Term.After)!
        );

    private static CalendarAnswer Answer(string text)
    {
        using var json = JsonDocument.Parse(text);
        return new CalendarAnswer(AuthorityCalendars.VersionOf(text), json.RootElement.Clone());
    }

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
