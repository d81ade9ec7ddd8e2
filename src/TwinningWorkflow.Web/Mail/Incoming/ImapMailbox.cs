using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using static TwinningWorkflow.Web.Mail.MailFaults;

namespace TwinningWorkflow.Web.Mail.Incoming;

/// <summary>A message as it lies in a mailbox.</summary>
/// <param name="Uid">Its UID.</param>
/// <param name="Size">Its size in bytes, as the server says.</param>
/// <param name="Bytes">It; only its headers where it is too large; nothing where the server will not give it.</param>
/// <param name="IsWhole">Whether the bytes are the whole message.</param>
/// <param name="Came">When it came, as the server says.</param>
/// <param name="Problem">Why the server will not give it; empty when it does.</param>
public sealed record LyingMessage(
    long Uid,
    long Size,
    byte[] Bytes,
    bool IsWhole,
    DateTimeOffset? Came,
    string Problem = ""
);

/// <summary>The mailbox cannot be read now: no connection, no trust, no sign-in, or no such folder.</summary>
public sealed class MailboxFaultException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// A mailbox over IMAP with TLS, opened for reading alone: nothing is deleted, moved or marked, not even as seen. How far it
/// has been read we know ourselves, and whoever else looks after the mailbox finds it as it was.
/// </summary>
public sealed class ImapMailbox : IAsyncDisposable
{
    private const int MostHeaderBytes = 256 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly ImapClient client;
    private readonly IMailFolder folder;
    private readonly ImapOptions options;

    private ImapMailbox(ImapClient client, IMailFolder folder, ImapOptions options)
    {
        this.client = client;
        this.folder = folder;
        this.options = options;
    }

    /// <summary>The server's UIDVALIDITY.</summary>
    public long Validity => folder.UidValidity;

    /// <summary>The UID after which comes what is not there yet.</summary>
    public async Task<long> LastAsync(CancellationToken stop) =>
        folder.UidNext is { } next ? next.Id - 1L
        : await AfterAsync(0, stop) is [.., var last] ? last
        : 0;

    /// <summary>The UID after which comes what arrived on a day or later.</summary>
    public Task<long> BeforeAsync(DateTimeOffset day, CancellationToken stop) =>
        AskAsync(
            async limited =>
                await folder.SearchAsync(SearchQuery.DeliveredAfter(day.Date), limited) is { Count: > 0 } found
                    ? found.Min(it => it.Id) - 1L
                    : await LastAsync(limited),
            stop
        );

    /// <summary>Connects, signs in and opens the folder.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="timeout">The longest wait for one answer.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="MailboxFaultException">It cannot be read now.</exception>
    public static async Task<ImapMailbox> OpenAsync(ImapOptions options, TimeSpan timeout, CancellationToken stop)
    {
        var fresh = new ImapClient { Timeout = (int)timeout.TotalMilliseconds };
        if (options.Certificate.Length > 0)
        {
            var trusted = CertificateTrust.FromFile(options.Certificate);
            fresh.ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
                trusted.Accepts(certificate, chain, errors);
            // a private authority seldom publishes a list of what it revoked
            fresh.CheckCertificateRevocation = false;
        }
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(timeout * 2);
            var security =
                options.Security == MailSecurity.Tls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
            await fresh.ConnectAsync(options.Host, options.PortOrDefault, security, limit.Token);
            await fresh.AuthenticateAsync(options.User, options.Password, limit.Token);
            var opened = await fresh.GetFolderAsync(options.Folder, limit.Token);
            await opened.OpenAsync(FolderAccess.ReadOnly, limit.Token);
            return new ImapMailbox(fresh, opened, options);
        }
        catch (Exception e)
            when (!stop.IsCancellationRequested
                && (IsFault(e) || e is MailKit.Security.AuthenticationException or FolderNotFoundException)
            )
        {
            fresh.Dispose();
            throw new MailboxFaultException(Reason("The mailbox cannot be read", e), e);
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }

    /// <summary>The UIDs of what came after one, in their order.</summary>
    public Task<IReadOnlyList<long>> AfterAsync(long uid, CancellationToken stop) =>
        AskAsync<IReadOnlyList<long>>(
            async limited =>
            {
                var range = new UniqueIdRange(new UniqueId((uint)uid + 1), UniqueId.MaxValue);
                var found = await folder.SearchAsync(SearchQuery.Uids(range), limited);
                // a server answers with the last one where there is none in the range
                return [.. found.Select(it => (long)it.Id).Where(it => it > uid).Order()];
            },
            stop
        );

    /// <summary>One message; null when it is there no more.</summary>
    public Task<LyingMessage?> FetchAsync(long uid, CancellationToken stop) =>
        AskAsync(limited => FetchWithinAsync(new UniqueId((uint)uid), limited), stop);

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (client.IsConnected)
                await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception e) when (IsFault(e))
        {
            // all that was read is filed already
        }
        client.Dispose();
    }

    private async Task<LyingMessage?> FetchWithinAsync(UniqueId uid, CancellationToken stop)
    {
        var known = await folder.FetchAsync(
            [uid],
            MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate,
            stop
        );
        if (known.FirstOrDefault(it => it.UniqueId == uid) is not { } summary)
            return null;
        var size = summary.Size ?? 0;
        try
        {
            var bytes = await BytesAsync(uid, "", options.MaxBytes, stop);
            var isWhole = bytes.Length <= options.MaxBytes;
            return new LyingMessage(
                uid.Id,
                Math.Max(size, bytes.Length),
                isWhole ? bytes : await BytesAsync(uid, "HEADER", MostHeaderBytes, stop),
                isWhole,
                summary.InternalDate
            );
        }
        catch (Exception e) when (e is ImapCommandException or MessageNotFoundException)
        {
            // it lies there and the server will not give it: that is told, and the others are read
            return new LyingMessage(uid.Id, size, [], IsWhole: false, summary.InternalDate, e.Message);
        }
    }

    /// <summary>Never more than one byte above the limit, whatever size the server names.</summary>
    private async Task<byte[]> BytesAsync(UniqueId uid, string section, long limit, CancellationToken stop)
    {
        var most = (int)Math.Min(limit + 1, int.MaxValue);
        await using var stream = await folder.GetStreamAsync(uid, section, 0, most, stop);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, stop);
        return bytes.ToArray();
    }

    private static async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Longest);
        try
        {
            return await ask(limit.Token);
        }
        catch (Exception e) when (IsFault(e) && !stop.IsCancellationRequested)
        {
            throw new MailboxFaultException(Reason("The mailbox cannot be read", e), e);
        }
    }
}
