using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A person's answer to an incident of mail: the cause is seen to, it may be tried again.</summary>
public sealed class MailRetry(TwinningDatabase database, BusinessClock clock, StepBell bell)
{
    /// <summary>
    /// Lets a mail that failed, or one that found no recipient, start anew, to the address that its recipient has now. False
    /// when this authority has no such open incident.
    /// </summary>
    /// <param name="key">The incident's key, which is the mail's or the outbox row's.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="reason">What was seen to.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<bool> TryAgainAsync(string key, Actor actor, string reason, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var now = clock.Now;
        var resolved = await database
            .Incidents.Where(row => row.Key == key && row.AuthorityId == actor.Authority && row.ResolvedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.ResolvedAt, now), cancel);
        if (resolved == 0)
            return false;
        if ((await ReviveMailAsync(key, now, cancel) ?? await ReviveOutboxAsync(key, now, cancel)) is not { } about)
            return false;
        await database.SaveChangesAsync(cancel);
        await Journal.AppendAsync(
            database,
            about.Dossier is { } dossier ? Journal.OfDossier(dossier) : Journal.OfAuthority(actor.Authority),
            now,
            actor,
            new MailTriedAgain(key),
            cancel,
            reason
        );
        await transaction.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(about.Instance ?? Guid.Empty, BellParts.Mail, []));
        return true;
    }

    private async Task<(Guid? Dossier, Guid? Instance)?> ReviveMailAsync(
        string key,
        Instant now,
        CancellationToken cancel
    )
    {
        var mail = await database.Mails.SingleOrDefaultAsync(
            row => row.Key == key && (row.Status == MailRow.Failed || row.Status == MailRow.Bounced),
            cancel
        );
        if (mail is null)
            return null;
        var before = mail.ToAddress;
        // the address may be what was wrong; one that is to be confirmed, or was left, is what the mail is about
        if (!MailRow.OfAddresses.Contains(mail.Kind) && await AddressAsync(mail, cancel) is { } found)
            (mail.ToName, mail.ToAddress) = found;
        // what is told of the sending before, however late, is not told of this one; one that never got through is still the same
        if (mail.Status == MailRow.Bounced || mail.ToAddress != before)
            mail.MessageId = new MailIds(await MailKey.ReadAsync(database, cancel)).Next(mail.Key, mail.MessageId);
        mail.Status = MailRow.Pending;
        mail.Attempts = 0;
        mail.DatedAt = null;
        mail.UncertainSendings = 0;
        mail.NextAttemptAt = now;
        mail.Error = "";
        return (mail.DossierId, mail.InstanceId);
    }

    private async Task<(string Name, string Address)?> AddressAsync(MailRow mail, CancellationToken cancel)
    {
        if (mail.PersonId is { } id)
            return await database.People.SingleOrDefaultAsync(row => row.Id == id, cancel) is { } person
                ? (person.Name, person.AddressForMail)
                : null;
        if (mail.RecipientCode == Recipient.Partner)
            return
                await database.Dossiers.SingleAsync(row => row.Id == mail.DossierId, cancel)
                    is { Contact: { Email.Length: > 0 } contact }
                ? (contact.Name, contact.Email)
                : null;
        return
            await database.Recipients.SingleOrDefaultAsync(
                row => row.AuthorityId == mail.AuthorityId && row.Code == mail.RecipientCode,
                cancel
            )
                is { } body
            ? (body.Name, body.Address)
            : null;
    }

    private async Task<(Guid? Dossier, Guid? Instance)?> ReviveOutboxAsync(
        string key,
        Instant now,
        CancellationToken cancel
    )
    {
        var outbox = await database.Outbox.SingleOrDefaultAsync(
            row => row.Key == key && row.Kind == OutboxRow.Mail && row.Quarantined,
            cancel
        );
        if (outbox is null)
            return null;
        outbox.Quarantined = false;
        outbox.Attempts = 0;
        outbox.DueAt = now;
        outbox.Error = "";
        return (outbox.DossierId, outbox.InstanceId);
    }
}
