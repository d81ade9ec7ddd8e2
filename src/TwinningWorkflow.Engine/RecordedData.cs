using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Requests;

namespace TwinningWorkflow.Engine;

/// <summary>A value that a person recorded and that can be corrected.</summary>
/// <param name="Scope">The scope that holds it: <see cref="CorrectData.Scope"/>.</param>
/// <param name="Subject">What that scope is about: an item, or the call activity whose process it is; empty for the process itself.</param>
/// <param name="Node">The step that gives it.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Role">Whose the step is that recorded it; empty where its form names none.</param>
/// <param name="Variable">The variable, its field and its present value.</param>
public sealed record RecordedVariable(
    long Scope,
    string Subject,
    string Node,
    string Item,
    string Role,
    ReadVariable Variable
);

/// <summary>
/// What people recorded, as far as it can be corrected without an incident. Not an outcome, by which the process has gone its way;
/// not files and texts, neither new ones nor those that a body decided on; nothing personal; and nothing that the process itself computed.
/// </summary>
public static class RecordedData
{
    /// <summary>All of it, of the process and of what runs within it, in the order of the file.</summary>
    public static ImmutableArray<RecordedVariable> Of(ProcessDefinition definition, ProcessState state)
    {
        var order = Order(definition);
        return
        [
            .. state
                .Scopes.Values.OrderBy(static scope => scope.Id)
                .SelectMany(scope =>
                    scope
                        .Data.Keys.Select(name => In(definition, state, scope, name))
                        .OfType<RecordedVariable>()
                        .OrderBy(found => order.GetValueOrDefault(found.Node, int.MaxValue))
                        .ThenBy(static found => found.Item, StringComparer.Ordinal)
                        .ThenBy(found => PlaceIn(definition, found))
                        .ThenBy(static found => found.Variable.Name, StringComparer.Ordinal)
                ),
        ];
    }

    /// <summary>The value of that name in a scope; null where nothing is recorded under it that can be corrected.</summary>
    internal static RecordedVariable? In(ProcessDefinition definition, ProcessState state, Scope scope, string name)
    {
        if (
            name.Split('.') is not [var node, _, ..] parts
            || !definition.Nodes.ContainsKey(node)
            || !scope.Data.TryGetValue(name, out var value)
        )
            return null;
        var (origin, field) = definition.OriginOf(name);
        // on which text a body decided is its decision, and gates ask for it: another text takes another act
        if (
            field
                is not {
                    Personal: false,
                    HoldsFiles: false,
                    Kind: not (FieldKind.NewTextVersion or FieldKind.TextVersion)
                }
            || field.Type != value.Type
            || definition.FormOf(origin.Split('.')[0]) is not { } form
            || IsOutcome(form, origin)
        )
            return null;
        return new RecordedVariable(
            scope.Id,
            state.Around(scope.Id),
            node,
            string.Join('.', parts[2..]),
            form.Role,
            new ReadVariable(name, field.Type, field, value)
        );
    }

    private static bool IsOutcome(StepForm form, string origin) =>
        !form.Outcomes.IsEmpty && origin.Split('.')[1] == FormCheck.OutcomeField;

    /// <summary>The nodes in the order of the file; those that a call activity calls stand behind it.</summary>
    private static Dictionary<string, int> Order(ProcessDefinition definition)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        Walk(definition.Id);
        return order;

        void Walk(string container)
        {
            foreach (var node in definition.Contents.GetValueOrDefault(container, []))
                if (order.TryAdd(node, order.Count) && ProcessDefinition.Opens(definition.Node(node)) is { } inner)
                    Walk(inner);
        }
    }

    /// <summary>The place of its field in its step.</summary>
    private static int PlaceIn(ProcessDefinition definition, RecordedVariable found)
    {
        var field = found.Variable.Name.Split('.')[1];
        return definition.Node(found.Node) is CallActivity call
            ? Index(call.Results, result => result.Name == field)
            : Index(definition.FormOf(found.Node)?.Fields ?? [], spec => spec.Id == field);
    }

    private static int Index<T>(ImmutableArray<T> all, Func<T, bool> isIt)
    {
        for (var index = 0; index < all.Length; index++)
            if (isIt(all[index]))
                return index;
        return all.Length;
    }
}
