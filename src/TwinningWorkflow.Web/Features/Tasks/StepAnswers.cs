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
        foreach (var key in KeysOf(form, problem, view))
            state.AddModelError(key, words.Of(problem, form.Field(problem.Field)));
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

    private static IEnumerable<string> KeysOf(StepForm form, InputProblem problem, FormView view)
    {
        if (problem.Field == PostedForm.Outcome)
            return [PostedForm.Outcome];
        var name = PostedForm.Prefix + problem.Field;
        return
            view
                .Groups.SelectMany(x => x.Fields)
                .Where(x => x.Name.StartsWith(name + ".", StringComparison.Ordinal))
                .ToList()
                is [var first, ..] inputs
            ? inputs switch
            {
                _ when inputs.Find(x => x.Name == $"{name}.{problem.Argument}") is { } own => [own.Name],
                _ when problem.Code == nameof(FieldProblemCode.Required)
                        && form.Field(problem.Field)?.Kind is FieldKind.FilesByLanguage => inputs.Select(x => x.Name),
                // the first of them takes what is wrong with all
                _ => [first.Name],
            }
            : [name];
    }
}
