using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Features.Sittings;

/// <summary>A day that the pace gives.</summary>
/// <param name="On">The day.</param>
/// <param name="Agenda">When the agenda would close.</param>
/// <param name="Skipped">Why it is passed over; null when a sitting is added.</param>
public sealed record SeriesDay(LocalDate On, LocalDate Agenda, string? Skipped);

/// <summary>Sittings at a pace: first what would be added is shown, then it is confirmed.</summary>
[Authorize(Policies.KeepSittings)]
public sealed class SeveralModel(
    SittingReader sittings,
    AuthorityCalendars calendars,
    SittingDesk desk,
    SittingWords words,
    ProblemWords problems,
    BusinessClock clock,
    IStringLocalizer<SittingText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Body { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Weekday { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Pace { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? BeginsAt { get; set; }

    /// <summary>Set when the days are to be shown.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty]
    public string? Submission { get; set; }

    /// <summary>What comes of it; null before anything was asked.</summary>
    public IReadOnlyList<SeriesDay>? Preview { get; private set; }
    public int Added => Preview?.Count(day => day.Skipped is null) ?? 0;

    public IEnumerable<Choice> Weekdays =>
        Enumerable
            .Range(1, 7)
            .Select(number => new Choice(
                number.ToString(CultureInfo.InvariantCulture),
                CultureInfo.CurrentCulture.DateTimeFormat.DayNames[number % 7]
            ));

    public IEnumerable<Choice> Paces => RecurringDays.Paces.Select(pace => new Choice(pace, text["pace-" + pace]));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        if (Show is not null)
            await ReadAsync(cancel);
        if (!ModelState.IsValid)
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        if (await ReadAsync(cancel) is not { } hour)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        var actor = SignedIn.Of(User).ForSittings!;
        // a sitting that is there may be what this very form has added
        var wanted = Preview!.Where(day => day.Skipped is null || day.Skipped == text["there"]).Select(day => day.On);
        var planned = await desk.PlanAsync(actor, $"{actor.Account} {Submission}", Body!, hour, wanted, cancel);
        TempData[Flash.Key] = text[planned == 1 ? "added-one" : "added-many", words.Body(Body!), planned].Value;
        return RedirectToPage("Index");
    }

    /// <summary>Works out the days; answers with the hour, or null when something cannot be read.</summary>
    private async Task<string?> ReadAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var calendar = await calendars.OfAsync(authority, cancel);
        var today = clock.Today(calendar.Zone);
        var found = new List<InputProblem>();
        SittingForm.ReadBody(Body, found);
        var weekday = Chosen(nameof(Weekday), Weekday, ["1", "2", "3", "4", "5", "6", "7"], found);
        var pace = Chosen(nameof(Pace), Pace, RecurringDays.Paces, found);
        var from = Within(nameof(From), SittingForm.ReadDay(nameof(From), From, isRequired: true, found), today, found);
        var to = Within(nameof(To), SittingForm.ReadDay(nameof(To), To, isRequired: true, found), today, found);
        if (to < from)
            found.Add(new InputProblem(nameof(To), SittingForm.EndsBeforeItBegins, Days.Iso(from.Value)));
        var hour = SittingForm.ReadHour(BeginsAt, found);
        foreach (var problem in found)
            ModelState.AddModelError(
                char.ToUpperInvariant(problem.Field[0]) + problem.Field[1..],
                problems.Of(problem, null)
            );
        if (found.Count > 0)
            return null;
        var there = (await sittings.BetweenAsync(authority, from!.Value, to!.Value, cancel)).Sittings;
        Preview =
        [
            .. new RecurringDays((IsoDayOfWeek)int.Parse(weekday!, CultureInfo.InvariantCulture), pace!)
                .Between(from.Value, to.Value)
                .Select(day => new SeriesDay(
                    day,
                    calendar.Agenda(Body!, day).Term.Last,
                    there.Any(sitting => sitting.Day == day && sitting.Body == Body)
                        ? text["there"]
                        : words.Against(calendar, Body!, day)
                )),
        ];
        return hour;
    }

    private static string? Chosen(string field, string? typed, IReadOnlyList<string> offered, List<InputProblem> found)
    {
        if (string.IsNullOrWhiteSpace(typed))
            found.Add(new InputProblem(field, FieldProblemCode.Required));
        else if (!offered.Contains(typed))
            found.Add(new InputProblem(field, FieldProblemCode.NotOffered));
        return typed;
    }

    /// <summary>The day, if sittings can be planned on it.</summary>
    private static LocalDate? Within(string field, LocalDate? day, LocalDate today, List<InputProblem> found)
    {
        if (day < today)
            found.Add(new InputProblem(field, nameof(SittingFault.DayPast), Days.Iso(today)));
        else if (today.PlusYears(SittingDesk.YearsAhead) is var last && day > last)
            found.Add(new InputProblem(field, nameof(SittingFault.DayTooFar), Days.Iso(last)));
        return day;
    }
}
