namespace TwinningWorkflow.Engine.Expressions;

/// <summary>An expression of the condition language, parsed and typed when the file is loaded.</summary>
public sealed class Expression
{
    internal Expression(string text, DataType type)
    {
        Text = text;
        Type = type;
    }

    /// <summary>As it stands in the file.</summary>
    public string Text { get; }

    /// <summary>The type of its value.</summary>
    public DataType Type { get; }
}
