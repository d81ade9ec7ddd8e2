using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>
/// What a person recorded is corrected, without an incident. Only what has a value can be: what is missing is for its own step
/// to bring.
/// </summary>
internal static class RecordCorrections
{
    public static Decision.Rejected? Request(Step step, CorrectData command)
    {
        if (!step.State.Scopes.TryGetValue(command.Scope, out var scope))
            return Refusal.Of(
                RejectionCode.ElementNotActive,
                $"Expected scope {command.Scope} to be open, but it is not."
            );
        var named = command
            .Values.Keys.Union(command.Emptied)
            .Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Found: RecordedData.In(step.Definition, step.State, scope, name)))
            .ToList();
        if (
            command.OwnStepsOnly
            && named.Exists(x => x.Found is { } found && (found.Role.Length == 0 || found.Role != command.Actor.Role))
        )
            return Refusal.Of(
                RejectionCode.NotYours,
                $"Expected what steps of role '{command.Actor.Role}' recorded, but some of it is of another's."
            );
        var values = new Values(step, scope, command);
        var problems = named.SelectMany(x =>
            x.Found is null ? [Unrecorded(step, scope, x.Name)] : values.Problems(x.Found)
        );
        return problems.ToImmutableArray() is { IsEmpty: false } wrong
            ? Refusal.Of(
                RejectionCode.InvalidFields,
                $"Expected values of variables that were recorded, as their fields have them, but {wrong.Length} are not.",
                wrong
            )
            : null;
    }

    private static FieldProblem Unrecorded(Step step, Scope scope, string name) =>
        new(
            name,
            KnownName.Of(step.Definition, step.State, scope.Id, name) is { Type: DataType.Personal }
                ? FieldProblemCode.Personal
                : FieldProblemCode.NotRecorded
        );

    /// <summary>The data as they would be.</summary>
    private sealed class Values(Step step, Scope scope, CorrectData command)
    {
        private readonly Func<string, DataValue?> present = step.Variables(scope.Id, "");

        public IEnumerable<FieldProblem> Problems(RecordedVariable found)
        {
            var name = found.Variable.Name;
            var field = found.Variable.Field!;
            if (command.Seen.TryGetValue(name, out var seen) && !seen.Equals(found.Variable.Value))
                return [new FieldProblem(name, FieldProblemCode.ChangedMeanwhile)];
            if (command.Values.TryGetValue(name, out var value))
                return FormCheck.Problems(field, value, n => Of(found, n)).Select(p => p with { Field = name });
            return IsRequired(found, field) ? [new FieldProblem(name, FieldProblemCode.Required)] : [];
        }

        /// <summary>Where nobody knows any more which outcome was chosen, what some of them require is required.</summary>
        private bool IsRequired(RecordedVariable found, FieldSpec field) =>
            field.Required
            || field.RequiredFor.Length > 0
                && (
                    Of(found, $"{OriginOf(found).Split('.')[0]}.{FormCheck.OutcomeField}")
                        is not DataValue.Text
                        (var outcome)
                    || field.IsRequiredFor(outcome)
                );

        private string OriginOf(RecordedVariable found) => step.Definition.OriginOf(found.Variable.Name).Variable;

        /// <summary>
        /// What a name in a bound of the field means: where the field was filled in. Of a call that is over that is the called
        /// process, of which only what was given to it and what it handed out is known.
        /// </summary>
        private DataValue? Of(RecordedVariable found, string name)
        {
            if (step.Definition.Node(found.Node) is not CallActivity call)
                return Held(found.Item, name);
            if (call.Results.FirstOrDefault(r => r.Value.Handed == name) is { } result)
                return Held(found.Item, $"{call.Id}.{result.Name}");
            if (call.Given.FirstOrDefault(g => g.Variable == name) is { } given)
                return given.Value.EvaluateOrNull(n => n == "item" ? DataValue.Of(found.Item) : Held(found.Item, n));
            return name == "today" ? present(name) : null;
        }

        /// <summary>With the item where it is held under one.</summary>
        private DataValue? Held(string item, string name)
        {
            if (item.Length == 0)
                return Now(name);
            return name == "item" ? DataValue.Of(item) : Now($"{name}.{item}") ?? Now(name);
        }

        private DataValue? Now(string name) =>
            command.Values.TryGetValue(name, out var value) ? value
            : command.Emptied.Contains(name) ? null
            : present(name);
    }
}
