using System.Collections.Immutable;
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

    /// <summary>The legal term that an event waits for; null when it waits for none.</summary>
    public static TermSpec? TermOf(FlowNode node) =>
        TriggerOf(node) is EventTrigger.Timer { Spec: TimerSpec.LegalTerm legal } ? legal.Term : null;

    /// <summary>A term of which its specification and its start are known.</summary>
    public static string Of(string language, TermSpec spec, ResolvedTerm term, TermStart start) =>
        TermWords.Explain(
            language,
            TermResolution.Length(spec),
            new ComputedTerm(
                term.Due,
                term.Start,
                term.Nominal,
                term.Last,
                ImmutableArray.CreateRange(term.Moves, static move => new MovedDay(move.Day, move.Why))
            ),
            start,
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
