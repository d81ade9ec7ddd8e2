using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// A fact of a dossier's or an authority's stream. Like the engine's events it is stored under a name of its own, carries no
/// personal data, and is never edited: a new shape is a new record.
/// </summary>
public abstract record HostFact;

/// <summary>A dossier was opened.</summary>
public sealed record DossierOpened(
    string Number,
    string Title,
    string DossierKind,
    string PartnerCity,
    string PartnerCountry
) : HostFact;

/// <summary>Data of a dossier changed.</summary>
/// <param name="Changes">Field by field, as text; nothing personal is among the fields.</param>
public sealed record DossierChanged(ImmutableArray<FieldChange> Changes) : HostFact;

/// <summary>One field before and after; the values of a field held apart are not told.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>A document was filed in a dossier directly.</summary>
/// <param name="Document">The document.</param>
/// <param name="FileHash">SHA-256 of its bytes.</param>
/// <param name="Name">What it was called: a file's name may tell of a person, so a salted hash of it and a reference.</param>
public sealed record DocumentAdded(string Document, string FileHash, DataValue Name) : HostFact;

/// <summary>A fact came before its step and is kept.</summary>
public sealed record FactKept(string Inbox, string Instance, string Message, string Key) : HostFact;

/// <summary>The process ended and a fact that was kept for it was never used.</summary>
public sealed record FactUnclaimed(string Inbox, string Instance, string Message, string Key) : HostFact;

/// <summary>A fact that was kept is set aside by a person: no step will use it.</summary>
public sealed record FactSetAside(string Inbox, string Instance, string Message, string Key) : HostFact;

/// <summary>The agreement was entered in the register.</summary>
public sealed record AgreementRegistered(int Year, int Number) : HostFact;

/// <summary>A step was refused because it belongs to another role.</summary>
public sealed record StepRefused(string Instance, string Request, string Code) : HostFact;

/// <summary>A mail could not be delivered, or found no recipient: an operator must see to it.</summary>
/// <param name="Mail">The key of the mail or outbox row, which is its incident's.</param>
/// <param name="Recipient">The code of the body that should have it; empty where it was for people.</param>
/// <param name="Code">The incident's code; the words of a mail server may tell of a person.</param>
public sealed record MailFailed(string Mail, string Recipient, string Code) : HostFact;

/// <summary>A mail that had failed, or had found no recipient, may be tried again.</summary>
/// <param name="Mail">The key of the mail or outbox row.</param>
public sealed record MailTriedAgain(string Mail) : HostFact;

/// <summary>A message that came to our mailbox was filed with the dossier.</summary>
/// <param name="Received">Its row.</param>
/// <param name="RawHash">SHA-256 of the message as it came; empty where it was too large to keep.</param>
/// <param name="Files">How many files came with it.</param>
/// <param name="Automatic">Whether a machine wrote it.</param>
public sealed record CorrespondenceFiled(string Received, string RawHash, int Files, bool Automatic) : HostFact;

/// <summary>A message that belongs to no dossier was looked at and left so.</summary>
/// <param name="Received">Its row.</param>
public sealed record CorrespondenceLeft(string Received) : HostFact;

/// <summary>The application was set up: its first administrator.</summary>
public sealed record SetUpDone(string Administrator) : HostFact;

/// <summary>A person with an account was added.</summary>
public sealed record PersonAdded(string Person, string Account, ImmutableArray<string> Roles) : HostFact;

/// <summary>A person holds a role from a day on.</summary>
public sealed record RoleGiven(string Person, string Role, LocalDate From) : HostFact;

/// <summary>A person holds a role no longer after a day.</summary>
public sealed record RoleEnded(string Person, string Role, LocalDate Last) : HostFact;

/// <summary>Somebody will be absent, or a role has nobody; who acts in their place.</summary>
/// <param name="Absence">Which absence.</param>
/// <param name="Person">Who; empty for a role that nobody holds.</param>
/// <param name="Role">The role; empty: all that the person holds.</param>
/// <param name="Deputy">Who acts in their place; empty: nobody.</param>
/// <param name="From">The first day.</param>
/// <param name="Last">The last.</param>
public sealed record AbsenceEntered(
    string Absence,
    string Person,
    string Role,
    string Deputy,
    LocalDate From,
    LocalDate Last
) : HostFact;

/// <summary>An absence ends on another day than was entered; before its first day: it will not be.</summary>
public sealed record AbsenceEnded(string Absence, string Person, LocalDate Last) : HostFact;

/// <summary>A department, who heads it and what stands above it; empty where nobody or nothing does.</summary>
public sealed record DepartmentSet(string Department, string Head, string Above) : HostFact;

/// <summary>A department is no more.</summary>
public sealed record DepartmentRemoved(string Department) : HostFact;

/// <summary>A person belongs to another department from now on; empty: to none.</summary>
public sealed record DepartmentChosen(string Person, string Department) : HostFact;

/// <summary>An account can no longer sign in.</summary>
public sealed record AccountDisabled(string Account) : HostFact;

/// <summary>An account can sign in again.</summary>
public sealed record AccountEnabled(string Account) : HostFact;

/// <summary>Where a recipient's messages go was changed; the address itself stands in its row.</summary>
public sealed record RecipientChanged(string Code) : HostFact;

/// <summary>Where a process file leaves a choice, the authority has made another from now on.</summary>
public sealed record ProcessChoiceMade(string Process, string Setting, DataValue Before, DataValue After) : HostFact;

/// <summary>An authority counts by another calendar from now on.</summary>
/// <param name="Before">The calendar as it was, as the authority's row had it.</param>
/// <param name="After">The calendar as it is.</param>
public sealed record CalendarChanged(string Before, string After) : HostFact;

/// <summary>A body will sit.</summary>
/// <param name="Sitting">Which sitting: its id stays when it moves.</param>
/// <param name="Body">The body.</param>
/// <param name="Day">The day.</param>
/// <param name="BeginsAt">When it begins; empty while that is not known.</param>
/// <param name="AgendaCloses">The last day for its agenda where it is not the one of the body's rule.</param>
public sealed record SittingPlanned(
    string Sitting,
    string Body,
    LocalDate Day,
    string BeginsAt,
    LocalDate? AgendaCloses
) : HostFact;

/// <summary>A sitting has another day, hour or last day for its agenda.</summary>
public sealed record SittingMoved(string Sitting, string Body, LocalDate Day, string BeginsAt, LocalDate? AgendaCloses)
    : HostFact;

/// <summary>A sitting that was to come will not take place.</summary>
public sealed record SittingCancelled(string Sitting, string Body, LocalDate Day) : HostFact;

/// <summary>A person made a secret link for their calendar program; one that they had before ends.</summary>
public sealed record FeedLinkMade(string Person) : HostFact;

/// <summary>A person ended the secret link for their calendar program.</summary>
public sealed record FeedLinkRevoked(string Person) : HostFact;

/// <summary>A person chose how they want to be written to.</summary>
/// <param name="Person">Who.</param>
/// <param name="Changed">What of it changed, by name; an address is personal and not told.</param>
public sealed record MailWishesChanged(string Person, ImmutableArray<string> Changed) : HostFact;

/// <summary>An operator saw to an incident that is none of the engine's.</summary>
public sealed record IncidentSeenTo(string Key) : HostFact;
