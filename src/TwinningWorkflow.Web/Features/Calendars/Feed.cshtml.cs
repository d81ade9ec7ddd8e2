using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>The link by which a person's own calendar program shows their deadlines and the sittings.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class FeedModel(
    FeedLinks links,
    IOptions<MailOptions> mail,
    BusinessClock clock,
    IStringLocalizer<CalendarText> text
) : PageModel
{
    [BindProperty]
    public string? Submission { get; set; }

    /// <summary>The link in force; null when the person has none.</summary>
    public FeedLink? Link { get; private set; }

    /// <summary>The whole address, right after it was made: it is shown this once.</summary>
    public string? Address { get; private set; }

    private SignedIn Me => SignedIn.Of(User);

    public async Task OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var request = Submissions.Known(Submission) ?? Submissions.New(clock);
        if (await links.MakeAsync(Me, Guid.Parse(request), cancel) is not { } secret)
        {
            TempData[Flash.Warning] = text["feed.shown-once"].Value;
            return RedirectToPage();
        }
        Address = new Uri(FeedEndpoint.SiteOf(Request, mail.Value), FeedEndpoint.PathOf(secret)).ToString();
        await LoadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(CancellationToken cancel)
    {
        await links.RevokeAsync(Me.Themselves, Me.Person, cancel);
        TempData[Flash.Key] = text["feed.revoked"].Value;
        return RedirectToPage();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        ModelState.Remove(nameof(Submission));
        Submission = Submissions.New(clock);
        Link = await links.OfAsync(Me.Authority, Me.Person, cancel);
    }
}
