using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Incoming;

namespace TwinningWorkflow.Web.Inbox;

/// <summary>
/// Reads the mailbox into which bounces and answers come, each minute, from the last message that was filed on. Safe on several
/// nodes at once and to be killed anywhere. A server that cannot be reached is told on the administrator's page and asked again.
/// </summary>
public sealed partial class MailboxWatch(
    IDbContextFactory<TwinningDatabase> databases,
    IOptions<MailOptions> options,
    BusinessClock clock,
    TimeProvider system,
    ILoggerFactory logs
)
{
    private readonly MailFiling filing = new(databases, options, clock, logs.CreateLogger<MailFiling>());
    private readonly ILogger log = logs.CreateLogger<MailboxWatch>();
    private int running;

    /// <summary>So often a message may break the line before it is passed by.</summary>
    private const int MostFaults = 5;

    /// <summary>The UIDVALIDITY of a mailbox that could not be opened yet; a server's is never 0.</summary>
    private const long NeverRead = 0;

    /// <summary>A server says only on which day of its own a message came, and what was under way then may be dated earlier.</summary>
    private static readonly Duration Margin = Duration.FromDays(3);
    private ((long Validity, long Uid) At, int Times) stuck;

    // the next minute's run is the retry
    [AutomaticRetry(Attempts = 0)]
    public async Task ReadAsync(CancellationToken cancel)
    {
        if (!options.Value.Imap.IsRead || Interlocked.Exchange(ref running, 1) == 1)
            return;
        try
        {
            await ReadNewAsync(cancel);
            await MarkAsync("", cancel);
        }
        catch (MailboxFaultException e)
        {
            Unread(e.Message);
            await MarkAsync(e.Message, cancel);
        }
        finally
        {
            Interlocked.Exchange(ref running, 0);
        }
    }

    private async Task ReadNewAsync(CancellationToken cancel)
    {
        await using var mailbox = await ImapMailbox.OpenAsync(options.Value.Imap, options.Value.Timeout, cancel);
        var place = await BeginAsync(mailbox, cancel);
        foreach (var uid in await mailbox.AfterAsync(place.LastUid, cancel))
        {
            if (uid <= place.LastUid)
                continue;
            if (await FileAsync(mailbox, place, uid, cancel))
                place = place with { LastUid = uid };
            else if (await WhereAsync(cancel) is { } now && now.LastUid > place.LastUid)
                // another node reads too: we go on behind it
                place = now.Validity == place.Validity ? now : throw Moved();
            else
                return;
        }
    }

    private async Task<bool> FileAsync(ImapMailbox mailbox, MailboxPlace place, long uid, CancellationToken cancel)
    {
        LyingMessage? lying;
        try
        {
            lying = await mailbox.FetchAsync(uid, cancel);
        }
        catch (MailboxFaultException e)
        {
            stuck = stuck.At == (place.Validity, uid) ? (stuck.At, stuck.Times + 1) : ((place.Validity, uid), 1);
            if (stuck.Times < MostFaults)
                throw;
            // the line breaks at this one message each time: it is told, lies where it lies, and keeps nothing behind it
            await filing.FileAsync(place, new LyingMessage(uid, 0, [], IsWhole: false, null, e.Message), cancel);
            throw;
        }
        return lying is null
            ? await filing.PassAsync(place, uid, cancel)
            : await filing.FileAsync(place, lying, cancel);
    }

    /// <summary>
    /// Where to go on. Where the server counts anew from what came shortly before it was read last, since what was filed already
    /// is known again. What lies there before a mailbox is read for the first time is somebody's past, and none of our answers.
    /// </summary>
    private async Task<MailboxPlace> BeginAsync(ImapMailbox mailbox, CancellationToken cancel)
    {
        var name = options.Value.Imap.Name;
        var validity = mailbox.Validity;
        var place = await WhereAsync(cancel);
        if (place?.Validity == validity)
            return place;
        await using var database = await databases.CreateDbContextAsync(cancel);
        var read = await database
            .Mailboxes.Where(row => row.Name == name)
            .Select(row => row.ReadAt)
            .SingleOrDefaultAsync(cancel);
        var last =
            place is null or { Validity: NeverRead } ? await mailbox.LastAsync(cancel)
            : read is { } at ? await mailbox.BeforeAsync((at - Margin).ToDateTimeOffset(), cancel)
            : 0;
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO mailboxes (name, validity, last_uid, error) VALUES ({name}, {validity}, {last}, '') ON CONFLICT (name) DO NOTHING",
            cancel
        );
        await database
            .Mailboxes.Where(row => row.Name == name && row.Validity != validity)
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.Validity, validity).SetProperty(it => it.LastUid, last),
                cancel
            );
        return (await WhereAsync(cancel))!;
    }

    private async Task<MailboxPlace?> WhereAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var name = options.Value.Imap.Name;
        return await database
            .Mailboxes.Where(row => row.Name == name)
            .Select(row => new MailboxPlace(row.Name, row.Validity, row.LastUid))
            .SingleOrDefaultAsync(cancel);
    }

    private async Task MarkAsync(string error, CancellationToken cancel)
    {
        var imap = options.Value.Imap;
        var now = system.GetUtcNow().ToInstant();
        await using var database = await databases.CreateDbContextAsync(cancel);
        if (error.Length == 0)
        {
            await database
                .Mailboxes.Where(row => row.Name == imap.Name)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(it => it.ReadAt, (Instant?)now).SetProperty(it => it.Error, ""),
                    cancel
                );
            return;
        }
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO mailboxes (name, validity, last_uid, error) VALUES ({imap.Name}, {NeverRead}, 0, {error}) ON CONFLICT (name) DO UPDATE SET error = excluded.error",
            cancel
        );
    }

    private static MailboxFaultException Moved() =>
        new("The mailbox was counted anew while it was read.", new InvalidOperationException());

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail is not read: {Reason}")]
    private partial void Unread(string reason);
}
