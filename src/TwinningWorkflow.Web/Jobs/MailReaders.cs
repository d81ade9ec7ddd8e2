using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access.Duties;
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
        var roster = await Roster.LoadAsync(database, about.Authority.Id, about.Today, cancel);
        return
        [
            .. roster
                .Answering(about.Planned.Role, assignee: null)
                .Select(x => new MailReader(
                    $"{x.Person.Id}",
                    x.Person.Id,
                    x.Person.Name,
                    x.Person.Email,
                    x.Person.Language
                )),
        ];
    }
}
