using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>Says until when a person holds a role.</summary>
[Authorize(Policies.Administer)]
public sealed class RoleModel(
    TwinningDatabase database,
    PeopleChanges changes,
    LeftRoles lefts,
    RoleWords words,
    Shell shell,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Assignment { get; set; }

    /// <summary>The last day; none: until further notice.</summary>
    [BindProperty]
    public DateOnly? Last { get; set; }

    /// <summary>Who follows in the role, where nobody else would hold it.</summary>
    [BindProperty]
    public Guid? Successor { get; set; }

    /// <summary>How many open tasks would be left with nobody; 0 when none.</summary>
    public int Left { get; private set; }
    public IReadOnlyList<Choice> Successors { get; private set; } = [];

    public string PersonName { get; private set; } = "";
    public string Role { get; private set; } = "";
    public LocalDate ValidFrom { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is not { } held)
            return NotFound();
        Last = (held.ValidTo ?? shell.Today).ToDateOnly();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is not { } held)
            return NotFound();
        var actor = SignedIn.Of(User).As(Roles.Administrator)!;
        var last = Last is { } given ? LocalDate.FromDateOnly(given) : (LocalDate?)null;
        if (ModelState.IsValid && last is { } ends && ends >= shell.Today)
            await FollowedAsync(actor, held, ends, cancel);
        if (ModelState.IsValid)
        {
            var change = await changes.EndRoleAsync(actor, Assignment, last, cancel);
            if (change is PeopleChange.Done)
            {
                TempData[Flash.Key] = last is { } end
                    ? text["role-ended", Role, Days.Long(end)].Value
                    : text["role-lasts", Role].Value;
                return RedirectToPage("/Administration/Person", new { id = Person });
            }
            if (change is PeopleChange.NotFound)
                return NotFound();
            ModelState.AddModelError(nameof(Last), ChangeWords.Of(text, change));
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>Never silently: where tasks would be left with nobody, somebody gets the role from today.</summary>
    private async Task FollowedAsync(Actor actor, RoleAssignment held, LocalDate last, CancellationToken cancel)
    {
        var left = await lefts.FindAsync(actor.Authority, Person, held.Role, last.PlusDays(1), cancel);
        if (left.Count == 0)
            return;
        Left = left[0].Tasks;
        Successors =
        [
            .. (await lefts.SuccessorsAsync(actor.Authority, Person, shell.Today, cancel)).Select(x => new Choice(
                $"{x.Id:D}",
                x.Name
            )),
        ];
        if (Successor is not { } follows || Successors.All(x => x.Value != $"{follows:D}"))
        {
            ModelState.AddModelError(nameof(Successor), text["successor-needed"]);
            return;
        }
        var given = await changes.GiveRoleAsync(actor, follows, held.Role, shell.Today, last: null, cancel);
        // who holds it already may not hold it for long
        if (
            given is not (PeopleChange.Done or PeopleChange.HeldAlready)
            || (await lefts.FindAsync(actor.Authority, Person, held.Role, last.PlusDays(1), cancel)).Count > 0
        )
            ModelState.AddModelError(
                nameof(Successor),
                ChangeWords.Of(text, given is PeopleChange.Done ? PeopleChange.HeldAlready : given)
            );
    }

    private async Task<RoleAssignment?> LoadAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var found = await (
            from role in database.RoleAssignments.AsNoTracking()
            join person in database.People on role.PersonId equals person.Id
            where role.Id == Assignment && role.PersonId == Person && role.AuthorityId == authority
            select new { Role = role, person.Name }
        ).SingleOrDefaultAsync(cancel);
        if (found is null)
            return null;
        (PersonName, Role, ValidFrom) = (found.Name, words.Of(found.Role.Role), found.Role.ValidFrom);
        return found.Role;
    }
}
