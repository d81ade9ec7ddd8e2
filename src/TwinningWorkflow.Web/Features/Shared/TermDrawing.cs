using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// A term as HTML: its sentence, and the count on the sheets of a calendar. The list below the sheets is their key, and says the
/// same in words to who does not see them.
/// </summary>
internal sealed class TermDrawing(
    ExplainedTerm about,
    LegalTerms counting,
    string language,
    IStringLocalizer<SharedText> text
)
{
    private readonly CountPicture picture = CountPicture.Of(counting, about.Length, about.Term);

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    private bool IsCountedSoToday =>
        about.Length.Unit == CountedIn.Hours
        || counting.Compute(about.Length, about.Term.Start) is var today
            && (today.Nominal, today.Last) == (about.Term.Nominal, about.Term.Last)
            && today.Moves.Select(move => move.Day).SequenceEqual(about.Term.Moves.Select(move => move.Day));

    private bool IsBack => about.Length.Direction == TermDirection.Backward;

    public IHtmlContent Html()
    {
        var all = new HtmlContentBuilder();
        all.AppendHtml(Element("p", "explained", about.In(language)));
        // drawn by today's calendar the count would come to another day than the one that holds, or held
        if (!IsCountedSoToday)
            return all.AppendHtml(Element("p", "note", text["count.other-calendar"]));
        var summary = Element("summary", "", text["count.title"]);
        // a page shows several: each says of which term it is
        summary.InnerHtml.AppendHtml(Unseen(" " + Days.Bent(text["count.title-of", Days.Long(about.Term.Last)])));
        var months = Element("div", "count-months");
        foreach (var month in picture.Months)
        {
            if (month.Before is { } gap)
                months.InnerHtml.AppendHtml(Gap(gap));
            months.InnerHtml.AppendHtml(Month(month));
        }
        var details = Element("details", "count");
        details.InnerHtml.AppendHtml(summary).AppendHtml(months).AppendHtml(Key());
        return all.AppendHtml(details);
    }

    private TagBuilder Gap(PictureGap gap)
    {
        var days = Words(
            "count.gap",
            gap.Days.Length.ToString("N0", Culture),
            Days.Long(gap.Days.Start),
            Days.Long(gap.Days.End)
        );
        return Element(
            "p",
            "count-gap",
            gap.LastNumber > 0 ? $"{days} {text["count.gap-numbers", gap.FirstNumber, gap.LastNumber].Value}" : days
        );
    }

    private TagBuilder Month(PictureMonth month)
    {
        var table = Element("table", "count-month");
        var first = new LocalDate(month.Year, month.Month, 1);
        table.InnerHtml.AppendHtml(Element("caption", "", first.ToString("MMMM uuuu", Culture)));
        var names = Element("tr");
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            var name = Element("th");
            name.Attributes["scope"] = "col";
            var number = (DayOfWeek)((int)day % 7);
            name.InnerHtml.AppendHtml(Silent("span", "", Culture.DateTimeFormat.GetAbbreviatedDayName(number)));
            name.InnerHtml.AppendHtml(Unseen(Culture.DateTimeFormat.GetDayName(number)));
            names.InnerHtml.AppendHtml(name);
        }
        table.InnerHtml.AppendHtml(Within("thead", names));
        var weeks = Element("tbody");
        foreach (var week in month.Weeks)
        {
            var row = Element("tr");
            foreach (var day in week.Days)
                row.InnerHtml.AppendHtml(day is null ? Element("td") : Cell("td", day));
            weeks.InnerHtml.AppendHtml(row);
        }
        table.InnerHtml.AppendHtml(weeks);
        return table;
    }

    /// <summary>A day: its date, below it which of the counted days it is, and what it is in words for who does not see it.</summary>
    private TagBuilder Cell(string tag, PictureDay day)
    {
        var cell = Element(tag, "day day-" + Css(day.Role));
        cell.InnerHtml.Append(day.Day.Day.ToString(CultureInfo.InvariantCulture));
        if (day.Role == DayRole.Outside)
            return cell;
        cell.InnerHtml.AppendHtml(Silent("small", "", Mark(day)));
        var words = new List<string>(3);
        if (day.Role is DayRole.Start or DayRole.Last)
            words.Add(text["count.is-" + Css(day.Role)]);
        else if (day.Why.Length > 0)
            words.Add(TermWords.Reason(language, day.Why));
        if (day.Number > 0)
            words.Add(text["count.number", day.Number]);
        cell.InnerHtml.AppendHtml(Unseen(" " + string.Join(", ", words)));
        return cell;
    }

    private static string Css(DayRole role) =>
        role switch
        {
            DayRole.Start => "start",
            DayRole.Counted => "counted",
            DayRole.NotCounted => "passed",
            DayRole.Festivo => "holiday",
            DayRole.MovedFrom => "moved",
            DayRole.Last => "last",
            _ => "outside",
        };

    private string Mark(PictureDay day)
    {
        var number = day.Number > 0 ? day.Number.ToString(CultureInfo.InvariantCulture) : "";
        return day.Role switch
        {
            DayRole.Start => number.Length > 0 ? number
            : IsNumbered ? "0"
            : text["count.mark-start"],
            DayRole.NotCounted => "–",
            DayRole.Festivo => $"{text["count.mark-holiday"].Value} {number}",
            DayRole.MovedFrom => IsBack ? $"← {number}" : $"{number} →",
            DayRole.Last => number.Length > 0 ? number : text["count.mark-last"],
            _ => number,
        };
    }

    private TagBuilder Key()
    {
        var list = Element("ul", "count-key");
        foreach (var (day, words) in Lines())
        {
            var line = Element("li");
            var sample = Cell("span", day);
            sample.Attributes["aria-hidden"] = "true";
            line.InnerHtml.AppendHtml(sample).AppendHtml(Element("span", "", words));
            list.InnerHtml.AppendHtml(line);
        }
        return list;
    }

    /// <summary>The count in words, each line with a day that looks as it says.</summary>
    private IEnumerable<(PictureDay Sample, string Words)> Lines()
    {
        var (term, hours) = (about.Term, about.Length.Unit == CountedIn.Hours);
        var isOneDay = term.Start == term.Last && !hours;
        if (!isOneDay)
        {
            var start = OfRole(DayRole.Start).FirstOrDefault() ?? new PictureDay(term.Start, DayRole.Start, 0, "");
            yield return (
                start,
                hours
                    ? text["count.start-hours", Days.WithWeekday(term.Start), about.From]
                    : text[StartKey(start), Days.WithWeekday(term.Start)]
            );
        }
        if (picture.Counted is { } counted && (counted.Length > 1 || !isOneDay))
            yield return (
                OfRole(DayRole.Counted).FirstOrDefault() ?? new PictureDay(counted.Start, DayRole.Counted, 0, ""),
                counted.Length == 1
                    ? Words("count.day", Length, Days.Long(counted.Start))
                    : Words(
                        IsBack ? "count.days-back" : "count.days",
                        Length,
                        Days.Long(IsBack ? counted.End : counted.Start),
                        Days.Long(IsBack ? counted.Start : counted.End)
                    )
            );
        foreach (var role in new[] { DayRole.Festivo, DayRole.NotCounted })
            if (Special(role) is { } special)
                yield return special;
        foreach (var move in term.Moves)
            yield return (
                picture.Days.Single(day => day.Day == move.Day),
                text[
                    move.Day == term.Nominal ? "count.moved" : "count.moved-on",
                    Days.WithWeekday(move.Day),
                    about.ReasonOf(language, move)
                ]
            );
        yield return (
            OfRole(DayRole.Last).Single(),
            hours
                ? text["count.last-hours", Days.WithWeekday(term.Last), about.At]
                : text[
                    isOneDay ? "count.last-same"
                    : IsBack ? "count.last-back"
                    : "count.last",
                    Days.WithWeekday(term.Last)
                ]
        );
    }

    private bool IsNumbered => picture.Days.Any(day => day.Number > 0);

    private string Length => TermWords.Length(language, about.Length);

    private string StartKey(PictureDay start) =>
        start.Number > 0 ? "count.start-in"
        : about.Length.Unit is CountedIn.Months or CountedIn.Years ? "count.start"
        : "count.start-out";

    /// <summary>Which festivi were counted all the same, or which days were passed over; of a long term not each of them.</summary>
    private (PictureDay, string)? Special(DayRole role)
    {
        var days = OfRole(role).ToList();
        if (days.Count == 0)
            return null;
        var key = role == DayRole.Festivo ? "count.holidays" : "count.passed";
        if (picture.Months.Any(month => month.Before is not null))
            return (days[0], text[key + "-many"]);
        var named = days.GroupBy(day => day.Why)
            .Select(group => $"{TermWords.Reason(language, group.Key)} {Days.Row(group.Select(day => day.Day))}");
        return (days[0], text[key, string.Join("; ", named)]);
    }

    private IEnumerable<PictureDay> OfRole(DayRole role) => picture.Days.Where(day => day.Role == role);

    private string Words(string key, params object[] arguments) => Days.Bent(text[key, arguments]);

    private static TagBuilder Element(string tag, string css = "", string words = "")
    {
        var element = new TagBuilder(tag);
        if (css.Length > 0)
            element.AddCssClass(css);
        element.InnerHtml.Append(words);
        return element;
    }

    private static TagBuilder Within(string tag, IHtmlContent content)
    {
        var element = new TagBuilder(tag);
        element.InnerHtml.AppendHtml(content);
        return element;
    }

    private static TagBuilder Silent(string tag, string css, string words)
    {
        var element = Element(tag, css, words);
        element.Attributes["aria-hidden"] = "true";
        return element;
    }

    private static TagBuilder Unseen(string words) => Element("span", "visually-hidden", words);
}
