using NodaTime;

namespace TwinningWorkflow.Engine.Expressions;

/// <summary>A node of a parsed expression. A value that is missing is null and spreads as the language says.</summary>
internal abstract class Term(DataType type)
{
    public DataType Type => type;

    public abstract DataValue? Evaluate(Func<string, DataValue?> variables);

    /// <summary>The variable whose value it hands on as it is; null when it computes one.</summary>
    public virtual string? Handed => null;

    public bool Holds(Func<string, DataValue?> variables) => Evaluate(variables) is DataValue.Flag { Value: true };
}

internal sealed class Constant(DataValue value) : Term(value.Type)
{
    public DataValue Value => value;

    public override DataValue Evaluate(Func<string, DataValue?> variables) => value;
}

internal sealed class Variable(string name, DataType type) : Term(type)
{
    public string Name => name;

    public override string Handed => name;

    public override DataValue? Evaluate(Func<string, DataValue?> variables) => variables(name);
}

internal sealed class Has(string name) : Term(DataType.Flag)
{
    public override DataValue Evaluate(Func<string, DataValue?> variables) => DataValue.Of(variables(name) is not null);
}

internal sealed class Not(Term operand) : Term(DataType.Flag)
{
    public override DataValue Evaluate(Func<string, DataValue?> variables) => DataValue.Of(!operand.Holds(variables));
}

internal sealed class AndOr(bool and, Term left, Term right) : Term(DataType.Flag)
{
    public override DataValue Evaluate(Func<string, DataValue?> variables) =>
        DataValue.Of(
            and ? left.Holds(variables) && right.Holds(variables) : left.Holds(variables) || right.Holds(variables)
        );
}

internal sealed class Comparison(string op, Term left, Term right) : Term(DataType.Flag)
{
    public override DataValue Evaluate(Func<string, DataValue?> variables)
    {
        var a = left.Evaluate(variables);
        var b = right.Evaluate(variables);
        if (a is null || b is null)
            return DataValue.Of(false);
        var holds = op switch
        {
            "==" => a.Equals(b),
            "!=" => !a.Equals(b),
            "<" => Compare(a, b) < 0,
            "<=" => Compare(a, b) <= 0,
            ">" => Compare(a, b) > 0,
            _ => Compare(a, b) >= 0,
        };
        return DataValue.Of(holds);
    }

    internal static int Compare(DataValue a, DataValue b) =>
        (a, b) switch
        {
            (DataValue.Number x, DataValue.Number y) => x.Value.CompareTo(y.Value),
            (DataValue.Date x, DataValue.Date y) => x.Value.CompareTo(y.Value),
            (DataValue.Text x, DataValue.Text y) => string.CompareOrdinal(x.Value, y.Value),
            _ => throw new InvalidOperationException(
                $"Expected two values of one type, but got {a.Type} and {b.Type}."
            ),
        };
}

internal sealed class Sum(bool plus, Term left, Term right) : Term(left.Type)
{
    public override DataValue? Evaluate(Func<string, DataValue?> variables)
    {
        var a = left.Evaluate(variables);
        if (a is null || right.Evaluate(variables) is not DataValue.Number(var n))
            return null;
        var step = plus ? n : checked(-n);
        return a is DataValue.Date(var date)
            ? DataValue.Of(date.PlusDays(checked((int)step)))
            : DataValue.Of(Held(checked(((DataValue.Number)a).Value + step)));
    }

    /// <summary>A result that the history cannot hold exactly is out of range.</summary>
    private static long Held(long result) =>
        result is >= -DataValue.Number.Largest and <= DataValue.Number.Largest ? result : throw new OverflowException();
}

internal sealed class Contains(Term whole, Term part) : Term(DataType.Flag)
{
    public override DataValue Evaluate(Func<string, DataValue?> variables) =>
        DataValue.Of(
            part.Evaluate(variables) is DataValue.Text(var sought)
                && whole.Evaluate(variables) switch
                {
                    DataValue.Text(var text) => text.Contains(sought, StringComparison.Ordinal),
                    DataValue.List(var items) => items.Contains(sought),
                    _ => false,
                }
        );
}

/// <summary>A value while a condition holds; otherwise another, or none.</summary>
internal sealed class When(Term condition, Term value, Term? otherwise) : Term(value.Type)
{
    public override string? Handed => otherwise is null ? value.Handed : null;

    public override DataValue? Evaluate(Func<string, DataValue?> variables) =>
        condition.Holds(variables) ? value.Evaluate(variables) : otherwise?.Evaluate(variables);
}

/// <summary>The later or the earlier of dates; missing as soon as one of them is.</summary>
internal sealed class Extreme(bool later, Term[] dates) : Term(DataType.Date)
{
    public override DataValue? Evaluate(Func<string, DataValue?> variables)
    {
        LocalDate? found = null;
        foreach (var term in dates)
        {
            if (term.Evaluate(variables) is not DataValue.Date(var date))
                return null;
            if (found is null || (later ? date > found : date < found))
                found = date;
        }
        return DataValue.Of(found!.Value);
    }
}
