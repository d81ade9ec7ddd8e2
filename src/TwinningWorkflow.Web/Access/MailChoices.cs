using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access;

/// <summary>What came of an address that a person wants.</summary>
public enum AddressAsked
{
    /// <summary>Nothing was to be confirmed.</summary>
    No,

    /// <summary>A mail goes there.</summary>
    Sent,

    /// <summary>It is noted, and no mail goes there today: too many did.</summary>
    TooOften,
}

/// <summary>How people want to be written to: they choose it themselves, and an address holds once it is confirmed.</summary>
public sealed class MailChoices(
    TwinningDatabase database,
    IOptions<MailOptions> options,
    BusinessClock clock,
    StepBell bell,
    AnsweringChanges answering
)
{
    /// <summary>The kind of the mail by which an address is confirmed.</summary>
    public const string Confirmation = MailRow.ConfirmAddress;

    /// <summary>The kind of the mail that tells the address of before that another takes its place.</summary>
    public const string AddressChanged = MailRow.AddressChanged;

    /// <summary>So many confirmations a day, and no more: each goes to an address that may be a stranger's.</summary>
    public const int MostConfirmations = 5;

    public Task<Person> OfAsync(Guid person, CancellationToken cancel) =>
        database.People.AsNoTracking().SingleAsync(row => row.Id == person, cancel);

    /// <summary>
    /// Takes over what the person chose. An address that is not theirs already is asked to be confirmed by a mail that goes there.
    /// </summary>
    /// <param name="me">Who chooses.</param>
    /// <param name="language">In which to write.</param>
    /// <param name="wishes">All but the address.</param>
    /// <param name="address">The address that they want; empty: their own.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<AddressAsked> ChooseAsync(
        SignedIn me,
        string language,
        MailWishes wishes,
        string address,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, me.Authority, cancel);
        var person = await database.People.SingleAsync(row => row.Id == me.Person, cancel);
        var before = person.Wishes;
        var own = address.Length == 0 || string.Equals(address, person.Email, StringComparison.OrdinalIgnoreCase);
        wishes.Address = own ? "" : before.Address;
        wishes.AddressToConfirm = own || address == before.Address ? "" : address;
        var isNew = wishes.AddressToConfirm.Length > 0 && wishes.AddressToConfirm != before.AddressToConfirm;
        var asked = AddressAsked.No;
        if (Changed(person.Language, before, language, wishes) is { Length: > 0 } changed)
        {
            person.Language = language;
            person.Wishes = wishes;
            if (isNew)
                asked = await AskAsync(person, cancel) ? AddressAsked.Sent : AddressAsked.TooOften;
            await database.SaveChangesAsync(cancel);
            await TellAsync(me.Themselves, me.Person, changed, cancel);
        }
        // reminders come at the hour and on the days of the person: those to come are looked at anew
        if ((before.Hour, before.WorkingDays) != (wishes.Hour, wishes.WorkingDays))
            await answering.CommitOfPersonAsync(database, me.Authority, me.Person);
        else
            await transaction.CommitAsync(CancellationToken.None);
        if (asked == AddressAsked.Sent)
            bell.Ring(new Ring(Guid.Empty, BellParts.Mail, []));
        return asked;
    }

    /// <summary>Asks once more for the confirmation that is awaited; false when none is, or too many were asked for today.</summary>
    public async Task<bool> AskAgainAsync(SignedIn me, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, me.Authority, cancel);
        var person = await database.People.SingleAsync(row => row.Id == me.Person, cancel);
        if (person.Wishes.AddressToConfirm.Length == 0 || !await AskAsync(person, cancel))
            return false;
        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(Guid.Empty, BellParts.Mail, []));
        return true;
    }

    /// <summary>Leaves the mail that asks, in the place of those that have not left yet.</summary>
    private async Task<bool> AskAsync(Person person, CancellationToken cancel)
    {
        var dayAgo = clock.Now - Duration.FromDays(1);
        var before = database.Mails.Where(row => row.PersonId == person.Id && row.Kind == Confirmation);
        if (await before.CountAsync(row => row.CreatedAt > dayAgo, cancel) >= MostConfirmations)
            return false;
        await before
            .Where(row => row.Status == MailRow.Pending)
            .ExecuteUpdateAsync(
                row => row.SetProperty(it => it.Status, MailRow.Moot).SetProperty(it => it.Error, "superseded"),
                cancel
            );
        database.Mails.Add(
            await LetterAsync(
                person,
                Confirmation,
                person.Wishes.AddressToConfirm,
                authority =>
                    MailTemplates.WriteConfirmation(
                        person.Language,
                        authority.Name,
                        person.Name,
                        person.Wishes.AddressToConfirm,
                        options.Value.AddressOf(MailLinks.AddressPage)
                    ),
                cancel
            )
        );
        return true;
    }

    /// <summary>Is this the address that the person asked for last and has not confirmed?</summary>
    public Task<bool> IsAskedAsync(Guid person, string address, CancellationToken cancel) =>
        database.People.AnyAsync(
            row => row.Id == person && address != "" && row.Wishes.AddressToConfirm == address,
            cancel
        );

    /// <summary>Mail goes to this address from now on; false when it is not asked for any more.</summary>
    public Task<bool> ConfirmAsync(Guid person, string address, CancellationToken cancel) =>
        ByLinkAsync(
            person,
            wishes =>
            {
                if (wishes.AddressToConfirm != address)
                    return false;
                (wishes.Address, wishes.AddressToConfirm) = (address, "");
                return true;
            },
            "address",
            cancel
        );

    /// <summary>The person wants no more of these mails; false when there is no such person.</summary>
    /// <param name="person">Who.</param>
    /// <param name="isWeekly">The digest of the week; else what only informs.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<bool> StopAsync(Guid person, bool isWeekly, CancellationToken cancel) =>
        ByLinkAsync(
            person,
            wishes =>
            {
                if (isWeekly)
                    wishes.Weekly = false;
                else
                    wishes.Information = false;
                return true;
            },
            isWeekly ? "weekly" : "information",
            cancel
        );

    /// <summary>A change that whoever has the link may make; nobody has signed in.</summary>
    private async Task<bool> ByLinkAsync(
        Guid id,
        Func<MailWishes, bool> change,
        string changed,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        if (
            await database.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel)
            is not { AuthorityId: var authority }
        )
            return false;
        await AuthorityLock.TakeAsync(database, authority, cancel);
        var person = await database.People.SingleAsync(row => row.Id == id, cancel);
        // who left chooses nothing any more
        if (await database.Users.AllAsync(row => row.PersonId != id || row.Disabled, cancel))
            return false;
        var address = person.AddressForMail;
        if (!change(person.Wishes))
            return false;
        if (person.AddressForMail != address)
            database.Mails.Add(
                await LetterAsync(
                    person,
                    AddressChanged,
                    address,
                    town =>
                        MailTemplates.WriteAddressChanged(
                            person.Language,
                            town.Name,
                            options.Value.AddressOf("account/mail")
                        ),
                    cancel
                )
            );
        if (database.ChangeTracker.HasChanges())
        {
            await database.SaveChangesAsync(cancel);
            await TellAsync(Actor.System(authority, "mail-link"), id, [changed], cancel);
        }
        await transaction.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(Guid.Empty, BellParts.Mail, []));
        return true;
    }

    private async Task<MailRow> LetterAsync(
        Person person,
        string kind,
        string address,
        Func<Authority, MailDraft> write,
        CancellationToken cancel
    )
    {
        var authority = await database
            .Authorities.AsNoTracking()
            .SingleAsync(row => row.Id == person.AuthorityId, cancel);
        var draft = write(authority);
        var key = $"{kind}/{Guid.CreateVersion7(clock.GetUtcNow()):D}";
        var ids = new Mail.MailIds(await MailKey.ReadAsync(database, cancel));
        var letter = PersonalLetter.Of(
            person,
            kind,
            key,
            ids.MessageIdOf(key, Mail.MailAddress.DomainOf(authority.MailFrom)),
            draft,
            clock.Now
        );
        letter.ToAddress = address;
        return letter;
    }

    private static string[] Changed(string spokenBefore, MailWishes before, string spoken, MailWishes after) =>
        [
            .. new (string Name, bool Differs)[]
            {
                ("language", spokenBefore != spoken),
                ("hour", before.Hour != after.Hour),
                ("digest", before.Digest != after.Digest),
                ("workingDays", before.WorkingDays != after.WorkingDays),
                ("information", before.Information != after.Information),
                ("weekly", before.Weekly != after.Weekly),
                ("address", (before.Address, before.AddressToConfirm) != (after.Address, after.AddressToConfirm)),
            }
                .Where(part => part.Differs)
                .Select(part => part.Name),
        ];

    private Task TellAsync(Actor actor, Guid person, string[] changed, CancellationToken cancel) =>
        Journal.AppendAsync(
            database,
            Journal.OfAuthority(actor.Authority),
            clock.Now,
            actor,
            new MailWishesChanged($"{person:D}", [.. changed]),
            cancel
        );
}
