using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>The course of an agreement that would be proposed today.</summary>
public sealed class NewForecastModel(DefinitionCatalog catalog, ForecastReader forecasts) : PageModel
{
    public string Kind { get; private set; } = "";
    public ForecastView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string kind, CancellationToken cancel)
    {
        if (
            catalog.Latest(kind) is not { } published
            || await forecasts.OfNewAsync(SignedIn.Of(User).Authority, published.Definition, cancel) is not { } view
        )
            return NotFound();
        (Kind, View) = (kind, view);
        return Page();
    }
}
