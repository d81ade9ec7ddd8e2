using System.Collections.Immutable;
using System.Globalization;
using NodaTime.Text;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>Checks what a person filled in against what the file asks for.</summary>
internal static class FormCheck
{
    /// <summary>The field name under which the outcome's problems are told.</summary>
    public const string OutcomeField = "outcome";

    /// <param name="node">The node whose form it is.</param>
    /// <param name="form">What it asks for.</param>
    /// <param name="outcome">The outcome chosen; null when none.</param>
    /// <param name="fields">The values by field id.</param>
    /// <param name="variables">The process's data, for the bounds.</param>
    public static ImmutableArray<FieldProblem> Problems(
        string node,
        StepForm form,
        string? outcome,
        ImmutableDictionary<string, DataValue> fields,
        Func<string, DataValue?> variables
    )
    {
        var problems = NoneYet();
        if (form.Outcomes.IsEmpty ? !string.IsNullOrEmpty(outcome) : !IsOffered(outcome, form.Outcomes))
            problems.Add(
                string.IsNullOrEmpty(outcome)
                    ? new FieldProblem(OutcomeField, FieldProblemCode.Required)
                    : new FieldProblem(OutcomeField, FieldProblemCode.NotOffered, outcome)
            );
        // a bound that names a field of this very form means what is filled in now, not what an earlier round left
        Func<string, DataValue?> now = name =>
            Lookup.IsUnder(name, node) && form.Field(name[(node.Length + 1)..]) is { } own
                ? fields.GetValueOrDefault(own.Id) is { } value && value.Type == own.Type
                    ? value
                    : null
                : variables(name);

        var known = 0;
        foreach (var field in form.Fields)
        {
            if (fields.TryGetValue(field.Id, out var value))
                known++;
            if ((value is null || Blank(value)) && field.IsRequiredFor(outcome ?? ""))
                problems.Add(new FieldProblem(field.Id, FieldProblemCode.Required));
            else if (value is not null)
                Check(field, value, now, problems);
        }
        if (known < fields.Count)
            foreach (var unknown in fields.Keys.Where(k => form.Field(k) is null).Order(StringComparer.Ordinal))
                problems.Add(new FieldProblem(unknown, FieldProblemCode.Unknown));
        return problems.DrainToImmutable();
    }

    /// <summary>What is wrong with a value given for a setting.</summary>
    public static ImmutableArray<FieldProblem> Problems(FieldSpec setting, DataValue value) =>
        Problems(setting, value, static _ => null);

    /// <summary>What is wrong with one value of a form.</summary>
    public static ImmutableArray<FieldProblem> Problems(
        FieldSpec field,
        DataValue value,
        Func<string, DataValue?> variables
    )
    {
        var problems = NoneYet();
        Check(field, value, variables, problems);
        return problems.DrainToImmutable();
    }

    /// <summary>Most forms are right: a list that takes no room until something is wrong.</summary>
    private static ImmutableArray<FieldProblem>.Builder NoneYet() => ImmutableArray.CreateBuilder<FieldProblem>(0);

    private static bool IsOffered(string? id, ImmutableArray<Outcome> offered)
    {
        foreach (var outcome in offered)
            if (outcome.Id == id)
                return true;
        return false;
    }

    /// <summary>A text without a sign and a list without an item say as much as no value.</summary>
    private static bool Blank(DataValue value) =>
        value switch
        {
            DataValue.Text(var text) => string.IsNullOrWhiteSpace(text),
            DataValue.List(var items) => items.IsEmpty,
            _ => false,
        };

    /// <summary>Numbers that the history cannot hold exactly, among values that no form describes.</summary>
    public static ImmutableArray<FieldProblem> OutOfRange(ImmutableDictionary<string, DataValue> values) =>
        [
            .. values
                .OrderBy(static v => v.Key, StringComparer.Ordinal)
                .Select(static v => OutOfRange(v.Key, v.Value))
                .OfType<FieldProblem>(),
        ];

    public static FieldProblem? OutOfRange(string field, DataValue value) =>
        value switch
        {
            DataValue.Number { Value: < -DataValue.Number.Largest } => new FieldProblem(
                field,
                FieldProblemCode.TooEarly,
                Words(DataValue.Of(-DataValue.Number.Largest))
            ),
            DataValue.Number { Value: > DataValue.Number.Largest } => new FieldProblem(
                field,
                FieldProblemCode.TooLate,
                Words(DataValue.Of(DataValue.Number.Largest))
            ),
            _ => null,
        };

    private static void Check(
        FieldSpec field,
        DataValue value,
        Func<string, DataValue?> variables,
        ImmutableArray<FieldProblem>.Builder problems
    )
    {
        if (value.Type != field.Type)
        {
            problems.Add(new FieldProblem(field.Id, FieldProblemCode.WrongType, field.Type.ToString()));
            return;
        }
        if (
            field.Kind == FieldKind.Choice
            && !(value is DataValue.Text(var chosen) && IsOffered(chosen, field.Choices))
        )
            problems.Add(new FieldProblem(field.Id, FieldProblemCode.NotOffered));
        if (value is DataValue.Text(var text) && text.Length > field.MaxLength)
            problems.Add(
                new FieldProblem(
                    field.Id,
                    FieldProblemCode.TooLong,
                    field.MaxLength.ToString(CultureInfo.InvariantCulture)
                )
            );
        if (OutOfRange(field.Id, value) is { } unheld)
            problems.Add(unheld);
        if (Bound(field.NotBefore, variables) is { } low && Comparison.Compare(value, low) < 0)
            problems.Add(new FieldProblem(field.Id, FieldProblemCode.TooEarly, Words(low)));
        if (Bound(field.NotAfter, variables) is { } high && Comparison.Compare(value, high) > 0)
            problems.Add(new FieldProblem(field.Id, FieldProblemCode.TooLate, Words(high)));
        if (Bound(field.Differs, variables) is { } other && value.Equals(other))
            problems.Add(new FieldProblem(field.Id, FieldProblemCode.Same, Words(other)));
    }

    /// <summary>A bound that cannot be computed binds nobody: the person could not mend it.</summary>
    private static DataValue? Bound(Expression? bound, Func<string, DataValue?> variables) =>
        bound?.EvaluateOrNull(variables);

    private static string Words(DataValue bound) =>
        bound switch
        {
            DataValue.Date(var date) => LocalDatePattern.Iso.Format(date),
            DataValue.Number(var number) => number.ToString(CultureInfo.InvariantCulture),
            DataValue.Text(var text) => text,
            _ => "",
        };
}
