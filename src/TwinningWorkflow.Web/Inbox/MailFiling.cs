using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Incoming;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Inbox;

/// <summary>A mailbox as far as it has been read.</summary>
internal sealed record MailboxPlace(string Name, long Validity, long LastUid);

/// <summary>
/// Files one message in one transaction: the mailbox's mark, the row, the files and what it means stand or fall together. The
/// mark moves from the one before by a conditional UPDATE, so of two nodes that read the same message one files it.
/// </summary>
internal sealed partial class MailFiling(
    IDbContextFactory<TwinningDatabase> databases,
    IOptions<MailOptions> options,
    BusinessClock clock,
    ILogger<MailFiling> log
)
{
    private const string Eml = "message/rfc822";
    private const string Unknown = "application/octet-stream";
    private const int LongestProblem = 500;

    /// <summary>SQLITE_BUSY and SQLITE_LOCKED.</summary>
    private const int Busy = 5;
    private const int Locked = 6;

    /// <summary>Files it; false when another node was faster, or there is no authority yet whose it could be.</summary>
    public async Task<bool> FileAsync(MailboxPlace place, LyingMessage lying, CancellationToken cancel)
    {
        try
        {
            return await FileAsync(place, lying, Read(lying), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException && !PassesByItself(e))
        {
            // what cannot be taken apart is kept as it came, for a person; if that fails too it is the database's fault
            Unreadable(e, lying.Uid, place.Name);
            return await FileAsync(place, lying, new IncomingMessage(), cancel);
        }
    }

    /// <summary>A database that is away or busy has no quarrel with the message: the next minute's run reads it whole.</summary>
    private static bool PassesByItself(Exception e) =>
        e is TimeoutException or IOException or DbException { IsTransient: true }
        || e is SqliteException { SqliteErrorCode: Busy or Locked }
        || (e.InnerException is { } inner && PassesByItself(inner));

    /// <summary>Moves the mark past a UID that is there no more.</summary>
    public async Task<bool> PassAsync(MailboxPlace place, long uid, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await ClaimAsync(database, place, uid, cancel);
    }

    private IncomingMessage Read(LyingMessage lying) =>
        lying.IsWhole ? IncomingReader.Read(lying.Bytes, options.Value.Imap.MaxFileBytes)
        : lying.Bytes.Length > 0 ? IncomingReader.ReadHeaders(lying.Bytes)
        : new IncomingMessage { Text = ReadableTextOf(lying.Problem) };

    private static string ReadableTextOf(string problem) =>
        MailAddress.OneLine(problem.Length > LongestProblem ? problem[..LongestProblem] : problem);

    private async Task<bool> FileAsync(
        MailboxPlace place,
        LyingMessage lying,
        IncomingMessage message,
        CancellationToken cancel
    )
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        if (!await ClaimAsync(database, place, lying.Uid, cancel))
            return false;
        var hash = lying.IsWhole ? Convert.ToHexStringLower(SHA256.HashData(lying.Bytes)) : "";
        if (await IsKnownAsync(database, place, message.MessageId, hash, cancel))
        {
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        }
        if (await MailMatch.FindAsync(database, message, options.Value.Imap, cancel) is not { } match)
            return false;
        if (match.Dossier is { } named && !await HasRoomAsync(database, named, lying.Bytes.LongLength, cancel))
            match = match with { Dossier = null, MeantFor = named };
        // anybody may write to the mailbox: what nobody has filed must not fill the database
        if (
            match.Dossier is null
            && !await HasRoomUnfiledAsync(database, match.Authority, lying.Bytes.LongLength, cancel)
        )
            (lying, message, hash) = (HeadersOf(lying), message with { Files = [] }, "");
        var now = clock.Now;
        var sender = await SenderAsync(database, message, match, cancel);
        var row = RowOf(place, lying, message, match, sender, hash, now);
        await StoreAsync(database, row, lying, message, now, cancel);
        database.ReceivedMails.Add(row);
        if (match is { Told: { } report, Mail: { } mail })
            await Bounces.TellAsync(database, mail, report, now, cancel);
        await database.SaveChangesAsync(cancel);
        if (row is { Kind: ReceivedMail.Reply or ReceivedMail.AutoReply, DossierId: { } dossier })
            await Journal.AppendAsync(
                database,
                Journal.OfDossier(dossier),
                now,
                Actor.System(row.AuthorityId, IncidentRow.Mail),
                new CorrespondenceFiled(
                    $"{row.Id:D}",
                    row.RawHash,
                    row.Files.Count,
                    row.Kind == ReceivedMail.AutoReply
                ),
                cancel
            );
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private static async Task<bool> ClaimAsync(
        TwinningDatabase database,
        MailboxPlace place,
        long uid,
        CancellationToken cancel
    ) =>
        await database
            .Mailboxes.Where(row =>
                row.Name == place.Name && row.Validity == place.Validity && row.LastUid == place.LastUid
            )
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.LastUid, uid), cancel) == 1;

    /// <summary>When a server counts anew, what was filed already comes again: the same bytes, or too large to have any.</summary>
    private static Task<bool> IsKnownAsync(
        TwinningDatabase database,
        MailboxPlace place,
        string messageId,
        string hash,
        CancellationToken cancel
    ) =>
        hash.Length == 0 && messageId.Length == 0
            ? Task.FromResult(false)
            : database.ReceivedMails.AnyAsync(
                row =>
                    row.Mailbox == place.Name
                    && row.Validity != place.Validity
                    && row.MessageId == messageId
                    && row.RawHash == hash,
                cancel
            );

    /// <summary>Whoever had a mail of ours can write to its dossier for ever: at some point a person decides what else belongs there.</summary>
    private async Task<bool> HasRoomAsync(TwinningDatabase database, Guid dossier, long size, CancellationToken cancel)
    {
        var imap = options.Value.Imap;
        var filed = database.ReceivedMails.Where(row => row.DossierId == dossier);
        return await filed.CountAsync(cancel) < imap.MaxDossierMessages
            && await KeptAsync(database, filed, cancel) + size <= imap.MaxDossierBytes;
    }

    private async Task<bool> HasRoomUnfiledAsync(
        TwinningDatabase database,
        string authority,
        long size,
        CancellationToken cancel
    )
    {
        var unfiled = database.ReceivedMails.Where(row => row.AuthorityId == authority && row.DossierId == null);
        return await KeptAsync(database, unfiled, cancel) + size <= options.Value.Imap.MaxUnfiledBytes;
    }

    private static Task<long> KeptAsync(
        TwinningDatabase database,
        IQueryable<ReceivedMail> messages,
        CancellationToken cancel
    ) =>
        (
            from row in messages
            join file in database.Files
                on new { row.AuthorityId, Hash = row.RawHash } equals new { file.AuthorityId, file.Hash }
            select (long)file.Content.Length
        ).SumAsync(cancel);

    private static LyingMessage HeadersOf(LyingMessage lying)
    {
        var end = lying.Bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        return lying with { Bytes = lying.IsWhole && end >= 0 ? lying.Bytes[..(end + 2)] : [], IsWhole = false };
    }

    private static ReceivedMail RowOf(
        MailboxPlace place,
        LyingMessage lying,
        IncomingMessage message,
        MailMatch match,
        Guid? sender,
        string hash,
        Instant now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now.ToDateTimeOffset()),
            AuthorityId = match.Authority,
            Mailbox = place.Name,
            Validity = place.Validity,
            Uid = lying.Uid,
            MessageId = message.MessageId,
            Kind =
                message.Report is not null ? ReceivedMail.Bounce
                : message.IsAutomatic ? ReceivedMail.AutoReply
                : match.Dossier is not null ? ReceivedMail.Reply
                : match.MeantFor is not null ? ReceivedMail.Full
                : ReceivedMail.Unmatched,
            DossierId = match.Dossier,
            MeantFor = match.MeantFor,
            MailKey = match.Mail?.Key ?? "",
            IsTold = match.Told is not null,
            SenderPerson = sender,
            FromName = message.FromName,
            FromAddress = message.FromAddress,
            Subject = message.Subject,
            Text = MailLinks.Blank(TextOf(message, match)),
            RawHash = hash,
            Files = [.. FilesOf(lying, message)],
            // a server whose clock is ahead would date it after what it led to
            ReceivedAt = lying.Came is { } came ? Instant.Min(came.ToInstant(), now) : now,
        };

    /// <summary>Whose message it is, by the address: what people choose changes, and their messages stay theirs.</summary>
    private static async Task<Guid?> SenderAsync(
        TwinningDatabase database,
        IncomingMessage message,
        MailMatch match,
        CancellationToken cancel
    )
    {
        var from = message.FromAddress;
        if (from.Length == 0)
            return null;
        if (match.Mail is { PersonId: { } reader } mail && IsIt(mail.ToAddress))
            return reader;
        var people = await database
            .People.Where(row => row.AuthorityId == match.Authority)
            .Select(row => new
            {
                row.Id,
                row.Email,
                row.Wishes.Address,
            })
            .ToListAsync(cancel);
        return people.Find(row => IsIt(row.Email) || IsIt(row.Address))?.Id;

        bool IsIt(string address) => string.Equals(address, from, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// A server's report names the address, which is its owner's business alone where they chose it; of a mail that we do not know
    /// nobody can tell whose it is.
    /// </summary>
    private static string TextOf(IncomingMessage message, MailMatch match) =>
        message.Report is null || match.Mail is { PersonId: null } ? message.Text : MailAddress.MaskAll(message.Text);

    private static IEnumerable<ReceivedFile> FilesOf(LyingMessage lying, IncomingMessage message)
    {
        foreach (var file in message.Files)
            yield return new ReceivedFile
            {
                FileHash = file.Content is { } content ? HashOf(content) : "",
                FileName = NameOf(file),
                Size = file.Size,
            };
        if (lying.IsWhole)
            yield break;
        if (lying.Bytes.Length > 0)
            yield return new ReceivedFile
            {
                FileHash = HashOf(lying.Bytes),
                // they show the sender's address and the mark of what they answer
                FileName = "headers.eml",
                Size = lying.Bytes.Length,
            };
        yield return new ReceivedFile
        {
            FileHash = "",
            FileName = "message.eml",
            Size = lying.Size,
        };
    }

    private static string NameOf(IncomingFile file) =>
        file.Content is { } content && FileKind.Of(content) is { } kind && FileName.KindOf(file.Name) == kind
            ? FileName.Clean(file.Name, kind)
            : FileName.Clean(file.Name);

    private static async Task StoreAsync(
        TwinningDatabase database,
        ReceivedMail row,
        LyingMessage lying,
        IncomingMessage message,
        Instant now,
        CancellationToken cancel
    )
    {
        await using var session = WriteSession.JoinedTo(database);
        if (lying.Bytes.Length > 0)
            FileRows.Add(session, Stored(row.AuthorityId, lying.Bytes, Eml));
        foreach (var file in message.Files)
            if (file.Content is { } content)
                FileRows.Add(
                    session,
                    // by what it is, whatever it is called: it is offered as a download and never opened here
                    Stored(
                        row.AuthorityId,
                        content,
                        // what quotes our mail is no document, by whose hash anybody might ask for it
                        IncomingFile.MayQuote(file.Name) || message.Report is not null
                            ? Unknown
                            : FileKind.Of(content)?.MediaType ?? Unknown
                    )
                );
        await session.SendAsync(cancel);

        StoredFile Stored(string authority, byte[] content, string mediaType) =>
            new()
            {
                AuthorityId = authority,
                Hash = HashOf(content),
                MediaType = mediaType,
                Content = content,
                StoredAt = now,
            };
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The message {Uid} in {Mailbox} could not be taken apart; it is kept as it came."
    )]
    private partial void Unreadable(Exception problem, long uid, string mailbox);
}
