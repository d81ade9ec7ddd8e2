using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>
/// Writes a mail as it would read about a dossier, and sends nothing; null when there is nothing that such a mail could tell of.
/// Who writes mails is the jobs' affair, which pages do not know: the host brings the two together.
/// </summary>
/// <param name="me">Who looks, and for whom it is written.</param>
/// <param name="dossier">A dossier of theirs.</param>
/// <param name="mail">One of <see cref="PreviewedMails.Names"/>.</param>
/// <param name="language">The reader's language.</param>
/// <param name="cancel">Ends the waiting.</param>
public delegate Task<PreviewedMail?> WriteDraft(
    SignedIn me,
    Guid dossier,
    string mail,
    string language,
    CancellationToken cancel
);

/// <summary>A mail as its reader would get it, but for the secrets in its links: they lead to the pages themselves.</summary>
public sealed record PreviewedMail(MailDraft Draft)
{
    /// <summary>What comes with it for the reader's calendar.</summary>
    public IReadOnlyList<PreviewedEntry> Entries { get; init; } = [];

    /// <summary>No day has moved in the dossier: the one that it tells as the day before is made up.</summary>
    public bool DayBeforeIsMadeUp { get; init; }
}

/// <summary>An entry for the calendar: its file, its day, and whether it is taken out.</summary>
public sealed record PreviewedEntry(string FileName, LocalDate Day, bool IsTakenOut);

/// <summary>All that the application can write to anybody, by the names under which it is shown.</summary>
public static class PreviewedMails
{
    public const string ReminderToDeputy = "reminder-deputy";
    public const string ReminderToSuperior = "reminder-superior";
    public const string Digest = "digest";
    public const string Weekly = "weekly";
    public const string DutiesBegun = "duties-begun";

    /// <summary>Those that tell of a person's work or address, and of no single dossier.</summary>
    public static readonly IReadOnlyList<string> Letters = [Digest, Weekly, DutiesBegun, .. MailRow.OfAddresses];

    public static readonly IReadOnlyList<string> Names =
    [
        .. MailTemplates.Names.SelectMany(name =>
            name == PlannedMail.Reminder ? [name, ReminderToDeputy, ReminderToSuperior] : new[] { name }
        ),
        .. Letters,
    ];
}
