using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>What the live drawing of a dossier's process loads: the file that its instance runs, and where it stands.</summary>
public static class DiagramEndpoints
{
    public static void MapDiagrams(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dossiers/{id:guid}/diagram.bpmn", FileAsync);
        app.MapGet("/dossiers/{id:guid}/diagram.json", StateAsync);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> FileAsync(
        Guid id,
        ClaimsPrincipal user,
        InstanceReader instances,
        DefinitionCatalog catalog,
        CancellationToken cancel
    )
    {
        var found = await instances.OfDossierAsync(SignedIn.Of(user).Authority, id, cancel);
        return found.Count == 0
            ? TypedResults.NotFound()
            : TypedResults.File(
                catalog.Published(found[0].Row.DefinitionHash).File.ToArray(),
                "text/xml; charset=utf-8"
            );
    }

    private static async Task<Results<Ok<DiagramState>, NotFound>> StateAsync(
        Guid id,
        ClaimsPrincipal user,
        InstanceReader instances,
        JournalReader journal,
        CancellationToken cancel
    )
    {
        var authority = SignedIn.Of(user).Authority;
        if (await instances.OfDossierAsync(authority, id, cancel) is not [var latest, ..])
            return TypedResults.NotFound();
        var entries = await journal.ReadAsync(authority, Journal.OfInstance(latest.Row.Id), cancel);
        return TypedResults.Ok(DiagramState.Of(latest, entries));
    }
}
