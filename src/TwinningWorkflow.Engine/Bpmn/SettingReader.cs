using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads <c>tw:setting</c>: what an authority may choose for a process.</summary>
internal static class SettingReader
{
    public static ImmutableArray<ProcessSetting> Read(Reading reading, XElement process) =>
        [.. Elements(process).Select(element => Setting(reading, element)).OfType<ProcessSetting>()];

    /// <summary>The variable of each setting and its type, before anything else is read.</summary>
    public static IEnumerable<(XElement Element, string Variable, DataType Type)> Variables(
        Reading reading,
        XElement process
    ) =>
        Elements(process)
            .Select(element =>
                (
                    element,
                    ProcessSetting.Prefix + FormReader.Id(reading, element),
                    FormReader.TypeOf(Kind(reading, element), personal: false)
                )
            );

    private static IEnumerable<XElement> Elements(XElement process) =>
        Reading.Extensions(process, "process").Elements(Reading.Tw + "setting");

    private static FieldKind Kind(Reading reading, XElement element) => reading.Choice(element, "type", FieldKind.Flag);

    private static ProcessSetting? Setting(Reading reading, XElement element)
    {
        var kind = Kind(reading, element);
        var choices = FormReader.Choices(reading, element);
        if (kind is not (FieldKind.Flag or FieldKind.Choice or FieldKind.Integer))
            reading.Refuse(
                element,
                "setting-type",
                $"Expected a setting to be a flag, a choice or an integer, but it is {kind}.",
                "Correct the type."
            );
        if (kind == FieldKind.Choice == choices.IsEmpty)
            reading.Refuse(
                element,
                "choices",
                "Expected tw:choice in a choice, and only there, but it is not so.",
                "Add the choices or correct the type."
            );
        var min = Bound(reading, element, "min", kind);
        var max = Bound(reading, element, "max", kind);
        var text = Reading.Text(element, "default");
        if (Value(kind, choices, min, max, text) is not { } value)
        {
            reading.Refuse(
                element,
                "setting-default",
                $"Expected a default that can be chosen, but found '{text}'.",
                "Give the value that most towns use."
            );
            return null;
        }
        return new ProcessSetting(
            new FieldSpec(
                FormReader.Id(reading, element),
                kind,
                Required: kind != FieldKind.Flag,
                [],
                Literal(min),
                Literal(max),
                Personal: false,
                MaxLength: 50,
                choices,
                reading.Labels(element.Elements(Reading.Tw + "label")),
                reading.Labels(element.Elements(Reading.Tw + "help"))
            ),
            value
        );
    }

    private static DataValue? Value(
        FieldKind kind,
        ImmutableArray<Outcome> choices,
        long? min,
        long? max,
        string text
    ) =>
        kind switch
        {
            FieldKind.Flag => text is "true" or "false" ? DataValue.Of(text == "true") : null,
            FieldKind.Choice => choices.Any(c => c.Id == text) ? DataValue.Of(text) : null,
            FieldKind.Integer => Number(text) is { } n && !(n < min) && !(n > max) ? DataValue.Of(n) : null,
            _ => null,
        };

    private static long? Bound(Reading reading, XElement element, string attribute, FieldKind kind)
    {
        var text = Reading.Text(element, attribute);
        if (text.Length == 0)
            return null;
        var number = Number(text);
        if (number is null || kind != FieldKind.Integer)
            reading.Refuse(
                element,
                "setting-bound",
                $"Expected {attribute} to be a number on an integer, but found '{text}'.",
                "Correct or remove it."
            );
        return number;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) <= DataValue.Number.Largest
            ? number
            : null;

    private static Expression? Literal(long? number) =>
        number is { } n
            ? ExpressionParser.Parse(n.ToString(CultureInfo.InvariantCulture), Names.None).Expression
            : null;
}
