using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.People;

/// <summary>Signs a person out. Only by a form of ours: a link elsewhere signs nobody out.</summary>
[AllowAnonymous]
public sealed class SignOutModel(IStringLocalizer<PeopleText> text) : PageModel
{
    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        Localisation.Forget(HttpContext);
        TempData[Flash.Key] = text["signed-out"].Value;
        return RedirectToPage("/People/SignIn");
    }
}
