using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Forms;

/// <summary>What reading one value gave: a value, nothing (the field was left empty), or something that is no such value.</summary>
public readonly record struct ScalarReading(DataValue? Value, bool IsWrong = false)
{
    public static readonly ScalarReading Empty = new(null);
    public static readonly ScalarReading Wrong = new(null, IsWrong: true);
}

/// <summary>Texts, numbers, days and yes-or-no, between how people or programs write them and the engine's values.</summary>
public static class ScalarText
{
    private static readonly LocalDatePattern Iso = LocalDatePattern.CreateWithInvariantCulture("uuuu-MM-dd");

    // a browser without a date picker leaves the day as typed: in both languages the day comes first
    private static readonly LocalDatePattern Typed = LocalDatePattern.CreateWithInvariantCulture("d/M/uuuu");

    /// <summary>As typed by a person.</summary>
    public static ScalarReading Read(FieldKind kind, string text)
    {
        if (Tidy(text) is not { } tidy)
            return ScalarReading.Wrong;
        if (kind is FieldKind.Flag)
            return tidy switch
            {
                "true" or "on" => new ScalarReading(DataValue.Of(true)),
                // a box left unticked says nothing
                "" or "false" => new ScalarReading(DataValue.Of(false)),
                _ => ScalarReading.Wrong,
            };
        if (tidy.Length == 0)
            return ScalarReading.Empty;
        return kind switch
        {
            FieldKind.Integer => Integer(tidy),
            FieldKind.Money => Money(tidy),
            FieldKind.Date => Day(tidy),
            FieldKind.Text => new ScalarReading(DataValue.Of(tidy.ReplaceLineEndings(" "))),
            _ => new ScalarReading(DataValue.Of(tidy)),
        };
    }

    /// <summary>As sent by a program: money in cents, days in ISO 8601.</summary>
    public static ScalarReading Read(FieldKind kind, object value) =>
        (kind, value) switch
        {
            (FieldKind.Flag, bool flag) => new ScalarReading(DataValue.Of(flag)),
            (FieldKind.Integer or FieldKind.Money, long number) => new ScalarReading(DataValue.Of(number)),
            (FieldKind.Date, string day) => Iso.Parse(day) is { Success: true } read
                ? new ScalarReading(DataValue.Of(read.Value))
                : ScalarReading.Wrong,
            (FieldKind.Text or FieldKind.LongText or FieldKind.Choice or FieldKind.TextVersion, string text) => Read(
                kind,
                text
            ),
            _ => ScalarReading.Wrong,
        };

    /// <summary>For machines, and for the input of a page.</summary>
    public static string Write(DataValue value) =>
        value switch
        {
            DataValue.Text text => text.Value,
            DataValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
            DataValue.Flag flag => flag.Value ? "true" : "false",
            DataValue.Date date => Iso.Format(date.Value),
            DataValue.List list => string.Join(' ', list.Items),
            DataValue.Personal personal => personal.Reference,
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
        };

    private static ScalarReading Integer(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new ScalarReading(DataValue.Of(number))
            : ScalarReading.Wrong;

    private static ScalarReading Day(string text) =>
        Iso.Parse(text) is { Success: true } iso ? new ScalarReading(DataValue.Of(iso.Value))
        : Typed.Parse(text) is { Success: true } typed ? new ScalarReading(DataValue.Of(typed.Value))
        : ScalarReading.Wrong;

    /// <summary>
    /// Euros to cents: <c>1.234,50</c>, <c>1234,50</c>, <c>1234.50</c>, <c>1234</c>, with or without the sign of the euro. A
    /// lone point before three digits separates thousands, as in Italian.
    /// </summary>
    private static ScalarReading Money(string text)
    {
        var amount = string.Concat(text.Where(x => x != '€' && !char.IsWhiteSpace(x)));
        var comma = amount.LastIndexOf(',');
        var point = amount.LastIndexOf('.');
        var mark = comma > point || (comma < 0 && amount.Length - point == 4 && point > 0) ? ',' : '.';
        var thousands = mark == ',' ? "." : ",";
        var parts = amount.Replace(thousands, "", StringComparison.Ordinal).Split(mark);
        if (parts.Length > 2 || (parts.Length == 2 && parts[1].Length is not (1 or 2)))
            return ScalarReading.Wrong;
        var cents = parts.Length == 2 ? parts[1].PadRight(2, '0') : "00";
        return Integer(parts[0] + cents);
    }

    /// <summary>Without blanks around, with one kind of line break; null when it holds characters that are no text.</summary>
    public static string? Tidy(string text)
    {
        var tidy = text.ReplaceLineEndings("\n").Trim();
        foreach (var rune in tidy.EnumerateRunes())
            if (rune == Rune.ReplacementChar || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')))
                return null;
        return tidy;
    }
}
