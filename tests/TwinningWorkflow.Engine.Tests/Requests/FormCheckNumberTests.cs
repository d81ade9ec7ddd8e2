using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Requests;
using Xunit;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class FormCheckNumberTests
{
    [Theory]
    [InlineData(9_007_199_254_740_991)]
    [InlineData(-9_007_199_254_740_991)]
    public void A_number_that_the_history_can_hold_is_taken(long number) => Assert.Empty(Check(number));

    [Theory]
    [InlineData(9_007_199_254_740_992, FieldProblemCode.TooLate, "9007199254740991")]
    [InlineData(long.MinValue, FieldProblemCode.TooEarly, "-9007199254740991")]
    public void A_number_beyond_is_refused_beside_its_field(long number, FieldProblemCode code, string bound) =>
        Assert.Equal([new FieldProblem("budget", code, bound)], Check(number));

    private static ImmutableArray<FieldProblem> Check(long number)
    {
        var budget = new FieldSpec(
            "budget",
            FieldKind.Money,
            Required: true,
            RequiredFor: [],
            NotBefore: null,
            NotAfter: null,
            Personal: false,
            MaxLength: 0,
            Choices: [],
            Labels.None,
            Labels.None
        );
        var form = new StepForm("ragioneria", [], [budget], null, "", [], Labels.None, null);
        var fields = ImmutableDictionary<string, DataValue>.Empty.Add("budget", DataValue.Of(number));
        return FormCheck.Problems("node", form, outcome: null, fields, variables: _ => null);
    }
}
