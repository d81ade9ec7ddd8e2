using System.Globalization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Tests.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

public sealed class ProblemWordsTests
{
    private static readonly ProcessDefinition Definition = BpmnReader
        .Read(File.ReadAllBytes(Path.Combine(Simulator.Folder, "twinning.bpmn")))
        .Definition!;

    [Theory]
    [InlineData(FieldProblemCode.DecidedTheWay, "sign", "it", "Firma l'accordo")]
    [InlineData(
        FieldProblemCode.GatePassed,
        "sign/windowOver",
        "it",
        "Firma l'accordo: Il termine per le osservazioni è trascorso o c'è il nulla osta"
    )]
    [InlineData(
        FieldProblemCode.GatePassed,
        "sign/windowOver",
        "en",
        "Sign the agreement: The time for observations has elapsed, or clearance was given"
    )]
    [InlineData(FieldProblemCode.OtherField, "delegationNotice.to", "it", "Ritorno")]
    [InlineData(FieldProblemCode.OtherField, "delegationNotice.to", "en", "Return")]
    public void What_a_refusal_names_is_called_as_people_call_it(
        FieldProblemCode code,
        string argument,
        string language,
        string words
    )
    {
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        var refused = new StepResult.Refused(
            RejectionCode.InvalidFields,
            "Expected otherwise.",
            [new FieldProblem("x", code, argument)]
        );

        Assert.Equal(words, Assert.Single(ProblemWords.Named(refused, Definition).Problems).Argument);
    }
}
