using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>The course of an agreement that would be proposed today.</summary>
public sealed class NewForecastModel(
    DefinitionCatalog catalog,
    ForecastReader forecasts,
    BusinessClock clock,
    IStringLocalizer<DossierText> text
) : PageModel
{
    /// <summary>The day on which the goal is wished for, as it was typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? On { get; set; }

    public string Kind { get; private set; } = "";
    public ForecastView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string kind, CancellationToken cancel)
    {
        if (
            catalog.Latest(kind) is not { } published
            || await forecasts.OfNewAsync(
                SignedIn.Of(User).Authority,
                published.Definition,
                WishedDayField.Read(On, clock.Now, ModelState, text),
                cancel
            )
                is not { } view
        )
            return NotFound();
        (Kind, View) = (kind, view);
        return Page();
    }
}
