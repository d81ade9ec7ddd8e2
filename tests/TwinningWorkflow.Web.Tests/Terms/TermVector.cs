using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

/// <summary>
/// One term of <c>term-vectors.json</c>: reckoned by hand, with the ground on which the expected day rests. The length reads
/// like <c>5 freeDays back</c>: amount, unit, then <c>back</c>, <c>first</c> (the first day is counted), <c>stays</c> or
/// <c>moves</c>, and the country by whose calendar it is counted.
/// </summary>
public sealed record TermVector(
    string Name,
    string Ground,
    string From,
    string Length,
    string Last,
    string Moves = "",
    string At = "",
    string Due = "",
    string Start = "day",
    string It = "",
    string En = ""
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, TermVector> Known = Read();

    /// <summary>How the authority counts; its seed where the file does not say.</summary>
    public JsonElement? Rules { get; init; }

    public static TheoryData<string> Names => [.. Known.Keys];

    public static int Count => Known.Count;

    public LegalTerms Terms => new((Rules is { } rules ? AuthorityDays.Parse(rules.GetRawText()) : new()).Counting);

    public static TermVector Of(string name) => Known[name];

    public static TheoryData<string> NamesWhere(Func<TermVector, bool> chosen) =>
        [.. Known.Values.Where(chosen).Select(static vector => vector.Name)];

    public TermLength TermLength()
    {
        var words = Length.Split(' ');
        var length = new TermLength(
            int.Parse(words[0], CultureInfo.InvariantCulture),
            Enum.Parse<CountedIn>(words[1], ignoreCase: true)
        );
        foreach (var word in words[2..])
            length = word switch
            {
                "back" => length with { Direction = TermDirection.Backward },
                "first" => length with { CountsFirstDay = true },
                "stays" => length with { Moves = false },
                "moves" => length with { Moves = true },
                _ => length with { Calendar = word },
            };
        return length;
    }

    public ComputedTerm Compute()
    {
        var length = TermLength();
        return length.Unit == CountedIn.Hours
            ? Terms.Compute(
                length,
                LocalDateTimePattern
                    .CreateWithInvariantCulture("yyyy-MM-ddTHH:mm")
                    .Parse(From)
                    .Value.InZoneLeniently(DateTimeZoneProviders.Tzdb["Europe/Rome"])
                    .ToInstant()
            )
            : Terms.Compute(length, LocalDatePattern.Iso.Parse(From).Value);
    }

    private static Dictionary<string, TermVector> Read(
        [System.Runtime.CompilerServices.CallerFilePath] string file = ""
    )
    {
        var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "term-vectors.json"));
        return JsonSerializer
            .Deserialize<List<TermVector>>(text, Json)!
            .ToDictionary(static vector => vector.Name, StringComparer.Ordinal);
    }
}
