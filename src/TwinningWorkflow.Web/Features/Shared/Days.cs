using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>How days and hours are written, alike on every page, in the language of the request.</summary>
public static partial class Days
{
    /// <summary>The name of a day of the week, as a list has it: lunedì, Monday.</summary>
    public static string OfWeek(IsoDayOfWeek day) =>
        CultureInfo.CurrentCulture.DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7));

    /// <summary>9 gennaio 2023, 1° marzo 2023; 9 January 2023.</summary>
    public static string Long(LocalDate day) => First(day.Day, day.ToString("d MMMM uuuu", CultureInfo.CurrentCulture));

    /// <summary>lunedì 9 gennaio 2023; Monday 9 January 2023.</summary>
    public static string WithWeekday(LocalDate day) =>
        First(day.Day, day.ToString("dddd d MMMM uuuu", CultureInfo.CurrentCulture));

    /// <summary>Days in a row of few words: 11, 18, 25 dicembre, 1° gennaio; 11, 18, 25 December, 1 January.</summary>
    public static string Row(IEnumerable<LocalDate> days) =>
        string.Join(
            ", ",
            days.GroupBy(static day => day.ToYearMonth())
                .Select(static month =>
                    string.Join(", ", month.Select(Number))
                    + month.First().ToString(" MMMM", CultureInfo.CurrentCulture)
                )
        );

    /// <summary>In Italian the words before a day bend: dal 9, but dall'8 and dall'11. Other sentences stay as they are.</summary>
    public static string Bent(string sentence) => IsItalian ? Unbent().Replace(sentence, Bend) : sentence;

    /// <summary>2023-01-09, for machines.</summary>
    public static string Iso(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>9 gennaio 2023, 08:00.</summary>
    public static string WithHour(ZonedDateTime moment) =>
        $"{Long(moment.Date)}, {moment.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    private const int LeapYear = 2000;

    private static bool IsItalian => CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "it";

    /// <summary>15 febbraio, 1° agosto; 15 February: a day of every year.</summary>
    public static string EveryYear(AnnualDate day) =>
        First(day.Day, day.InYear(LeapYear).ToString("d MMMM", CultureInfo.CurrentCulture));

    private static string Number(LocalDate day) =>
        day.Day == 1 && IsItalian ? "1°" : day.Day.ToString(CultureInfo.InvariantCulture);

    private static string First(int day, string written) =>
        day == 1 && IsItalian ? written.Replace("1 ", "1° ", StringComparison.Ordinal) : written;

    private static string Bend(Match match)
    {
        var word = match.Groups["word"].Value;
        return (word == "il" ? "l" : word + "l") + "'" + match.Groups["day"].Value;
    }

    /// <summary>Otto and undici begin with a vowel.</summary>
    [GeneratedRegex(
        @"\b(?<word>il|dal|al|del) (?<day>(8|11) \p{L})",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Unbent();
}
