using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Retold;

/// <summary>
/// The instance as it would stand by now, had some values been others when they were recorded: the same events, with what they
/// bring computed anew from those values.
/// </summary>
/// <param name="Definition">The process file.</param>
/// <param name="State">The instance as it would stand.</param>
/// <param name="Values">The other values, by the place at which they were recorded; null: none.</param>
internal sealed record Telling(
    ProcessDefinition Definition,
    ProcessState State,
    ImmutableDictionary<Place, DataValue?> Values
)
{
    /// <summary>The date of the step that is told.</summary>
    public LocalDate Today { get; init; }

    /// <summary>The date on which the timer was due that made the step; null in any other step.</summary>
    public LocalDate? Due { get; init; }

    /// <summary>The timer that made the step would have been due on another day, and nobody knows on which.</summary>
    public bool IsDueUnsure { get; init; }

    /// <summary>What rests on the other values and nobody knows how: it is as it was.</summary>
    public ImmutableHashSet<(long Scope, string Name)> Unsure { get; init; } = [];

    /// <summary>The value of a name as seen from a scope.</summary>
    public Func<string, DataValue?> Seen(long scope, string item) =>
        name => name == "due" ? DataValue.Of(Due ?? Today) : Lookup.Value(Definition, State, scope, item, Today, name);

    /// <summary>Does an expression read what nobody knows?</summary>
    public bool IsUnsure(Expression expression, long scope) =>
        IsDueUnsure && expression.Reads.Contains("due")
        || !Unsure.IsEmpty
            && expression.Reads.Any(name =>
                Lookup.HolderOf(Definition, State, scope, name) is { } holder && Unsure.Contains((holder, name))
            );

    /// <summary>One more event, as it is told here.</summary>
    public Telling After(ProcessEvent e) => this with { State = State.Apply(e) };

    /// <summary>Values with those that are others in their place.</summary>
    public ImmutableDictionary<string, DataValue> With(int index, ImmutableDictionary<string, DataValue> values)
    {
        foreach (var name in values.Keys)
            if (Values.TryGetValue(new Place(index, name), out var other))
                values = other is null ? values.Remove(name) : values.SetItem(name, other);
        return values;
    }

    /// <summary>The day from which a timer's term is counted; null where no date of the data says so.</summary>
    public LocalDate? StartOf(string node, long owner)
    {
        if (
            Waits.TimerOf(Definition.Node(node)) is not TimerSpec.LegalTerm(_, var from)
            || from.Reads.Contains("today")
            || from.Reads.Contains("due")
        )
            return null;
        var scope =
            Definition.Node(node) is StartEvent || !State.Elements.TryGetValue(owner, out var element)
                ? owner
                : element.Scope;
        return from.EvaluateOrNull(Seen(scope, "")) is DataValue.Date(var day) ? day : null;
    }
}
