using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Processes;

/// <summary>The schedule of reminders of a task or of an event that waits for a term, in the words of the calendar.</summary>
public sealed class NodeReminders
{
    private readonly ImmutableArray<ReminderSpec> specs;

    private NodeReminders(ImmutableArray<ReminderSpec> specs)
    {
        this.specs = specs;
        Lines = [.. specs.Where(static x => x.At != ReminderMoment.Start).Select(Line)];
    }

    /// <summary>What comes on days of its own. The start of a term is an event, and told when it happens.</summary>
    public ImmutableArray<ReminderLine> Lines { get; }

    public static NodeReminders Of(FlowNode node) => new(SpecsOf(node));

    /// <summary>Is there anything that comes on a day of its own?</summary>
    public static bool Any(FlowNode node)
    {
        foreach (var spec in SpecsOf(node))
            if (spec.At != ReminderMoment.Start)
                return true;
        return false;
    }

    /// <summary>Does the office want to hear when the term starts?</summary>
    public static bool TellStart(FlowNode node) => SpecsOf(node).Any(static x => x.At == ReminderMoment.Start);

    /// <summary>The line of the file: each moment stands once in a schedule.</summary>
    public ReminderSpec SpecOf(ReminderLine line) =>
        specs.First(spec => spec.At != ReminderMoment.Start && Line(spec) == line);

    private static ImmutableArray<ReminderSpec> SpecsOf(FlowNode node) =>
        node is UserTask task ? task.Form.Deadline?.Reminders ?? [] : TermExplanation.TermOf(node)?.Reminders ?? [];

    private static ReminderLine Line(ReminderSpec spec) =>
        new(
            spec.At switch
            {
                ReminderMoment.Halfway => ReminderStep.Halfway,
                ReminderMoment.Before => ReminderStep.Before,
                ReminderMoment.Due => ReminderStep.Due,
                ReminderMoment.After => ReminderStep.After,
                _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.At, null),
            },
            spec.Days,
            spec.Every
        );
}
