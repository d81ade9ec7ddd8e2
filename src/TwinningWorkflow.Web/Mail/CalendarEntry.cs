using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using Calendar = Ical.Net.Calendar;

namespace TwinningWorkflow.Web.Mail;

/// <summary>
/// A last day as an entry for the reader's calendar (RFC 5545, sent as RFC 5546 has it). The same deadline has one UID wherever it
/// is told; a higher SEQUENCE replaces the entry, and a cancelled one takes it away. It is published, not asked for: a calendar
/// program that is invited answers, and nobody here waits for that answer.
/// </summary>
/// <param name="Uid">Of the deadline.</param>
/// <param name="Sequence">How often its day has moved.</param>
/// <param name="Day">The last day; the entry fills it and blocks nothing.</param>
/// <param name="Summary">What falls due.</param>
/// <param name="Description">Why on that day.</param>
/// <param name="Organiser">The address of whom it comes from.</param>
public sealed record CalendarEntry(
    string Uid,
    int Sequence,
    LocalDate Day,
    string Summary,
    string Description,
    string Organiser
)
{
    private const string FileName = "scadenza";
    public const string ProductId = "-//TwinningWorkflow//IT";

    /// <summary>Where it is seen to; null where the reader has no account.</summary>
    public Uri? Page { get; init; }

    /// <summary>It is no longer to be done.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The UID of what has this key within an authority.</summary>
    public static string UidOf(string key, string authority) => $"{key.Replace('/', '-')}@{authority}.twinning";

    /// <summary>The key of a task's deadline.</summary>
    public static string TaskKey(Guid instance, long task) =>
        string.Create(CultureInfo.InvariantCulture, $"task/{instance:D}/{task}");

    /// <summary>The key of a term that runs.</summary>
    public static string TermKey(Guid instance, long timer) =>
        string.Create(CultureInfo.InvariantCulture, $"term/{instance:D}/{timer}");

    /// <summary>The UID of the entry in a file that <see cref="Write"/> gave.</summary>
    public static string UidIn(string file) =>
        // a long line goes on in the next, after a blank
        file.Replace("\r\n ", "", StringComparison.Ordinal)
            .Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(UidLine, StringComparison.Ordinal))
            is { } found
            ? found[UidLine.Length..]
            : "";

    /// <summary>The timer of the term whose entry a file that <see cref="Write"/> gave is; 0 when it is none's.</summary>
    public static long TimerIn(string file)
    {
        var uid = UidIn(file);
        var end = uid.IndexOf('@', StringComparison.Ordinal);
        if (end < 0 || !uid.StartsWith("term-", StringComparison.Ordinal))
            return 0;
        var start = uid.LastIndexOf('-', end) + 1;
        return long.TryParse(
            uid.AsSpan(start, end - start),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;
    }

    private const string UidLine = "UID:";

    /// <summary>What the file of an entry is called, of several in one mail.</summary>
    /// <param name="place">From 0.</param>
    public static string FileNameOf(int place) =>
        place == 0 ? $"{FileName}.ics" : string.Create(CultureInfo.InvariantCulture, $"{FileName}-{place + 1}.ics");

    /// <summary>The media type of a file that <see cref="Write"/> gave: mail programs go by its method.</summary>
    public static string MediaTypeOf(string file) =>
        $"text/calendar; charset=utf-8; method={(file.Split("\r\n").Contains("METHOD:CANCEL") ? "CANCEL" : "PUBLISH")}";

    /// <summary>The file.</summary>
    /// <param name="now">When it is written.</param>
    public string Write(Instant now)
    {
        var calendar = new Calendar
        {
            Method = Cancelled ? CalendarMethods.Cancel : CalendarMethods.Publish,
            ProductId = ProductId,
        };
        calendar.Events.Add(
            new CalendarEvent
            {
                Uid = Uid,
                Sequence = Sequence,
                DtStamp = new CalDateTime(now.ToDateTimeUtc(), CalDateTime.UtcTzId, hasTime: true),
                Start = new CalDateTime(Day.ToDateOnly()),
                End = new CalDateTime(Day.PlusDays(1).ToDateOnly()),
                Summary = MailAddress.OneLine(Summary),
                Description = Description,
                Url = Page,
                Organizer = new Organizer($"mailto:{Organiser}"),
                Status = Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
                Transparency = TransparencyType.Transparent,
            }
        );
        return new CalendarSerializer(calendar).SerializeToString()!;
    }
}
