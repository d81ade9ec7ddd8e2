using NodaTime;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Elements;

/// <summary>
/// The legal terms that run: timers that wait for the end of one, and the deadlines of open tasks. Where the date that one is
/// counted from changes, or the calendar it is counted by, it is counted again.
/// </summary>
internal static class OpenTerms
{
    /// <summary>Counts again what starts from a date of the data, since a date may have changed in this step.</summary>
    public static void Follow(Step step)
    {
        foreach (var (_, timer) in step.State.Timers)
            if (timer.Term is { } term && Start(step, timer) is { } start && start != term.Start)
                Recount(step, timer, term, start);
        foreach (var (_, task) in step.State.Elements)
            if (task.Deadline is { } term && Start(step, task) is { } start && start != term.Start)
                Recount(step, task, term, start);
    }

    /// <summary>Counts everything again, by the calendar as it is now.</summary>
    public static void RecountAll(Step step)
    {
        foreach (var (_, timer) in step.State.Timers)
            if (timer.Term is { } term)
                Recount(step, timer, term, Start(step, timer) ?? term.Start);
        foreach (var (_, task) in step.State.Elements)
            if (task.Deadline is { } term)
                Recount(step, task, term, Start(step, task) ?? term.Start);
    }

    private static void Recount(Step step, TimerWait timer, ResolvedTerm before, LocalDate start)
    {
        if (Waits.TimerOf(step.Definition.Node(timer.Node)) is not TimerSpec.LegalTerm(var spec, _))
            return;
        if (Resolve(step, spec, start) is { } after && after != before)
            step.Emit(new TermRecounted(timer.Id, timer.Node, before, after, timer.Generation + 1));
    }

    private static void Recount(Step step, ActiveElement task, ResolvedTerm before, LocalDate start)
    {
        if (step.Definition.Node(task.Node) is not UserTask { Form.Deadline: { } deadline })
            return;
        if (Resolve(step, deadline.Term, start) is { } after && after != before)
            step.Emit(new TermRecounted(task.Id, task.Node, before, after, 0));
    }

    private static LocalDate? Start(Step step, TimerWait timer)
    {
        if (Waits.TimerOf(step.Definition.Node(timer.Node)) is not TimerSpec.LegalTerm(_, var from))
            return null;
        // the start of an event sub-process sees the scope that it listens in, any other event the one around its owner
        var scope =
            step.Definition.Node(timer.Node) is StartEvent ? timer.Element : step.State.Elements[timer.Element].Scope;
        return Date(step, from, scope, "");
    }

    private static LocalDate? Start(Step step, ActiveElement task) =>
        step.Definition.Node(task.Node) is UserTask { Form.Deadline.From: { } from }
            ? Date(step, from, task.Scope, task.Item)
            : null;

    /// <summary>
    /// The term as it is now; null where the calendar ends before it, so that it stays as it was told, and where it is counted
    /// in hours: they run from the instant at which they began, whatever the calendar says.
    /// </summary>
    private static ResolvedTerm? Resolve(Step step, TermSpec spec, LocalDate start)
    {
        if (spec.Unit == TermUnit.Hours)
            return null;
        try
        {
            return step.Resolve(spec, start);
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    /// <summary>
    /// The date as it is now; null where it has none any more, so that the term stays as it was counted, and where it is that
    /// of the step: a term that began today has not begun anew tomorrow.
    /// </summary>
    private static LocalDate? Date(Step step, Expression from, long scope, string item) =>
        !from.Reads.Contains("today")
        && !from.Reads.Contains("due")
        && from.EvaluateOrNull(step.Variables(scope, item)) is DataValue.Date(var day)
            ? day
            : null;
}
