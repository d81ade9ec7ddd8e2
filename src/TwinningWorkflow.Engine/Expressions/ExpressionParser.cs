using System.Collections.Immutable;
using System.Globalization;
using NodaTime.Text;

namespace TwinningWorkflow.Engine.Expressions;

/// <summary>What an expression may name: the types of the variables, and constant lists.</summary>
/// <param name="Variables">The type of every variable.</param>
/// <param name="Lists">The constant lists.</param>
/// <param name="Inputs">The variables that are declared by name: given at the start, or assigned.</param>
internal sealed record Names(
    IReadOnlyDictionary<string, DataType> Variables,
    IReadOnlyDictionary<string, ImmutableArray<string>> Lists,
    IReadOnlySet<string> Inputs
)
{
    /// <summary>Before anything is read.</summary>
    public static readonly Names None = new(
        new Dictionary<string, DataType>(),
        new Dictionary<string, ImmutableArray<string>>(),
        new HashSet<string>()
    );

    /// <summary>Of a called process: what it sees of the process that calls it, and cannot assign.</summary>
    public IReadOnlySet<string> Seen { get; init; } = new HashSet<string>();

    /// <summary>What a variable may be, where a form or setting offers a choice.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Choices { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What is known in the place of this expression only, and hides a variable of the same name.</summary>
    public IReadOnlyDictionary<string, DataType>? Here { get; init; }

    /// <summary>Known everywhere: the civil date of the step and that on which its timer was due, whether it is suspended, the multi-instance item.</summary>
    public DataType? TypeOf(string name) =>
        name switch
        {
            "today" or "due" => DataType.Date,
            "suspended" => DataType.Flag,
            "item" => DataType.Text,
            _ when Here is not null && Here.TryGetValue(name, out var here) => here,
            _ => Variables.TryGetValue(name, out var type) ? type : null,
        };
}

/// <summary>Reads the condition language. Refuses with a sentence; never guesses a type.</summary>
internal sealed class ExpressionParser
{
    /// <summary>Longest expression, in characters: keeps the recursion of the parser shallow.</summary>
    public const int MaxLength = 2_000;

    private const int MaxDepth = 50;

    private readonly Names names;
    private readonly List<string> tokens;
    private readonly List<string> reads = [];
    private readonly List<NotOffered> neverOffered = [];
    private int at;
    private int depth;

    private ExpressionParser(List<string> tokens, Names names)
    {
        this.tokens = tokens;
        this.names = names;
    }

    /// <summary>Parses and types; the error says what was expected.</summary>
    public static (Expression? Expression, string Error) Parse(string text, Names names)
    {
        try
        {
            if (text.Length > MaxLength)
                throw new FormatException($"Expected at most {MaxLength} characters, but there are {text.Length}.");
            var parser = new ExpressionParser(ExpressionLexer.Split(Unwrap(text)), names);
            var root = parser.Or();
            if (parser.Peek() is { Length: > 0 } rest)
                throw new FormatException($"Expected the end, but found '{rest}'.");
            var expression = new Expression(text.Trim(), root, [.. parser.reads.Distinct()])
            {
                NeverOffered = [.. parser.neverOffered],
            };
            return (expression, "");
        }
        catch (FormatException e)
        {
            return (null, e.Message);
        }
    }

    private static string Unwrap(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("${", StringComparison.Ordinal) && trimmed.EndsWith('}') ? trimmed[2..^1] : trimmed;
    }

    private string Peek() => at < tokens.Count ? tokens[at] : "";

    private bool Take(params ReadOnlySpan<string> any)
    {
        if (at >= tokens.Count || !any.Contains(tokens[at]))
            return false;
        at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
            throw new FormatException($"Expected '{token}', but found '{Peek()}'.");
    }

    private Term Or()
    {
        if (++depth > MaxDepth)
            throw new FormatException($"Expected at most {MaxDepth} levels, but there are more.");
        var left = And();
        while (Take("or"))
            left = new AndOr(and: false, Flag(left), Flag(And()));
        depth--;
        return left;
    }

    private Term And()
    {
        var left = Negation();
        while (Take("and"))
            left = new AndOr(and: true, Flag(left), Flag(Negation()));
        return left;
    }

    private Term Negation()
    {
        var count = 0;
        while (Take("not", "!"))
            count++;
        var operand = Compared();
        return count == 0 ? operand
            : count % 2 == 1 ? new Not(Flag(operand))
            : Flag(operand);
    }

    private Term Compared()
    {
        var left = Added();
        var op = Peek();
        if (!Take("==", "!=", "<", "<=", ">", ">="))
            return left;
        var right = Added();
        if (left.Type != right.Type || left.Type == DataType.Personal)
            throw new FormatException(
                $"Expected two values of one type around '{op}', but got {left.Type} and {right.Type}."
            );
        if (op is not ("==" or "!=") && left.Type is not (DataType.Number or DataType.Date or DataType.Text))
            throw new FormatException($"Expected numbers, dates or texts around '{op}', but got {left.Type}.");
        if (op is "==" or "!=")
        {
            Offered(left, right);
            Offered(right, left);
        }
        return new Comparison(op, left, right);
    }

    private void Offered(Term chosen, Term compared)
    {
        if (
            chosen is Variable variable
            && compared is Constant { Value: DataValue.Text(var text) }
            && names.Choices.TryGetValue(variable.Name, out var offered)
            && !offered.Contains(text)
        )
            neverOffered.Add(new NotOffered(variable.Name, text, offered));
    }

    private Term Added()
    {
        var left = Primary();
        while (Peek() is "+" or "-")
        {
            var plus = tokens[at++] == "+";
            var right = Primary();
            if (left.Type is not (DataType.Number or DataType.Date) || right.Type != DataType.Number)
                throw new FormatException(
                    $"Expected a number or a date and a number of days, but got {left.Type} and {right.Type}."
                );
            left = new Sum(plus, left, right);
        }
        return left;
    }

    private Term Primary()
    {
        var token = Peek();
        at++;
        if (token.Length == 0)
            throw new FormatException("Expected a value, but the expression ends.");
        if (token == "(")
        {
            var inner = Or();
            Expect(")");
            return Methods(inner);
        }
        if (token[0] is '\'' or '"')
            return Methods(new Constant(DataValue.Of(token[1..])));
        if (char.IsAsciiDigit(token[0]) || (token == "-" && Peek() is [>= '0' and <= '9', ..]))
        {
            var digits = token == "-" ? "-" + tokens[at++] : token;
            return
                long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number is >= -DataValue.Number.Largest and <= DataValue.Number.Largest
                ? new Constant(DataValue.Of(number))
                : throw new FormatException($"Expected an integer, but found '{digits}'.");
        }
        return token switch
        {
            "true" => new Constant(DataValue.Of(true)),
            "false" => new Constant(DataValue.Of(false)),
            "has" when Peek() == "(" => HasCall(),
            "date" when Peek() == "(" => DateCall(),
            "later" or "earlier" when Peek() == "(" => ExtremeCall(token == "later"),
            "contains" when Peek() == "(" => ContainsCall(),
            "when" when Peek() == "(" => Methods(WhenCall()),
            _ => Methods(Name(token)),
        };
    }

    private Term Name(string token)
    {
        if (!ExpressionLexer.IsName(token))
            throw new FormatException($"Expected a value, but found '{token}'.");
        if (names.Lists.TryGetValue(token, out var items))
            return new Constant(new DataValue.List(items));
        var type = names.TypeOf(token) ?? throw new FormatException($"Expected a known variable, but found '{token}'.");
        return type == DataType.Personal
            ? throw new FormatException(
                $"Expected a variable that conditions may read, but '{token}' is personal data."
            )
            : new Variable(Read(token), type);
    }

    /// <summary>text.contains('x'): the name ends before its last dot when "contains(" follows.</summary>
    private Term Methods(Term target)
    {
        while (Take(".contains"))
        {
            Expect("(");
            var part = Added();
            Expect(")");
            target = Contained(target, part);
        }
        return target;
    }

    private Has HasCall()
    {
        Expect("(");
        var name = Peek();
        at++;
        Expect(")");
        if (names.TypeOf(name) is null)
            throw new FormatException($"Expected a known variable, but found '{name}'.");
        return new Has(Read(name));
    }

    private string Read(string name)
    {
        reads.Add(name);
        return name;
    }

    private Constant DateCall()
    {
        Expect("(");
        var text = Peek();
        at++;
        Expect(")");
        var date = LocalDatePattern.Iso.Parse(text.Length > 0 ? text[1..] : "");
        return date.Success
            ? new Constant(DataValue.Of(date.Value))
            : throw new FormatException($"Expected a date such as '2022-12-09', but found {text}.");
    }

    private Extreme ExtremeCall(bool later)
    {
        Expect("(");
        var dates = new List<Term>();
        do
        {
            var date = Added();
            if (date.Type != DataType.Date)
                throw new FormatException($"Expected dates, but got {date.Type}.");
            dates.Add(date);
        } while (Take(","));
        Expect(")");
        return new Extreme(later, [.. dates]);
    }

    private Contains ContainsCall()
    {
        Expect("(");
        var whole = Added();
        Expect(",");
        var part = Added();
        Expect(")");
        return Contained(whole, part);
    }

    private When WhenCall()
    {
        Expect("(");
        var condition = Flag(Or());
        Expect(",");
        var value = Added();
        var otherwise = Take(",") ? Added() : null;
        Expect(")");
        if (otherwise is not null && otherwise.Type != value.Type)
            throw new FormatException($"Expected two values of one type, but got {value.Type} and {otherwise.Type}.");
        return new When(condition, value, otherwise);
    }

    private static Contains Contained(Term whole, Term part) =>
        whole.Type is DataType.Text or DataType.List && part.Type == DataType.Text
            ? new Contains(whole, part)
            : throw new FormatException(
                $"Expected 'contains' on a text or list with a text, but got {whole.Type} and {part.Type}."
            );

    private static Term Flag(Term term) =>
        term.Type == DataType.Flag ? term : throw new FormatException($"Expected a condition, but got {term.Type}.");
}
