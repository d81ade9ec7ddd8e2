using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TwinningWorkflow.Web.Hosting;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>Remembers the language that a visitor chose, signed in or not, and returns to where they were.</summary>
[AllowAnonymous]
public sealed class LanguageModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public IActionResult OnPost(string language, string? back)
    {
        Localisation.Choose(HttpContext, language);
        return LocalRedirect(Url.IsLocalUrl(back) ? back : "/");
    }
}
