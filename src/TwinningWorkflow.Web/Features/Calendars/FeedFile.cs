using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using Calendar = Ical.Net.Calendar;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>
/// A person's deadlines and the sittings as iCalendar (RFC 5545), in the language of the request. Deadlines fill whole days and
/// block none; an entry keeps its UID when its day moves.
/// </summary>
public sealed class FeedFile(IStringLocalizer<CalendarText> text)
{
    public const string MediaType = "text/calendar; charset=utf-8";

    /// <summary>How often a calendar program should ask again.</summary>
    private const string Again = "PT1H";

    private static readonly NodaTime.Period SittingLasts = NodaTime.Period.FromHours(2);

    /// <param name="authority">Whose.</param>
    /// <param name="entries">What is in it.</param>
    /// <param name="zone">In which the hours of sittings are.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="address">Of the application, as the calendar program has it.</param>
    public string Write(
        Authority authority,
        IEnumerable<FeedEntry> entries,
        DateTimeZone zone,
        Instant now,
        Uri address
    )
    {
        var calendar = new Calendar { Method = CalendarMethods.Publish, ProductId = "-//TwinningWorkflow//IT" };
        calendar.AddProperty("X-WR-CALNAME", text["feed.name", authority.Name].Value);
        calendar.AddProperty("X-PUBLISHED-TTL", Again);
        calendar.AddProperty("REFRESH-INTERVAL;VALUE=DURATION", Again);
        foreach (var entry in entries)
            calendar.Events.Add(Event(entry, zone, now, address, authority.Id));
        return new CalendarSerializer(calendar).SerializeToString()!;
    }

    private CalendarEvent Event(FeedEntry entry, DateTimeZone zone, Instant now, Uri address, string authority)
    {
        var page = new Uri(address, entry.Path);
        var told = new CalendarEvent
        {
            Uid = CalendarEntry.UidOf(entry.Key, authority),
            DtStamp = Moment(now),
            Summary = Summary(entry),
            Description = string.Join("\n\n", new[] { entry.Explanation, page.ToString() }.Where(x => x.Length > 0)),
            Url = page,
            Transparency =
                entry.Subject == FeedSubject.Sitting ? TransparencyType.Opaque : TransparencyType.Transparent,
        };
        if (entry.BeginsAt is { } hour)
        {
            var begins = entry.Day + hour;
            told.Start = Moment(zone.AtLeniently(begins).ToInstant());
            told.End = Moment(zone.AtLeniently(begins + SittingLasts).ToInstant());
        }
        else
        {
            told.Start = new CalDateTime(entry.Day.ToDateOnly());
            told.End = new CalDateTime(entry.Day.PlusDays(1).ToDateOnly());
        }
        return told;
    }

    private string Summary(FeedEntry entry) =>
        entry.Subject switch
        {
            FeedSubject.Task => text["feed.task", entry.What, entry.Dossier],
            FeedSubject.Term => text["feed.term", entry.What, entry.Dossier],
            FeedSubject.Sitting => text["body-" + entry.What],
            FeedSubject.Agenda => text["feed.agenda-" + entry.What, entry.Dossier],
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Subject, null),
        };

    private static CalDateTime Moment(Instant instant) =>
        new(instant.ToDateTimeUtc(), CalDateTime.UtcTzId, hasTime: true);
}
