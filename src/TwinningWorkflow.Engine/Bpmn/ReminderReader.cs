using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads <c>tw:remind</c>, wherever a schedule of reminders stands.</summary>
internal static class ReminderReader
{
    private static readonly XName Remind = Reading.Tw + "remind";

    /// <summary>The schedule of every deadline of the process that has none of its own.</summary>
    /// <param name="reading">What is known so far.</param>
    /// <param name="process">A process of the file.</param>
    /// <param name="otherwise">What holds when the process does not say.</param>
    public static ImmutableArray<ReminderSpec> OfProcess(
        Reading reading,
        XElement process,
        ImmutableArray<ReminderSpec> otherwise
    ) =>
        Reading.Extensions(process, "process").Elements(Reading.Tw + "reminders").FirstOrDefault() is { } schedule
            ? Schedule(reading, schedule, ReminderMoment.Start)
            : otherwise;

    /// <summary>A term's own; none when the file does not say.</summary>
    public static ImmutableArray<ReminderSpec> OfTerm(Reading reading, XElement term) =>
        Schedule(reading, term, ReminderMoment.After);

    public static ImmutableArray<ReminderSpec> OfDeadline(Reading reading, XElement deadline)
    {
        var words = deadline.Attribute("reminders");
        if (deadline.Element(Remind) is not null)
        {
            if (words is not null)
                reading.Refuse(
                    words,
                    "reminders-twice",
                    "Expected tw:remind or the attribute reminders, but there are both.",
                    "Remove the attribute: files published before tw:remind wrote it."
                );
            return Schedule(reading, deadline, ReminderMoment.Start);
        }
        return words is null ? reading.Reminders : OfWords(reading, deadline);
    }

    private static ImmutableArray<ReminderSpec> OfWords(Reading reading, XElement deadline)
    {
        var reminders = ImmutableArray.CreateBuilder<ReminderSpec>();
        foreach (var word in Reading.Words(deadline, "reminders").Distinct())
            if (ReminderSpec.Of(word) is { } reminder)
                reminders.Add(reminder);
            else
                reading.Refuse(
                    deadline,
                    "unknown-value",
                    $"Expected dayBefore, dueDay or overdue in reminders, but found '{word}'.",
                    "Correct the value, or write tw:remind instead."
                );
        return reminders.ToImmutable();
    }

    /// <param name="reading">What is known so far.</param>
    /// <param name="holder">What holds the lines.</param>
    /// <param name="senseless">The moment that makes no sense there: a task's assignment is told anyway, and after its end a term is no more.</param>
    private static ImmutableArray<ReminderSpec> Schedule(Reading reading, XElement holder, ReminderMoment senseless)
    {
        var lines = holder.Elements(Remind).Select(line => (Line: line, Spec: Line(reading, line))).ToList();
        foreach (var (line, spec) in lines)
        {
            if (spec.At == senseless)
                reading.Refuse(
                    line,
                    "reminder-moment",
                    senseless == ReminderMoment.Start
                        ? "Expected no reminder at the start of a deadline, which the task's assignment tells, but there is one."
                        : "Expected no reminder after the end of a term, whose end has a mail of its own, but there is one.",
                    "Remove it."
                );
            if (lines.Exists(other => other.Line != line && other.Line.IsBefore(line) && Same(other.Spec, spec)))
                reading.Refuse(
                    line,
                    "reminder-twice",
                    "Expected each moment once in a schedule, but it is there again.",
                    "Remove one, and name all whom it goes to in the other."
                );
        }
        if (lines.Count > 1 && lines.Exists(static x => x.Spec.At == ReminderMoment.Never))
            reading.Refuse(
                holder,
                "reminder-never",
                "Expected never to stand alone, but there are other reminders beside it.",
                "Remove it, or the others."
            );
        return lines.Count == 0
            ? []
            : [.. lines.Select(static x => x.Spec).Where(static x => x.At != ReminderMoment.Never)];
    }

    private static bool Same(ReminderSpec one, ReminderSpec other) => one.At == other.At && one.Days == other.Days;

    private static ReminderSpec Line(Reading reading, XElement line)
    {
        var at = reading.Choice(line, "at", ReminderMoment.Due);
        return new ReminderSpec(
            at,
            Number(reading, line, "days", at is ReminderMoment.Before or ReminderMoment.After, needed: true),
            To(reading, line)
        )
        {
            Every = Number(reading, line, "every", at == ReminderMoment.After, needed: false),
            Climbs = Climbs(reading, line),
        };
    }

    private static int Climbs(Reading reading, XElement line)
    {
        var climbs = Number(reading, line, "climbs", line.Attribute("every") is not null, needed: false);
        if (climbs > 0 && !Reading.Words(line, "to").Contains("superior"))
            reading.Refuse(
                line,
                "reminder-climbs",
                "Expected the superior in to, since climbs leads from there upwards, but it is not there.",
                "Add superior to to, or remove climbs."
            );
        return climbs;
    }

    private static int Number(Reading reading, XElement line, string attribute, bool sensible, bool needed)
    {
        var text = Reading.Text(line, attribute);
        if (!sensible && line.Attribute(attribute) is { } beside)
            reading.Refuse(
                beside,
                "reminder-moment",
                attribute switch
                {
                    "days" => "Expected days with before and after only, but they stand with another moment.",
                    "every" => "Expected every with after only, but it stands with another moment.",
                    _ => "Expected climbs beside every, but there is none.",
                },
                "Remove it."
            );
        else if (text.Length == 0 && (!needed || !sensible))
            return 0;
        else if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= TermReader.Longest
        )
            return number;
        else
            reading.Refuse(
                line,
                "term-amount",
                $"Expected {attribute} from 1 to {TermReader.Longest}, but found '{text}'.",
                "Give a whole number."
            );
        return 0;
    }

    private static ImmutableArray<ReminderAudience> To(Reading reading, XElement line)
    {
        var audiences = ImmutableArray.CreateBuilder<ReminderAudience>();
        foreach (var word in Reading.Words(line, "to").Distinct())
            switch (word)
            {
                case "holders":
                    audiences.Add(ReminderAudience.Holders);
                    break;
                case "deputies":
                    audiences.Add(ReminderAudience.Deputies);
                    break;
                case "superior":
                    audiences.Add(ReminderAudience.Superior);
                    break;
                default:
                    reading.Refuse(
                        line,
                        "unknown-value",
                        $"Expected holders, deputies or superior in to, but found '{word}'.",
                        "Correct the value."
                    );
                    break;
            }
        return audiences.Count == 0 ? [ReminderAudience.Holders] : audiences.ToImmutable();
    }
}
