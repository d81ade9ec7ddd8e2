using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>When the steps to come of a dossier can be done at the earliest, and when they will likely be.</summary>
public sealed class ForecastModel(
    DossierFiles files,
    InstanceReader instances,
    ForecastReader forecasts,
    BusinessClock clock,
    IStringLocalizer<DossierText> text
) : PageModel
{
    /// <summary>The day on which the goal is wished for, as it was typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? On { get; set; }

    public Dossier Dossier { get; private set; } = null!;
    public ForecastView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        if (
            await files.FindAsync(me.Authority, id, cancel) is not { } dossier
            || await instances.OfDossierAsync(me.Authority, id, cancel) is not [var process, ..]
            || process.State.Status is not ProcessStatus.Running
        )
            return NotFound();
        Dossier = dossier;
        View = await forecasts.OfAsync(process, WishedDayField.Read(On, clock.Now, ModelState, text), cancel);
        return Page();
    }
}
