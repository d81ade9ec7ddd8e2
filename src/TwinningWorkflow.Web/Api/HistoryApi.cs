using System.ComponentModel;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A fact of the history.</summary>
/// <param name="Stream">The chain that it stands in: <c>dossier:ID</c> or <c>instance:ID</c>.</param>
/// <param name="Sequence">Its place there, from 1.</param>
/// <param name="At">When, on the business clock.</param>
/// <param name="Who">The name of who acted; empty when the product did, or when the name was erased.</param>
/// <param name="Role">The role in which they acted.</param>
/// <param name="Reason">Why, in their words; empty when not asked.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Body">The whole fact: the canonical JSON, byte for byte (UTF-8), that was hashed.</param>
/// <param name="PreviousHash">The hash of the fact before it in its chain.</param>
/// <param name="Hash">SHA-256 over a zero byte, the previous hash and the body.</param>
public sealed record FactAnswer(
    string Stream,
    long Sequence,
    Instant At,
    string Who,
    string Role,
    string Reason,
    string Kind,
    string Body,
    string PreviousHash,
    string Hash
)
{
    internal static FactAnswer Of(JournalRow row, JournalEntry entry, IReadOnlyDictionary<string, string> names) =>
        new(
            row.Stream,
            row.Sequence,
            row.At,
            entry.Actor.Role == Actor.SystemRole ? "" : names.GetValueOrDefault(entry.Actor.Person, ""),
            entry.Actor.Role,
            entry.Reason ?? "",
            row.Kind,
            Encoding.UTF8.GetString(row.Body),
            Convert.ToHexStringLower(row.PreviousHash),
            Convert.ToHexStringLower(row.Hash)
        );
}

/// <summary>What happened in a dossier, and how the drawing of its process is painted by it.</summary>
public static class HistoryApi
{
    public static void MapHistory(this RouteGroupBuilder api)
    {
        var dossier = api.MapGroup("/dossiers/{id:guid}").WithTags("History");
        dossier
            .MapGet("/history", ReadAsync)
            .WithName("getHistory")
            .WithSummary("All facts of a dossier and of its processes, the oldest first.")
            .WithDescription(
                "Each stands in a chain by its hash. Personal values are not in it: a salted hash and a reference stand for them."
            )
            .Answers(200, "The facts.")
            .Refuses(404);
        dossier
            .MapGet("/diagram", DiagramAsync)
            .WithName("getDiagram")
            .WithSummary("The flows that the latest process took, and where each element stands.")
            .Answers(200, "How the drawing of the process file is painted.")
            .Answers(404, "The caller's authority has no such dossier, or no process runs or ran on it.")
            .Refuses(404);
    }

    private static async Task<Results<Ok<IReadOnlyList<FactAnswer>>, NotFound>> ReadAsync(
        [Description(DossiersApi.Id)] Guid id,
        ClaimsPrincipal user,
        DossierFiles files,
        JournalReader journal,
        HistoryReader history,
        CancellationToken cancel
    )
    {
        var authority = SignedIn.Of(user).Authority;
        if (await files.FindAsync(authority, id, cancel) is null)
            return TypedResults.NotFound();
        var rows = await journal.RowsOfDossierAsync(authority, id, cancel);
        var entries = rows.Select(JournalReader.Read).ToList();
        var names = await history.NamesAsync(authority, entries, cancel);
        return TypedResults.Ok<IReadOnlyList<FactAnswer>>([
            .. rows.Zip(entries, (row, entry) => FactAnswer.Of(row, entry, names)),
        ]);
    }

    private static async Task<Results<Ok<DiagramState>, NotFound>> DiagramAsync(
        [Description(DossiersApi.Id)] Guid id,
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
