using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>
/// A country's holidays as data: the file <c>Calendars/XX.json</c> beside this one. Sundays are festivi everywhere and stand in
/// no file.
/// </summary>
public sealed class CountryCalendar
{
    private static readonly ConcurrentDictionary<string, CountryCalendar> Read = new(StringComparer.Ordinal);

    private CountryCalendar(string country, JsonElement file)
    {
        Country = country;
        Zone = DateTimeZoneProviders.Tzdb[Text(file, "zone")];
        SaturdayMovesTerms = file.TryGetProperty("saturdayMovesTerms", out var moves) && moves.GetBoolean();
        CompleteFrom = file.GetProperty("completeFrom").GetInt32();
        Name = new HolidayName(Text(file, "it"), Text(file, "article"), Text(file, "en"));
        Holidays = [.. file.GetProperty("holidays").EnumerateArray().Select(CountryHoliday.Of)];
    }

    /// <summary>The countries whose calendar is known (ISO 3166-1).</summary>
    public static ImmutableArray<string> Known { get; } = ["IT", "LT", "RO", "FR", "DE", "ES"];

    /// <summary>ISO 3166-1, upper case.</summary>
    public string Country { get; }

    /// <summary>The zone of its capital.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>Whether a term that would end on a Saturday moves there.</summary>
    public bool SaturdayMovesTerms { get; }

    /// <summary>The first year for which no holiday is missing.</summary>
    public int CompleteFrom { get; }

    /// <summary>The country's name; the Italian article is the one after <c>di</c> (<c>della </c>).</summary>
    public HolidayName Name { get; }

    /// <summary>Its holidays.</summary>
    public ImmutableArray<CountryHoliday> Holidays { get; }

    /// <summary>The calendar of a country.</summary>
    /// <param name="country">One of <see cref="Known"/>.</param>
    public static CountryCalendar Of(string country) => Read.GetOrAdd(country, FromFile);

    /// <summary>The name of a holiday of any country; null when the code is none.</summary>
    public static HolidayName? NameOf(string code)
    {
        foreach (var country in Known)
        foreach (var holiday in Of(country).Holidays)
            if (holiday.Code == code)
                return holiday.Name;
        return null;
    }

    /// <summary>The holidays of a year, in the order of the file.</summary>
    public IEnumerable<(LocalDate Day, CountryHoliday Holiday)> In(int year)
    {
        foreach (var holiday in Holidays)
            if (holiday.In(year) is { } day)
                yield return (day, holiday);
    }

    private static CountryCalendar FromFile(string country)
    {
        if (!Known.Contains(country))
            throw new ArgumentOutOfRangeException(
                nameof(country),
                country,
                $"Expected a country whose calendar is known ({string.Join(", ", Known)})."
            );
        using var stream = typeof(CountryCalendar).Assembly.GetManifestResourceStream($"calendars/{country}.json")!;
        using var file = JsonDocument.Parse(stream);
        return new CountryCalendar(country, file.RootElement);
    }

    internal static string Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) ? value.GetString()! : "";
}

/// <summary>A holiday of a country: a fixed day or so many days from Easter, for the years in which it holds.</summary>
/// <param name="Code">The code by which it is recorded.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Ground">The law that made it one, where it stands in the file; else empty.</param>
public sealed record CountryHoliday(string Code, HolidayName Name, string Ground)
{
    private AnnualDate? fixedDay;
    private int? fromEaster;
    private int? fromOrthodoxEaster;

    /// <summary>From when it holds; null: for as long as the calendar is complete.</summary>
    public LocalDate? ValidFrom { get; private init; }

    /// <summary>Until when it holds; null: without end.</summary>
    public LocalDate? ValidTo { get; private init; }

    /// <summary>Its day in a year; null when it does not hold then.</summary>
    public LocalDate? In(int year)
    {
        var day =
            fixedDay?.InYear(year)
            ?? (
                fromEaster is { } days
                    ? Easter.Of(year).PlusDays(days)
                    : Easter.OrthodoxOf(year).PlusDays(fromOrthodoxEaster!.Value)
            );
        return day < ValidFrom || day > ValidTo ? default(LocalDate?) : day;
    }

    internal static CountryHoliday Of(JsonElement element) =>
        new(
            CountryCalendar.Text(element, "code"),
            new HolidayName(
                CountryCalendar.Text(element, "it"),
                CountryCalendar.Text(element, "article"),
                CountryCalendar.Text(element, "en")
            ),
            CountryCalendar.Text(element, "ground")
        )
        {
            fixedDay = element.TryGetProperty("day", out var day)
                ? AnnualDatePattern.Iso.Parse(day.GetString()!).Value
                : default(AnnualDate?),
            fromEaster = Days(element, "easter"),
            fromOrthodoxEaster = Days(element, "orthodoxEaster"),
            ValidFrom = Date(element, "from"),
            ValidTo = Date(element, "to"),
        };

    private static int? Days(JsonElement element, string member) =>
        element.TryGetProperty(member, out var days) ? days.GetInt32() : default(int?);

    private static LocalDate? Date(JsonElement element, string member) =>
        element.TryGetProperty(member, out var date)
            ? LocalDatePattern.Iso.Parse(date.GetString()!).Value
            : default(LocalDate?);
}

/// <summary>A name in both languages.</summary>
/// <param name="Italian">In Italian.</param>
/// <param name="Article">What stands before the Italian name in a sentence, with its blank (<c>la </c>, <c>l'</c>, or nothing).</param>
/// <param name="English">In English.</param>
public sealed record HolidayName(string Italian, string Article, string English);
