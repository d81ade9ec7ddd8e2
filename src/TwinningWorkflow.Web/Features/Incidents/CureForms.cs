using System.Collections.Immutable;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Incidents;

/// <summary>The forms with which an administrator sees to an incident.</summary>
public sealed class CureForms(Shell shell, VariableNames names, IStringLocalizer<IncidentText> text)
{
    public const string Reason = "reason";
    public const string Target = MoveToken.TargetField;

    private const int LongestReason = Forms.Reason.Longest;

    public StepForm Retry() => Of([]);

    public StepForm Move(IncidentView incident) =>
        Of([
            Field(Target, FieldKind.Choice, "target") with
            {
                Choices = [.. incident.Targets.Select(x => new Outcome(x.Id, Words(NameOf(incident, x))))],
            },
        ]);

    public CorrectionForm Correction(IncidentView incident) =>
        Correction(
            incident.Reads,
            x => names.Of(incident.Process!.Definition, x.Name, shell.Language),
            text["reason-hint"]
        );

    /// <summary>The form that corrects variables.</summary>
    /// <param name="variables">Which.</param>
    /// <param name="label">The words of a variable.</param>
    /// <param name="hint">What to give for a reason.</param>
    public CorrectionForm Correction(
        ImmutableArray<ReadVariable> variables,
        Func<ReadVariable, string> label,
        string hint
    ) =>
        CorrectionForm.Of(
            variables,
            ReasonField() with
            {
                Help = Words(hint),
            },
            x => Words(label(x)),
            Words(text["no-value"]),
            Words(text["yes"]),
            Words(text["no"])
        );

    /// <summary>What is wrong with what was filled in.</summary>
    public static ImmutableArray<InputProblem> Problems(FormReading reading) =>
        reading.Fields.GetValueOrDefault(Reason) is DataValue.Text { Value.Length: > LongestReason }
            ? reading.Problems.Add(
                new InputProblem(Reason, FieldProblemCode.TooLong, ScalarText.Write(DataValue.Of(LongestReason)))
            )
            : reading.Problems;

    /// <summary>What people call a node; what has no name is told by its kind.</summary>
    private string NameOf(IncidentView incident, MoveTarget target)
    {
        var definition = incident.Process!.Definition;
        var name = NameOf(definition, target.Node);
        return target.Via is { } flow
            ? text["target-join", name, NameOf(definition, definition.Node(flow.Source))]
            : name;
    }

    private string NameOf(ProcessDefinition definition, FlowNode node)
    {
        var name = definition.NameOf(node.Id, shell.Language);
        return name != node.Id
            ? name
            : text[
                node switch
                {
                    ExclusiveGateway => "node-choice",
                    ParallelGateway or InclusiveGateway => "node-parallel",
                    EventBasedGateway => "node-events",
                    EndEvent => "node-end",
                    _ => "node-step",
                },
                node.Id
            ];
    }

    private StepForm Of(ImmutableArray<FieldSpec> fields) =>
        new("", [], fields.Add(ReasonField()), null, "", [], Labels.None, null);

    private FieldSpec ReasonField() =>
        Field(Reason, FieldKind.LongText, "reason") with
        {
            MaxLength = LongestReason,
            Help = Words(text["reason-hint"]),
        };

    private FieldSpec Field(string id, FieldKind kind, string label) =>
        new(
            id,
            kind,
            Required: true,
            [],
            null,
            null,
            Personal: false,
            int.MaxValue,
            [],
            Words(text[label]),
            Labels.None
        );

    /// <summary>In the language of the page, which is the one that is asked for.</summary>
    private Labels Words(string words) => new(ImmutableDictionary<string, string>.Empty.Add(shell.Language, words));
}
