using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>
/// Reads an authority's calendar from JSON. What is left out has its default, so a text stays readable when a field is added;
/// a member that is not known is refused, or a slip of the pen would silently change how days are counted.
/// </summary>
internal static class AuthorityDaysReader
{
    public static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static (AuthorityDays? Days, ImmutableArray<DaysProblem> Problems) Read(string text)
    {
        var problems = new List<DaysProblem>();
        AuthorityDays days;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            days = Days(new JsonFields(document.RootElement, "", problems));
        }
        catch (JsonException e)
        {
            return (null, [new DaysProblem("", DaysFault.Format, $"Expected JSON, but {e.Message}")]);
        }
        // what could not be read has its default by now: it would only be complained of twice
        if (problems.Count == 0)
            problems.AddRange(days.Problems());
        return problems.Count == 0 ? (days, []) : (null, [.. problems]);
    }

    private static AuthorityDays Days(JsonFields fields)
    {
        var seed = new AuthorityDays();
        var rules = seed.Counting;
        var patron = fields.Object("patron");
        var saturday = fields.Object("saturday");
        var read = seed with
        {
            Counting = rules with
            {
                Zone = Zone(fields) ?? rules.Zone,
                Country = fields.Text("country") ?? rules.Country,
                Patron = patron?.Annual("day"),
                PatronMovesTerms = patron?.Flag("movesTerms") ?? rules.PatronMovesTerms,
                SaturdayIsWorkingDay = saturday?.Flag("working") ?? rules.SaturdayIsWorkingDay,
                SaturdayMovesTerms = saturday?.Flag("movesTerms") ?? rules.SaturdayMovesTerms,
                Morning = fields.Parsed("morning", "a time such as 08:00", Time.Parse) ?? rules.Morning,
                LocalHolidays = fields.List("holidays", Holiday) ?? rules.LocalHolidays,
                Closures = fields.List("closures", Closure) ?? rules.Closures,
            },
            Recesses = fields.List("recesses", Recess) ?? seed.Recesses,
            CouncilNotice = Notice(fields.Object("councilNotice"), seed.CouncilNotice),
            GiuntaAgenda = Agenda(fields.Object("giuntaAgenda"), seed.GiuntaAgenda),
            CouncilAgenda = Agenda(fields.Object("councilAgenda"), seed.CouncilAgenda),
        };
        patron?.NothingElse();
        saturday?.NothingElse();
        fields.NothingElse();
        return read;
    }

    private static DateTimeZone? Zone(JsonFields fields)
    {
        if (fields.Text("zone") is not { } id)
            return null;
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        if (zone is null)
            fields.Refuse(
                "zone",
                DaysFault.Unknown,
                $"Expected a tz identifier such as Europe/Rome, but found '{id}'."
            );
        return zone;
    }

    private static LocalHoliday Holiday(JsonFields fields) =>
        new(fields.Required("name"), fields.Range("day", "day"))
        {
            ValidFrom = fields.Date("from"),
            ValidTo = fields.Date("to"),
            MovesTerms = fields.Flag("movesTerms") ?? false,
        };

    private static OfficeClosure Closure(JsonFields fields) =>
        new(fields.Required("name"), fields.Range("first", "last")) { MovesTerms = fields.Flag("movesTerms") ?? false };

    private static Recess Recess(JsonFields fields)
    {
        var body = fields.Required("body");
        if (body is not ("giunta" or "council" or ""))
            fields.Refuse("body", DaysFault.Unknown, $"Expected giunta or council, but found '{body}'.");
        var days = fields.Range("first", "last");
        if (days is not DayRange.Yearly)
            fields.Refuse("first", DaysFault.Format, "Expected a day of every year such as 08-01, but found a date.");
        return new Recess(
            body == "giunta" ? CollegiateBody.Giunta : CollegiateBody.Council,
            days as DayRange.Yearly ?? JsonFields.AnyDay
        );
    }

    private static NoticeRule Notice(JsonFields? fields, NoticeRule seed)
    {
        if (fields is null)
            return seed;
        var rule = new NoticeRule(
            fields.Number("days") ?? seed.Days,
            fields.Flag("free") ?? seed.IsFree,
            fields.Flag("countsDeliveryDay") ?? seed.CountsDeliveryDay
        );
        fields.NothingElse();
        return rule;
    }

    private static AgendaClosing Agenda(JsonFields? fields, AgendaClosing seed)
    {
        if (fields is null)
            return seed;
        var closing = new AgendaClosing(
            fields.Number("days") ?? seed.Days,
            fields.Flag("working") ?? seed.InWorkingDays
        );
        fields.NothingElse();
        return closing;
    }
}
