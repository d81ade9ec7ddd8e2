using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Joins what one hour has for one person into one message. Its rows are marked and the digest's own is written in one
/// transaction; a row that a sender has claimed meanwhile goes by itself.
/// </summary>
public sealed class MailDigests(
    IDbContextFactory<TwinningDatabase> databases,
    MailWriter writer,
    BusinessClock clock,
    ILogger<MailDigests> log
)
{
    internal DefinitionCatalog Catalog => writer.Catalog;

    /// <summary>The kind of a digest's row.</summary>
    public const string Kind = "digest";

    private const int Batch = 100;

    /// <summary>So late what was kept goes, whatever is still to be looked at.</summary>
    private static readonly Duration Longest = Duration.FromMinutes(10);

    /// <summary>
    /// The authorities that have reminders which are due and have not been looked at: what they kept for an hour waits for them, since
    /// they belong to the same digest. One that fails, that an incident stops or that waits for its term to be counted again is not
    /// waited for, and none for long.
    /// </summary>
    public async Task<List<string>> HeldBackAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var now = clock.Now;
        var since = now - Longest;
        return await database
            .Timers.Where(row =>
                row.Kind == TimerRow.Reminder
                && row.DueAt <= now
                && row.DueAt > since
                && row.RetryAt == null
                && !row.Quarantined
                && !database.Outbox.Any(order =>
                    order.Kind == OutboxRow.Recount && order.DoneAt == null && order.InstanceId == row.InstanceId
                )
            )
            .Select(row => row.AuthorityId)
            .Distinct()
            .ToListAsync(cancel);
    }

    /// <summary>The mails that went as lines of this digest.</summary>
    internal static IQueryable<MailRow> LinesOf(TwinningDatabase database, string digest) =>
        // the second condition lets the index be used that has no others
        database.Mails.Where(row => row.BundledIn == digest && row.BundledIn != "");

    /// <param name="heldBack">The authorities whose kept mail waits; see <see cref="HeldBackAsync"/>.</param>
    /// <param name="cancel">Ends the bundling.</param>
    public async Task BundleDueAsync(IReadOnlyList<string> heldBack, CancellationToken cancel)
    {
        while (await DueAsync(heldBack, cancel) is { Count: > 0 } due)
        {
            var people = new PeopleByDay(databases, clock.Now, writer.Catalog);
            var bundled = 0;
            foreach (var (person, hour) in due)
                bundled += await BundleOrLeaveAsync(person, hour, people, cancel) ? 1 : 0;
            // the others were claimed meanwhile: who has them sends them
            if (bundled == 0)
                return;
        }
    }

    /// <summary>What cannot be bundled goes by itself, and must not keep the others waiting.</summary>
    private async Task<bool> BundleOrLeaveAsync(Guid person, Instant hour, PeopleByDay people, CancellationToken cancel)
    {
        try
        {
            return await BundleAsync(person, hour, people, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The mails of {Person} for {Hour} could not be bundled.", person, hour);
            return false;
        }
    }

    /// <summary>
    /// Writes the digest's row anew, in the words of the day, from those of its lines that still hold, before it is sent; why it is
    /// not worth sending any more when none does.
    /// </summary>
    internal async Task<string?> RefreshAsync(
        TwinningDatabase database,
        MailRow digest,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var rows = await LinesOf(database, digest.Key).ToListAsync(cancel);
        var reason = await StrikeMootAsync(database, rows, people, cancel);
        foreach (var row in rows)
            await writer.RetellAsync(database, row, clock.Now, cancel);
        if (rows.Count > 0)
        {
            var draft = await WriteAsync(database, digest.AuthorityId, digest.Language, rows, cancel);
            (digest.Subject, digest.Text, digest.Html, digest.Content) = (
                draft.Subject,
                draft.Text,
                draft.Html,
                draft.Line
            );
            await database
                .Mails.Where(row => row.Key == digest.Key)
                .ExecuteUpdateAsync(
                    row =>
                        row.SetProperty(it => it.Subject, draft.Subject)
                            .SetProperty(it => it.Text, draft.Text)
                            .SetProperty(it => it.Html, draft.Html)
                            .SetProperty(it => it.Content, draft.Line),
                    cancel
                );
        }
        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        // lines that later reminders took the place of were gone before
        return rows.Count > 0 ? null : reason ?? Moot.Superseded;
    }

    private async Task<List<(Guid Person, Instant Hour)>> DueAsync(
        IReadOnlyList<string> heldBack,
        CancellationToken cancel
    )
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var now = clock.Now;
        var groups = await database
            .Mails.Where(row =>
                row.Status == MailRow.Pending
                && row.NextAttemptAt <= now
                && row.KeptFor != null
                && row.PersonId != null
                && row.Attempts == 0
                && row.Kind != Kind
                && !heldBack.Contains(row.AuthorityId)
            )
            .GroupBy(row => new { row.PersonId, row.KeptFor })
            .Where(group => group.Count() > 1)
            .OrderBy(group => group.Min(row => row.DueOn))
            .Select(group => group.Key)
            .Take(Batch)
            .ToListAsync(cancel);
        return groups.ConvertAll(group => (group.PersonId!.Value, group.KeptFor!.Value));
    }

    private async Task<bool> BundleAsync(Guid person, Instant hour, PeopleByDay people, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var key = await KeyAsync(database, person, hour, cancel);
        var marked = await database
            .Mails.Where(row =>
                row.PersonId == person
                && row.KeptFor == hour
                && row.Status == MailRow.Pending
                && row.Attempts == 0
                && row.Kind != Kind
            )
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.Status, MailRow.Bundled).SetProperty(it => it.BundledIn, key),
                cancel
            );
        if (marked < 2)
            return false;
        var rows = await LinesOf(database, key).ToListAsync(cancel);
        await StrikeMootAsync(database, rows, people, cancel);
        if (rows.Count == 1)
        {
            (rows[0].Status, rows[0].BundledIn) = (MailRow.Pending, "");
            rows.Clear();
        }
        if (rows.Count > 0)
            database.Mails.Add(await DigestAsync(database, key, rows, hour, cancel));
        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>A second digest of the same hour is one for what came late.</summary>
    private static async Task<string> KeyAsync(
        TwinningDatabase database,
        Guid person,
        Instant hour,
        CancellationToken cancel
    )
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{Kind}/{hour.ToUnixTimeSeconds()}/{person:D}");
        var before = await database.Mails.CountAsync(
            row => row.Kind == Kind && row.PersonId == person && row.KeptFor == hour,
            cancel
        );
        return before == 0 ? start : string.Create(CultureInfo.InvariantCulture, $"{start}/{before + 1}");
    }

    /// <summary>Takes out what is no longer worth telling, and says so in its row. Why, of the last one; null when nothing was.</summary>
    private static async Task<string?> StrikeMootAsync(
        TwinningDatabase database,
        List<MailRow> rows,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        var moot = new List<MailRow>();
        foreach (var row in rows)
            if (await Moot.ReasonAsync(database, row, people, cancel) is { } reason)
            {
                (row.Status, row.Error, row.BundledIn) = (MailRow.Moot, reason, "");
                moot.Add(row);
            }
        rows.RemoveAll(moot.Contains);
        return moot.LastOrDefault()?.Error;
    }

    private async Task<MailRow> DigestAsync(
        TwinningDatabase database,
        string key,
        List<MailRow> rows,
        Instant hour,
        CancellationToken cancel
    )
    {
        var first = rows[0];
        // as they are reached today: they may have chosen otherwise since the first of these was kept
        var person = await database.People.AsNoTracking().SingleAsync(row => row.Id == first.PersonId, cancel);
        var draft = await WriteAsync(database, first.AuthorityId, person.Language, rows, cancel);
        var domain = first.MessageId[(first.MessageId.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var id = new MailIds(await MailKey.ReadAsync(database, cancel)).MessageIdOf(key, domain);
        return PersonalLetter.Of(
            person,
            Kind,
            key,
            id,
            draft,
            clock.Now,
            hour,
            rows.Min(row => row.DueOn),
            // as it is bound: lines only fall away, and a copy that may have left told of all of them
            rows.TrueForAll(row => row.DossierId == first.DossierId)
                ? first.DossierId
                : null
        );
    }

    private static async Task<MailDraft> WriteAsync(
        TwinningDatabase database,
        string authority,
        string language,
        List<MailRow> rows,
        CancellationToken cancel
    )
    {
        var name = await database
            .Authorities.Where(row => row.Id == authority)
            .Select(row => row.Name)
            .SingleAsync(cancel);
        return MailTemplates.WriteDigest(language, name, Lines(rows));
    }

    /// <summary>
    /// What asks for something before what informs, each by its day; of several about one task the latest that asks, which tells
    /// the day as it is now.
    /// </summary>
    private static List<DigestLine> Lines(IEnumerable<MailRow> rows) =>
        [
            .. rows.GroupBy(row => row.TaskId > 0 ? $"{row.InstanceId}/{row.TaskId}" : row.Key, StringComparer.Ordinal)
                .Select(about =>
                    about
                        .Select(row => (Row: row, Line: DigestLine.Read(row.Content)))
                        .MaxBy(x => (x.Line.Asks, x.Row.CreatedAt, x.Row.Key))
                )
                .OrderByDescending(x => x.Line.Asks)
                .ThenBy(x => x.Row.DueOn is null)
                .ThenBy(x => x.Row.DueOn)
                .ThenBy(x => x.Row.CreatedAt)
                .ThenBy(x => x.Row.Key, StringComparer.Ordinal)
                .Select(x => x.Line),
        ];
}
