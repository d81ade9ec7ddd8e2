using Scalar.AspNetCore;
using TwinningWorkflow.Web.Hosting;

namespace TwinningWorkflow.Web.Api.OpenApi;

/// <summary>
/// The description of the API as a page for people: Scalar, whose script is inside its package. What would call a server of
/// its makers is off, and the page's policy would not let it through.
/// </summary>
internal static class ReferencePage
{
    public static void MapReferencePage(this IEndpointRouteBuilder app) =>
        app.MapScalarApiReference(
                SecurityHeaders.ReferencePath,
                page =>
                {
                    page.WithTitle("TwinningWorkflow API");
                    page.WithOpenApiRoutePattern(ApiServices.Document);
                    page.DisableDefaultFonts();
                    page.DisableTelemetry();
                    page.DisableAgent();
                    page.DisableMcp();
                    page.HideDeveloperTools();
                    page.HideClientButton();
                }
            )
            .RequireAuthorization();
}
