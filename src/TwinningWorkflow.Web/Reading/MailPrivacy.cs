using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;

namespace TwinningWorkflow.Web.Reading;

/// <summary>
/// Keeps the addresses that people chose for themselves from those who read a town's mail: they see whom it went to, by name. Who
/// looks after the mail sees an address masked, and its owner as it is.
/// </summary>
public sealed class MailPrivacy(TwinningDatabase database)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What stands in the place of a mail's address for this reader; null where the address may be shown.</summary>
    public async Task<string?> InsteadAsync(SignedIn me, MailRow mail, CancellationToken cancel)
    {
        if (mail.PersonId is not { } person || person == me.Person)
            return null;
        var official = await database
            .People.Where(row => row.Id == person)
            .Select(row => row.Email)
            .SingleOrDefaultAsync(cancel);
        return string.Equals(official, mail.ToAddress, StringComparison.OrdinalIgnoreCase) ? null
            : me.Administers ? MailAddress.Masked(mail.ToAddress)
            : "";
    }

    /// <summary>A mail's text or HTML, for this reader: some are about the address itself.</summary>
    public async Task<string> WithoutAsync(SignedIn me, MailRow mail, string text, CancellationToken cancel) =>
        mail.ToAddress.Length > 0 && await InsteadAsync(me, mail, cancel) is { } instead
            ? text.Replace(mail.ToAddress, Some(instead), StringComparison.OrdinalIgnoreCase)
                .Replace(Encoder.Encode(mail.ToAddress), Some(instead), StringComparison.OrdinalIgnoreCase)
            : text;

    /// <summary>Takes the senders' addresses out of what came, where they are such, but for who wrote it.</summary>
    public async Task HideSendersAsync(SignedIn me, IReadOnlyList<ReceivedMail> mails, CancellationToken cancel)
    {
        if (mails.Count == 0)
            return;
        var chosen = await database
            .People.Where(x => x.AuthorityId == me.Authority && x.Id != me.Person && x.Wishes.Address != "")
            .Select(x => x.Wishes.Address)
            .ToListAsync(cancel);
        foreach (var mail in mails)
            if (chosen.Contains(mail.FromAddress, StringComparer.OrdinalIgnoreCase))
                mail.FromAddress = me.Administers ? MailAddress.Masked(mail.FromAddress) : "";
    }

    private static string Some(string instead) => instead.Length > 0 ? instead : "…";
}
