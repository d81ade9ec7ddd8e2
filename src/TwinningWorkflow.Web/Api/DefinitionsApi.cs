using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Api;

/// <summary>A published process file.</summary>
/// <param name="Process">The id of the process: the kind of agreement that a dossier names.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Definition">SHA-256 of the file.</param>
/// <param name="Label">The process in words, by language.</param>
/// <param name="PublishedAt">When it was published.</param>
public sealed record DefinitionAnswer(
    string Process,
    int Version,
    string Definition,
    IReadOnlyDictionary<string, string> Label,
    Instant PublishedAt
);

/// <summary>The published process files: all authorities share them.</summary>
public static class DefinitionsApi
{
    public static void MapDefinitions(this RouteGroupBuilder api)
    {
        var definitions = api.MapGroup("/definitions").WithTags("Process files");
        definitions
            .MapGet("", List)
            .WithName("listProcessFiles")
            .WithSummary("Every version of every process, the newest first within a process.")
            .Answers(200, "The published process files.")
            .Refuses();
        definitions
            .MapGet("/{hash}", File)
            .WithName("getProcessFile")
            .WithSummary("The process file itself, BPMN 2.0.")
            .AnswersFile("application/xml", "The file, byte for byte as it was published.")
            .Answers(404, "No process file of that hash was published.")
            .Refuses(404);
    }

    private static Ok<IReadOnlyList<DefinitionAnswer>> List(DefinitionCatalog catalog) =>
        TypedResults.Ok<IReadOnlyList<DefinitionAnswer>>([
            .. catalog
                .All()
                .Select(x => new DefinitionAnswer(
                    x.Definition.Id,
                    x.Version,
                    x.Definition.Hash,
                    x.Definition.Label.Texts,
                    x.PublishedAt
                )),
        ]);

    private static Results<FileContentHttpResult, NotFound> File(
        [Description("SHA-256 of the file, in lower-case hexadecimal digits.")] string hash,
        DefinitionCatalog catalog
    ) =>
        catalog.All().FirstOrDefault(x => x.Definition.Hash == hash) is { } found
            ? TypedResults.File(found.File.ToArray(), "application/xml", $"{found.Definition.Id}.bpmn")
            : TypedResults.NotFound();
}
