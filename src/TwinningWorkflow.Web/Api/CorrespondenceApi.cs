using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A message that came, in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">reply; auto-reply: a machine's; bounce: a server's report about a mail of ours.</param>
/// <param name="From">Who says that they wrote it: a name, else an address. Nobody has verified it.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Files">How many files came with it.</param>
public sealed record ReceivedLineAnswer(
    Guid Id,
    string Kind,
    string From,
    string Subject,
    Instant ReceivedAt,
    int Files
)
{
    internal static ReceivedLineAnswer Of(ReceivedMail mail) =>
        new(
            mail.Id,
            mail.Kind,
            mail.FromName.Length > 0 ? mail.FromName : mail.FromAddress,
            mail.Subject,
            mail.ReceivedAt,
            mail.Files.Count
        );
}

/// <summary>A message that came.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Dossier">The dossier that it is filed with; null where it is filed with none, which overseers alone see.</param>
/// <param name="Kind">reply; auto-reply: a machine's; bounce: a server's report; without dossier also unmatched, left and full.</param>
/// <param name="FromName">The name that the sender gives. Nobody has verified it.</param>
/// <param name="FromAddress">The address that the sender gives; empty where it is one that a person chose for themselves.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its text, plain and cut to what a page shows.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Files">The files that came with it, in their order.</param>
public sealed record ReceivedAnswer(
    Guid Id,
    Guid? Dossier,
    string Kind,
    string FromName,
    string FromAddress,
    string Subject,
    string Text,
    Instant ReceivedAt,
    IReadOnlyList<ReceivedFileAnswer> Files
)
{
    internal static ReceivedAnswer Of(SignedIn me, ReceivedMail mail) =>
        new(
            mail.Id,
            mail.DossierId,
            mail.Kind,
            mail.FromName,
            mail.FromAddress,
            mail.Subject,
            mail.Text,
            mail.ReceivedAt,
            [
                .. mail.Files.Select(
                    (file, index) =>
                        new ReceivedFileAnswer(
                            index,
                            file.FileName,
                            file.Size,
                            CorrespondenceReader.MayHave(me, mail, file)
                        )
                ),
            ]
        );
}

/// <summary>A file that came with a message.</summary>
/// <param name="Index">Its place among them, by which it can be fetched.</param>
/// <param name="Name">Its name, made harmless.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Available">Whether the caller may fetch it: it was not too large to keep, and quotes no mail of ours.</param>
public sealed record ReceivedFileAnswer(int Index, string Name, long Size, bool Available);

/// <summary>What came by mail, as the pages show it.</summary>
public static class CorrespondenceApi
{
    private const string Message = "The message's id.";

    public static void MapCorrespondence(this RouteGroupBuilder api)
    {
        api.MapGet("/dossiers/{id:guid}/correspondence", ListAsync)
            .WithTags("Correspondence")
            .WithName("listCorrespondence")
            .WithSummary("What came by mail for a dossier, the latest first.")
            .Answers(200, "One page of the messages.")
            .Refuses(400, 404, 422);
        var message = api.MapGroup("/correspondence/{message:guid}").WithTags("Correspondence");
        message
            .MapGet("", ReadAsync)
            .WithName("getCorrespondence")
            .WithSummary("A message that came, with its text.")
            .WithDescription(
                "It is what somebody sent: nothing of it is verified. One that is filed with no dossier is there for administrators "
                    + "and auditors alone."
            )
            .Answers(200, "The message.")
            .Refuses(404);
        message
            .MapGet("/files/{index:int}", DownloadAsync)
            .WithName("getCorrespondenceFile")
            .WithSummary("The bytes of a file that came with a message.")
            .WithDescription(
                "It is what somebody sent, and nobody has looked into it. What may quote a mail of ours is for overseers."
            )
            .AnswersFile("*/*", "The bytes, of the media type that their content has.")
            .Answers(409, FilesApi.LinkLives)
            .Refuses(404, 409);
    }

    private static async Task<Results<Ok<Listing<ReceivedLineAnswer>>, ProblemHttpResult>> ListAsync(
        [Description(DossiersApi.Id)] Guid id,
        ClaimsPrincipal user,
        DossierFiles files,
        CorrespondenceReader correspondence,
        Problems problems,
        CancellationToken cancel,
        [Description(Paging.WhichPage)] int page = 1,
        [Description(Paging.HowMany)] int size = 25
    )
    {
        var me = SignedIn.Of(user);
        if (Paging.Problems(page, size).ToList() is { Count: > 0 } wrong)
            return problems.Of(wrong);
        if (await files.FindAsync(me.Authority, id, cancel) is null)
            return problems.NotFound();
        var found = await correspondence.OfDossierAsync(me, id, Paging.Skip(page, size), size, cancel);
        return TypedResults.Ok(
            new Listing<ReceivedLineAnswer>(
                [.. found.Select(ReceivedLineAnswer.Of)],
                await correspondence.CountAsync(me, id, cancel),
                page,
                size
            )
        );
    }

    private static async Task<Results<Ok<ReceivedAnswer>, NotFound>> ReadAsync(
        [Description(Message)] Guid message,
        ClaimsPrincipal user,
        CorrespondenceReader correspondence,
        CancellationToken cancel
    ) =>
        SignedIn.Of(user) is var me && await correspondence.FindAsync(me, message, cancel) is { } found
            ? TypedResults.Ok(ReceivedAnswer.Of(me, found))
            : TypedResults.NotFound();

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> DownloadAsync(
        [Description(Message)] Guid message,
        [Description("The file's place among those of the message, from 0.")] int index,
        ClaimsPrincipal user,
        CorrespondenceReader correspondence,
        TwinningDatabase database,
        MailLinks links,
        Problems problems,
        CancellationToken cancel
    )
    {
        var found = await Downloads.FindReceivedAsync(
            SignedIn.Of(user),
            message,
            index,
            correspondence,
            database,
            cancel
        );
        if (found is not var (file, name))
            return TypedResults.NotFound();
        return Downloads.HeldBackUntil(file, links) is { } end
            ? problems.LinkLives(end)
            : Downloads.Attachment(file, name);
    }
}
