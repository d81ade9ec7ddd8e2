using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>A department: who heads it, and what stands above it.</summary>
[Authorize(Policies.Administer)]
public sealed class DepartmentModel(
    TwinningDatabase database,
    Departments departments,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    private List<Department> all = [];

    /// <summary>Which; none for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Known { get; set; }

    [BindProperty, StringLength(120)]
    public string? Name { get; set; }

    [BindProperty]
    public Guid? Head { get; set; }

    [BindProperty]
    public string? Above { get; set; }

    public bool IsNew => string.IsNullOrEmpty(Known);
    public IReadOnlyList<Choice> People { get; private set; } = [];
    public IEnumerable<Choice> Others => all.Where(x => x.Name != Known).Select(x => new Choice(x.Name, x.Name));

    private Actor Actor => SignedIn.Of(User).As(Roles.Administrator)!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        if (all.Find(x => x.Name == Known) is { } found)
            (Head, Above) = (found.HeadId, found.Above);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        var name = IsNew ? (Name ?? "").Trim() : Known!;
        if (name.Length == 0)
            ModelState.AddModelError(nameof(Name), text["department-name-needed"]);
        if (ModelState.IsValid)
        {
            var department = new Department
            {
                AuthorityId = Actor.Authority,
                Name = name,
                HeadId = Head,
                Above = string.IsNullOrEmpty(Above) ? null : Above,
            };
            var change = await departments.SetAsync(Actor, department, IsNew, cancel);
            if (change is DepartmentChange.Done)
                return Done("department-saved", name);
            ModelState.AddModelError(
                change is DepartmentChange.Taken ? nameof(Name) : nameof(Above),
                text["department-" + change]
            );
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        ModelState.Clear();
        if (!await LoadAsync(cancel) || IsNew)
            return NotFound();
        var change = await departments.RemoveAsync(Actor, Known!, cancel);
        if (change is DepartmentChange.Done)
            return Done("department-removed", Known!);
        ModelState.AddModelError("", text["department-" + change]);
        if (all.Find(x => x.Name == Known) is { } found)
            (Head, Above) = (found.HeadId, found.Above);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private RedirectToPageResult Done(string said, string name)
    {
        TempData[Flash.Key] = text[said, name].Value;
        return RedirectToPage("/Administration/Departments");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        all = await departments.ListAsync(authority, cancel);
        People =
        [
            .. (
                await database
                    .People.AsNoTracking()
                    .Where(x => x.AuthorityId == authority)
                    .OrderBy(x => x.Name)
                    .ToListAsync(cancel)
            ).Select(x => new Choice($"{x.Id:D}", x.Name)),
        ];
        return IsNew || all.Exists(x => x.Name == Known);
    }
}
