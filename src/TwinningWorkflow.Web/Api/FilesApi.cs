using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A file that was uploaded.</summary>
/// <param name="File">Its SHA-256: the value of a field that asks for a file.</param>
/// <param name="Name">The name given, made harmless. A field may name it again beside the hash.</param>
/// <param name="MediaType">What it is by its content.</param>
/// <param name="Size">In bytes.</param>
public sealed record FileAnswer(string File, string Name, string MediaType, long Size);

/// <summary>Files go up on their own, before the step that files them; what they are their content says.</summary>
public static class FilesApi
{
    public const string LinkLives =
        "It came by mail and quotes a link that still acts for its reader (linkLives): it is handed out when the link has expired.";

    private const int LongestBoundary = 128;

    public static void MapFiles(this RouteGroupBuilder api)
    {
        var files = api.MapGroup("/files").WithTags("Files");
        files
            .MapPost("", UploadAsync)
            .RequireAuthorization(Policies.ApiWork)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .AddOpenApiOperationTransformer(DescribeBody)
            .WithName("uploadFile")
            .WithSummary("Uploads a file: as the body itself, its name in the query, or as the one file of a form.")
            .WithDescription(
                "What it is its content says, and not its name: PDF, office documents, signed files and pictures, as this "
                    + "installation allows. The same bytes give the same answer, however often they are sent. A file is in no "
                    + "dossier until a step files it."
            )
            .Answers(201, "It is kept, and a step may name it.")
            .Answers(413, "It is larger than this installation allows (fileTooLarge). Nothing was kept.")
            .Answers(
                415,
                "Its content is of no kind that is accepted (fileWrongKind), or of another than its name says "
                    + "(fileNotAsNamed). Nothing was kept."
            )
            .Answers(422, "It is empty (fileEmpty), or the Idempotency-Key was used for another request (keyReused).")
            .Refuses(400, 413, 415, 422);
        files
            .MapGet("/{hash:length(64)}", DownloadAsync)
            .WithName("getFile")
            .WithSummary("A file's bytes.")
            .AnswersFile("*/*", "The bytes, of the media type that their content has.")
            .Answers(409, LinkLives)
            .Refuses(404, 409);
    }

    private static async Task<Results<Created<FileAnswer>, ProblemHttpResult>> UploadAsync(
        HttpRequest request,
        ClaimsPrincipal user,
        Uploads uploads,
        FileStore store,
        Replies replies,
        Problems problems,
        CancellationToken cancel,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key = null,
        [Description("The file's name; in a form, the one that the form gives, when this is empty.")] string name = ""
    )
    {
        var me = SignedIn.Of(user);
        var upload = await ReadAsync(request, name, uploads, me.Authority, cancel);
        if (upload is not Upload.Accepted accepted)
            return problems.OfUpload(InputProblem.Of("file", upload));
        // the bytes name themselves, so that only a key used for others must be found out
        var account = $"{me.Account:D}";
        var asked = $"file {accepted.File.Hash} {accepted.Name}";
        if (key is not null && await replies.FindAsync(account, key, asked, cancel) is Reply.Other)
            return problems.KeyReused();
        await store.KeepAsync(accepted.File, cancel);
        if (key is not null)
            await replies.KeepAsync(account, key, asked, "", cancel);
        return TypedResults.Created(
            $"{ApiServices.Root}/files/{accepted.File.Hash}",
            new FileAnswer(accepted.File.Hash, accepted.Name, accepted.File.MediaType, accepted.File.Content.LongLength)
        );
    }

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> DownloadAsync(
        [Description("SHA-256 of the file, in lower-case hexadecimal digits.")] string hash,
        ClaimsPrincipal user,
        FileStore store,
        MailLinks links,
        Problems problems,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        var authority = me.Authority;
        // what came by mail and is no document may quote the links of our mails
        if (
            await store.FindAsync(authority, hash, cancel) is not { } file
            || (!me.Oversees && !FileKind.Knows(file.MediaType))
        )
            return TypedResults.NotFound();
        if (Downloads.HeldBackUntil(file, links) is { } end)
            return problems.LinkLives(end);
        return Downloads.Attachment(file, await store.NameOfAsync(authority, hash, cancel) ?? hash);
    }

    private static Task DescribeBody(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        var bytes = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "binary",
            Description = "The file's bytes.",
        };
        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string>(StringComparer.Ordinal) { "file" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = bytes },
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "One file.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/octet-stream"] = new() { Schema = bytes },
                ["multipart/form-data"] = new() { Schema = form },
            },
        };
        return Task.CompletedTask;
    }

    /// <summary>Reads as it comes, and no further than allowed.</summary>
    private static async Task<Upload> ReadAsync(
        HttpRequest request,
        string name,
        Uploads uploads,
        string authority,
        CancellationToken cancel
    )
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsForm(type))
            return await uploads.ReadAsync(authority, name, request.Body, cancel);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
            throw new BadHttpRequestException("Expected a form with a boundary between its parts.");
        var parts = new MultipartReader(boundary, request.Body);
        while (await NextAsync(parts, cancel) is { } part)
            if (part.AsFileSection() is { FileStream: { } stream } file)
                return await uploads.ReadAsync(authority, name.Length > 0 ? name : file.FileName, stream, cancel);
        return new Upload.Empty();
    }

    private static bool IsForm(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    private static async Task<MultipartSection?> NextAsync(MultipartReader parts, CancellationToken cancel)
    {
        try
        {
            return await parts.ReadNextSectionAsync(cancel);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("Expected a form with one file, but it could not be read.", e);
        }
    }
}
