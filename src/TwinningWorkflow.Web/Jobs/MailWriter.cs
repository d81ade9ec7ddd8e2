using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Writes a planned mail for each of its recipients, in that reader's language.</summary>
public sealed class MailWriter(DefinitionCatalog catalog, IOptions<MailOptions> options)
{
    internal DefinitionCatalog Catalog => catalog;

    /// <summary>The messages. One whose address is no address comes back failed.</summary>
    internal async Task<WrittenMails> WriteAsync(
        TwinningDatabase database,
        OutboxRow outbox,
        PlannedMail planned,
        PeopleByDay people,
        Instant now,
        CancellationToken cancel
    )
    {
        var about = await SubjectAsync(database, outbox.InstanceId, outbox.DossierId, planned, cancel);
        var facts = await MailFactLines.ReadAsync(database, about, cancel);
        var calendars = await MailCalendars.ReadAsync(database, about, cancel);
        var readers = await MailReaders.FindAsync(database, about, calendars, people, cancel);
        var names = await NamesAsync(
            database,
            [planned.OnBehalfOf, planned.Below, .. readers.Select(reader => reader.OnBehalfOf)],
            cancel
        );
        var passedTo = await PassedToAsync(database, about, cancel);

        var ids = new MailIds(await MailKey.ReadAsync(database, cancel));

        var mails = new List<MailRow>();
        foreach (var reader in readers)
        {
            // what only informs can be done without
            if (reader.Wishes is { Information: false } && MailTemplates.IsOptional(planned.Template))
                continue;
            var did = reader.Person is { } one && (one == calendars.Doer || one == planned.By);
            // who has just done it, or passed it on, needs no word of it now: their calendar is put right with the next morning's mail
            var hours = MailHours.Of(planned, reader, about.Work, now, canWait: did);
            var model = Model(about, facts, reader, about.Work.DayOf(hours.At), names) with
            {
                DoneBy = calendars.DoneBy,
                IsDone = calendars.IsDone,
                DidItThemselves = did,
                PassedTo = passedTo,
            };
            if (calendars.ToldAs(reader.Person) is { Length: > 0 } told)
                model = model with { ToldAs = told };
            var draft = MailTemplates.Write(model);
            var entry = calendars.EntryFor(reader, model);
            var key = $"{outbox.Key}/{reader.Key}";
            var isAddress = MailAddress.IsValid(reader.Address);
            mails.Add(
                new MailRow
                {
                    Key = key,
                    AuthorityId = outbox.AuthorityId,
                    DossierId = outbox.DossierId,
                    InstanceId = outbox.InstanceId,
                    TaskId = planned.TaskId,
                    PersonId = reader.Person,
                    OnBehalfOf = reader.OnBehalfOf,
                    RecipientCode = planned.Recipient,
                    Kind = planned.Template,
                    MessageId = ids.MessageIdOf(key, MailAddress.DomainOf(about.Authority.MailFrom)),
                    ToName = reader.Name,
                    ToAddress = reader.Address,
                    Language = draft.Language,
                    Subject = draft.Subject,
                    Text = draft.Text,
                    Html = draft.Html,
                    Attachments = [.. facts.Attachments],
                    Content = draft.Line,
                    Calendar = entry?.Write(now) ?? "",
                    CalendarSequence = entry?.Sequence ?? 0,
                    DueOn = planned.Term?.Last,
                    CreatedAt = now,
                    NextAttemptAt = hours.At,
                    KeptFor = hours.KeptFor,
                    Status = isAddress ? MailRow.Pending : MailRow.Failed,
                    Error = isAddress
                        ? ""
                        : $"Expected the address of {reader.Key}, but '{(reader.Person is null ? reader.Address : MailAddress.Masked(reader.Address))}' is none.",
                }
            );
        }
        return new WrittenMails(mails, readers.Count == 0);
    }

    /// <summary>
    /// Says a mail that leaves on another day than it was written for in the words of that day: "tomorrow" and "three days left" are
    /// true for one day only; and one whose last day has moved meanwhile with the day as it is now, in the calendar too. False when
    /// nothing changed.
    /// </summary>
    internal async Task<bool> RetellAsync(
        TwinningDatabase database,
        MailRow mail,
        Instant now,
        CancellationToken cancel
    )
    {
        if (mail is not { PersonId: not null, InstanceId: { } instance, DossierId: { } dossier, DueOn: not null })
            return false;
        var isPassed = mail.Kind == PlannedMail.TaskPassed;
        // who has it now may have changed since; in the others nothing depends on the day
        if (PlannedMail.TakesBack(mail.Kind) && !isPassed)
            return false;
        var key = OutboxRow.OrderOf(mail.Key);
        var payload = await database
            .Outbox.Where(row => row.Key == key)
            .Select(row => row.Payload)
            .SingleOrDefaultAsync(cancel);
        if (payload is null)
            return false;
        var planned = OutboxPayload.Mail(payload);
        if (
            !isPassed
            && await MovedDay.ReadAsync(database, mail, cancel) is { Mail: { Term: { } present } latest }
            && planned.Term?.Last != present.Last
        )
            planned = planned with { Term = present, Revision = latest.Revision };
        var hasMoved = planned.Term is { } term && term.Last != mail.DueOn;
        var about = await SubjectAsync(database, instance, dossier, planned, cancel);
        var today = about.Work.DayOf(now);
        if (!hasMoved && !isPassed && about.Work.DayOf(mail.KeptFor ?? mail.CreatedAt) == today)
            return false;
        var facts = await MailFactLines.ReadAsync(database, about, cancel);
        var reader = new MailReader("", mail.PersonId, mail.ToName, mail.ToAddress, mail.Language)
        {
            OnBehalfOf = mail.OnBehalfOf,
        };
        var names = await NamesAsync(database, [mail.OnBehalfOf, planned.OnBehalfOf, planned.Below], cancel);
        var model = Model(about, facts, reader, today, names) with
        {
            PassedTo = await PassedToAsync(database, about, cancel),
            DidItThemselves = mail.PersonId == planned.By,
        };
        var draft = MailTemplates.Write(model);
        if (hasMoved)
        {
            mail.DueOn = planned.Term!.Last;
            var calendars = await MailCalendars.ReadAsync(database, about, cancel);
            if (calendars.EntryFor(reader, model) is { } entry)
                (mail.Calendar, mail.CalendarSequence) = (entry.Write(now), entry.Sequence);
        }
        (mail.Subject, mail.Text, mail.Html, mail.Content) = (draft.Subject, draft.Text, draft.Html, draft.Line);
        return true;
    }

    /// <summary>Who has now what passed from one to another; empty when it is everybody's who holds its role.</summary>
    internal static async Task<string> PassedToAsync(
        TwinningDatabase database,
        MailSubject about,
        CancellationToken cancel
    )
    {
        if (about.Planned.Template != PlannedMail.TaskPassed)
            return "";
        var (instance, id) = (about.Instance, about.Planned.TaskId);
        return await (
                from task in database.Tasks
                join person in database.People on task.Assignee equals (Guid?)person.Id
                where task.InstanceId == instance && task.TaskId == id
                select person.Name
            ).SingleOrDefaultAsync(cancel) ?? "";
    }

    private async Task<MailSubject> SubjectAsync(
        TwinningDatabase database,
        Guid id,
        Guid file,
        PlannedMail planned,
        CancellationToken cancel
    )
    {
        var instance = await database.Instances.AsNoTracking().SingleAsync(row => row.Id == id, cancel);
        var dossier = await database.Dossiers.AsNoTracking().SingleAsync(row => row.Id == file, cancel);
        var authority = await database
            .Authorities.AsNoTracking()
            .SingleAsync(row => row.Id == instance.AuthorityId, cancel);
        return new MailSubject(catalog.ByHash(instance.DefinitionHash), planned, instance.Id, dossier, authority);
    }

    /// <summary>The names of those in whose place, or above whom, somebody is told.</summary>
    internal static async Task<Dictionary<Guid, string>> NamesAsync(
        TwinningDatabase database,
        IEnumerable<Guid?> people,
        CancellationToken cancel
    )
    {
        var ids = people.OfType<Guid>().Distinct().ToList();
        return ids.Count == 0
            ? []
            : await database
                .People.Where(row => ids.Contains(row.Id))
                .ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
    }

    internal MailModel Model(
        MailSubject about,
        MailFactLines facts,
        MailReader reader,
        LocalDate today,
        Dictionary<Guid, string> names
    )
    {
        var words = MailWords.In(reader.Language);
        var language = words.Language;
        var form = about.Form;
        var send = about.Node as SendTask;
        var ground = send is null ? form?.Ground : send.AnswerWithin?.Ground;
        return new MailModel
        {
            Template = about.Planned.Template,
            Language = language,
            Authority = about.Authority.Name,
            DossierNumber = about.Dossier.Number,
            DossierTitle = about.Dossier.Title,
            PartnerCity = about.Dossier.PartnerCity,
            Step = about.StepIn(language),
            Help = form?.Help.In(language) ?? "",
            Otherwise = form?.Otherwise.In(language) ?? "",
            Role = about.RoleIn(language),
            LastDay = about.Planned.Term?.Last,
            Today = today,
            ToldAs =
                about.Planned.ToldAs.Length > 0 ? about.Planned.ToldAs
                : reader.OnBehalfOf is not null ? PlannedMail.Deputy
                : "",
            OnBehalfOf = NameOf(about.Planned.OnBehalfOf ?? reader.OnBehalfOf),
            Below = NameOf(about.Planned.Below),
            Explanation = TermExplanation.Of(language, about.Node, about.Planned.Term),
            LastDayBefore = about.Planned.Before?.Last,
            ExplanationBefore = TermExplanation.Of(language, about.Node, about.Planned.Before),
            Ground = ground is null ? null : new(BasisCode(ground.Basis), ground.Citation.In(language)),
            AnswerWithin = send?.AnswerWithin is { } term ? Length(words, term) : "",
            Link = reader.Person is null ? null : LinkTo(about),
            LeadsToTask = LeadsToTask(about),
            Unsubscribe = reader.Person is null ? null : options.Value.AddressOf(MailLinks.StopPage),
            Facts = facts.In(words),
            Enclosures = [.. facts.Attachments.Select(file => new MailEnclosure(file.FileName, file.FileHash))],
        };

        string NameOf(Guid? person) => person is { } id ? names.GetValueOrDefault(id, "") : "";
    }

    private static bool LeadsToTask(MailSubject about) =>
        about.Planned.TaskId > 0 && !PlannedMail.TakesBack(about.Planned.Template);

    private Uri LinkTo(MailSubject about) =>
        options.Value.AddressOf(
            LeadsToTask(about) ? TaskPage.Of(about.Instance, about.Planned.TaskId) : $"dossiers/{about.Dossier.Id}"
        );

    private static string Length(MailWords words, TermSpec term)
    {
        var unit = term.Unit switch
        {
            TermUnit.Days => "term.days",
            TermUnit.WorkingDays => "term.workingDays",
            TermUnit.Months => "term.months",
            TermUnit.FreeDays => "term.freeDays",
            TermUnit.Years => "term.years",
            TermUnit.Hours => "term.hours",
            _ => throw new ArgumentOutOfRangeException(nameof(term), term.Unit, null),
        };
        return term.Amount == 1 ? words[unit + "-one"] : words[unit, ("count", $"{term.Amount}")];
    }

    private static string BasisCode(LegalBasis basis) =>
        basis switch
        {
            LegalBasis.Law => "law",
            LegalBasis.Circular => "circular",
            LegalBasis.Practice => "practice",
            LegalBasis.LocalRule => "localRule",
            _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
        };
}

/// <summary>What a planned mail became.</summary>
/// <param name="Rows">A message for each who gets one.</param>
/// <param name="Nobody">There is nobody to get one: a gap, and not a wish.</param>
internal sealed record WrittenMails(IReadOnlyList<MailRow> Rows, bool Nobody);
