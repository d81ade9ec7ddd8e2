using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Features.Tasks;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>One incident: what went wrong, and the reason with which it is tried again.</summary>
[Authorize(Policies.Administer)]
public sealed class IncidentModel(
    TwinningDatabase database,
    IncidentWords words,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty, Required, StringLength(2000)]
    public string Reason { get; set; } = "";

    public IncidentRow Incident { get; private set; } = null!;
    public string Title => words.Of(Incident.Code);
    public string Caption { get; private set; } = "";

    /// <summary>True when this very form came after the incident was closed.</summary>
    public bool TooLate { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(
        [FromServices] IncidentDesk desk,
        [FromServices] ProblemWords problems,
        CancellationToken cancel
    )
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        if (!ModelState.IsValid)
            return Refused(StatusCodes.Status422UnprocessableEntity);
        var actor = SignedIn.Of(User).As(Roles.Administrator)!;
        switch (await desk.SeeToAsync(Key, actor, Reason.Trim(), cancel))
        {
            case SeenTo.Done:
                TempData[Flash.Key] = text["incident-retried"].Value;
                return RedirectToPage("/Administration/Index", null, null, "incidents");
            case SeenTo.Already:
                TooLate = true;
                await LoadAsync(cancel);
                return Refused(StatusCodes.Status409Conflict);
            case SeenTo.Refused(var code):
                ModelState.AddModelError("", problems.Of(code));
                return Refused(StepAnswers.StatusOf(code));
            default:
                return NotFound();
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var found = await database
            .Incidents.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Key == Key && x.AuthorityId == authority, cancel);
        if (found is null)
            return false;
        Incident = found;
        var dossier = await database
            .Dossiers.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == found.DossierId && x.AuthorityId == authority, cancel);
        Caption = dossier is null ? "" : $"{dossier.Number} {dossier.PartnerCity}";
        return true;
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
