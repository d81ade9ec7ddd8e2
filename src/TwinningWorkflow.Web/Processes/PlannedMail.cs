using System.Collections.Immutable;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// A mail that a step leaves in the outbox, in codes: the payload of an outbox row of kind <c>mail</c>. Who holds the role,
/// names, addresses, languages and words are looked up when it is planned for sending, so that none of them is frozen here.
/// </summary>
/// <param name="Template"><see cref="TaskAssigned"/>, <see cref="Reminder"/>, <see cref="TermStarted"/>, <see cref="TermReminder"/>, <see cref="TermElapsed"/>, <see cref="TermMoved"/>, <see cref="TaskGone"/>, <see cref="TaskPassed"/>, <see cref="TermGone"/> or the template of the term, or the message that
/// a send task of the file names.</param>
/// <param name="Node">The task, event or send task that it is about.</param>
public sealed record PlannedMail(string Template, string Node)
{
    public const string TaskAssigned = "task-assigned";
    public const string Reminder = "reminder";
    public const string TermStarted = "term-started";
    public const string TermReminder = "term-reminder";
    public const string TermElapsed = "term-elapsed";
    public const string TermMoved = "term-moved";

    /// <summary>To whoever has a task in their calendar that is closed by now.</summary>
    public const string TaskGone = "task-gone";

    /// <summary>To whoever has a task in their calendar that is another's by now.</summary>
    public const string TaskPassed = "task-passed";

    /// <summary>To whoever has a term in their calendar that was over before its last day.</summary>
    public const string TermGone = "term-gone";

    /// <summary>The templates of mails that take back what others told: they concern those who were told.</summary>
    public static readonly IReadOnlyList<string> TakingBack = [TaskGone, TaskPassed, TermGone];

    public static bool TakesBack(string template) => TakingBack.Contains(template);

    /// <summary>To whoever holds this role on the day; empty when it goes to a recipient code.</summary>
    public string Role { get; init; } = "";

    /// <summary>To exactly this person, of those whom the role concerns; null: to all whose task it is.</summary>
    public Guid? Person { get; init; }

    /// <summary>Who did what it tells; null where that makes no difference.</summary>
    public Guid? By { get; init; }

    /// <summary>As what the person is told: empty when it is theirs to do, else <see cref="Deputy"/> or <see cref="Superior"/>.</summary>
    public string ToldAs { get; init; } = "";

    public const string Deputy = "deputy";
    public const string Superior = "superior";

    /// <summary>In whose place the person is told; null for most.</summary>
    public Guid? OnBehalfOf { get; init; }

    /// <summary>Whose task it is, where a superior of theirs is told; null otherwise.</summary>
    public Guid? Below { get; init; }

    /// <summary>Which reminder of the schedule it is, such as <c>before1-1</c>; empty for other mails.</summary>
    public string Occurrence { get; init; } = "";

    /// <summary>The timer of the term that it tells of: once that is gone the mail is moot. 0 when none.</summary>
    public long TimerId { get; init; }

    /// <summary>The sequence of the event by which the day that it tells was moved or taken back; 0 for one that stands as it began.</summary>
    public long Revision { get; init; }

    /// <summary>Whether it only reminds: a suspension silences it.</summary>
    public bool Reminds => Template is Reminder or TermReminder;

    /// <summary>To this recipient code; empty when it goes to a role.</summary>
    public string Recipient { get; init; } = "";

    /// <summary>In place of the recipient's own address; empty: to that.</summary>
    public string Address { get; init; } = "";

    /// <summary>The item of a multi-instance body; empty otherwise.</summary>
    public string Item { get; init; } = "";

    /// <summary>The task that it calls to: once that is no longer open the mail is moot. 0 when none.</summary>
    public long TaskId { get; init; }

    /// <summary>The deadline or the term that it tells, with its explanation.</summary>
    public ResolvedTerm? Term { get; init; }

    /// <summary>The term as it was told before, where it moved.</summary>
    public ResolvedTerm? Before { get; init; }

    /// <summary>What the file's send task wants told, with the values that held when it was left.</summary>
    public ImmutableArray<MailFact> Facts { get; init; } = [];
}

/// <summary>A variable (<c>giunta.actNumber</c>) and its value.</summary>
public sealed record MailFact(string Variable, DataValue Value);
