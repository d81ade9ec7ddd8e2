using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Turns what a step left in the outbox into messages: who gets it today, in which language, in which words. The claim, the
/// messages and the row's end are one transaction, so that a repeat finds nothing to do.
/// </summary>
public sealed class MailPlanner(
    IDbContextFactory<TwinningDatabase> databases,
    MailWriter writer,
    BusinessClock clock,
    ILogger<MailPlanner> log
)
{
    private const int Batch = 100;

    public async Task PlanDueAsync(CancellationToken cancel)
    {
        while (await DueAsync(cancel) is { Count: > 0 } due)
        {
            var people = new PeopleByDay(databases, clock.Now, writer.Catalog);
            foreach (var key in due)
                await PlanOrPostponeAsync(key, people, cancel);
        }
    }

    private async Task<List<string>> DueAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var now = clock.Now;
        return await database
            .Outbox.Where(row =>
                row.Kind == OutboxRow.Mail && row.DoneAt == null && !row.Quarantined && row.DueAt <= now
            )
            .OrderBy(row => row.DueAt)
            .ThenBy(row => row.Key)
            .Select(row => row.Key)
            .Take(Batch)
            .ToListAsync(cancel);
    }

    private async Task PlanOrPostponeAsync(string key, PeopleByDay people, CancellationToken cancel)
    {
        try
        {
            await PlanAsync(key, people, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // a row that cannot be planned must not keep the others waiting
            log.LogError(e, "The mail {Key} could not be planned.", key);
            await PostponeAsync(key, e, cancel);
        }
    }

    private async Task PlanAsync(string key, PeopleByDay people, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var now = clock.Now;
        var claimed = await database
            .Outbox.Where(row => row.Key == key && row.DoneAt == null && !row.Quarantined)
            .ExecuteUpdateAsync(row => row.SetProperty(outbox => outbox.DoneAt, now), cancel);
        if (claimed == 0)
            return;

        var outbox = await database.Outbox.AsNoTracking().SingleAsync(row => row.Key == key, cancel);
        var planned = OutboxPayload.Mail(outbox.Payload);
        var isGone = PlannedMail.TakesBack(planned.Template);
        var moot = await Moot.ReasonAsync(database, outbox, planned, people, cancel);
        if (planned.Reminds && moot is null)
        {
            if (await Moot.IsSupersededAsync(database, outbox, now, cancel))
                moot = Moot.Superseded;
            else
            {
                await Moot.SupersedeAsync(database, outbox, planned, cancel);
                await Moot.EndWaitingAsync(database, outbox, planned, now, cancel);
            }
        }
        var (mails, nobody) = await writer.WriteAsync(database, outbox, planned, people, now, cancel);
        // that something is gone concerns only those who were told of it
        if (nobody && moot is null && !isGone)
            // that nobody may do a task is an incident already, and no other
            if (planned is { TaskId: > 0, Role.Length: > 0 })
                await WaitAsync(database, outbox, planned, now, cancel);
            else
                await QuarantineAsync(database, outbox, planned, cancel);
        foreach (var mail in mails)
        {
            if (moot is not null)
            {
                mail.Status = MailRow.Moot;
                mail.Error = moot;
            }
            else if (mail.Status == MailRow.Failed)
                await MailIncidents.RaiseAsync(
                    database,
                    MailIncidents.Of(mail, "mail-address", now),
                    mail.RecipientCode,
                    cancel
                );
            database.Mails.Add(mail);
        }
        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Until somebody may do the task; whoever cures that lets it go at once.</summary>
    private static async Task WaitAsync(
        TwinningDatabase database,
        OutboxRow outbox,
        PlannedMail planned,
        Instant now,
        CancellationToken cancel
    )
    {
        var (later, why) = (
            now + NobodysTasks.Patience,
            $"{NobodysTasks.Waits}, but nobody of '{planned.Role}' may do it."
        );
        await database
            .Outbox.Where(row => row.Key == outbox.Key)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(it => it.DoneAt, (Instant?)null)
                        .SetProperty(it => it.DueAt, later)
                        .SetProperty(it => it.Error, why),
                cancel
            );
    }

    /// <summary>Nobody to send to is a gap in the authority's set-up, and silence would hide it: a person fills it and tries again.</summary>
    private async Task QuarantineAsync(
        TwinningDatabase database,
        OutboxRow outbox,
        PlannedMail planned,
        CancellationToken cancel
    )
    {
        var reason =
            planned.Role.Length > 0
                ? $"Expected somebody who holds the role '{planned.Role}' today, but nobody does."
                : $"Expected an address for the recipient '{planned.Recipient}', but there is none.";
        await database
            .Outbox.Where(row => row.Key == outbox.Key)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(it => it.DoneAt, (Instant?)null)
                        .SetProperty(it => it.Quarantined, true)
                        .SetProperty(it => it.Error, reason),
                cancel
            );
        await MailIncidents.RaiseAsync(
            database,
            MailIncidents.Of(outbox, "mail-no-recipient", reason, clock.Now),
            planned.Recipient,
            cancel
        );
    }

    private async Task PostponeAsync(string key, Exception e, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var now = clock.Now;
        var row = await database.Outbox.SingleAsync(outbox => outbox.Key == key, cancel);
        if (row.DoneAt is not null || row.Quarantined)
            return;
        row.Attempts++;
        row.Error = e.Message;
        row.DueAt = now + RetrySchedule.After(row.Attempts)!.Value;
        // the row waits for a person instead of for the next try
        row.Quarantined = row.Attempts >= RetrySchedule.LastOfOurs;
        if (row.Quarantined)
            // the payload may be what cannot be read, so nobody knows for whom it was
            await MailIncidents.RaiseAsync(
                database,
                MailIncidents.Of(row, "mail-not-planned", e.Message, now),
                recipient: "",
                cancel
            );
        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
