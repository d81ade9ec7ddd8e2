using Microsoft.AspNetCore.Mvc.ModelBinding;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Tasks;

/// <summary>Puts what is wrong with a step's form beside its fields.</summary>
public sealed class StepAnswers(ProblemWords words)
{
    /// <summary>The problems of reading the form.</summary>
    public void Show(ModelStateDictionary state, StepForm form, IEnumerable<InputProblem> problems, FormView view)
    {
        foreach (var problem in problems)
            state.AddModelError(KeyOf(form, problem.Field, view), words.Of(problem, form.Field(problem.Field)));
    }

    /// <summary>A refusal of the engine; answers the status of the page.</summary>
    public int Show(ModelStateDictionary state, StepForm form, StepResult.Refused refused, FormView view)
    {
        if (refused.Code is RejectionCode.InvalidFields)
            Show(state, form, refused.Problems.Select(InputProblem.Of), view);
        else
            state.AddModelError("", words.Of(refused.Code));
        return StatusOf(refused.Code);
    }

    /// <summary>What a refusal is in HTTP: the request can be mended, it belongs to another, or it comes too late.</summary>
    public static int StatusOf(RejectionCode code) =>
        code switch
        {
            RejectionCode.NotYours => StatusCodes.Status403Forbidden,
            RejectionCode.InvalidFields
            or RejectionCode.NothingChanges
            or RejectionCode.GateClosed
            or RejectionCode.ReasonRequired => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status409Conflict,
        };

    /// <summary>What was typed comes back in the fields; files cannot.</summary>
    public static void Keep(ModelStateDictionary state, IFormCollection posted)
    {
        foreach (var (key, values) in posted)
            if (key == PostedForm.Outcome || key.StartsWith(PostedForm.Prefix, StringComparison.Ordinal))
                state.SetModelValue(key, values.Count == 1 ? values[0] : values.ToArray(), values.ToString());
    }

    private static string KeyOf(StepForm form, string field, FormView view)
    {
        if (field == PostedForm.Outcome)
            return PostedForm.Outcome;
        var name = PostedForm.Prefix + field;
        // one input a language: the first of them takes what is wrong with all
        return form.Field(field)?.Kind is FieldKind.NewTextVersion
            ? view
                .Groups.SelectMany(x => x.Fields)
                .First(x => x.Name.StartsWith(name + ".", StringComparison.Ordinal))
                .Name
            : name;
    }
}
