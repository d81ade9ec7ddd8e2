using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// What the people who were told of a task's deadline, or of a term's end, have in their calendars, by the mails that carried it; and from it what the
/// next mail brings: the same entry, one with a higher SEQUENCE because its day has moved, or one that takes it away.
/// </summary>
internal sealed class MailCalendars
{
    private readonly MailSubject about;
    private readonly Dictionary<Guid, Held> held = [];
    private readonly Dictionary<Guid, string> toldAs = [];

    private MailCalendars(MailSubject about) => this.about = about;

    /// <summary>The task was done, by whomever.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Who did the task; empty while it is open, and where no person did it.</summary>
    public string DoneBy { get; private set; } = "";

    /// <summary>The person who did it; null while it is open, and where no person did it.</summary>
    public Guid? Doer { get; private set; }

    /// <summary>Who has it in their calendar.</summary>
    public IEnumerable<Guid> Told => held.Where(one => !one.Value.IsTakenBack).Select(one => one.Key);

    /// <summary>Who has it in their calendar because a person had the task: that one, and who was told in their place.</summary>
    public IEnumerable<Guid> ToldFor(Guid person) => Told.Where(one => one == person || held[one].OnBehalfOf == person);

    /// <summary>The latest that somebody was sent.</summary>
    private sealed record Held(int Sequence, LocalDate? Day, Guid? OnBehalfOf, bool IsTakenBack);

    /// <summary>As what they were told of a task: empty when it was theirs to do, else as deputy or superior.</summary>
    public string ToldAs(Guid? person) => person is { } one ? toldAs.GetValueOrDefault(one, "") : "";

    public static async Task<MailCalendars> ReadAsync(
        TwinningDatabase database,
        MailSubject about,
        CancellationToken cancel
    )
    {
        var calendars = new MailCalendars(about);
        if (about.Planned is { TaskId: 0, TimerId: 0 })
            return calendars;
        var instance = about.Instance;
        var task = about.Planned.TaskId;
        var all = database.Mails.Where(row =>
            row.InstanceId == instance && row.TaskId == task && row.PersonId != null && row.Calendar != ""
        );
        // what never left is in nobody's calendar; what has been tried may be, and what is about to leave will be unless it is gone
        var isGone = PlannedMail.TakesBack(about.Planned.Template);
        var told = await all.Where(row =>
                row.Status == MailRow.Sent
                || row.Status == MailRow.Uncertain
                || row.Status == MailRow.Pending && (row.Attempts > 0 || !isGone)
                || row.Status == MailRow.Bundled
                    && (!isGone || database.Mails.Any(digest => digest.Key == row.BundledIn && digest.Attempts > 0))
            )
            .OrderBy(row => row.CalendarSequence)
            .ThenBy(row => row.CreatedAt)
            .Select(row => new
            {
                row.Key,
                row.Kind,
                HasLeft = row.Status == MailRow.Sent
                    || row.Status == MailRow.Bundled
                        && database.Mails.Any(digest => digest.Key == row.BundledIn && digest.Status == MailRow.Sent),
                row.PersonId,
                row.OnBehalfOf,
                row.CalendarSequence,
                row.DueOn,
                // the terms of a process are told apart by their entries alone
                Entry = task == 0 ? row.Calendar : "",
            })
            .ToListAsync(cancel);
        foreach (var mail in told)
            if (task > 0 || CalendarEntry.UidIn(mail.Entry) == calendars.Uid)
                calendars.held[mail.PersonId!.Value] = new Held(
                    mail.CalendarSequence,
                    mail.DueOn,
                    mail.OnBehalfOf,
                    // one that is gone before it has surely left leaves it to this mail to take the entry back
                    PlannedMail.TakesBack(mail.Kind) && (mail.HasLeft || !isGone)
                );
        if (isGone && task > 0)
        {
            var reminders = told.FindAll(mail => mail.Kind == PlannedMail.Reminder)
                .ConvertAll(mail => OutboxRow.OrderOf(mail.Key));
            var payloads = await database
                .Outbox.Where(row => reminders.Contains(row.Key))
                .ToDictionaryAsync(row => row.Key, row => row.Payload, StringComparer.Ordinal, cancel);
            foreach (var mail in told.Where(mail => !PlannedMail.TakesBack(mail.Kind)))
                calendars.TellAs(
                    mail.PersonId!.Value,
                        // a reminder says itself as what it goes to whom
                        payloads.TryGetValue(OutboxRow.OrderOf(mail.Key), out var payload)
                            ? OutboxPayload.Mail(payload).ToldAs
                        : mail.OnBehalfOf is not null ? PlannedMail.Deputy
                        : ""
                );
            await calendars.ReadWhoDidItAsync(database, cancel);
        }
        return calendars;
    }

    private string Uid =>
        CalendarEntry.UidOf(
            about.Planned.TaskId > 0
                ? CalendarEntry.TaskKey(about.Instance, about.Planned.TaskId)
                : CalendarEntry.TermKey(about.Instance, about.Planned.TimerId),
            about.Authority.Id
        );

    /// <summary>What goes into this reader's calendar; null when nothing does.</summary>
    public CalendarEntry? EntryFor(MailReader reader, MailModel model)
    {
        if (reader.Person is not { } person || about.Planned is not { Term: { } term } planned)
            return null;
        if (planned.TaskId == 0 && planned.TimerId == 0)
            return null;
        var isGone = PlannedMail.TakesBack(planned.Template);
        // the number of the event that moved it rises with every move, whoever writes the mails, and in whatever order
        var sequence = Math.Max(
            (int)planned.Revision,
            !held.TryGetValue(person, out var before) ? 0
                : isGone || before.IsTakenBack || before.Day != term.Last ? before.Sequence + 1
                : before.Sequence
        );
        return new CalendarEntry(
            Uid,
            sequence,
            isGone ? before?.Day ?? term.Last : term.Last,
            $"{model.Step}: {model.DossierNumber} {model.PartnerCity}",
            model.Explanation,
            about.Authority.MailFrom
        )
        {
            Page = model.Link,
            Cancelled = isGone,
        };
    }

    /// <summary>Whoever was told once that it is theirs had it.</summary>
    private void TellAs(Guid person, string told)
    {
        if (ToldAs(person).Length > 0 || !toldAs.ContainsKey(person))
            toldAs[person] = told;
    }

    private async Task ReadWhoDidItAsync(TwinningDatabase database, CancellationToken cancel)
    {
        var instance = about.Instance;
        var id = about.Planned.TaskId;
        var closed = await database
            .Tasks.Where(row => row.InstanceId == instance && row.TaskId == id && row.Status == TaskRow.Done)
            .Select(row => row.ClosedBy)
            .SingleOrDefaultAsync(cancel);
        IsDone = closed is not null;
        if (!Guid.TryParse(closed, out var account))
            return;
        var person = await (
            from known in database.Users
            join someone in database.People on known.PersonId equals someone.Id
            where known.Id == account
            select new { someone.Id, someone.Name }
        ).SingleOrDefaultAsync(cancel);
        if (person is null)
            return;
        (Doer, DoneBy) = (person.Id, person.Name);
    }
}
