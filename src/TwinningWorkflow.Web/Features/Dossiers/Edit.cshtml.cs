using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>Changes a dossier's data, unless somebody else did meanwhile.</summary>
[Authorize(Policies.KeepDossiers)]
public sealed class EditModel(
    TwinningDatabase database,
    Processes.Dossiers dossiers,
    BusinessClock clock,
    AgreementKinds kinds,
    IStringLocalizer<DossierText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DossierInput Input { get; set; } = new();

    public string Caption { get; private set; } = "";

    /// <summary>After somebody else's change: what the dossier says where what was written says something else.</summary>
    public IReadOnlyList<DossierDifference> Differences { get; private set; } = [];

    /// <summary>The kind that the dossier has stays on offer, even when its process is published no more.</summary>
    public DossierForm Form =>
        new(
            Input,
            nameof(Input),
            Input.Kind.Length == 0 || kinds.IsOffered(Input.Kind)
                ? kinds.Choices()
                : [.. kinds.Choices(), new Choice(Input.Kind, kinds.Name(Input.Kind))],
            text
        );

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } dossier)
            return NotFound();
        Input = DossierInput.Of(dossier);
        Input.OfferMoreRelations();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromServices] ProblemWords problems,
        [FromServices] DossierDifferences differences,
        CancellationToken cancel
    )
    {
        if (await FindAsync(cancel) is not { } dossier)
            return NotFound();
        Input.Kind ??= "";
        Input.Check(
            ModelState,
            nameof(Input),
            text,
            problems,
            // the kind that the dossier has may stay, even when its process is published no more
            kind => kind == dossier.Kind || kinds.IsOffered(kind)
        );
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (ModelState.IsValid)
        {
            var me = SignedIn.Of(User);
            var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
            var data = Input.ToData(text);
            var changed = await dossiers.ChangeAsync(me.Authority, Id, Input.Version, data, clock.Now, actor, cancel);
            if (changed is ChangeResult.Changed or ChangeResult.Unchanged)
            {
                TempData[Flash.Key] = text[changed is ChangeResult.Changed ? "edit.done" : "edit.unchanged"].Value;
                return RedirectToPage("/Dossiers/Dossier", new { id = Id });
            }
            if (await FindAsync(cancel) is not { } now)
                return NotFound();
            // who has read what the other wrote may replace it: the form now carries the version that they saw
            Input.Version = now.Version;
            Differences = differences.Of(now, data);
            ModelState.AddModelError("", problems.Conflict);
            Response.StatusCode = StatusCodes.Status409Conflict;
        }
        Input.OfferMoreRelations();
        return Page();
    }

    private async Task<Dossier?> FindAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var dossier = await database
            .Dossiers.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == Id && x.AuthorityId == authority, cancel);
        Caption = dossier is null ? "" : $"{dossier.Number} {dossier.PartnerCity}";
        return dossier;
    }
}
