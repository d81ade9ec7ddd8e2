using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>The members of a JSON object, read by people who may have written it by hand: what is wrong is told by field.</summary>
internal sealed class JsonFields
{
    /// <summary>What stands for a day that could not be read; its problem is told.</summary>
    public static readonly DayRange.Yearly AnyDay = new(new AnnualDate(1, 1));

    private readonly JsonElement element;
    private readonly string path;
    private readonly List<DaysProblem> problems;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public JsonFields(JsonElement element, string path, List<DaysProblem> problems)
    {
        this.element = element;
        this.path = path;
        this.problems = problems;
        if (element.ValueKind != JsonValueKind.Object)
            problems.Add(new DaysProblem(path, DaysFault.Format, $"Expected an object, but found {Kind(element)}."));
    }

    public void Refuse(string member, DaysFault fault, string message) =>
        problems.Add(new DaysProblem(Path(member), fault, message));

    public JsonFields? Object(string member) =>
        Find(member) is { } value ? new JsonFields(value, Path(member), problems) : null;

    public ValueList<T>? List<T>(string member, Func<JsonFields, T> read)
    {
        if (Find(member) is not { } list)
            return null;
        if (list.ValueKind != JsonValueKind.Array)
        {
            Refuse(member, DaysFault.Format, $"Expected a list, but found {Kind(list)}.");
            return null;
        }
        var items = new List<T>();
        foreach (var item in list.EnumerateArray())
        {
            var fields = new JsonFields(item, $"{Path(member)}[{items.Count}]", problems);
            items.Add(read(fields));
            fields.NothingElse();
        }
        return new ValueList<T>([.. items]);
    }

    public string? Text(string member)
    {
        if (Find(member) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Refuse(member, DaysFault.Format, $"Expected a text, but found {Kind(value)}.");
        return null;
    }

    public string Required(string member)
    {
        if (Find(member) is null)
            Refuse(member, DaysFault.Missing, "Expected a text, but there is none.");
        return Text(member) ?? "";
    }

    public bool? Flag(string member)
    {
        if (Find(member) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Refuse(member, DaysFault.Format, $"Expected true or false, but found {Kind(value)}.");
        return null;
    }

    public int? Number(string member)
    {
        if (Find(member) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
            return number;
        Refuse(member, DaysFault.Format, $"Expected a whole number, but found {Kind(value)}.");
        return null;
    }

    public LocalDate? Date(string member) => Parsed(member, "a date such as 2027-05-03", LocalDatePattern.Iso.Parse);

    public AnnualDate? Annual(string member) => Parsed(member, "a day such as 02-15", AnnualDatePattern.Iso.Parse);

    public T? Parsed<T>(string member, string what, Func<string, ParseResult<T>> parse)
        where T : struct
    {
        if (Text(member) is not { } text)
            return null;
        if (parse(text) is { Success: true } parsed)
            return parsed.Value;
        Refuse(member, DaysFault.Format, $"Expected {what}, but found '{text}'.");
        return null;
    }

    /// <summary>Two days of every year (08-01), or two dates (2027-08-01).</summary>
    public DayRange Range(string first, string last)
    {
        var (from, to) = (Required(first), first == last ? null : Required(last));
        to ??= from;
        if (AnnualDatePattern.Iso.Parse(from) is { Success: true } yearly)
            return AnnualDatePattern.Iso.Parse(to) is { Success: true } yearlyLast
                ? new DayRange.Yearly(yearly.Value, yearlyLast.Value)
                : NoDay(last, to, "a day such as 08-31, as the first is");
        if (LocalDatePattern.Iso.Parse(from) is { Success: true } once)
            return LocalDatePattern.Iso.Parse(to) is { Success: true } onceLast
                ? new DayRange.Once(once.Value, onceLast.Value)
                : NoDay(last, to, "a date such as 2027-08-31, as the first is");
        return NoDay(first, from, "a day such as 08-01 or a date such as 2027-08-01");
    }

    public void NothingElse()
    {
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in element.EnumerateObject())
            if (!known.Contains(member.Name))
                Refuse(member.Name, DaysFault.Unknown, "Expected a member that is known, but this is none.");
    }

    private DayRange.Yearly NoDay(string member, string text, string what)
    {
        if (text.Length > 0)
            Refuse(member, DaysFault.Format, $"Expected {what}, but found '{text}'.");
        return AnyDay;
    }

    private JsonElement? Find(string member)
    {
        known.Add(member);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value)
            ? value
            : null;
    }

    private string Path(string member) => path.Length == 0 ? member : $"{path}.{member}";

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Null => "nothing",
            _ => value.GetRawText(),
        };
}
