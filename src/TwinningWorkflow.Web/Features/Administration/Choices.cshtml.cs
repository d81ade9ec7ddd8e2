using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Features.Tasks;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>How this town does it, where the law leaves it to practice: what process files leave to choose.</summary>
[Authorize(Policies.Administer)]
public sealed class ChoicesModel(
    ProcessChoices choices,
    DefinitionCatalog catalog,
    FormViews views,
    ProblemWords words,
    Shell shell
) : PageModel
{
    public string Name { get; private set; } = "";
    public FormView Form { get; private set; } = new([], []);

    private Actor Actor => SignedIn.Of(User).As(Roles.Administrator)!;

    public async Task<IActionResult> OnGetAsync(string process, CancellationToken cancel)
    {
        if (Find(process) is not { } definition)
            return NotFound();
        await LoadAsync(definition, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string process,
        [FromServices] IStringLocalizer<AdministrationText> text,
        CancellationToken cancel
    )
    {
        if (Find(process) is not { } definition)
            return NotFound();
        var form = await Request.ReadFormAsync(cancel);
        var values = ImmutableDictionary.CreateBuilder<string, DataValue>();
        foreach (var setting in definition.Settings)
        {
            var name = PostedForm.Prefix + setting.Field.Id;
            var read = ScalarText.Read(setting.Field.Kind, form[name].ToString());
            if (read.Value is { } value)
                values[setting.Field.Id] = value;
            foreach (var problem in Problems(setting, read))
                ModelState.AddModelError(name, words.Of(problem, setting.Field));
        }
        if (ModelState.IsValid)
        {
            await choices.ChangeAsync(definition, values.ToImmutable(), Actor, cancel);
            TempData[Flash.Key] = text["choices-saved", definition.Label.In(shell.Language)].Value;
            return RedirectToPage("/Administration/Index");
        }
        StepAnswers.Keep(ModelState, form);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await LoadAsync(definition, cancel);
        return Page();
    }

    private ProcessDefinition? Find(string process) =>
        catalog.Latest(process) is { Definition: { Settings.IsEmpty: false } definition } ? definition : null;

    private static IEnumerable<InputProblem> Problems(ProcessSetting setting, ScalarReading read) =>
        read switch
        {
            { IsWrong: true } => [new InputProblem(setting.Field.Id, FieldProblemCode.WrongType)],
            { Value: null } => [new InputProblem(setting.Field.Id, FieldProblemCode.Required)],
            _ => ProcessEngine.Check(setting, read.Value).Select(InputProblem.Of),
        };

    private async Task LoadAsync(ProcessDefinition definition, CancellationToken cancel)
    {
        Name = definition.Label.In(shell.Language);
        Form = views.Of(definition.Settings, await choices.InForceAsync(Actor.Authority, definition, cancel));
    }
}
