using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
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
public sealed class MailDigests(IDbContextFactory<TwinningDatabase> databases, BusinessClock clock)
{
    /// <summary>The kind of a digest's row.</summary>
    public const string Kind = "digest";

    private const int Batch = 100;

    /// <summary>
    /// Are there reminders that are due and have not been looked at? What was kept for an hour waits for them: they belong to the
    /// same digest. One that fails, or that an incident stops, is not waited for.
    /// </summary>
    public async Task<bool> AreLooksDueAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var now = clock.Now;
        return await database.Timers.AnyAsync(
            row => row.Kind == TimerRow.Reminder && row.DueAt <= now && row.RetryAt == null && !row.Quarantined,
            cancel
        );
    }

    public async Task BundleDueAsync(CancellationToken cancel)
    {
        while (await DueAsync(cancel) is { Count: > 0 } due)
        {
            var bundled = 0;
            foreach (var (person, hour) in due)
                bundled += await BundleAsync(person, hour, cancel) ? 1 : 0;
            // the others were claimed meanwhile: who has them sends them
            if (bundled == 0)
                return;
        }
    }

    /// <summary>
    /// Writes the digest's row anew from those of its lines that still hold, before it is sent. False when none does.
    /// </summary>
    internal static async Task<bool> RefreshAsync(
        TwinningDatabase database,
        MailRow digest,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        var rows = await database.Mails.Where(row => row.BundledIn == digest.Key).ToListAsync(cancel);
        if (!await StrikeMootAsync(database, rows, people, cancel))
            return rows.Count > 0;
        await database.SaveChangesAsync(cancel);
        if (rows.Count == 0)
            return false;
        var draft = await WriteAsync(database, digest.AuthorityId, digest.Language, rows, cancel);
        (digest.Subject, digest.Text, digest.Html) = (draft.Subject, draft.Text, draft.Html);
        await database
            .Mails.Where(row => row.Key == digest.Key)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(it => it.Subject, draft.Subject)
                        .SetProperty(it => it.Text, draft.Text)
                        .SetProperty(it => it.Html, draft.Html),
                cancel
            );
        return true;
    }

    private async Task<List<(Guid Person, Instant Hour)>> DueAsync(CancellationToken cancel)
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
            )
            .GroupBy(row => new { row.PersonId, row.KeptFor })
            .Where(group => group.Count() > 1)
            .OrderBy(group => group.Min(row => row.DueOn))
            .Select(group => group.Key)
            .Take(Batch)
            .ToListAsync(cancel);
        return groups.ConvertAll(group => (group.PersonId!.Value, group.KeptFor!.Value));
    }

    private async Task<bool> BundleAsync(Guid person, Instant hour, CancellationToken cancel)
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
        var rows = await database.Mails.Where(row => row.BundledIn == key).ToListAsync(cancel);
        await StrikeMootAsync(database, rows, new PeopleByDay(databases, clock.Now), cancel);
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

    /// <summary>Takes out what is no longer worth telling, and says so in its row. False when nothing was.</summary>
    private static async Task<bool> StrikeMootAsync(
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
        return moot.Count > 0;
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
        var draft = await WriteAsync(database, first.AuthorityId, first.Language, rows, cancel);
        var domain = first.MessageId[(first.MessageId.IndexOf('@', StringComparison.Ordinal) + 1)..];
        return new MailRow
        {
            Key = key,
            AuthorityId = first.AuthorityId,
            DossierId = null,
            InstanceId = null,
            PersonId = first.PersonId,
            Kind = Kind,
            MessageId = OutgoingMail.MessageIdOf(key, domain),
            ToName = first.ToName,
            ToAddress = first.ToAddress,
            Language = draft.Language,
            Subject = draft.Subject,
            Text = draft.Text,
            Html = draft.Html,
            DueOn = rows.Min(row => row.DueOn),
            KeptFor = hour,
            CreatedAt = clock.Now,
            NextAttemptAt = hour,
            Status = MailRow.Pending,
        };
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
        var lines = rows.OrderBy(row => row.DueOn is null)
            .ThenBy(row => row.DueOn)
            .ThenBy(row => row.CreatedAt)
            .ThenBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => DigestLine.Read(row.Content));
        return MailTemplates.WriteDigest(language, name, [.. lines]);
    }
}
