using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// A mail as it would read about a dossier: the same writer, and no row, so that nothing can be sent. What is open reads as of today,
/// what is past as of its day. The links lead to the pages themselves: secrets are made for what leaves alone.
/// </summary>
public sealed class MailPreviews(
    TwinningDatabase database,
    InstanceReader instances,
    JournalReader journal,
    MailWriter writer,
    BusinessClock clock
)
{
    /// <summary>The mail; null when the dossier has nothing that such a mail could tell of.</summary>
    /// <param name="me">Who looks.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="mail">The mail's template, or a reminder to others than those whose task it is.</param>
    /// <param name="language">The reader's language.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<PreviewedMail?> WriteAsync(
        SignedIn me,
        Guid dossier,
        string mail,
        string language,
        CancellationToken cancel
    )
    {
        var isToOthers = mail is PreviewedMails.ReminderToDeputy or PreviewedMails.ReminderToSuperior;
        var processes = await instances.OfDossierAsync(me.Authority, dossier, cancel);
        var plans = new PreviewPlans(
            processes,
            await ToldAsync(me.Authority, dossier, cancel),
            process => journal.ReadAsync(me.Authority, Journal.OfInstance(process.Row.Id), cancel)
        );
        if (await plans.FindAsync(isToOthers ? PlannedMail.Reminder : mail) is not { } plan)
            return null;
        if (isToOthers)
            plan = await ToOthersAsync(me, plan, mail, cancel);
        return await WriteAsync(me, plan, language, cancel);
    }

    internal async Task<PreviewedMail> WriteAsync(
        SignedIn me,
        PreviewPlan plan,
        string language,
        CancellationToken cancel
    )
    {
        var (process, planned) = (plan.Process, plan.Mail);
        var about = new MailSubject(
            process.Definition,
            planned,
            process.Row.Id,
            await database.Dossiers.AsNoTracking().SingleAsync(row => row.Id == process.Row.DossierId, cancel),
            await database.Authorities.AsNoTracking().SingleAsync(row => row.Id == me.Authority, cancel)
        );
        var facts = await MailFactLines.ReadAsync(database, about, cancel);
        var calendars = await MailCalendars.ReadAsync(database, about, cancel);
        // bodies have no account: there is no page for them
        Guid? person = planned.Recipient.Length > 0 || about.Node is SendTask ? null : me.Person;
        var reader = new MailReader("", person, "", "", language);
        var names = await MailWriter.NamesAsync(database, [planned.OnBehalfOf, planned.Below], cancel);
        var model = writer.Model(about, facts, reader, about.Work.DayOf(plan.At ?? clock.Now), names) with
        {
            DoneBy = calendars.DoneBy,
            IsDone = calendars.IsDone,
            PassedTo = await MailWriter.PassedToAsync(database, about, cancel),
        };
        return new PreviewedMail(MailTemplates.Write(model))
        {
            Entries = calendars.EntryFor(reader, model) is { } entry
                ? [new PreviewedEntry(CalendarEntry.FileNameOf(0), entry.Day, entry.Cancelled)]
                : [],
            DayBeforeIsMadeUp = plan.DayBeforeIsMadeUp,
        };
    }

    /// <summary>What was left for a dossier's people and bodies: what has a day to tell shows more, then the latest first.</summary>
    private async Task<List<ToldMail>> ToldAsync(string authority, Guid dossier, CancellationToken cancel)
    {
        var rows = await database
            .Outbox.Where(row => row.AuthorityId == authority && row.DossierId == dossier)
            .Where(row => row.Kind == OutboxRow.Mail && row.DoneAt != null)
            .OrderByDescending(row => row.DueAt)
            .ThenByDescending(row => row.Key)
            .Select(row => new
            {
                row.InstanceId,
                row.Payload,
                row.DueAt,
            })
            .ToListAsync(cancel);
        return
        [
            .. rows.Select(row => new ToldMail(row.InstanceId, OutboxPayload.Mail(row.Payload), row.DueAt))
                .OrderBy(mail => mail.Mail.Term is null),
        ];
    }

    /// <summary>The reminder as it goes to who acts in the place of whose task it is, or stands above them.</summary>
    private async Task<PreviewPlan> ToOthersAsync(SignedIn me, PreviewPlan plan, string mail, CancellationToken cancel)
    {
        var (instance, planned) = (plan.Process.Row.Id, plan.Mail);
        var town = await database.Authorities.AsNoTracking().SingleAsync(row => row.Id == me.Authority, cancel);
        var work = AuthorityCalendar.Of(town.Calendar).Work;
        var roster = await Roster.LoadAsync(database, me.Authority, work.DayOf(clock.Now), cancel);
        var whose =
            await database
                .Tasks.Where(row => row.InstanceId == instance && row.TaskId == planned.TaskId)
                .Select(row => row.Assignee)
                .SingleOrDefaultAsync(cancel)
            ?? roster
                .People.Values.Where(person => roster.Holds(person.Id, planned.Role))
                .OrderBy(person => person.Id == me.Person)
                .ThenBy(person => person.Name, StringComparer.Ordinal)
                .Select(person => (Guid?)person.Id)
                .FirstOrDefault();
        if (mail == PreviewedMails.ReminderToDeputy)
            return plan with { Mail = planned with { ToldAs = PlannedMail.Deputy, OnBehalfOf = whose } };
        return plan with
        {
            Mail = planned with { ToldAs = PlannedMail.Superior, Below = whose },
            // they hear of it once it is late
            At =
                planned.Term is { Last: var last } && work.DayOf(plan.At ?? clock.Now) <= last
                    ? work.StartOf(last.PlusDays(1))
                    : plan.At,
        };
    }
}
