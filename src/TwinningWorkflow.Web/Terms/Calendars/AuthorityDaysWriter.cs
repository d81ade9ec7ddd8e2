using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>
/// Writes an authority's calendar as JSON: always the same members in the same order, every choice in full, so that a default
/// that changes changes no calendar that was written; what is empty or does not hold is left out.
/// </summary>
internal static class AuthorityDaysWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(AuthorityDays days)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
            Write(json, days);
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(Utf8JsonWriter json, AuthorityDays days)
    {
        var counting = days.Counting;
        json.WriteStartObject();
        json.WriteString("zone", counting.Zone.Id);
        json.WriteString("country", counting.Country);
        json.WriteStartObject("patron");
        if (counting.Patron is { } patron)
            json.WriteString("day", Text(patron));
        json.WriteBoolean("movesTerms", counting.PatronMovesTerms);
        json.WriteEndObject();
        json.WriteStartObject("saturday");
        json.WriteBoolean("working", counting.SaturdayIsWorkingDay);
        json.WriteBoolean("movesTerms", counting.SaturdayMovesTerms);
        json.WriteEndObject();
        json.WriteString("morning", AuthorityDaysReader.Time.Format(counting.Morning));
        Each(json, "holidays", counting.LocalHolidays, Holiday);
        Each(json, "closures", counting.Closures, Closure);
        Each(json, "recesses", days.Recesses, Recess);
        json.WriteStartObject("councilNotice");
        json.WriteNumber("days", days.CouncilNotice.Days);
        json.WriteBoolean("free", days.CouncilNotice.IsFree);
        json.WriteBoolean("countsDeliveryDay", days.CouncilNotice.CountsDeliveryDay);
        json.WriteEndObject();
        Agenda(json, "giuntaAgenda", days.GiuntaAgenda);
        Agenda(json, "councilAgenda", days.CouncilAgenda);
        json.WriteEndObject();
    }

    private static void Holiday(Utf8JsonWriter json, LocalHoliday holiday)
    {
        json.WriteString("name", holiday.Name);
        json.WriteString(
            "day",
            holiday.Day switch
            {
                DayRange.Yearly(var day, _) => Text(day),
                DayRange.Once(var day, _) => LocalDatePattern.Iso.Format(day),
                _ => throw new ArgumentOutOfRangeException(nameof(holiday), holiday.Day, null),
            }
        );
        if (holiday.ValidFrom is { } from)
            json.WriteString("from", LocalDatePattern.Iso.Format(from));
        if (holiday.ValidTo is { } to)
            json.WriteString("to", LocalDatePattern.Iso.Format(to));
        json.WriteBoolean("movesTerms", holiday.MovesTerms);
    }

    private static void Closure(Utf8JsonWriter json, OfficeClosure closure)
    {
        json.WriteString("name", closure.Name);
        Range(json, closure.Days);
        json.WriteBoolean("movesTerms", closure.MovesTerms);
    }

    private static void Recess(Utf8JsonWriter json, Recess recess)
    {
        json.WriteString("body", recess.Body == CollegiateBody.Giunta ? "giunta" : "council");
        Range(json, recess.Days);
    }

    private static void Range(Utf8JsonWriter json, DayRange range)
    {
        var (first, last) = range switch
        {
            DayRange.Yearly(var from, var to) => (Text(from), Text(to)),
            DayRange.Once(var from, var to) => (LocalDatePattern.Iso.Format(from), LocalDatePattern.Iso.Format(to)),
            _ => throw new ArgumentOutOfRangeException(nameof(range), range, null),
        };
        json.WriteString("first", first);
        json.WriteString("last", last);
    }

    private static void Agenda(Utf8JsonWriter json, string name, AgendaClosing closing)
    {
        json.WriteStartObject(name);
        json.WriteNumber("days", closing.Days);
        json.WriteBoolean("working", closing.InWorkingDays);
        json.WriteEndObject();
    }

    private static void Each<T>(Utf8JsonWriter json, string name, ValueList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Text(AnnualDate day) => AnnualDatePattern.Iso.Format(day);
}
