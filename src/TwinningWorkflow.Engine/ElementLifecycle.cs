using System.Collections.Immutable;

namespace TwinningWorkflow.Engine;

/// <summary>The phases of an element (BPMN 2.0.2, 13.3.2, reduced to those that outlive a step).</summary>
public enum ElementPhase
{
    /// <summary>It holds a token and works or waits.</summary>
    Active,

    /// <summary>It holds a token and an incident: an operator is needed.</summary>
    Stopped,

    /// <summary>It ended in the ordinary way; it holds no token any more.</summary>
    Completed,

    /// <summary>It was cancelled; it holds no token any more.</summary>
    Cancelled,
}

/// <summary>The legal transitions between phases, as a table.</summary>
public static class ElementLifecycle
{
    /// <summary>From, event, to. What is not here is illegal.</summary>
    public static readonly ImmutableArray<(ElementPhase From, Type On, ElementPhase To)> Table =
    [
        (ElementPhase.Active, typeof(TaskCompleted), ElementPhase.Completed),
        (ElementPhase.Active, typeof(ServiceCompleted), ElementPhase.Completed),
        (ElementPhase.Active, typeof(ElementCompleted), ElementPhase.Completed),
        (ElementPhase.Active, typeof(ElementsCancelled), ElementPhase.Cancelled),
        (ElementPhase.Active, typeof(IncidentRaised), ElementPhase.Stopped),
        (ElementPhase.Stopped, typeof(IncidentResolved), ElementPhase.Active),
        (ElementPhase.Stopped, typeof(ElementsCancelled), ElementPhase.Cancelled),
    ];

    /// <summary>The phase after an event; an illegal transition is a defect of ours and throws.</summary>
    public static ElementPhase Next(ElementPhase from, Type on)
    {
        foreach (var row in Table)
            if (row.From == from && row.On == on)
                return row.To;
        throw new InvalidOperationException($"Expected a legal transition, but {on.Name} came in phase {from}.");
    }
}
