using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.People;

/// <summary>Registers the municipality and its first administrator, while nobody can sign in yet. After that it is gone.</summary>
[AllowAnonymous, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SetUpModel(NewPeople newPeople, SetUpCode code, IStringLocalizer<PeopleText> text) : PageModel
{
    private static readonly AnnualDatePattern DayAndMonth = AnnualDatePattern.CreateWithInvariantCulture("d/M");

    [BindProperty, Required, StringLength(40)]
    public string Code { get; set; } = "";

    [BindProperty, Required, StringLength(120)]
    public string Authority { get; set; } = "";

    [BindProperty, Required, MailAddress, StringLength(256)]
    public string From { get; set; } = "";

    [BindProperty, StringLength(10)]
    public string? Patron { get; set; }

    [BindProperty, Required, StringLength(120)]
    public string Name { get; set; } = "";

    [BindProperty, Required, MailAddress, StringLength(256)]
    public string Email { get; set; } = "";

    [BindProperty, Required, StringLength(Passwords.Longest)]
    public string Password { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await newPeople.NobodyYetAsync(cancel))
            return NotFound();
        code.Tell();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await newPeople.NobodyYetAsync(cancel))
            return NotFound();
        if (ModelState.IsValid && !code.Matches(Code))
            ModelState.AddModelError(nameof(Code), text["set-up.code-wrong"]);
        var patron = PatronDay();
        if (patron is null && !string.IsNullOrWhiteSpace(Patron))
            ModelState.AddModelError(nameof(Patron), text["set-up.patron-wrong"]);
        if (ModelState.IsValid && await RegisterAsync(patron, cancel) is { } account)
        {
            await HttpContext.SignInAsync(
                IdentityConstants.ApplicationScheme,
                TodaysClaims.Ticket(account, IdentityConstants.ApplicationScheme)
            );
            TempData[Flash.Key] = text["set-up.done"].Value;
            return Redirect(Links.Administration);
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<Account?> RegisterAsync(AnnualDate? patron, CancellationToken cancel)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var added = await newPeople.SetUpAsync(
            new NewAuthority(Slug(Authority), Authority.Trim(), From.Trim()) { Patron = patron, Language = language },
            new NewPerson(Name, Email, Password, [Roles.Administrator]) { Language = language },
            cancel
        );
        foreach (var problem in added.Problems)
            ModelState.AddModelError(AccountProblems.FieldOf(problem), text[problem]);
        return added.Account;
    }

    /// <summary>The day that was given; null when none was, or what was given is no day.</summary>
    private AnnualDate? PatronDay() =>
        DayAndMonth.Parse(Patron?.Trim() ?? "") is { Success: true, Value: var day } ? day : null;

    /// <summary>«Comune di Forlì» becomes <c>comune-di-forli</c>: the authority's id.</summary>
    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(char.ToLowerInvariant(letter));
            else if (
                slug.Length > 0
                && slug[^1] != '-'
                && !char.IsLetter(letter)
                && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark
            )
                slug.Append('-');
        return slug.ToString().Trim('-') is { Length: > 0 } id ? id : "authority";
    }
}
