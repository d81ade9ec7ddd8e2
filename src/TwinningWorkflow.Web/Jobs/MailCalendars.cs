using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// What the people who were told of a task's deadline have in their calendars, by the mails that carried it; and from it what the
/// next mail brings: the same entry, one with a higher SEQUENCE because its day has moved, or one that takes it away.
/// </summary>
internal sealed class MailCalendars
{
    private readonly MailSubject about;
    private readonly Dictionary<Guid, (int Sequence, LocalDate? Day)> held = [];

    private MailCalendars(MailSubject about) => this.about = about;

    /// <summary>The task was done, by whomever.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Who did the task; empty while it is open, and where no person did it.</summary>
    public string DoneBy { get; private set; } = "";

    /// <summary>Who was told of the task and did not do it.</summary>
    public IReadOnlyCollection<Guid> Told => held.Keys;

    public static async Task<MailCalendars> ReadAsync(
        TwinningDatabase database,
        MailSubject about,
        CancellationToken cancel
    )
    {
        var calendars = new MailCalendars(about);
        if (about.Planned.TaskId == 0)
            return calendars;
        var instance = about.Instance;
        var task = about.Planned.TaskId;
        var all = database.Mails.Where(row =>
            row.InstanceId == instance && row.TaskId == task && row.PersonId != null && row.Calendar != ""
        );
        // what never left is in nobody's calendar; what has been tried may be, and what is about to leave will be unless it is gone
        var isGone = about.Planned.Template == PlannedMail.TaskGone;
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
                row.PersonId,
                row.CalendarSequence,
                row.DueOn,
            })
            .ToListAsync(cancel);
        foreach (var mail in told)
            calendars.held[mail.PersonId!.Value] = (mail.CalendarSequence, mail.DueOn);
        if (isGone)
            await calendars.LeaveOutWhoDidItAsync(database, cancel);
        return calendars;
    }

    /// <summary>What goes into this reader's calendar; null when nothing does.</summary>
    public CalendarEntry? EntryFor(MailReader reader, MailModel model)
    {
        if (reader.Person is not { } person || about.Planned is not { Term: { } term } planned)
            return null;
        if (planned.TaskId == 0 && planned.TimerId == 0)
            return null;
        var isGone = planned.Template == PlannedMail.TaskGone;
        // the number of the event that moved it rises with every move, whoever writes the mails, and in whatever order
        var sequence = Math.Max(
            (int)planned.Revision,
            !held.TryGetValue(person, out var before) ? 0
                : isGone || before.Day != term.Last ? before.Sequence + 1
                : before.Sequence
        );
        return new CalendarEntry(
            CalendarEntry.UidOf(
                planned.TaskId > 0
                    ? CalendarEntry.TaskKey(about.Instance, planned.TaskId)
                    : CalendarEntry.TermKey(about.Instance, planned.TimerId),
                about.Authority.Id
            ),
            sequence,
            isGone ? before.Day ?? term.Last : term.Last,
            $"{model.Step}: {model.DossierNumber} {model.PartnerCity}",
            model.Explanation,
            about.Authority.MailFrom
        )
        {
            Page = model.Link,
            Cancelled = isGone,
        };
    }

    private async Task LeaveOutWhoDidItAsync(TwinningDatabase database, CancellationToken cancel)
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
        DoneBy = person.Name;
        held.Remove(person.Id);
    }
}
