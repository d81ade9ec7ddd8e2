using System.Globalization;
using NodaTime;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>How days and hours are written, alike on every page, in the language of the request.</summary>
public static class Days
{
    /// <summary>9 gennaio 2023; 9 January 2023.</summary>
    public static string Long(LocalDate day) => day.ToString("d MMMM uuuu", CultureInfo.CurrentCulture);

    /// <summary>lunedì 9 gennaio 2023; Monday 9 January 2023.</summary>
    public static string WithWeekday(LocalDate day) => day.ToString("dddd d MMMM uuuu", CultureInfo.CurrentCulture);

    /// <summary>2023-01-09, for machines.</summary>
    public static string Iso(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>9 gennaio 2023, 08:00.</summary>
    public static string WithHour(ZonedDateTime moment) =>
        $"{Long(moment.Date)}, {moment.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture)}";
}
