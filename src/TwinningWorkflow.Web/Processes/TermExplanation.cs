using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A recorded term in one sentence, in the reader's language.</summary>
public static class TermExplanation
{
    /// <summary>A task's deadline; empty when it has none.</summary>
    public static string OfDeadline(string language, DeadlineSpec? deadline, ResolvedTerm? term) =>
        AboutDeadline(language, deadline, term)?.In(language) ?? "";

    /// <summary>A timer's term; empty when it has none.</summary>
    public static string OfTimer(string language, FlowNode node, ResolvedTerm? term) =>
        AboutTimer(language, node, term)?.In(language) ?? "";

    /// <summary>A task's deadline or a timer's term; empty when it has none.</summary>
    public static string Of(string language, FlowNode node, ResolvedTerm? term) =>
        About(language, node, term)?.In(language) ?? "";

    /// <summary>All that is known of a task's deadline or a timer's term; null when it has none.</summary>
    public static ExplainedTerm? About(string language, FlowNode node, ResolvedTerm? term) =>
        node is UserTask task ? AboutDeadline(language, task.Form.Deadline, term) : AboutTimer(language, node, term);

    /// <summary>All that is known of a task's deadline; null when it has none.</summary>
    public static ExplainedTerm? AboutDeadline(string language, DeadlineSpec? deadline, ResolvedTerm? term) =>
        deadline is null || term is null
            ? null
            : About(language, deadline.Term, term, deadline.From is null ? TermStart.Assignment : TermStart.Day);

    /// <summary>The legal term that an event waits for; null when it waits for none.</summary>
    public static TermSpec? TermOf(FlowNode node) =>
        TriggerOf(node) is EventTrigger.Timer { Spec: TimerSpec.LegalTerm legal } ? legal.Term : null;

    /// <summary>A term of which its specification and its start are known.</summary>
    public static string Of(string language, TermSpec spec, ResolvedTerm term, TermStart start) =>
        About(language, spec, term, start).In(language);

    /// <summary>All that is known of a recorded term: what a page, a mail, the API and a calendar picture are made of.</summary>
    /// <param name="language">The language of the ground's citation.</param>
    /// <param name="spec">The term as its file declares it.</param>
    /// <param name="term">The term as it was recorded.</param>
    /// <param name="start">What it was counted from, where the file does not say.</param>
    public static ExplainedTerm About(string language, TermSpec spec, ResolvedTerm term, TermStart start) =>
        new(
            TermResolution.Length(spec, term.Calendar ?? ""),
            TermResolution.Computed(term),
            TermResolution.Start(spec, start),
            spec.Ground is { } ground ? TermResolution.Ground(ground, language) : null
        );

    private static ExplainedTerm? AboutTimer(string language, FlowNode node, ResolvedTerm? term) =>
        term is not null && TermOf(node) is { } spec ? About(language, spec, term, TermStart.Day) : null;

    private static EventTrigger? TriggerOf(FlowNode node) =>
        node switch
        {
            CatchEvent caught => caught.Trigger,
            BoundaryEvent boundary => boundary.Trigger,
            StartEvent start => start.Trigger,
            _ => null,
        };
}
