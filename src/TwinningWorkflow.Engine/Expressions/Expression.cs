using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Expressions;

/// <summary>An expression of the condition language, parsed and typed when the file is loaded.</summary>
public sealed class Expression
{
    private readonly Term root;

    internal Expression(string text, Term root, ImmutableArray<string> reads)
    {
        Text = text;
        Reads = reads;
        this.root = root;
    }

    /// <summary>As it stands in the file.</summary>
    public string Text { get; }

    /// <summary>The names that it reads, each once, in order.</summary>
    public ImmutableArray<string> Reads { get; }

    /// <summary>Comparisons that no choice of a person can make true: what is compared is none of those offered.</summary>
    internal ImmutableArray<NotOffered> NeverOffered { get; init; } = [];

    /// <summary>The variable whose value it hands on as it is; null when it computes one.</summary>
    public string? Handed => root.Handed;

    /// <summary>The type of its value.</summary>
    public DataType Type => root.Type;

    /// <summary>Its value; null when it rests on a variable that has none.</summary>
    /// <exception cref="EvaluationException">The value cannot be computed: a number or date out of range.</exception>
    internal DataValue? Evaluate(Func<string, DataValue?> variables)
    {
        try
        {
            return root.Evaluate(variables);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw new EvaluationException(
                Incidents.Expression,
                $"Expected '{Text}' to have a value, but it is out of range: correct the data, then retry.",
                e
            );
        }
    }

    /// <summary>Its value for who only looks: null also where it cannot be computed, which is an incident for a token alone.</summary>
    internal DataValue? EvaluateOrNull(Func<string, DataValue?> variables)
    {
        try
        {
            return Evaluate(variables);
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    /// <summary>True only when its value is the flag true.</summary>
    internal bool Holds(Func<string, DataValue?> variables) => Evaluate(variables) is DataValue.Flag { Value: true };

    /// <summary>Its value where one is needed.</summary>
    /// <exception cref="EvaluationException">It has none.</exception>
    internal DataValue Require(Func<string, DataValue?> variables) =>
        Evaluate(variables)
        ?? throw new EvaluationException(
            Incidents.Expression,
            $"Expected '{Text}' to have a value, but a variable in it has none yet: correct the data, then retry."
        );
}

/// <summary>Something in the file could not be carried out on this data: the token stops and an incident is raised.</summary>
internal sealed class EvaluationException(string code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The incident's code.</summary>
    public string Code => code;
}

/// <summary>A text with which an outcome or a choice is compared, and which is none.</summary>
/// <param name="Variable">The variable that holds the outcome or choice.</param>
/// <param name="Text">The text.</param>
/// <param name="Offered">What it may be.</param>
internal sealed record NotOffered(string Variable, string Text, ImmutableArray<string> Offered);
