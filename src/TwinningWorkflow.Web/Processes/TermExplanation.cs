using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A recorded term in one sentence, in the reader's language.</summary>
public static class TermExplanation
{
    /// <summary>A task's deadline; empty when it has none.</summary>
    public static string OfDeadline(string language, DeadlineSpec? deadline, ResolvedTerm? term) =>
        deadline is null || term is null
            ? ""
            : Of(language, deadline.Term, term, deadline.From is null ? TermStart.Assignment : TermStart.Day);

    /// <summary>A timer's term; empty when it has none.</summary>
    public static string OfTimer(string language, FlowNode node, ResolvedTerm? term) =>
        term is not null && TermOf(node) is { } spec ? Of(language, spec, term, TermStart.Day) : "";

    /// <summary>A task's deadline or a timer's term; empty when it has none.</summary>
    public static string Of(string language, FlowNode node, ResolvedTerm? term) =>
        node is UserTask task ? OfDeadline(language, task.Form.Deadline, term) : OfTimer(language, node, term);

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

    private static EventTrigger? TriggerOf(FlowNode node) =>
        node switch
        {
            CatchEvent caught => caught.Trigger,
            BoundaryEvent boundary => boundary.Trigger,
            StartEvent start => start.Trigger,
            _ => null,
        };
}
