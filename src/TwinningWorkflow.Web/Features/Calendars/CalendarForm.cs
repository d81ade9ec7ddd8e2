using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>
/// An authority's calendar as a form: a field is named by its place in the calendar's JSON (<c>closures[0].first</c>), so that
/// what is wrong with one stands beside the other. A day of every year is written 24/6, one of a single year 24/6/2027.
/// </summary>
public sealed partial class CalendarForm
{
    public const string Holidays = "holidays";
    public const string Closures = "closures";
    public const string Recesses = "recesses";

    /// <summary>After a row's name: the row is to go.</summary>
    public const string Removed = "removed";

    private static readonly string[] Lists = [Holidays, Closures, Recesses];
    private static readonly string[] Numbers = ["days"];
    private static readonly string[] Emptied = ["days", "morning"];
    private static readonly string[] Days = ["day", "first", "last"];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> rows = new(StringComparer.Ordinal);

    /// <summary>What the form does not ask: zone and country.</summary>
    private readonly AuthorityDays kept;

    private CalendarForm(AuthorityDays kept) => this.kept = kept;

    /// <summary>The form of a calendar.</summary>
    public static CalendarForm Of(AuthorityDays calendar)
    {
        var form = new CalendarForm(calendar);
        form.Take("", JsonNode.Parse(calendar.Write())!);
        return form;
    }

    /// <summary>The form as it came back.</summary>
    /// <param name="posted">What was posted.</param>
    /// <param name="kept">The calendar in force, for what the form does not ask.</param>
    public static CalendarForm Posted(IFormCollection posted, AuthorityDays kept)
    {
        var form = new CalendarForm(kept);
        foreach (var (name, value) in posted)
            form.values[name] = value.ToString().Trim();
        foreach (var list in Lists)
            form.rows[list] = form
                .values.Keys.Select(name => RowName().Match(name))
                .Where(match => match.Success && match.Groups["list"].Value == list)
                .Select(match => int.Parse(match.Groups["row"].Value, CultureInfo.InvariantCulture) + 1)
                .DefaultIfEmpty(0)
                .Max();
        return form;
    }

    public string Value(string field) => values.GetValueOrDefault(field, "");

    public bool Flag(string field) => Value(field) == "true";

    /// <summary>The rows of a list, and an empty one to add another.</summary>
    public IEnumerable<string> Rows(string list)
    {
        for (var i = 0; i < rows.GetValueOrDefault(list); i++)
            if (!IsBlank($"{list}[{i}]"))
                yield return $"{list}[{i}]";
        yield return $"{list}[{rows.GetValueOrDefault(list)}]";
    }

    public bool IsNew(string row) => row == Rows(row[..row.IndexOf('[', StringComparison.Ordinal)]).Last();

    /// <summary>The calendar that was filled in, or what is wrong with it, by the form's fields.</summary>
    public (AuthorityDays? Calendar, IReadOnlyList<DaysProblem> Problems) Read()
    {
        var json = new JsonObject
        {
            ["zone"] = kept.Counting.Zone.Id,
            ["country"] = kept.Counting.Country,
            ["patron"] = Object("patron", "day", "movesTerms"),
            ["saturday"] = Object("saturday", "working", "movesTerms"),
            ["morning"] = Value("morning"),
            ["councilNotice"] = Object("councilNotice", "days", "free", "countsDeliveryDay"),
            ["giuntaAgenda"] = Object("giuntaAgenda", "days", "working"),
            ["councilAgenda"] = Object("councilAgenda", "days", "working"),
        };
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in Lists)
        {
            var items = new JsonArray();
            foreach (var row in Rows(list).Where(row => !IsBlank(row) && !Flag($"{row}.{Removed}")))
            {
                places[$"{list}[{items.Count}]"] = row;
                items.Add(Row(list, row));
            }
            json[list] = items;
        }
        return AuthorityDays.TryParse(json.ToJsonString(), out var calendar, out var problems)
            ? (calendar, [])
            : (null, [.. problems.Select(problem => problem with { Field = FieldOf(problem.Field, places) })]);
    }

    private JsonObject Row(string list, string row) =>
        list switch
        {
            Holidays => Object(row, "name", "day", "from", "to", "movesTerms"),
            // one day need not be written twice
            Closures => WithLast(Object(row, "name", "first", "last", "movesTerms")),
            _ => WithLast(Object(row, "body", "first", "last")),
        };

    private static JsonObject WithLast(JsonObject row)
    {
        if (row["last"] is null && row["first"] is { } first)
            row["last"] = first.DeepClone();
        return row;
    }

    private JsonObject Object(string at, params ReadOnlySpan<string> members)
    {
        var read = new JsonObject();
        foreach (var member in members)
            if (Member(member, Value($"{at}.{member}")) is { } value)
                read[member] = value;
        return read;
    }

    private static JsonValue? Member(string member, string typed) =>
        member is "movesTerms" or "working" or "free" or "countsDeliveryDay" ? JsonValue.Create(typed == "true")
        // one that was emptied is wrong, not left to its default
        : typed.Length == 0 ? (Emptied.Contains(member) ? JsonValue.Create("") : null)
        : Numbers.Contains(member) && int.TryParse(typed, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
        : JsonValue.Create(Days.Contains(member) ? Stored(typed) : typed);

    private bool IsBlank(string row) =>
        values.All(value =>
            !value.Key.StartsWith(row + ".", StringComparison.Ordinal)
            || value.Value.Length == 0
            || value.Key.EndsWith(".movesTerms", StringComparison.Ordinal)
            || value.Key.EndsWith("." + Removed, StringComparison.Ordinal)
        );

    private static string FieldOf(string problem, Dictionary<string, string> places)
    {
        var row = places.Keys.FirstOrDefault(place => problem.StartsWith(place + ".", StringComparison.Ordinal));
        return row is null ? problem : places[row] + problem[row.Length..];
    }

    private void Take(string at, JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                    Take(at.Length > 0 ? $"{at}.{name}" : name, member!);
                break;
            case JsonArray items:
                rows[at] = items.Count;
                foreach (var (i, item) in items.Index())
                    Take($"{at}[{i}]", item!);
                break;
            default:
                values[at] = Days.Contains(at.Split('.')[^1]) ? Typed(node.ToString()) : node.ToString();
                break;
        }
    }

    /// <summary>06-24 becomes 24/6, and 2027-06-24 becomes 24/6/2027.</summary>
    private static string Typed(string stored) =>
        AnnualDatePattern.Iso.Parse(stored) is { Success: true, Value: var yearly }
            ? string.Create(CultureInfo.InvariantCulture, $"{yearly.Day}/{yearly.Month}")
        : LocalDatePattern.Iso.Parse(stored) is { Success: true, Value: var day }
            ? string.Create(CultureInfo.InvariantCulture, $"{day.Day}/{day.Month}/{day.Year}")
        : stored;

    /// <summary>The other way round; what is no day stays as it was typed, and is refused.</summary>
    private static string Stored(string typed) =>
        EveryYear.Parse(typed) is { Success: true, Value: AnnualDate yearly } ? AnnualDatePattern.Iso.Format(yearly)
        : OneYear.Parse(typed) is { Success: true, Value: LocalDate day } ? LocalDatePattern.Iso.Format(day)
        : typed;

    private static readonly AnnualDatePattern EveryYear = AnnualDatePattern.CreateWithInvariantCulture("d/M");
    private static readonly LocalDatePattern OneYear = LocalDatePattern.CreateWithInvariantCulture("d/M/uuuu");

    [GeneratedRegex(
        @"^(?<list>[a-z]+)\[(?<row>\d{1,3})\]\.",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex RowName();
}
