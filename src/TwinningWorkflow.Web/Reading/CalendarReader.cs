using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A change of an authority's calendar.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who, by name; null when their name was erased.</param>
/// <param name="Reason">Why.</param>
/// <param name="Before">The calendar as it was.</param>
/// <param name="After">The calendar as it became.</param>
public sealed record CalendarChange(Instant At, string? By, string Reason, AuthorityDays Before, AuthorityDays After);

/// <summary>A day on which the office is closed or no term ends, beside Sundays and Saturdays.</summary>
/// <param name="Day">The day.</param>
/// <param name="Why">Why, in the reader's words.</param>
/// <param name="IsClosed">The office is closed.</param>
/// <param name="MovesTerms">A legal term that would end on it moves.</param>
public sealed record SpecialDay(LocalDate Day, string Why, bool IsClosed, bool MovesTerms);

/// <summary>Reads what an authority's calendar comes to, and how it became so.</summary>
public sealed class CalendarReader(TwinningDatabase database, HistoryReader history)
{
    private const int MostChanges = 50;

    /// <summary>The days of a year that are no ordinary ones.</summary>
    public static IReadOnlyList<SpecialDay> Year(AuthorityDays calendar, int year, string language)
    {
        var days = new HolidayCalendar(calendar.Counting);
        return
        [
            .. Enumerable
                .Range(0, CalendarSystem.Iso.GetDaysInYear(year))
                .Select(new LocalDate(year, 1, 1).PlusDays)
                .Select(day => (Day: day, Closed: days.Closed(day), Moves: days.MovesTerm(day)))
                .Where(x => (Special(x.Closed) ?? Special(x.Moves)) is not null)
                .Select(x => new SpecialDay(
                    x.Day,
                    Capital(TermWords.Reason(language, (Special(x.Closed) ?? Special(x.Moves))!)),
                    x.Closed is not null,
                    x.Moves is not null
                )),
        ];
    }

    /// <summary>The latest changes, the last one first.</summary>
    public async Task<IReadOnlyList<CalendarChange>> ChangesAsync(string authority, CancellationToken cancel)
    {
        var stream = Journal.OfAuthority(authority);
        var rows = await database
            .Journal.AsNoTracking()
            .Where(row => row.Stream == stream && row.Kind == "calendar-changed")
            .OrderByDescending(row => row.Sequence)
            .Take(MostChanges)
            .ToListAsync(cancel);
        var entries = rows.ConvertAll(JournalReader.Read);
        var names = await history.NamesAsync(authority, entries, cancel);
        return entries.ConvertAll(entry =>
        {
            var (before, after) = (CalendarChanged)entry.Fact!;
            return new CalendarChange(
                entry.At,
                names.GetValueOrDefault(entry.Actor.Person),
                entry.Reason ?? "",
                AuthorityDays.Parse(before),
                AuthorityDays.Parse(after)
            );
        });
    }

    private static string Capital(string words) => char.ToUpper(words[0], CultureInfo.CurrentCulture) + words[1..];

    private static string? Special(string? why) =>
        why is HolidayCalendar.Sunday or HolidayCalendar.Saturday ? null : why;
}
