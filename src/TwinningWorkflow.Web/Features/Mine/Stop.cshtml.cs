using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TwinningWorkflow.Web.Access;

namespace TwinningWorkflow.Web.Features.Mine;

/// <summary>
/// Reached from a mail that only informs: no more of these. A mail program may ask for it itself by a POST without cookie or form
/// (RFC 8058), so that the secret in the address is all it needs; looking changes nothing.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class StopModel(MailLinks links, MailChoices choices) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Secret { get; set; } = "";

    public bool IsWeekly { get; private set; }
    public bool IsDone { get; private set; }

    public IActionResult OnGet() => Read() is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Read() is not { } person || !await choices.StopAsync(person, IsWeekly, cancel))
            return NotFound();
        IsDone = true;
        return Page();
    }

    private Guid? Read()
    {
        if (links.ReadStop(Secret) is not { } link)
            return null;
        IsWeekly = link.IsWeekly;
        return link.Person;
    }
}
