using System.Globalization;
using NodaTime;

namespace TwinningWorkflow.Web.Database;

/// <summary>A published process file, by the SHA-256 of its bytes.</summary>
public sealed class DefinitionRow
{
    public required string Hash { get; init; }
    public required string ProcessId { get; init; }
    public required int Version { get; init; }
    public required byte[] File { get; init; }
    public required Instant PublishedAt { get; init; }
}

/// <summary>A process instance: the row that a step locks, with the snapshot of its state.</summary>
public sealed class InstanceRow
{
    public const string Running = "running";

    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid DossierId { get; init; }
    public required string DefinitionHash { get; init; }
    public required string ProcessId { get; init; }

    /// <summary>The sequence of its last event: the version that a writer must have seen.</summary>
    public required long Version { get; set; }

    /// <summary><see cref="Running"/>, completed, terminated, failed or withdrawn.</summary>
    public required string Status { get; set; }
    public bool Suspended { get; set; }

    /// <summary>The state after that event, as JSON.</summary>
    public required string State { get; set; }

    /// <summary>Hash of the last journal row of its stream, so that a step need not read the journal.</summary>
    public required byte[] LastHash { get; set; }
    public required Instant StartedAt { get; init; }
    public Instant? EndedAt { get; set; }
}

/// <summary>A journal row: append-only. Streams: <c>instance:ID</c>, <c>dossier:ID</c>, <c>authority:ID</c>.</summary>
public sealed class JournalRow
{
    public required string Stream { get; init; }
    public required long Sequence { get; init; }
    public required string AuthorityId { get; init; }
    public required Instant At { get; init; }
    public required string Kind { get; init; }

    /// <summary>Canonical JSON of the whole envelope: stream, sequence, at, actor, kind, reason, data.</summary>
    public required byte[] Body { get; init; }
    public required byte[] PreviousHash { get; init; }
    public required byte[] Hash { get; init; }
}

/// <summary>The last row of a dossier's or authority's stream: locked to append.</summary>
public sealed class StreamHead
{
    public required string Stream { get; init; }
    public required long Sequence { get; set; }
    public required byte[] LastHash { get; set; }
}

/// <summary>A task on somebody's desk.</summary>
public sealed class TaskRow
{
    public const string Open = "open";
    public const string Done = "done";
    public const string Cancelled = "cancelled";

    public required Guid InstanceId { get; init; }
    public required long TaskId { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid DossierId { get; init; }
    public required string Node { get; init; }
    public required string Item { get; init; }
    public required string Role { get; init; }

    /// <summary>open, done or cancelled.</summary>
    public required string Status { get; set; }
    public required Instant OpenedAt { get; init; }

    /// <summary>The person who has taken it on or was given it; null: it is everybody's who holds the role.</summary>
    public Guid? Assignee { get; set; }

    /// <summary>The last day to do it; null without deadline.</summary>
    public LocalDate? DueOn { get; init; }
    public Instant? ClosedAt { get; set; }
    public string Outcome { get; set; } = "";
    public string ClosedBy { get; set; } = "";
}

/// <summary>
/// Something to do at an instant: a process timer (<c>process</c>, TimerId is the engine's) or the next look at the reminders
/// of a task or of a term (<c>reminder</c>, TimerId is the task's or the timer's: ids are unique in an instance). What was due
/// before that look has been seen to. The row is the truth; Hangfire's job only rings.
/// </summary>
public sealed class TimerRow
{
    public const string Process = "process";
    public const string Reminder = "reminder";

    public required Guid InstanceId { get; init; }
    public required string Kind { get; init; }
    public required long TimerId { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid DossierId { get; init; }
    public required long ElementId { get; init; }
    public required string Node { get; init; }
    public required Instant DueAt { get; set; }

    /// <summary>When it is tried again after a failure, on the business clock; null while nothing failed.</summary>
    public Instant? RetryAt { get; set; }

    /// <summary>When there is something to do: the day that people are shown stays the one on which it is due.</summary>
    public Instant NextAt => RetryAt ?? DueAt;

    /// <summary>
    /// Is it a reminder's first look, when the day of its opening is over? Nobody hears of that one, so people are not shown it.
    /// </summary>
    public bool IsFirstLook(DateTimeZone zone) =>
        Kind == Reminder && DueAt.InZone(zone).TimeOfDay == LocalTime.Midnight;

    /// <summary>The last day of what it waits for: it is due at the first instant after that.</summary>
    public LocalDate LastDay(DateTimeZone zone) => DueAt.Minus(Duration.Epsilon).InZone(zone).Date;

    public required int Generation { get; set; }

    /// <summary>The Hangfire job that will ring; <c>arming</c> while one is being made; null before.</summary>
    public string? JobId { get; set; }
    public int Attempts { get; set; }

    /// <summary>Too many failures: an incident is open and the sweep leaves it alone.</summary>
    public bool Quarantined { get; set; }
}

/// <summary>An open wait for a message: what the process waits for from others.</summary>
public sealed class WaitRow
{
    public required Guid InstanceId { get; init; }
    public required long WaitId { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid DossierId { get; init; }
    public required long ElementId { get; init; }
    public required string Node { get; init; }
    public required string Message { get; init; }
    public required string Key { get; init; }
    public required Instant OpenedAt { get; init; }
}

/// <summary>A fact that came before its step: kept for ever, matched when the step opens unless it was set aside.</summary>
public sealed class InboxRow
{
    public const string Waiting = "waiting";
    public const string Matched = "matched";
    public const string Unclaimed = "unclaimed";
    public const string Aside = "set-aside";

    public required Guid Id { get; init; }
    public required Guid InstanceId { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid DossierId { get; init; }
    public required string Message { get; init; }
    public required string Key { get; init; }

    /// <summary>The ReceiveMessage command as JSON, with its own At, Actor and Reason.</summary>
    public required string Command { get; init; }
    public required Instant ReceivedAt { get; init; }

    /// <summary>waiting, matched, unclaimed (the instance ended) or set-aside (a person will not have it used).</summary>
    public required string Status { get; set; }
    public Instant? MatchedAt { get; set; }
    public Instant? SetAsideAt { get; set; }

    /// <summary>The person who set it aside, by their pseudonym.</summary>
    public string? SetAsideBy { get; set; }
}

/// <summary>
/// What a step leaves to be done after its commit: a mail to plan, a service to run. The key derives from the event.
/// </summary>
public sealed class OutboxRow
{
    public const string Mail = "mail";
    public const string Service = "service";

    /// <summary>The authority's calendar has changed: the instance's open terms are to be counted again.</summary>
    public const string Recount = "recount";

    /// <summary>With what the key of a reminder ends when nobody was there whom it could reach.</summary>
    public const string ToNobody = "nobody";

    /// <summary>What the keys of the reminders of a task or a term begin with.</summary>
    public static string RemindersOf(Guid instance, long id) => $"{instance:D}/{id}/reminder/";

    /// <summary>The task or the term's timer of a reminder, by its key or that of a mail of it.</summary>
    public static long RemindedBy(string key) => SequenceOf(key);

    /// <summary>The event of a step's mail, by its key or that of a mail of it.</summary>
    public static long SequenceOf(string key) => long.Parse(key.Split('/')[1], CultureInfo.InvariantCulture);

    /// <summary>The key of the row from which a mail was written, by that of the mail.</summary>
    public static string OrderOf(string mail) => mail[..mail.LastIndexOf('/')];

    /// <summary>
    /// <c>instance/sequence/kind</c>; <c>instance/task/gone/mail</c>, of a term with its timer; of reminders <c>instance/task/reminder/last
    /// day/occurrence/person</c>, so that each comes once to each, whatever the clock does; or <c>instance/recount/</c> and the
    /// sequence of the calendar's change in the authority's stream.
    /// </summary>
    public required string Key { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid DossierId { get; init; }
    public required Guid InstanceId { get; init; }

    /// <summary>mail, service or recount.</summary>
    public required string Kind { get; init; }
    public required string Payload { get; init; }
    public required Instant DueAt { get; set; }
    public Instant? DoneAt { get; set; }
    public int Attempts { get; set; }
    public string Error { get; set; } = "";
    public bool Quarantined { get; set; }
}

/// <summary>One message to one recipient. The Message-ID derives from the key, so every copy of one sending carries the same.</summary>
public sealed class MailRow
{
    public const string Pending = "pending";
    public const string Sent = "sent";
    public const string Uncertain = "uncertain";
    public const string Failed = "failed";
    public const string Moot = "moot";
    public const string Bundled = "bundled";
    public const string Bounced = "bounced";

    /// <summary>Kinds of mails about an address that a person chose: one asks there for the confirmation, one tells the other.</summary>
    public static readonly IReadOnlyList<string> OfAddresses = [ConfirmAddress, AddressChanged];
    public const string ConfirmAddress = "confirm-address";
    public const string AddressChanged = "address-changed";

    public static readonly IReadOnlyList<string> Statuses = [Pending, Uncertain, Failed, Bounced, Sent, Bundled, Moot];

    /// <summary>The outbox key and the recipient: a person's id or a recipient code.</summary>
    public required string Key { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid? DossierId { get; init; }
    public required Guid? InstanceId { get; init; }

    /// <summary>The task it calls to, with which it becomes moot; 0 when none.</summary>
    public long TaskId { get; init; }
    public required Guid? PersonId { get; init; }

    /// <summary>The person in whose place the reader gets it; null for most.</summary>
    public Guid? OnBehalfOf { get; init; }

    /// <summary>The last day that it tells: what is most urgent goes first, and is tried until then. Null when it tells none.</summary>
    public LocalDate? DueOn { get; set; }

    /// <summary>The hour of the person's for which it was kept: all that one hour has for one person goes as one. Null: for none.</summary>
    public Instant? KeptFor { get; init; }

    /// <summary>The key of the mail in which it went, as a line of a digest; empty when it went by itself.</summary>
    public string BundledIn { get; set; } = "";

    /// <summary>Its content as data, from which a digest takes its line.</summary>
    public string Content { get; set; } = "";

    /// <summary>The entry for the reader's calendar that goes with it, as a file; empty when none does.</summary>
    public string Calendar { get; set; } = "";

    /// <summary>The SEQUENCE of that entry: a higher one replaces what the reader's calendar holds.</summary>
    public int CalendarSequence { get; set; }

    /// <summary>The recipient code of a body or of the partner; empty for a person.</summary>
    public string RecipientCode { get; init; } = "";

    /// <summary>The mail's template, such as <c>task-assigned</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of its latest sending.</summary>
    public required string MessageId { get; set; }
    public required string ToName { get; set; }
    public required string ToAddress { get; set; }
    public required string Language { get; init; }
    public required string Subject { get; set; }
    public required string Text { get; set; }
    public required string Html { get; set; }
    public List<MailAttachment> Attachments { get; init; } = [];
    public required Instant CreatedAt { get; init; }

    /// <summary>
    /// pending; sent; uncertain: the server may have it, and it goes again; failed: a person must see to it; bounced: taken by our
    /// server and sent back by the reader's; bundled: went as a line of a digest; moot: no longer worth sending.
    /// </summary>
    public required string Status { get; set; }

    /// <summary>On the business clock, as every instant of this row.</summary>
    public required Instant NextAttemptAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>The date that its copies bear: of the attempt by which it may have left. Null while it cannot have.</summary>
    public Instant? DatedAt { get; set; }

    /// <summary>How often the line broke when the text was going.</summary>
    public int UncertainSendings { get; set; }
    public Instant? SentAt { get; set; }

    /// <summary>What the server or we said last; the reason's code when moot (<c>task-closed</c>, <c>suspended</c>, <c>superseded</c>, <c>handed-over</c>).</summary>
    public string Error { get; set; } = "";
}

/// <summary>A message that came to one of our mailboxes. It is kept as it came, by the hash of its bytes, and never deleted.</summary>
public sealed class ReceivedMail
{
    public const string Reply = "reply";
    public const string AutoReply = "auto-reply";
    public const string Bounce = "bounce";
    public const string Unmatched = "unmatched";
    public const string Left = "left";
    public const string Full = "full";

    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }

    /// <summary>Where it lies, with <see cref="Validity"/> and <see cref="Uid"/>: read once, however often the mailbox is read.</summary>
    public required string Mailbox { get; init; }
    public required long Validity { get; init; }
    public required long Uid { get; init; }

    /// <summary>Its Message-ID without the angle brackets; empty when it has none.</summary>
    public required string MessageId { get; init; }

    /// <summary>reply; auto-reply: a machine's; bounce: a report about one of ours; unmatched: nobody knows to what it belongs; left: an administrator left it so; full: its dossier has no room.</summary>
    public required string Kind { get; set; }

    /// <summary>The dossier that it is filed with; null when unmatched.</summary>
    public Guid? DossierId { get; set; }

    /// <summary>The dossier to which it came and that has no room for it; null for most.</summary>
    public Guid? MeantFor { get; init; }

    /// <summary>The key of the mail of ours that it answers or reports on; empty when not known.</summary>
    public string MailKey { get; init; } = "";

    /// <summary>What it reports was told of our mail: nobody need see to it.</summary>
    public bool IsTold { get; init; }

    /// <summary>The person of ours whose address it came from; null when it was nobody's.</summary>
    public Guid? SenderPerson { get; init; }
    public required string FromName { get; set; }
    public required string FromAddress { get; set; }
    public required string Subject { get; init; }

    /// <summary>Its text, plain and cut to what a page shows; what it says is data and never acts.</summary>
    public required string Text { get; set; }

    /// <summary>SHA-256 of the message as it came; empty where it was too large to keep.</summary>
    public required string RawHash { get; init; }
    public List<ReceivedFile> Files { get; init; } = [];
    public required Instant ReceivedAt { get; init; }
}

/// <summary>A file that came with a message, by its hash.</summary>
public sealed class ReceivedFile
{
    /// <summary>SHA-256 of its bytes; empty where it was too large to keep.</summary>
    public required string FileHash { get; init; }
    public required string FileName { get; init; }
    public required long Size { get; init; }
}

/// <summary>How far a mailbox of ours has been read.</summary>
public sealed class MailboxRow
{
    public required string Name { get; init; }

    /// <summary>The server's UIDVALIDITY: when it changes, the UIDs begin anew.</summary>
    public long Validity { get; set; }
    public long LastUid { get; set; }

    /// <summary>By the system's clock.</summary>
    public Instant? ReadAt { get; set; }

    /// <summary>Why it could not be read the last time; empty when it could.</summary>
    public string Error { get; set; } = "";
}

/// <summary>A file that a message carries, by its hash.</summary>
public sealed class MailAttachment
{
    public required string FileHash { get; init; }
    public required string FileName { get; init; }
}

/// <summary>Something that an operator must see to. Engine incidents and those of mail and timers stand here alike.</summary>
public sealed class IncidentRow
{
    /// <summary>The source of incidents of messages.</summary>
    public const string Mail = "mail";

    /// <summary><c>instance/sequence</c> for the engine's, else the key of the row that failed.</summary>
    public required string Key { get; init; }
    public required string AuthorityId { get; init; }
    public Guid? DossierId { get; init; }
    public Guid? InstanceId { get; init; }
    public required string Source { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }
    public required Instant RaisedAt { get; init; }
    public Instant? ResolvedAt { get; set; }
}

/// <summary>A personal value outside the hashed bytes; erasing it leaves the chain whole.</summary>
public sealed class PersonalValue
{
    public required Guid Reference { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid DossierId { get; init; }
    public required byte[] Salt { get; init; }
    public string? Value { get; set; }
    public Instant? ErasedAt { get; set; }
}

/// <summary>The answer already given to a request, so that a repeat gets the same one; it is forgotten in time.</summary>
public sealed class IdempotencyRow
{
    public required string Account { get; init; }
    public required string Key { get; init; }

    /// <summary>A salt and a keyed hash of what was asked: the same key for another request is refused.</summary>
    public required string RequestHash { get; init; }
    public required string Answer { get; init; }

    /// <summary>On the system's clock.</summary>
    public required Instant At { get; init; }
}

/// <summary>A setting of the deployment: the demo clock's offset, the set-up mark.</summary>
public sealed class Setting
{
    public required string Key { get; init; }
    public required string Value { get; set; }
}
