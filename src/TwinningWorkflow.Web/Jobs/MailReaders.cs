using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Somebody who gets a mail.</summary>
/// <param name="Key">The person's id or the recipient code.</param>
internal sealed record MailReader(string Key, Guid? Person, string Name, string Address, string Language);

/// <summary>Finds who gets a mail today.</summary>
internal static class MailReaders
{
    public static async Task<IReadOnlyList<MailReader>> FindAsync(
        TwinningDatabase database,
        MailSubject about,
        CancellationToken cancel
    )
    {
        if (about.Planned.Role.Length > 0)
            return await HoldersAsync(database, about, cancel);

        var contact = about.Dossier.Contact;
        var corrected = about.Planned.Address;
        if (about.Planned.Recipient == Recipient.Partner && contact.Email.Length > 0)
            return [new(Recipient.Partner, null, contact.Name, Either(corrected, contact.Email), contact.Language)];
        var code = about.Planned.Recipient;
        var body = await database
            .Recipients.AsNoTracking()
            .SingleOrDefaultAsync(row => row.AuthorityId == about.Authority.Id && row.Code == code, cancel);
        return body is null
            ? []
            : [new(code, null, body.Name, Either(corrected, body.Address), about.Authority.Language)];
    }

    private static string Either(string corrected, string own) => corrected.Length > 0 ? corrected : own;

    private static async Task<IReadOnlyList<MailReader>> HoldersAsync(
        TwinningDatabase database,
        MailSubject about,
        CancellationToken cancel
    )
    {
        var today = about.Today;
        var authority = about.Authority.Id;
        var role = about.Planned.Role;
        var people = await database
            .People.AsNoTracking()
            .Where(person =>
                person.AuthorityId == authority
                // who can no longer sign in could do nothing about it
                && !database.Users.Any(account => account.PersonId == person.Id && account.Disabled)
                && database.RoleAssignments.Any(held =>
                    held.PersonId == person.Id
                    && held.AuthorityId == authority
                    && held.Role == role
                    && held.ValidFrom <= today
                    && (held.ValidTo == null || held.ValidTo >= today)
                )
            )
            .OrderBy(person => person.Id)
            .ToListAsync(cancel);
        return
        [
            .. people.Select(person => new MailReader(
                $"{person.Id}",
                person.Id,
                person.Name,
                person.Email,
                person.Language
            )),
        ];
    }
}
