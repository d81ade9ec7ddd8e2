using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.People;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>A person with an account and the roles of today and later.</summary>
public sealed record PersonLine(
    Guid Id,
    Guid Account,
    string Name,
    string Email,
    string Department,
    bool Disabled,
    IReadOnlyList<RoleAssignment> Roles
);

/// <summary>A person to add.</summary>
public sealed class PersonInput
{
    [Required, StringLength(120)]
    public string Name { get; set; } = "";

    [Required, EmailAddress, StringLength(256)]
    public string Email { get; set; } = "";

    [StringLength(120)]
    public string? Department { get; set; }
    public string Language { get; set; } = "it";
    public List<string> Roles { get; set; } = [];

    [Required, StringLength(Passwords.Longest)]
    public string Password { get; set; } = "";
}

/// <summary>Who can sign in, in which roles, from when to when.</summary>
[Authorize(Policies.Administer)]
public sealed class PeopleModel(
    TwinningDatabase database,
    PeopleChanges changes,
    DefinitionCatalog catalog,
    Shell shell,
    RoleWords words
) : PageModel
{
    [BindProperty]
    public PersonInput Input { get; set; } = new();

    public RoleWords Words => words;
    public IReadOnlyList<PersonLine> Lines { get; private set; } = [];

    private Actor Actor => SignedIn.Of(User).As(Roles.Administrator)!;

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostAddAsync(
        [FromServices] NewPeople newPeople,
        [FromServices] IStringLocalizer<AdministrationText> text,
        [FromServices] IStringLocalizer<PeopleText> people,
        CancellationToken cancel
    )
    {
        if (!PeopleChanges.FitTogether(Input.Roles))
            ModelState.AddModelError("Input.Roles", people["roles.auditor-alone"]);
        if (ModelState.IsValid)
        {
            var known = RoleChoices().Select(x => x.Value);
            var person = new NewPerson(Input.Name, Input.Email, Input.Password, [.. Input.Roles.Where(known.Contains)])
            {
                Language = Localisation.Languages.Contains(Input.Language) ? Input.Language : "it",
                Department = Input.Department ?? "",
            };
            var added = await newPeople.AddAsync(Actor.Authority, person, Actor, cancel);
            if (added.Account is not null)
            {
                TempData[Flash.Key] = text["people-added", person.Name].Value;
                return RedirectToPage();
            }
            foreach (var problem in added.Problems)
                ModelState.AddModelError(
                    AccountProblems.FieldOf(problem) is { Length: > 0 } field ? "Input." + field : "",
                    people[problem]
                );
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await LoadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostGiveRoleAsync(Guid person, string role, CancellationToken cancel) =>
        RoleChoices().Any(x => x.Value == role)
            ? Answer(await changes.GiveRoleAsync(Actor, person, role, cancel), "role-given")
            : NotFound();

    public async Task<IActionResult> OnPostEndRoleAsync(Guid assignment, CancellationToken cancel) =>
        Answer(await changes.EndRoleAsync(Actor, assignment, cancel), "role-ended");

    public async Task<IActionResult> OnPostDisableAsync(Guid account, CancellationToken cancel) =>
        Answer(
            await changes.SetDisabledAsync(Actor, account, disabled: true, cancel),
            "people-disabled-done",
            await NameAsync(account, cancel)
        );

    public async Task<IActionResult> OnPostEnableAsync(Guid account, CancellationToken cancel) =>
        Answer(
            await changes.SetDisabledAsync(Actor, account, disabled: false, cancel),
            "people-enabled-done",
            await NameAsync(account, cancel)
        );

    /// <summary>The product's roles and those that the process files name.</summary>
    public IEnumerable<Choice> RoleChoices() =>
        Roles
            .All.Concat(catalog.All().SelectMany(x => x.Definition.Lanes).Select(x => x.Role).Where(x => x.Length > 0))
            .Distinct()
            .Select(x => new Choice(x, words.Of(x), words.HintOf(x)));

    public static IEnumerable<Choice> Languages() =>
        Localisation.Languages.Select(x => new Choice(x, Countries.LanguageName(x)));

    private IActionResult Answer(PeopleChange change, string done, string name = "")
    {
        var text = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<AdministrationText>>();
        if (change is PeopleChange.NotFound)
            return NotFound();
        TempData[Flash.Key] = change switch
        {
            PeopleChange.OneSelf => text["people-self"].Value,
            PeopleChange.HeldAlready => text["role-held"].Value,
            PeopleChange.AuditorAlone => text["auditor-alone"].Value,
            _ => text[done, name].Value,
        };
        return RedirectToPage();
    }

    private async Task<string> NameAsync(Guid account, CancellationToken cancel) =>
        await database
            .Users.Where(x => x.Id == account && x.AuthorityId == Actor.Authority)
            .Join(database.People, x => x.PersonId, x => x.Id, (_, person) => person.Name)
            .SingleOrDefaultAsync(cancel)
        ?? "";

    private async Task LoadAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var today = shell.Today;
        var people = await (
            from account in database.Users.AsNoTracking()
            join person in database.People on account.PersonId equals person.Id
            where account.AuthorityId == authority
            orderby person.Name
            select new
            {
                account.Id,
                account.Disabled,
                Person = person,
            }
        ).ToListAsync(cancel);
        var roles = await database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.AuthorityId == authority && (x.ValidTo == null || x.ValidTo >= today))
            .OrderBy(x => x.ValidFrom)
            .ToListAsync(cancel);
        Lines = people.ConvertAll(x => new PersonLine(
            x.Person.Id,
            x.Id,
            x.Person.Name,
            x.Person.Email,
            x.Person.Department,
            x.Disabled,
            roles.FindAll(role => role.PersonId == x.Person.Id)
        ));
    }
}
