using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Inbox;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Messages;

/// <summary>Says where a message belongs that nobody knew: with a dossier, or nowhere.</summary>
[Authorize(Policies.Administer)]
public sealed class SettleModel(
    CorrespondenceReader correspondence,
    CorrespondenceDesk desk,
    TwinningDatabase database,
    ProblemWords problems,
    IStringLocalizer<DossierText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Act { get; set; } = "";

    [BindProperty]
    public Guid? Dossier { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public ReceivedMail Mail { get; private set; } = null!;
    public bool Files => Act == "file";
    public IReadOnlyList<Choice> Dossiers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        Dossier = Mail.MeantFor;
        return Mail.DossierId is null ? Page() : Settled();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        var reason = new Reason(Why);
        if (reason.Problem(nameof(Why)) is { } wrong)
            ModelState.AddModelError(nameof(Why), problems.Of(wrong, null));
        if (Files && !Dossiers.Any(x => x.Value == $"{Dossier:D}"))
            ModelState.AddModelError(nameof(Dossier), text["received.dossier-needed"]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        var actor = SignedIn.Of(User).As(Roles.Administrator)!;
        var done = Files
            ? await desk.FileAsync(Id, Dossier!.Value, actor, reason.Text, cancel)
            : await desk.LeaveAsync(Id, actor, reason.Text, cancel);
        if (!done)
            return Settled();
        TempData[Flash.Key] = text[$"received.{Act}-done"].Value;
        return RedirectToPage("/Administration/Mail");
    }

    /// <summary>Somebody was faster, or the same form came twice: what is so now is shown.</summary>
    private RedirectToPageResult Settled()
    {
        TempData[Flash.Warning] = text["received.settled"].Value;
        return RedirectToPage("Received", new { id = Id });
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        if (await correspondence.FindAsync(me, Id, cancel) is not { } found)
            return false;
        Mail = found;
        if (Files)
            Dossiers =
            [
                .. (
                    await database
                        .Dossiers.AsNoTracking()
                        .Where(x => x.AuthorityId == me.Authority)
                        .OrderByDescending(x => x.OpenedAt)
                        .Select(x => new
                        {
                            x.Id,
                            x.Number,
                            x.PartnerCity,
                        })
                        .ToListAsync(cancel)
                ).Select(x => new Choice($"{x.Id:D}", $"{x.Number} {x.PartnerCity}")),
            ];
        return true;
    }
}
