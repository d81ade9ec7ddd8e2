using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Absences;

/// <summary>Who is absent and who acts in their place: anybody's, for who administers.</summary>
[Authorize(Policies.Administer)]
public sealed class IndexModel(
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

    public AbsenceList List { get; private set; } = new([], OfOne: false);
    public IReadOnlyList<Choice> Deputies { get; private set; } = [];
    public IReadOnlyList<Choice> People { get; private set; } = [];
    public IEnumerable<Choice> RoleChoices => views.Roles();

    private Actor Actor => SignedIn.Of(User).As(Database.Roles.Administrator)!;

    public Task OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        Input.From = shell.Today.ToDateOnly();
        return LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        var isVacancy = Input.Person == AbsenceInput.Nobody;
        var person = Guid.TryParse(Input.Person, out var id) ? id : (Guid?)null;
        if (person is null && !isVacancy)
            ModelState.AddModelError("Input.Person", text["person-needed"]);
        if (isVacancy && string.IsNullOrEmpty(Input.Role))
            ModelState.AddModelError("Input.Role", text["role-needed"]);
        if (Input.Role is { Length: > 0 } role && RoleChoices.All(x => x.Value != role))
            ModelState.AddModelError("Input.Role", text["role-unknown"]);
        if (ModelState.IsValid)
        {
            var absence = Input.Read(Submission, person);
            var (done, warning) = await views.EnterAsync(ModelState, Actor, absence, cancel);
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
        var change = await desk.EndAsync(Actor, absence, views.Now, ownOnly: false, cancel);
        if (change is AbsenceChange.NotFound)
            return NotFound();
        TempData[Flash.Key] = text["ended"].Value;
        return RedirectToPage();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        List = new AbsenceList(await views.ReadAsync(person: null, cancel), OfOne: false);
        Deputies = await views.DeputiesAsync(person: null, cancel);
        People = await views.PeopleAsync(cancel);
    }
}
