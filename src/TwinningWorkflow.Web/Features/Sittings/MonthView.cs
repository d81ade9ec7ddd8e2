using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Features.Sittings;

/// <summary>A day of a month's picture.</summary>
/// <param name="On">Which.</param>
/// <param name="Bodies">Those that sit on it.</param>
/// <param name="IsClosed">A festivo, or the office is closed.</param>
/// <param name="IsRecess">One of the bodies is on holiday.</param>
public sealed record MonthDay(LocalDate On, IReadOnlyList<Sitting> Bodies, bool IsClosed, bool IsRecess);

/// <summary>Days of one month, from the first to the last, on which a body is on holiday.</summary>
public sealed record RecessDays(string Body, LocalDate First, LocalDate Last);

/// <summary>A month with its sittings: as a picture with all of them, and those to come in a list.</summary>
/// <param name="calendar">The authority's.</param>
/// <param name="first">The first day of the month.</param>
/// <param name="sittings">The sittings of the month.</param>
/// <param name="today">Today.</param>
public sealed class MonthView(
    AuthorityCalendar calendar,
    LocalDate first,
    IReadOnlyList<Sitting> sittings,
    LocalDate today
)
{
    /// <summary>The first day of the month.</summary>
    public LocalDate First => first;

    /// <summary>Its sittings of today and later.</summary>
    public IReadOnlyList<Sitting> ToCome { get; } = [.. sittings.Where(sitting => sitting.Day >= today)];

    /// <summary>Its weeks from Monday on; null for what belongs to the months beside it.</summary>
    public IEnumerable<IReadOnlyList<MonthDay?>> Weeks() =>
        Enumerable
            .Repeat<MonthDay?>(null, (int)first.DayOfWeek - 1)
            .Concat(AllDays().Select(Day))
            .Chunk(7)
            .Select(week =>
                (IReadOnlyList<MonthDay?>)[.. week, .. Enumerable.Repeat<MonthDay?>(null, 7 - week.Length)]
            );

    /// <summary>The days with a name on which the office is closed.</summary>
    public IEnumerable<(LocalDate Day, string Why)> Holidays() =>
        from day in AllDays()
        let why = calendar.Holidays.MovesTerm(day) ?? calendar.Holidays.Closed(day)
        where why is not (null or HolidayCalendar.Sunday or HolidayCalendar.Saturday)
        select (day, why);

    /// <summary>When the bodies are on holiday.</summary>
    public IEnumerable<RecessDays> Recesses()
    {
        foreach (var body in Sitting.Bodies)
        {
            LocalDate? since = null;
            foreach (var day in AllDays().Append(first.PlusMonths(1)))
            {
                var isFree = day.Month == first.Month && IsRecess(body, day);
                if (isFree)
                    since ??= day;
                else if (since is { } start)
                {
                    yield return new RecessDays(body, start, day.PlusDays(-1));
                    since = null;
                }
            }
        }
    }

    private MonthDay Day(LocalDate day) =>
        new(
            day,
            [.. sittings.Where(sitting => sitting.Day == day)],
            calendar.Holidays.MovesTerm(day) is not null || calendar.Holidays.Closed(day) is not null,
            Sitting.Bodies.Any(body => IsRecess(body, day))
        );

    private bool IsRecess(string body, LocalDate day) => calendar.Days.IsInRecess(SittingRules.BodyOf(body), day);

    private IEnumerable<LocalDate> AllDays() =>
        Enumerable
            .Range(0, CalendarSystem.Iso.GetDaysInMonth(first.Year, first.Month))
            .Select(number => first.PlusDays(number));
}
