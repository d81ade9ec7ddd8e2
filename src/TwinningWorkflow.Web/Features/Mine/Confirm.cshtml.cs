using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TwinningWorkflow.Web.Access;

namespace TwinningWorkflow.Web.Features.Mine;

/// <summary>
/// Reached from a mail to an address that a person wants to be written to. Whoever has the link reads that mailbox; looking at the
/// page confirms nothing, since mail programs look too.
/// </summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ConfirmModel(MailLinks links, MailChoices choices) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Secret { get; set; } = "";

    public string Address { get; private set; } = "";

    public bool IsDone { get; private set; }

    /// <summary>The link is too old, or another address was asked for since.</summary>
    public bool IsVoid => Address.Length == 0;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (links.ReadAddress(Secret) is { } link && await choices.IsAskedAsync(link.Person, link.Address, cancel))
            Address = link.Address;
    }

    public async Task OnPostAsync(CancellationToken cancel)
    {
        if (links.ReadAddress(Secret) is not { } link)
            return;
        IsDone = await choices.ConfirmAsync(link.Person, link.Address, cancel);
        if (IsDone)
            Address = link.Address;
    }
}
