using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads the event definitions: what an event waits for or throws.</summary>
internal static partial class EventReader
{
    private const string Suffix = "EventDefinition";

    /// <summary>The longest duration, a hundred years.</summary>
    private const int MaxDays = 36_600;

    /// <summary>The one event definition of an event, or null when it has none. More than one is refused.</summary>
    public static XElement? Definition(Reading reading, XElement node)
    {
        var definitions = node.Elements()
            .Where(e => Reading.IsBpmn(e) && e.Name.LocalName.EndsWith(Suffix, StringComparison.Ordinal))
            .ToList();
        if (definitions.Count > 1)
            reading.Refuse(
                node,
                "multiple-events",
                $"Expected one event definition, but there are {definitions.Count}.",
                "Draw one event for each."
            );
        return definitions.Count > 0 ? definitions[0] : null;
    }

    /// <summary>The kind of an event definition: its element's name without the ending.</summary>
    public static string KindOf(XElement definition) => definition.Name.LocalName[..^Suffix.Length];

    /// <summary>Is it an event, of any kind?</summary>
    public static bool IsEvent(XElement element) =>
        Reading.IsBpmn(element) && element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal);

    /// <summary>Has the event a message among what it waits for or throws?</summary>
    public static bool MayExchangeMessages(XElement node) =>
        node.Elements()
            .Any(static e => Reading.IsBpmn(e) && e.Name.LocalName is "messageEventDefinition" or "eventDefinitionRef");

    /// <summary>
    /// BPMN asks of an executable process that a message event names the operation by which its message is exchanged. Here it
    /// may say so in words of its own: who records the message, by which key it is known, to whom it is sent.
    /// </summary>
    public static void Exchanged(Reading reading, XElement definition, XElement node)
    {
        if (
            definition.Element(Reading.Bpmn + "operationRef") is null
            && Reading.Extension(node, "form") is null
            && Reading.Extension(node, "key") is null
            && Reading.Extension(node, "send") is null
        )
            reading.Refuse(
                definition,
                "operation-missing",
                "Expected a message event to say how its message is exchanged, but it does not.",
                "Write tw:form or tw:key on one that waits, tw:send on one that sends, or an operationRef."
            );
    }

    /// <summary>What an event waits for; only the kinds named are run in this place.</summary>
    public static EventTrigger Trigger(Reading reading, XElement node, string id, params ReadOnlySpan<string> kinds)
    {
        var definition = Definition(reading, node);
        var kind = definition is null ? "none" : KindOf(definition);
        if (!kinds.Contains(kind))
        {
            reading.Refuse(
                node,
                "unsupported-event",
                $"Expected {string.Join(" or ", kinds.ToArray())} on this {node.Name.LocalName}, but found {kind}.",
                "Use one of the events that are run here."
            );
            return new EventTrigger.None();
        }
        switch (kind)
        {
            case "timer":
                return new EventTrigger.Timer(Timer(reading, definition!));
            case "error":
                return new EventTrigger.Error(ErrorCode(reading, definition!, thrown: false));
            case "message":
                Exchanged(reading, definition!, node);
                return Message(reading, definition!, node, id);
            case "signal":
                return new EventTrigger.Signal(SignalName(reading, definition!));
            case "escalation":
                return new EventTrigger.Escalation(EscalationCode(reading, definition!, thrown: false));
            case "link":
                return new EventTrigger.Link(LinkName(reading, definition!));
            default:
                return new EventTrigger.None();
        }
    }

    /// <summary>The message of an event definition, receive task or send task, with the key and form of its node.</summary>
    public static EventTrigger.Message Message(Reading reading, XElement holder, XElement node, string id)
    {
        var key = Reading.Extension(node, "key")?.Attribute("value");
        return new EventTrigger.Message(
            MessageName(reading, holder),
            key is null ? null : reading.Expression(key, key.Value, DataType.Text, DataType.Number),
            FormReader.Find(reading, node, id)
        );
    }

    public static string MessageName(Reading reading, XElement holder) =>
        Referred(reading, holder, "message", reading.Messages, required: true);

    public static string SignalName(Reading reading, XElement holder) =>
        Referred(reading, holder, "signal", reading.Signals, required: true);

    public static string ErrorCode(Reading reading, XElement definition, bool thrown) =>
        Code(reading, definition, "error", reading.Errors, thrown);

    public static string EscalationCode(Reading reading, XElement definition, bool thrown) =>
        Code(reading, definition, "escalation", reading.Escalations, thrown);

    /// <summary>What is caught without a reference is any error or escalation; what is thrown has a code.</summary>
    private static string Code(
        Reading reading,
        XElement definition,
        string kind,
        Dictionary<string, string> declared,
        bool thrown
    )
    {
        if (thrown && reading.WithoutCode.Contains(LocalPart(Reading.Text(definition, kind + "Ref"))))
            reading.Refuse(
                definition,
                kind + "-code",
                $"Expected an {kind} with {kind}Code to be thrown, but it has none.",
                $"Give the {kind} its {kind}Code."
            );
        return Referred(reading, definition, kind, declared, required: thrown);
    }

    public static string LinkName(Reading reading, XElement definition)
    {
        var name = Reading.Text(definition, "name");
        if (name.Length == 0)
            reading.Refuse(
                definition,
                "link-name",
                "Expected a link with a name, but there is none.",
                "Give the throw and the catch event the same link name."
            );
        return name;
    }

    /// <summary>What a reference leads to; empty where it is left out and may be.</summary>
    private static string Referred(
        Reading reading,
        XElement holder,
        string kind,
        Dictionary<string, string> declared,
        bool required
    )
    {
        var reference = LocalPart(Reading.Text(holder, kind + "Ref"));
        if (reference.Length == 0 && !required)
            return "";
        if (declared.TryGetValue(reference, out var name))
            return name;
        var article = "aeiou".Contains(kind[0], StringComparison.Ordinal) ? "an" : "a";
        reading.Refuse(
            holder,
            kind + "-ref",
            reference.Length == 0
                ? $"Expected {article} {kind}Ref, but there is none."
                : $"Expected {article} {kind} of the file, but '{reference}' is none.",
            $"Declare the {kind} and refer to it."
        );
        return reference;
    }

    /// <summary>QNames of this file's own target namespace may carry a prefix.</summary>
    public static string LocalPart(string reference) =>
        reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static TimerSpec Timer(Reading reading, XElement definition)
    {
        if (Reading.Extension(definition, "term") is { } term)
        {
            var from = term.Attribute("from");
            var start = from is null ? null : reading.Expression(from, from.Value, DataType.Date);
            if (from is null)
                reading.Refuse(term, "term-from", "Expected from, but there is none.", "Say from which date it runs.");
            if (start is not null)
                return new TimerSpec.LegalTerm(TermReader.OfTimer(reading, term), start);
        }
        var times = definition
            .Elements()
            .Where(e => Reading.IsBpmn(e) && e.Name.LocalName.StartsWith("time", StringComparison.Ordinal))
            .ToList();
        if (Reading.Extension(definition, "term") is null)
        {
            if (times.Count != 1)
                reading.Refuse(
                    definition,
                    "timer-definition",
                    $"Expected one of timeDate, timeDuration and timeCycle, but there are {times.Count}.",
                    "Give exactly one."
                );
            else if (Time(reading, times[0]) is { } spec)
                return spec;
        }
        return new TimerSpec.After(Period.Zero);
    }

    private static TimerSpec? Time(Reading reading, XElement time)
    {
        var text = time.Value.Trim();
        switch (time.Name.LocalName)
        {
            case "timeDuration" when Duration(text) is { } period:
                return new TimerSpec.After(period);
            case "timeCycle"
                when Repetition().Match(text) is { Success: true } match
                    && Duration(match.Groups["period"].Value) is { } period
                    && Days(period) > 0:
                var count = match.Groups["count"].Value;
                return new TimerSpec.Cycle(
                    count.Length == 0 ? -1 : int.Parse(count, CultureInfo.InvariantCulture),
                    period
                );
            case "timeDate"
                when OffsetDateTimePattern.ExtendedIso.Parse(text)
                    is { Success: true, Value.Year: > 0 and < 9_999 } instant:
                return new TimerSpec.At(instant.Value.ToInstant());
            case "timeDate" when text.Length > 0 && !char.IsAsciiDigit(text[0]):
                return reading.Expression(time, text, DataType.Date) is { } date ? new TimerSpec.OnDate(date) : null;
        }
        reading.Refuse(
            time,
            "timer-value",
            $"Expected an ISO 8601 value in {time.Name.LocalName}, but found '{text}'.",
            "Write timeDuration as P30D or PT10S, timeCycle as R3/PT1H, at most a hundred years; timeDate as 2022-12-09T00:00:00+01:00 or as a date expression."
        );
        return null;
    }

    private static Period? Duration(string text)
    {
        var parsed = PeriodPattern.Roundtrip.Parse(text);
        return
            parsed.Success
            && text.Length > 1
            && !text.Contains('-', StringComparison.Ordinal)
            && Days(parsed.Value) <= MaxDays
            ? parsed.Value
            : null;
    }

    /// <summary>About how many days; a duration that no calendar holds must not come as far as the arithmetic.</summary>
    private static double Days(Period period) =>
        period.Years * 366.0
        + period.Months * 31.0
        + period.Weeks * 7.0
        + period.Days
        + period.Hours / 24.0
        + period.Minutes / 1_440.0
        + period.Seconds / 86_400.0
        + period.Milliseconds / 86_400e3
        + period.Ticks / 86_400e7
        + period.Nanoseconds / 86_400e9;

    [GeneratedRegex("^R(?<count>|[1-9][0-9]{0,5})/(?<period>P.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Repetition();
}
