using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// The letters that tell of a person's work or address, as whoever looks would get them: of their own desk, and where nothing lies on
/// it of the tasks of a dossier. No row is written.
/// </summary>
public sealed class LetterPreviews(
    TwinningDatabase database,
    InstanceReader instances,
    MailPreviews mails,
    DeskReader desks,
    RoleWords roles,
    WeeklyDigests weekly,
    IServiceProvider services,
    IOptions<MailOptions> options,
    BusinessClock clock
)
{
    /// <summary>More tasks than these no letter tells of: the desk has the rest.</summary>
    private const int MostTasks = 200;

    /// <summary>The letter; null when there is nothing that it could tell of.</summary>
    /// <param name="me">Who looks.</param>
    /// <param name="dossier">The dossier whose tasks it tells where their own desk is empty.</param>
    /// <param name="letter">One of <see cref="PreviewedMails.Letters"/>.</param>
    /// <param name="language">The reader's language.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<PreviewedMail?> WriteAsync(
        SignedIn me,
        Guid dossier,
        string letter,
        string language,
        CancellationToken cancel
    )
    {
        language = MailWords.In(language).Language;
        // the words of roles are those of the reader
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var town = await database.Authorities.AsNoTracking().SingleAsync(row => row.Id == me.Authority, cancel);
        var person = await database.People.AsNoTracking().SingleAsync(row => row.Id == me.Person, cancel);
        person.Language = language;
        var today = clock.Today(AuthorityCalendar.Of(town.Calendar).Zone);
        switch (letter)
        {
            case PreviewedMails.Digest:
                return await DigestAsync(me, dossier, town, language, cancel);
            case PreviewedMails.Weekly:
                // others' tasks are among what it tells: where it is empty there is nothing in the whole town
                var week = await weekly.ModelAsync(services, town, person, me.Account, today, cancel);
                return week.IsEmpty ? null : new PreviewedMail(WeeklyMail.Write(week));
            case PreviewedMails.DutiesBegun:
                var open = await TasksAsync(me, dossier, language, cancel);
                return open.Count == 0 ? null : new PreviewedMail(BegunMail.Write(Begun(town, open, language, today)));
            case MailRow.ConfirmAddress:
                var asked = person.Wishes.AddressToConfirm;
                return new PreviewedMail(
                    MailTemplates.WriteConfirmation(
                        language,
                        town.Name,
                        person.Name,
                        asked.Length > 0 ? asked : person.AddressForMail,
                        options.Value.AddressOf(MailLinks.AddressPage)
                    )
                );
            case MailRow.AddressChanged:
                return new PreviewedMail(
                    MailTemplates.WriteAddressChanged(language, town.Name, options.Value.AddressOf("account/mail"))
                );
            default:
                throw new ArgumentOutOfRangeException(nameof(letter), letter, null);
        }
    }

    private async Task<List<DeskLine>> TasksAsync(SignedIn me, Guid dossier, string language, CancellationToken cancel)
    {
        var mine = await desks.MineAsync(me, dossier: null, skip: 0, MostTasks, language, cancel);
        if (mine.Count > 0)
            return mine;
        var open = await database
            .Tasks.Where(row => row.AuthorityId == me.Authority && row.DossierId == dossier)
            .Where(row => row.Status == TaskRow.Open)
            .Select(row => new { row.Role, row.Assignee })
            .Distinct()
            .ToListAsync(cancel);
        // as if they were theirs to whom they may fall
        var all = me with
        {
            Roles = [.. open.Select(task => new HeldRole(task.Role, task.Assignee))],
        };
        return await desks.MineAsync(all, dossier, skip: 0, MostTasks, language, cancel);
    }

    private BegunModel Begun(Authority town, List<DeskLine> open, string language, LocalDate today) =>
        new()
        {
            Language = language,
            Authority = town.Name,
            Today = today,
            Because = [.. open.Select(line => (roles.Of(line.Role), (string?)null)).Distinct()],
            Tasks = open.ConvertAll(line => WeeklyDigests.Line(line, "")),
            Desk = options.Value.AddressOf("desk"),
        };

    /// <summary>As if all that lies open had been reminded of in the same hour.</summary>
    private async Task<PreviewedMail?> DigestAsync(
        SignedIn me,
        Guid dossier,
        Authority town,
        string language,
        CancellationToken cancel
    )
    {
        var lines = new List<PreviewedMail>();
        foreach (var line in (await TasksAsync(me, dossier, language, cancel)).Take(WeeklyMail.MostLines))
            if (
                await instances.FindAsync(me.Authority, line.Instance, cancel) is { } process
                && process.State.Elements.TryGetValue(line.Task, out var task)
            )
                lines.Add(
                    await mails.WriteAsync(
                        me,
                        new PreviewPlan(process, MailPlan.Reminder(process.Definition, task), null),
                        language,
                        cancel
                    )
                );
        if (lines.Count == 0)
            return null;
        var draft = MailTemplates.WriteDigest(
            language,
            town.Name,
            lines.ConvertAll(line => DigestLine.Read(line.Draft.Line))
        );
        return new PreviewedMail(draft)
        {
            Entries =
            [
                .. lines
                    .SelectMany(line => line.Entries)
                    .OrderBy(entry => entry.Day)
                    .Select((entry, place) => entry with { FileName = CalendarEntry.FileNameOf(place) }),
            ],
        };
    }
}
