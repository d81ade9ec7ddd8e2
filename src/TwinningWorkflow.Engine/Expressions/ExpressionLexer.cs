namespace TwinningWorkflow.Engine.Expressions;

/// <summary>Splits an expression into tokens. A text keeps its opening quote as a mark, its closing one is dropped.</summary>
internal static class ExpressionLexer
{
    /// <summary>Letters, digits, underscore and dot, beginning with a letter or underscore.</summary>
    public static bool IsName(string token) =>
        token.Length > 0
        && (char.IsLetter(token[0]) || token[0] == '_')
        && token.All(static c => char.IsLetterOrDigit(c) || c is '_' or '.');

    public static List<string> Split(string text)
    {
        var tokens = new List<string>();
        var i = 0;
        while (i < text.Length)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c))
                i++;
            else if (c is '\'' or '"')
                tokens.Add(Quoted(text, ref i));
            else if (char.IsLetter(c) || c == '_')
                AddName(text, ref i, tokens);
            else if (char.IsAsciiDigit(c))
                tokens.Add(While(text, ref i, static d => char.IsAsciiLetterOrDigit(d) || d == '.'));
            else if (".contains".AsSpan().SequenceEqual(text.AsSpan(i, Math.Min(9, text.Length - i))))
            {
                tokens.Add(".contains");
                i += 9;
            }
            else if (c is '=' or '!' or '<' or '>' && Next(text, i) == '=')
            {
                tokens.Add(text.Substring(i, 2));
                i += 2;
            }
            else if (c is '<' or '>' or '!' or '(' or ')' or ',' or '+' or '-')
            {
                tokens.Add(c.ToString());
                i++;
            }
            else
                throw new FormatException($"Expected an operator or a value, but found '{c}'.");
        }
        return tokens;
    }

    private static char Next(string text, int i) => i + 1 < text.Length ? text[i + 1] : '\0';

    private static void AddName(string text, ref int i, List<string> tokens)
    {
        var name = While(text, ref i, static d => char.IsLetterOrDigit(d) || d is '_' or '.');
        var isCall = i < text.Length && text[i] == '(';
        if (isCall && name.EndsWith(".contains", StringComparison.Ordinal))
        {
            tokens.Add(name[..^9]);
            tokens.Add(".contains");
        }
        else
            tokens.Add(name);
    }

    private static string Quoted(string text, ref int i)
    {
        var quote = text[i];
        var value = new System.Text.StringBuilder().Append(quote);
        for (i++; i < text.Length; i++)
        {
            if (text[i] != quote)
                value.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == quote)
            {
                value.Append(quote);
                i++;
            }
            else
            {
                i++;
                return value.ToString();
            }
        }
        throw new FormatException("Expected a closing quote, but the expression ends.");
    }

    private static string While(string text, ref int i, Func<char, bool> belongs)
    {
        var start = i;
        while (i < text.Length && belongs(text[i]))
            i++;
        return text[start..i];
    }
}
