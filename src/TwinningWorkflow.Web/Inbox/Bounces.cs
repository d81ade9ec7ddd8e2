using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Incoming;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Inbox;

/// <summary>What a mail server reports about a mail of ours.</summary>
internal static class Bounces
{
    /// <summary>Within the caller's transaction, whose save writes a new incident.</summary>
    public static async Task TellAsync(
        TwinningDatabase database,
        MailRow mail,
        DeliveryReport report,
        Instant now,
        CancellationToken cancel
    )
    {
        // of one that goes again meanwhile, or that failed here, nothing new is told
        var left = database.Mails.Where(row =>
            row.Key == mail.Key
            && row.MessageId == mail.MessageId
            && row.ToAddress == mail.ToAddress
            && (row.Status == MailRow.Sent || row.Status == MailRow.Uncertain)
        );
        // more people read it than may know where somebody wants to be written to
        var said = mail.PersonId is null ? report.Diagnostic : MailAddress.Mask(report.Diagnostic, mail.ToAddress);
        if (report.Delivery != Delivery.Failed)
        {
            // that it was handed on, or has arrived, is no error
            if (report.Delivery == Delivery.Delayed && said.Length > 0)
                await left.ExecuteUpdateAsync(row => row.SetProperty(it => it.Error, said), cancel);
            return;
        }
        var bounced = await left.ExecuteUpdateAsync(
            row => row.SetProperty(it => it.Status, MailRow.Bounced).SetProperty(it => it.Error, said),
            cancel
        );
        if (bounced == 0)
            return;
        mail.Error = said;
        await MailIncidents.RaiseAsync(
            database,
            MailIncidents.Of(mail, "mail-bounced", now),
            mail.RecipientCode,
            cancel
        );
    }
}
