using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.People;

/// <summary>Signs a person in by a cookie.</summary>
[AllowAnonymous, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInModel(
    PasswordSignIn passwords,
    NewPeople newPeople,
    KnownDevice devices,
    IConfiguration configuration,
    IStringLocalizer<PeopleText> text
) : PageModel
{
    [BindProperty, Required, StringLength(256)]
    public string Email { get; set; } = "";

    [BindProperty, Required, StringLength(Passwords.Longest)]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>True for who sent a form after the session's end.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Expired { get; set; }

    public IReadOnlyList<DemoPerson> DemoPeople { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        // the demonstration brings its people along
        if (!DemoMode.IsOn(configuration) && await newPeople.NobodyYetAsync(cancel))
            return RedirectToPage("/People/SetUp");
        ShowDemo();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        ShowDemo();
        if (!ModelState.IsValid)
            return Refused(StatusCodes.Status422UnprocessableEntity);
        switch (await passwords.CheckAsync(HttpContext, Email, Password))
        {
            case Access.SignInResult.TooManyTries:
                ModelState.AddModelError("", text["sign-in.too-many"]);
                return Refused(StatusCodes.Status429TooManyRequests);
            case Access.SignInResult.Welcome(var account):
                await EnterAsync(account);
                return LocalRedirect(Url.IsLocalUrl(Back) ? Back! : "/");
            default:
                ModelState.AddModelError("", text["sign-in.wrong"]);
                return Refused(StatusCodes.Status422UnprocessableEntity);
        }
    }

    private async Task EnterAsync(Account account)
    {
        await HttpContext.SignInAsync(
            IdentityConstants.ApplicationScheme,
            TodaysClaims.Ticket(account, IdentityConstants.ApplicationScheme)
        );
        devices.Remember(HttpContext, account.NormalizedUserName!);
    }

    private void ShowDemo()
    {
        if (DemoMode.IsOn(configuration))
            DemoPeople = Hosting.Demo.DemoPeople.All;
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
