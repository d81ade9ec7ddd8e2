using System.ComponentModel.DataAnnotations;
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
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>A person: which roles they hold from when to when, and whether they can sign in.</summary>
[Authorize(Policies.Administer)]
public sealed class PersonModel(
    TwinningDatabase database,
    PeopleChanges changes,
    FeedLinks links,
    LeftRoles lefts,
    Departments departments,
    RolePeriods periods,
    Shell shell,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public string? Role { get; set; }

    [BindProperty, Required]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    /// <summary>The department to which the person shall belong.</summary>
    [BindProperty]
    public string? Department { get; set; }

    /// <summary>Those there are, and the one of now.</summary>
    public IReadOnlyList<Choice> DepartmentChoices { get; private set; } = [];

    public RolePeriods Words => periods;
    public Person Person { get; private set; } = null!;
    public Account Account { get; private set; } = null!;
    public IReadOnlyList<RoleAssignment> Held { get; private set; } = [];

    /// <summary>A calendar program may read this person's deadlines.</summary>
    public bool HasFeed { get; private set; }
    public bool IsMyself => Actor.Person == $"{Id:D}";

    private Actor Actor => SignedIn.Of(User).As(Roles.Administrator)!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        From = shell.Today.ToDateOnly();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostGiveAsync(CancellationToken cancel)
    {
        if (Role is not null && !periods.IsOffered(Role))
            ModelState.AddModelError(nameof(Role), text["role-unknown"]);
        if (ModelState.IsValid)
        {
            var first = LocalDate.FromDateOnly(From!.Value);
            var last = To is { } to ? LocalDate.FromDateOnly(to) : (LocalDate?)null;
            var change = await changes.GiveRoleAsync(Actor, Id, Role!, first, last, cancel);
            if (change is PeopleChange.Done)
                return Done("role-given");
            if (change is PeopleChange.NotFound)
                return NotFound();
            ModelState.AddModelError(FieldOf(change), ChangeWords.Of(text, change));
        }
        if (!await LoadAsync(cancel))
            return NotFound();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public Task<IActionResult> OnPostDisableAsync(CancellationToken cancel) => SetDisabledAsync(true, cancel);

    public Task<IActionResult> OnPostEnableAsync(CancellationToken cancel) => SetDisabledAsync(false, cancel);

    private async Task<IActionResult> SetDisabledAsync(bool disabled, CancellationToken cancel)
    {
        // only the form of a role is checked by its fields
        ModelState.Clear();
        From = shell.Today.ToDateOnly();
        if (!await LoadAsync(cancel))
            return NotFound();
        // never silently: somebody must follow in what nobody else could do
        if (
            disabled
            && !IsMyself
            && (await lefts.FindAsync(Actor.Authority, Id, role: null, shell.Today, cancel)).Count > 0
        )
            return RedirectToPage("/Administration/Disable", new { id = Id });
        var change = await changes.SetDisabledAsync(Actor, Account.Id, disabled, cancel);
        if (change is PeopleChange.Done)
            return Done(disabled ? "people-disabled-done" : "people-enabled-done");
        ModelState.AddModelError("", ChangeWords.Of(text, change));
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostDepartmentAsync(CancellationToken cancel)
    {
        ModelState.Clear();
        var chosen = Department ?? "";
        if (!await LoadAsync(cancel))
            return NotFound();
        if (await departments.ChooseAsync(Actor, Id, chosen, cancel) is DepartmentChange.Done)
            return Done("person-department-done");
        ModelState.AddModelError(nameof(Department), text["department-NotFound"]);
        From = shell.Today.ToDateOnly();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeFeedAsync(CancellationToken cancel)
    {
        ModelState.Clear();
        if (!await LoadAsync(cancel))
            return NotFound();
        await links.RevokeAsync(Actor, Id, cancel);
        return Done("people-feed-done");
    }

    private RedirectToPageResult Done(string said)
    {
        TempData[Flash.Key] = text[said, Person?.Name ?? ""].Value;
        return RedirectToPage(new { id = Id });
    }

    private static string FieldOf(PeopleChange change) =>
        change switch
        {
            PeopleChange.BeginsInThePast => nameof(From),
            PeopleChange.EndsBeforeItBegins => nameof(To),
            _ => nameof(Role),
        };

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var authority = Actor.Authority;
        var found = await (
            from account in database.Users.AsNoTracking()
            join person in database.People on account.PersonId equals person.Id
            where person.Id == Id && account.AuthorityId == authority
            select new { Account = account, Person = person }
        ).SingleOrDefaultAsync(cancel);
        if (found is null)
            return false;
        (Account, Person) = (found.Account, found.Person);
        DepartmentChoices =
        [
            .. (await departments.ListAsync(authority, cancel))
                .Select(x => x.Name)
                .Append(Person.Department)
                .Where(x => x.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Select(x => new Choice(x, x)),
        ];
        Department ??= Person.Department;
        HasFeed = await links.OfAsync(authority, Id, cancel) is not null;
        var today = shell.Today;
        Held = await database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.PersonId == Id && x.AuthorityId == authority && (x.ValidTo == null || x.ValidTo >= today))
            .OrderBy(x => x.ValidFrom)
            .ToListAsync(cancel);
        return true;
    }
}
