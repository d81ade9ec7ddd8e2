using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>What changed from one calendar to another, a line each.</summary>
/// <param name="Gone">What no longer holds.</param>
/// <param name="Come">What holds instead, or besides.</param>
public sealed record CalendarDifferences(IReadOnlyList<string> Gone, IReadOnlyList<string> Come);

/// <summary>An authority's calendar in the reader's words.</summary>
public sealed class CalendarWords(IStringLocalizer<CalendarText> text)
{
    /// <summary>The calendar, a line for each thing that it says.</summary>
    public IReadOnlyList<string> Of(AuthorityDays calendar)
    {
        var counting = calendar.Counting;
        return
        [
            counting.Patron is { } patron
                ? text["line.patron", Days.EveryYear(patron), Moves(counting.PatronMovesTerms)]
                : text["line.no-patron"],
            text[counting.SaturdayIsWorkingDay ? "line.saturday-works" : "line.saturday-closed"],
            text[counting.SaturdayMovesTerms ? "line.saturday-moves" : "line.saturday-stays"],
            text["line.morning", counting.Morning.ToString("HH:mm", CultureInfo.InvariantCulture)],
            .. counting.LocalHolidays.Select(Line),
            .. counting.Closures.Select(x => text["line.closure", x.Name, Range(x.Days), Moves(x.MovesTerms)].Value),
            .. calendar.Recesses.Select(x => text["line.recess-" + x.Body, Range(x.Days)].Value),
            Notice(calendar.CouncilNotice),
            Agenda("line.giunta-agenda", calendar.GiuntaAgenda),
            Agenda("line.council-agenda", calendar.CouncilAgenda),
        ];
    }

    /// <summary>What one says and the other does not.</summary>
    public CalendarDifferences Between(AuthorityDays before, AuthorityDays after)
    {
        var (was, isNow) = (Of(before), Of(after));
        return new CalendarDifferences([.. was.Except(isNow)], [.. isNow.Except(was)]);
    }

    private string Line(LocalHoliday holiday)
    {
        var when = Range(holiday.Day);
        if (holiday.ValidFrom is { } from)
            when = text["range.from", when, Days.Long(from)];
        if (holiday.ValidTo is { } to)
            when = text["range.to", when, Days.Long(to)];
        return text["line.holiday", holiday.Name, Days.Bent(when), Moves(holiday.MovesTerms)];
    }

    private string Notice(NoticeRule rule) =>
        text[
            "line.notice",
            Count(rule.IsFree ? "free" : "plain", rule.Days),
            text[rule.CountsDeliveryDay ? "line.notice-counted" : "line.notice-not-counted"]
        ];

    private string Agenda(string key, AgendaClosing closing) =>
        text[key, Count(closing.InWorkingDays ? "working" : "plain", closing.Days)];

    private string Count(string kind, int days) => text[days == 1 ? $"days.{kind}-1" : $"days.{kind}", days];

    private string Moves(bool moves) => text[moves ? "moves" : "stays"];

    private string Range(DayRange range) =>
        Days.Bent(
            range switch
            {
                DayRange.Yearly(var first, var last) when first == last => text[
                    "range.every-year",
                    Days.EveryYear(first)
                ],
                DayRange.Yearly(var first, var last) => text[
                    "range.every-year-to",
                    Days.EveryYear(first),
                    Days.EveryYear(last)
                ],
                DayRange.Once(var first, var last) when first == last => Days.Long(first),
                DayRange.Once(var first, var last) => text["range.once-to", Days.Long(first), Days.Long(last)],
                _ => throw new ArgumentOutOfRangeException(nameof(range), range, null),
            }
        );
}
