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

    /// <summary>
    /// Takes out of what came the addresses that people chose, but for the one who looks: of who wrote it, whatever they chose since;
    /// of whom our mail went to that it answers; and of whoever else it quotes.
    /// </summary>
    public async Task HideSendersAsync(SignedIn me, IReadOnlyList<ReceivedMail> mails, CancellationToken cancel)
    {
        if (mails.Count == 0)
            return;
        var people = await database
            .People.Where(x => x.AuthorityId == me.Authority && x.Id != me.Person)
            .Select(x => new
            {
                x.Id,
                x.Email,
                x.Wishes.Address,
            })
            .ToListAsync(cancel);
        var official = people.ToDictionary(x => x.Id, x => x.Email);
        var chosen = people.Where(x => x.Address.Length > 0).Select(x => x.Address).ToList();
        var keys = mails.Where(x => x.MailKey.Length > 0).Select(x => x.MailKey).Distinct().ToList();
        var answered = await database
            .Mails.Where(x => keys.Contains(x.Key) && x.AuthorityId == me.Authority && x.PersonId != null)
            .Select(x => new
            {
                x.Key,
                x.PersonId,
                x.ToAddress,
            })
            .ToDictionaryAsync(x => x.Key, cancel);
        foreach (var mail in mails)
        {
            Hide(me, mail, chosen);
            if (mail.SenderPerson is { } sender && IsPrivate(sender, mail.FromAddress))
                Hide(me, mail, [mail.FromAddress]);
            if (
                answered.GetValueOrDefault(mail.MailKey) is { PersonId: { } reader } ours
                && IsPrivate(reader, ours.ToAddress)
            )
                Hide(me, mail, [ours.ToAddress]);
        }

        bool IsPrivate(Guid person, string address) =>
            person != me.Person
            && address.Length > 0
            && !string.Equals(official.GetValueOrDefault(person), address, StringComparison.OrdinalIgnoreCase);
    }

    private static void Hide(SignedIn me, ReceivedMail mail, IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            var instead = me.Administers ? MailAddress.Masked(address) : "";
            if (string.Equals(mail.FromAddress, address, StringComparison.OrdinalIgnoreCase))
                mail.FromAddress = me.Administers ? MailAddress.Masked(mail.FromAddress) : "";
            // some programs give the address for the name, and whoever answers quotes it
            mail.FromName = mail.FromName.Replace(address, Some(instead), StringComparison.OrdinalIgnoreCase);
            mail.Text = mail.Text.Replace(address, Some(instead), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Some(string instead) => instead.Length > 0 ? instead : "…";
}
