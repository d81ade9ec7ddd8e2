using System.Globalization;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads <c>tw:deadline</c> and <c>tw:term</c>.</summary>
internal static class TermReader
{
    /// <summary>The largest amount of a term.</summary>
    public const int Longest = 3_660;

    /// <summary>The term that a timer waits for.</summary>
    public static TermSpec OfTimer(Reading reading, XElement element)
    {
        var term = Term(reading, element);
        if (term.Unit == TermUnit.Hours)
            reading.Refuse(
                element,
                "term-hours",
                "Expected a term in days, months or years, but it is in hours.",
                "Write a timeDuration in place of tw:term, such as PT24H."
            );
        return term with { Reminders = ReminderReader.OfTerm(reading, element) };
    }

    /// <summary>A term wherever it stands.</summary>
    public static TermSpec Term(Reading reading, XElement element)
    {
        var text = Reading.Text(element, "amount");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount > Longest)
            reading.Refuse(
                element,
                "term-amount",
                $"Expected an amount from 0 to {Longest}, but found '{text}'.",
                "Give amount and unit."
            );
        var unit = reading.Choice(element, "unit", TermUnit.Days);
        var otherwise = unit == TermUnit.Hours ? OnFestivo.Stays : OnFestivo.Moves;
        return new TermSpec(amount, unit, FormReader.Ground(reading, element))
        {
            Festivo = reading.Choice(element, "festivo", otherwise),
            Direction = reading.Choice(element, "direction", CountDirection.Forward),
            FirstDay = First(reading, element, unit),
            Calendar = Calendar(reading, element),
            Start = reading.Choice(element, "start", TermOrigin.Day),
            Template = Reading.Text(element, "template"),
        };
    }

    public static DeadlineSpec Deadline(Reading reading, XElement deadline)
    {
        var from = deadline.Attribute("from");
        var term = Term(reading, deadline);
        if (from is null && term.Direction == CountDirection.Backward)
            reading.Refuse(
                deadline,
                "term-from",
                "Expected from, since a term that is counted back needs its end, but there is none.",
                "Say from which date it is counted back, such as that of the ceremony."
            );
        if (from is not null && term.Unit == TermUnit.Hours)
            reading.Refuse(
                from,
                "term-hours",
                "Expected no from with hours, since a date has no hour, but there is one.",
                "Leave it out: hours run from the instant at which the task opens."
            );
        return new DeadlineSpec(
            term,
            from is null ? null : reading.Expression(from, from.Value, DataType.Date),
            ReminderReader.OfDeadline(reading, deadline)
        );
    }

    private static FirstDay First(Reading reading, XElement element, TermUnit unit)
    {
        var first = reading.Choice(element, "firstDay", FirstDay.Excluded);
        if (first == FirstDay.Included && unit is (TermUnit.FreeDays or TermUnit.Hours))
            reading.Refuse(
                element,
                "term-first-day",
                "Expected free days and hours to leave out the first day, but it is included.",
                "Leave out firstDay, or count in days."
            );
        return first;
    }

    private static string Calendar(Reading reading, XElement element)
    {
        var calendar = Reading.Text(element, "calendar");
        if (calendar is not ("" or TermSpec.PartnerCalendar or [>= 'A' and <= 'Z', >= 'A' and <= 'Z']))
            reading.Refuse(
                element,
                "term-calendar",
                $"Expected a country such as LT or the word partner in calendar, but found '{calendar}'.",
                "Write the country's code of ISO 3166-1 in capitals, or leave it out for the authority's own calendar."
            );
        return calendar;
    }
}
