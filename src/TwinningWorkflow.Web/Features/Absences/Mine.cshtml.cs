using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Absences;

/// <summary>Each person says when they are absent, and who acts in their place.</summary>
public sealed class MineModel(
    AbsenceViews views,
    AbsenceDesk desk,
    IStringLocalizer<AbsenceText> text,
    BusinessClock clock,
    Shell shell
) : PageModel
{
    [BindProperty]
    public AbsenceInput Input { get; set; } = new();

    [BindProperty]
    public string? Submission { get; set; }

    public AbsenceList List { get; private set; } = new([], OfOne: true);
    public IReadOnlyList<Choice> Deputies { get; private set; } = [];
    public IEnumerable<Choice> RoleChoices =>
        views.Roles().Where(x => Me.Roles.Any(role => !role.AsDeputy && role.Role == x.Value));

    private SignedIn Me => SignedIn.Of(User);

    public Task OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        Input.From = shell.Today.ToDateOnly();
        return LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        ModelState.Remove("absence");
        if (Input.Role is { Length: > 0 } role && RoleChoices.All(x => x.Value != role))
            ModelState.AddModelError("Input.Role", text["role-unknown"]);
        if (ModelState.IsValid)
        {
            var absence = Input.Read(Submission, Me.Person);
            var (done, warning) = await views.EnterAsync(ModelState, Me.Themselves, absence, cancel);
            if (done)
            {
                TempData[Flash.Key] = text["added"].Value;
                if (warning.Length > 0)
                    TempData[Flash.Warning] = warning;
                return RedirectToPage();
            }
        }
        await LoadAsync(cancel);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid absence, CancellationToken cancel)
    {
        var change = await desk.EndAsync(Me.Themselves, absence, views.Now, ownOnly: true, cancel);
        if (change is AbsenceChange.NotFound)
            return NotFound();
        TempData[Flash.Key] = text["ended"].Value;
        return RedirectToPage();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        List = new AbsenceList(await views.ReadAsync(Me.Person, cancel), OfOne: true);
        Deputies = await views.DeputiesAsync(Me.Person, cancel);
    }
}
