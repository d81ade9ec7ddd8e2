using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Mail.Incoming;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>Hands out what was filed: always as a download, never to be opened in the place of a page of ours.</summary>
public static class Downloads
{
    public static string OfDocument(Guid document) => $"/documents/{document:D}";

    public static string OfTextVersion(Guid dossier, int number, string language) =>
        $"/dossiers/{dossier:D}/text-versions/{number}/{language}";

    /// <summary>A file that came with a message.</summary>
    public static string OfReceived(Guid received, int index) => $"/received/{received:D}/files/{index}";

    /// <summary>A message as it came.</summary>
    public static string OfReceivedWhole(Guid received) => $"/received/{received:D}/message.eml";

    public static void MapDownloads(this IEndpointRouteBuilder app)
    {
        app.MapGet("/documents/{document:guid}", DocumentAsync);
        app.MapGet("/dossiers/{dossier:guid}/text-versions/{number:int}/{language}", TextVersionAsync);
        app.MapGet("/received/{received:guid}/files/{index:int}", ReceivedAsync);
        app.MapGet("/received/{received:guid}/message.eml", ReceivedWholeAsync);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> DocumentAsync(
        Guid document,
        ClaimsPrincipal user,
        TwinningDatabase database,
        CancellationToken cancel
    )
    {
        var authority = SignedIn.Of(user).Authority;
        var found = await (
            from row in database.Documents.AsNoTracking()
            join file in database.Files
                on new { row.AuthorityId, Hash = row.FileHash } equals new { file.AuthorityId, file.Hash }
            where row.Id == document && row.AuthorityId == authority
            select new { row.FileName, File = file }
        ).FirstOrDefaultAsync(cancel);
        return found is null ? TypedResults.NotFound() : Attachment(found.File, found.FileName);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> TextVersionAsync(
        Guid dossier,
        int number,
        string language,
        ClaimsPrincipal user,
        TwinningDatabase database,
        CancellationToken cancel
    )
    {
        var authority = SignedIn.Of(user).Authority;
        var version = await database
            .TextVersions.AsNoTracking()
            .Where(x => database.Dossiers.Any(d => d.Id == dossier && d.AuthorityId == authority))
            .FirstOrDefaultAsync(x => x.DossierId == dossier && x.Number == number, cancel);
        if (version?.Files.Find(x => x.Language == language) is not { } named)
            return TypedResults.NotFound();
        var file = await database
            .Files.AsNoTracking()
            .SingleAsync(x => x.AuthorityId == authority && x.Hash == named.FileHash, cancel);
        return Attachment(file, named.FileName);
    }

    /// <summary>A file that came with a message, and its name; null where there is none for this person.</summary>
    public static async Task<(StoredFile File, string Name)?> FindReceivedAsync(
        SignedIn me,
        Guid received,
        int index,
        CorrespondenceReader correspondence,
        TwinningDatabase database,
        CancellationToken cancel
    ) =>
        await correspondence.FindAsync(me, received, cancel) is { } mail
        && index >= 0
        && index < mail.Files.Count
        && CorrespondenceReader.MayHave(me, mail, mail.Files[index])
            ? await FindAsync(
                database,
                mail.AuthorityId,
                mail.Files[index].FileHash,
                mail.Files[index].FileName,
                cancel
            )
            : null;

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> ReceivedAsync(
        Guid received,
        int index,
        ClaimsPrincipal user,
        CorrespondenceReader correspondence,
        TwinningDatabase database,
        MailLinks links,
        IStringLocalizer<ProblemText> text,
        CancellationToken cancel
    ) =>
        Answer(
            await FindReceivedAsync(SignedIn.Of(user), received, index, correspondence, database, cancel),
            links,
            text
        );

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> ReceivedWholeAsync(
        Guid received,
        ClaimsPrincipal user,
        CorrespondenceReader correspondence,
        TwinningDatabase database,
        MailLinks links,
        IStringLocalizer<ProblemText> text,
        CancellationToken cancel
    ) =>
        SignedIn.Of(user) is { Oversees: true } me && await correspondence.FindAsync(me, received, cancel) is { } mail
            ? Answer(await FindAsync(database, mail.AuthorityId, mail.RawHash, "message.eml", cancel), links, text)
            : TypedResults.NotFound();

    /// <summary>
    /// Until when a file that came by mail is kept back, since it quotes a link that acts for the one whom we wrote to: those who
    /// oversee could act in that person's name with it. Its text can be read on its page. Null where there is no such link.
    /// </summary>
    public static DateTimeOffset? HeldBackUntil(StoredFile file, MailLinks links) =>
        FileKind.Knows(file.MediaType) ? null : links.LiveUntil(QuotedTexts.Of(file.Content));

    /// <summary>Why a file is kept back, in the reader's language.</summary>
    public static string LinkLives(IStringLocalizer<ProblemText> text, DateTimeOffset end)
    {
        var culture = CultureInfo.CurrentUICulture;
        return text["LinkLives", end.UtcDateTime.ToString("d", culture)];
    }

    private static async Task<(StoredFile File, string Name)?> FindAsync(
        TwinningDatabase database,
        string authority,
        string hash,
        string name,
        CancellationToken cancel
    ) =>
        await database
            .Files.AsNoTracking()
            .SingleOrDefaultAsync(x => x.AuthorityId == authority && x.Hash == hash, cancel)
            is { } file
            ? (file, name)
            : null;

    private static Results<FileContentHttpResult, NotFound, ProblemHttpResult> Answer(
        (StoredFile File, string Name)? found,
        MailLinks links,
        IStringLocalizer<ProblemText> text
    )
    {
        if (found is not var (file, name))
            return TypedResults.NotFound();
        return HeldBackUntil(file, links) is { } end
            ? TypedResults.Problem(LinkLives(text, end), statusCode: StatusCodes.Status409Conflict)
            : Attachment(file, name);
    }

    /// <summary>It as a download under that name.</summary>
    public static FileContentHttpResult Attachment(StoredFile file, string name) =>
        TypedResults.File(file.Content, file.MediaType, name, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
}
