using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.People;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>Adds a person with an account and the roles of today on.</summary>
[Authorize(Policies.Administer)]
public sealed class NewPersonModel(
    NewPeople newPeople,
    RolePeriods periods,
    BusinessClock clock,
    IStringLocalizer<AdministrationText> text,
    IStringLocalizer<PeopleText> people
) : PageModel
{
    [BindProperty, Required, StringLength(120)]
    public string Name { get; set; } = "";

    [BindProperty, Required, MailAddress, StringLength(256)]
    public string Email { get; set; } = "";

    [BindProperty, StringLength(120)]
    public string? Department { get; set; }

    [BindProperty]
    public string Language { get; set; } = "it";

    [BindProperty]
    public List<string> Roles { get; set; } = [];

    [BindProperty, Required, StringLength(Passwords.Longest)]
    public string Password { get; set; } = "";

    /// <summary>Made with the page: a second click adds no second person.</summary>
    [BindProperty]
    public string? Submission { get; set; }

    public IEnumerable<Choice> RoleChoices() => periods.Choices();

    public static IEnumerable<Choice> Languages() =>
        Localisation.Languages.Select(x => new Choice(x, Countries.LanguageName(x)));

    public void OnGet() => Submission = Submissions.New(clock);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        if (!Roles.TrueForAll(periods.IsOffered))
            ModelState.AddModelError(nameof(Roles), people["roles.unknown"]);
        else if (!PeopleChanges.FitTogether(Roles))
            ModelState.AddModelError(nameof(Roles), people["roles.auditor-alone"]);
        if (!Localisation.Languages.Contains(Language))
            ModelState.AddModelError(nameof(Language), people["language.unknown"]);
        if (ModelState.IsValid && await AddAsync(cancel) is { } id)
        {
            TempData[Flash.Key] = text["people-added", Name.Trim()].Value;
            return RedirectToPage("/Administration/Person", new { id });
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<Guid?> AddAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        var person = new NewPerson(Name, Email, Password, Roles)
        {
            Id = Guid.Parse(Submission!),
            Language = Language,
            Department = Department ?? "",
        };
        var actor = me.As(Database.Roles.Administrator)!;
        var added = await newPeople.AddAsync(me.Authority, person, actor, cancel);
        foreach (var problem in added.Problems.DistinctBy(x => people[x].Value))
            ModelState.AddModelError(AccountProblems.FieldOf(problem), people[problem]);
        return added.Account?.PersonId;
    }
}
