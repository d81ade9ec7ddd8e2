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
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>Shuts somebody out whose roles nobody else holds: somebody must follow them in those that have open tasks.</summary>
[Authorize(Policies.Administer)]
public sealed class DisableModel(
    TwinningDatabase database,
    PeopleChanges changes,
    LeftRoles lefts,
    RoleWords words,
    Shell shell,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    private Guid account;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public string Name { get; private set; } = "";
    public IReadOnlyList<LeftRole> Left { get; private set; } = [];
    public IReadOnlyList<Choice> Successors { get; private set; } = [];
    public RoleWords Words => words;

    private Actor Actor => SignedIn.Of(User).As(Roles.Administrator)!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        var form = await Request.ReadFormAsync(cancel);
        var chosen = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var left in Left)
        {
            var field = $"successor.{left.Role}";
            if (Guid.TryParse(form[field], out var person) && Successors.Any(x => x.Value == $"{person:D}"))
                chosen[left.Role] = person;
            else
                ModelState.AddModelError(field, text["successor-needed"]);
        }
        if (ModelState.IsValid)
        {
            var change = PeopleChange.Done;
            foreach (var (role, person) in chosen)
                if (change is PeopleChange.Done)
                    change = await changes.GiveRoleAsync(Actor, person, role, shell.Today, last: null, cancel);
            // whoever was chosen may hold it only later or not for long: nobody goes while it would be left with nobody
            if (
                change is PeopleChange.Done
                && (await lefts.FindAsync(Actor.Authority, Id, role: null, shell.Today, cancel)).Count > 0
            )
                change = PeopleChange.HeldAlready;
            if (change is PeopleChange.Done)
                change = await changes.SetDisabledAsync(Actor, account, disabled: true, cancel);
            if (change is PeopleChange.Done)
            {
                TempData[Flash.Key] = text["people-disabled-done", Name].Value;
                return RedirectToPage("/Administration/Person", new { id = Id });
            }
            ModelState.AddModelError("", ChangeWords.Of(text, change));
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var authority = Actor.Authority;
        var found = await (
            from row in database.Users.AsNoTracking()
            join person in database.People on row.PersonId equals person.Id
            where person.Id == Id && row.AuthorityId == authority
            select new { row.Id, person.Name }
        ).FirstOrDefaultAsync(cancel);
        if (found is null)
            return false;
        (account, Name) = (found.Id, found.Name);
        Left = await lefts.FindAsync(authority, Id, role: null, shell.Today, cancel);
        Successors =
        [
            .. (await lefts.SuccessorsAsync(authority, Id, shell.Today, cancel)).Select(x => new Choice(
                $"{x.Id:D}",
                x.Name
            )),
        ];
        return true;
    }
}
