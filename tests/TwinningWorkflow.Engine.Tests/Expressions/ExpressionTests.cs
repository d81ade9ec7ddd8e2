using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using NodaTime;
using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Tests.Expressions;

public sealed class ExpressionTests
{
    private static readonly Names Known = new(
        new Dictionary<string, DataType>
        {
            ["n"] = DataType.Number,
            ["m"] = DataType.Number,
            ["missing"] = DataType.Number,
            ["t"] = DataType.Text,
            ["giunta.outcome"] = DataType.Text,
            ["noText"] = DataType.Text,
            ["yes"] = DataType.Flag,
            ["no"] = DataType.Flag,
            ["noFlag"] = DataType.Flag,
            ["d"] = DataType.Date,
            ["e"] = DataType.Date,
            ["noDate"] = DataType.Date,
            ["list"] = DataType.List,
            ["noList"] = DataType.List,
            ["secret"] = DataType.Personal,
        },
        new Dictionary<string, ImmutableArray<string>> { ["towns"] = ["KAUNAS", "TROYES"] },
        new HashSet<string>()
    );

    private static readonly Dictionary<string, DataValue> Values = new()
    {
        ["n"] = DataValue.Of(7),
        ["m"] = DataValue.Of(-2),
        ["t"] = DataValue.Of("abc"),
        ["giunta.outcome"] = DataValue.Of("approved"),
        ["yes"] = DataValue.Of(true),
        ["no"] = DataValue.Of(false),
        ["d"] = DataValue.Of(new LocalDate(2022, 12, 9)),
        ["e"] = DataValue.Of(new LocalDate(2023, 1, 9)),
        ["list"] = DataValue.Of("a", "b"),
        ["secret"] = new DataValue.Personal("r", "h"),
        ["today"] = DataValue.Of(new LocalDate(2022, 12, 20)),
        ["suspended"] = DataValue.Of(false),
        ["item"] = DataValue.Of("KAUNAS"),
    };

    [Theory]
    [InlineData("n == 7", true)]
    [InlineData("n != 7", false)]
    [InlineData("n < 8", true)]
    [InlineData("n <= 7", true)]
    [InlineData("n > 7", false)]
    [InlineData("n >= 7", true)]
    [InlineData("-2 == m", true)]
    [InlineData("n - -2 == 9", true)]
    [InlineData("n-1 == 6", true)]
    [InlineData("10 - 2 - 3 == 5", true)]
    [InlineData("n + 1 > 7", true)]
    [InlineData("t == 'abc'", true)]
    [InlineData("t == \"abc\"", true)]
    [InlineData("t < 'abd'", true)]
    [InlineData("'it''s' == \"it's\"", true)]
    [InlineData("'or' == 'or'", true)]
    [InlineData("giunta.outcome == 'approved'", true)]
    [InlineData("yes", true)]
    [InlineData("yes == true", true)]
    [InlineData("not no", true)]
    [InlineData("!no", true)]
    [InlineData("not not yes", true)]
    [InlineData("!!no", false)]
    [InlineData("not n == 8", true)]
    [InlineData("d < e", true)]
    [InlineData("d + 31 == e", true)]
    [InlineData("e - 31 == d", true)]
    [InlineData("date('2022-12-09') == d", true)]
    [InlineData("today > d", true)]
    [InlineData("later(d, e) == e", true)]
    [InlineData("earlier(d, e, today) == d", true)]
    [InlineData("later(d) == d", true)]
    [InlineData("when(yes, n) == 7", true)]
    [InlineData("when(n == 8, n) == 7", false)]
    [InlineData("when(n == 7 or no, d + 31) == e", true)]
    [InlineData("when(yes, t).contains('b')", true)]
    [InlineData("when(yes, n, 9) == 7", true)]
    [InlineData("when(no, n, 9) == 9", true)]
    [InlineData("t.contains('b')", true)]
    [InlineData("!t.contains(\"z\")", true)]
    [InlineData("'abc'.contains('c')", true)]
    [InlineData("(t).contains('c')", true)]
    [InlineData("contains(t, 'ab')", true)]
    [InlineData("list.contains('a')", true)]
    [InlineData("contains(list, 'c')", false)]
    [InlineData("towns.contains(item)", true)]
    [InlineData("list == list", true)]
    [InlineData("item == 'KAUNAS'", true)]
    [InlineData("not suspended", true)]
    [InlineData("has(n)", true)]
    [InlineData("has(missing)", false)]
    [InlineData("has(secret)", true)]
    [InlineData("${n == 7}", true)]
    [InlineData("  ${ n == 7 }  ", true)]
    [InlineData("${t == '}'}", false)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void A_condition_has_its_value(string text, bool holds) => Assert.Equal(holds, Parsed(text).Holds(Value));

    [Theory]
    [InlineData("true or false and false", true)]
    [InlineData("(true or false) and false", false)]
    [InlineData("false and false or true", true)]
    [InlineData("not false or true", true)]
    [InlineData("not (false or true)", false)]
    [InlineData("not false and false", false)]
    [InlineData("n + 1 == 8 and d - 1 < e", true)]
    public void The_loosest_is_or_then_and_then_not_then_comparisons_then_sums(string text, bool holds) =>
        Assert.Equal(holds, Parsed(text).Holds(Value));

    [Theory]
    [InlineData("missing == 1", false)]
    [InlineData("missing != 1", false)]
    [InlineData("missing < 1", false)]
    [InlineData("missing >= 1", false)]
    [InlineData("missing == missing", false)]
    [InlineData("missing + 1 == 1", false)]
    [InlineData("noText.contains('a')", false)]
    [InlineData("t.contains(noText)", false)]
    [InlineData("noList.contains('a')", false)]
    [InlineData("later(d, noDate) == d", false)]
    [InlineData("when(noFlag, n) == 7", false)]
    [InlineData("when(yes, missing) == 1", false)]
    [InlineData("noFlag", false)]
    [InlineData("noFlag or yes", true)]
    [InlineData("noFlag and yes", false)]
    [InlineData("not (missing == 1)", true)]
    [InlineData("has(missing) and missing == 1", false)]
    public void A_missing_value_makes_every_comparison_false(string text, bool holds) =>
        Assert.Equal(holds, Parsed(text).Holds(Value));

    [Theory]
    [InlineData("n + 1", DataType.Number)]
    [InlineData("d + 1", DataType.Date)]
    [InlineData("t", DataType.Text)]
    [InlineData("towns", DataType.List)]
    [InlineData("n > 1", DataType.Flag)]
    public void An_expression_knows_its_type(string text, DataType type) => Assert.Equal(type, Parsed(text).Type);

    [Theory]
    [InlineData("missing")]
    [InlineData("d + missing")]
    [InlineData("missing - n")]
    [InlineData("earlier(noDate, d)")]
    public void Where_a_value_is_needed_a_missing_one_is_told(string text)
    {
        Assert.Null(Parsed(text).Evaluate(Value));
        Assert.Equal("expression", Assert.Throws<EvaluationException>(() => Parsed(text).Require(Value)).Code);
    }

    [Theory]
    [InlineData("d + 9000000000000000")]
    [InlineData("d - 9000000000000000")]
    [InlineData("d + 100000000")]
    [InlineData("n + 9007199254740991")]
    [InlineData("m - 9007199254740991")]
    public void A_value_out_of_range_is_told(string text) =>
        Assert.Throws<EvaluationException>(() => Parsed(text).Evaluate(Value));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("unknown == 1")]
    [InlineData("secret == 'x'")]
    [InlineData("n")] // a number is not a condition
    [InlineData("n == '7'")]
    [InlineData("n == d")]
    [InlineData("yes < no")]
    [InlineData("list < list")]
    [InlineData("n and yes")]
    [InlineData("not n")]
    [InlineData("yes + 1 == 2")]
    [InlineData("t + 'x' == 'abcx'")]
    [InlineData("n + d == d")]
    [InlineData("d + d == d")]
    [InlineData("n = 7")]
    [InlineData("n === 7")]
    [InlineData("n == 7 == true")]
    [InlineData("1 < n < 9")]
    [InlineData("n == 7)")]
    [InlineData("(n == 7")]
    [InlineData("n == ")]
    [InlineData("== 7")]
    [InlineData("and yes")]
    [InlineData("yes and")]
    [InlineData("yes yes")]
    [InlineData("n == 7and yes")]
    [InlineData("n == 1.5")]
    [InlineData("n == 1e3")]
    [InlineData("n == 99999999999999999999")]
    [InlineData("n == 9007199254740992")]
    [InlineData("t == 'open")]
    [InlineData("t == \"open'")]
    [InlineData("has()")]
    [InlineData("has('n')")]
    [InlineData("has(unknown)")]
    [InlineData("has n")]
    [InlineData("date('2022-02-30') == d")]
    [InlineData("date(2022) == d")]
    [InlineData("date() == d")]
    [InlineData("date('') == d")]
    [InlineData("later() == d")]
    [InlineData("later(d, 1) == d")]
    [InlineData("later(d,) == d")]
    [InlineData("when(n, 7) == 7")]
    [InlineData("when(yes) == 7")]
    [InlineData("when(yes, 7, d) == 7")]
    [InlineData("when(yes, 7, 8, 9) == 7")]
    [InlineData("contains(t) ")]
    [InlineData("contains(n, 'x')")]
    [InlineData("t.contains(1)")]
    [InlineData("t.contains")]
    [InlineData("n.contains('x')")]
    [InlineData("true.contains('x')")]
    [InlineData("$n == 7")]
    [InlineData("${n == 7")]
    [InlineData("${n == 7} and ${yes}")]
    [InlineData("n == 7; yes")]
    [InlineData("yes && no")]
    [InlineData("yes || no")]
    [InlineData("-n == 7")]
    [InlineData("n * 2 == 14")]
    [InlineData("today() == d")]
    [InlineData("😀")]
    public void What_is_no_condition_is_refused_with_a_sentence(string text)
    {
        var (expression, error) = ExpressionParser.Parse(text, Known);

        Assert.True(expression is null || expression.Type != DataType.Flag, $"'{text}' was taken");
        if (expression is null)
            Assert.StartsWith("Expected ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_and_nesting_are_bounded()
    {
        var nested = new string('(', 60) + "yes" + new string(')', 60);
        Assert.Contains("levels", ExpressionParser.Parse(nested, Known).Error, StringComparison.Ordinal);
        Assert.Null(ExpressionParser.Parse(string.Join(" or ", Enumerable.Repeat("yes", 500)), Known).Expression);
        Assert.NotNull(ExpressionParser.Parse(string.Join(" or ", Enumerable.Repeat("yes", 250)), Known).Expression);
        Assert.NotNull(ExpressionParser.Parse(new string('!', 1_500) + "yes", Known).Expression);
    }

    [Fact]
    public void Random_text_is_read_or_refused_but_never_throws()
    {
        string[] words =
        [
            "n",
            "t",
            "d",
            "list",
            "yes",
            "towns",
            "secret",
            "has",
            "date",
            "later",
            "when",
            "contains",
            ".contains",
            "(",
            ")",
            ",",
            "+",
            "-",
            "==",
            "!=",
            "<",
            ">=",
            "and",
            "or",
            "not",
            "!",
            "'x'",
            "\"",
            "'",
            "7",
            "1.5",
            "${",
            "}",
            " ",
            "=",
            ".",
            "é",
            "date('2022-12-09')",
        ];
        var sentence = Gen.Int[0, words.Length - 1]
            .List[0, 14]
            .Select(parts => string.Concat(parts.Select(i => words[i])));
        var noise = Gen.String[0, 40];

        Gen.OneOf(sentence, sentence, noise)
            .Sample(
                text =>
                {
                    var (expression, error) = ExpressionParser.Parse(text, Known);
                    if (expression is null)
                        return error.StartsWith("Expected ", StringComparison.Ordinal);
                    try
                    {
                        var value = expression.Evaluate(Value);
                        return value is null || value.Type == expression.Type;
                    }
                    catch (EvaluationException)
                    {
                        return true;
                    }
                },
                iter: 20_000
            );
    }

    private static Expression Parsed(string text)
    {
        var (expression, error) = ExpressionParser.Parse(text, Known);
        Assert.True(expression is not null, string.Create(CultureInfo.InvariantCulture, $"{text}: {error}"));
        return expression;
    }

    private static DataValue? Value(string name) => Values.GetValueOrDefault(name);
}
