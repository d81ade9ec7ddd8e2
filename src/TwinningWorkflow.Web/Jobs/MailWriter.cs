using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Writes a planned mail for each of its recipients, in that reader's language.</summary>
public sealed class MailWriter(DefinitionCatalog catalog, MailLinks secrets, IOptions<MailOptions> options)
{
    /// <summary>The messages; none when nobody is there to get one. One whose address is no address comes back failed.</summary>
    internal async Task<IReadOnlyList<MailRow>> WriteAsync(
        TwinningDatabase database,
        OutboxRow outbox,
        PlannedMail planned,
        PeopleByDay people,
        Instant now,
        CancellationToken cancel
    )
    {
        var instance = await database.Instances.AsNoTracking().SingleAsync(row => row.Id == outbox.InstanceId, cancel);
        var dossier = await database.Dossiers.AsNoTracking().SingleAsync(row => row.Id == outbox.DossierId, cancel);
        var authority = await database
            .Authorities.AsNoTracking()
            .SingleAsync(row => row.Id == outbox.AuthorityId, cancel);
        var calendar = AuthorityCalendar.Of(authority.Calendar);
        var about = new MailSubject(
            catalog.ByHash(instance.DefinitionHash),
            planned,
            instance.Id,
            dossier,
            authority,
            calendar.Work.DayOf(now)
        );
        var facts = await MailFactLines.ReadAsync(database, about, cancel);
        var calendars = await MailCalendars.ReadAsync(database, about, cancel);

        var mails = new List<MailRow>();
        foreach (var reader in await MailReaders.FindAsync(database, about, calendars, people, cancel))
        {
            var model = Model(about, facts, reader) with { DoneBy = calendars.DoneBy };
            var draft = MailTemplates.Write(model);
            var entry = calendars.EntryFor(reader, model);
            var key = $"{outbox.Key}/{reader.Key}";
            var hours = MailHours.Of(planned, reader, calendar.Work, now);
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
                    MessageId = OutgoingMail.MessageIdOf(key, MailAddress.DomainOf(authority.MailFrom)),
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
                    Error = isAddress ? "" : $"Expected the address of {reader.Key}, but '{reader.Address}' is none.",
                }
            );
        }
        return mails;
    }

    internal MailModel Model(MailSubject about, MailFactLines facts, MailReader reader)
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
            Today = about.Today,
            Explanation = TermExplanation.Of(language, about.Node, about.Planned.Term),
            LastDayBefore = about.Planned.Before?.Last,
            ExplanationBefore = TermExplanation.Of(language, about.Node, about.Planned.Before),
            Ground = ground is null ? null : new(BasisCode(ground.Basis), ground.Citation.In(language)),
            AnswerWithin = send?.AnswerWithin is { } term ? Length(words, term) : "",
            Link = reader.Person is null ? null : LinkTo(about),
            Unsubscribe = reader.Person is { } person
                ? options.Value.AddressOf(secrets.StopPath(person, isWeekly: false))
                : null,
            Facts = facts.In(words),
            Enclosures = [.. facts.Attachments.Select(file => new MailEnclosure(file.FileName, file.FileHash))],
        };
    }

    private Uri LinkTo(MailSubject about) =>
        options.Value.AddressOf(
            about.Planned.TaskId > 0 && about.Planned.Template != PlannedMail.TaskGone
                ? TaskPage(about.Instance, about.Planned.TaskId)
                : $"dossiers/{about.Dossier.Id}"
        );

    /// <summary>The page of a task, relative to the site.</summary>
    internal static string TaskPage(Guid instance, long task) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"tasks/{instance}/{task}");

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
