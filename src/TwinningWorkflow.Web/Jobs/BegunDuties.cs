using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Tells who comes to answer for tasks what lies open among them and was told to others only: a role was given to them, they
/// replace somebody from a day on, or they are back. One letter at their hour of the first day on which they work, for all that
/// has begun by then. Who finds nothing new gets nothing.
/// </summary>
public sealed class BegunDuties(
    IServiceScopeFactory scopes,
    DefinitionCatalog catalog,
    IOptions<MailOptions> options,
    BusinessClock clock,
    StepBell bell,
    ILogger<BegunDuties> log
)
{
    /// <summary>The kind of its mails.</summary>
    public const string Kind = "duties-begun";

    /// <summary>What began longer ago is no news: those who do not work for a while find it on their desk.</summary>
    private const int DaysToTell = 7;

    /// <summary>More tasks than these nobody is told of in a letter: the desk has the rest.</summary>
    private const int MostTasks = 200;

    internal async Task WriteDueAsync(TwinningDatabase database, Authority authority, CancellationToken cancel)
    {
        var calendar = AuthorityCalendar.Of(authority.Calendar);
        var today = clock.Today(calendar.Zone);
        var begun = (await BegunAsync(database, authority.Id, today, cancel)).FindAll(x => x.Since <= today);
        if (begun.Count == 0)
            return;
        var roster = await Roster.LoadAsync(database, authority.Id, today, cancel);
        foreach (var theirs in begun.GroupBy(x => x.Who))
            if (
                roster.People.TryGetValue(theirs.Key, out var person)
                && PersonalTime.Of(calendar.Work, person.Wishes) is var hours
                && hours.IsAt(clock.Now)
            )
                try
                {
                    await WriteAsync(authority, person, [.. theirs], roster, hours.MorningOf(today), cancel);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogError(e, "What {Person} begins to answer for could not be told.", person.Id);
                }
    }

    /// <summary>When somebody's hours come next who may have something to hear; null when nobody has.</summary>
    internal async Task<Instant?> NextAsync(TwinningDatabase database, Authority authority, CancellationToken cancel)
    {
        var work = AuthorityCalendar.Of(authority.Calendar).Work;
        var begun = await BegunAsync(database, authority.Id, work.DayOf(clock.Now), cancel);
        var who = begun.ConvertAll(x => x.Who);
        var wishes = await database
            .People.AsNoTracking()
            .Where(x => who.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id, x => x.Wishes, cancel);
        return begun
            .Select(one =>
                PersonalTime
                    .Of(work, wishes[one.Who])
                    .MorningFrom(Instant.Max(work.StartOf(one.Since), clock.Now + Duration.Epsilon))
            )
            .Min(static at => (Instant?)at);
    }

    /// <summary>Why somebody answers for more than before, from a day on that may be still to come.</summary>
    /// <param name="Id">Of the role given, or of the absence.</param>
    /// <param name="Who">Who.</param>
    /// <param name="Since">The first day.</param>
    private sealed record Begun(Guid Id, Guid Who, LocalDate Since);

    private static async Task<List<Begun>> BegunAsync(
        TwinningDatabase database,
        string authority,
        LocalDate today,
        CancellationToken cancel
    )
    {
        var since = today.PlusDays(-DaysToTell);
        var dayBefore = since.PlusDays(-1);
        var given = await database
            .RoleAssignments.Where(x => x.AuthorityId == authority && x.ValidFrom >= since)
            .Where(x => x.ValidTo == null || x.ValidTo >= today)
            .Select(x => new Begun(x.Id, x.PersonId, x.ValidFrom))
            .ToListAsync(cancel);
        var replacing = await database
            .Absences.Where(x => x.AuthorityId == authority && x.ValidFrom >= since)
            .Where(x => x.ValidTo >= today && x.DeputyId != null)
            .Select(x => new Begun(x.Id, x.DeputyId!.Value, x.ValidFrom))
            .ToListAsync(cancel);
        var back = await database
            .Absences.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ValidTo >= dayBefore && x.PersonId != null)
            .ToListAsync(cancel);
        return [.. given, .. replacing, .. back.Select(x => new Begun(x.Id, x.PersonId!.Value, x.ValidTo.PlusDays(1)))];
    }

    private async Task WriteAsync(
        Authority authority,
        Person person,
        List<Begun> begun,
        Roster roster,
        Instant hour,
        CancellationToken cancel
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        var keys = begun.ConvertAll(x => KeyOf(x, person));
        var written = await database
            .Mails.Where(row => keys.Contains(row.Key))
            .Select(row => row.Key)
            .ToListAsync(cancel);
        var untold = begun.FindAll(x => !written.Contains(KeyOf(x, person)));
        if (untold.Count == 0 || roster.IsGone(person.Id) || !await SignsInAsync(database, person, cancel))
            return;
        var before = await Roster.LoadAsync(database, authority.Id, untold.Min(x => x.Since).PlusDays(-1), cancel);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(MailWords.In(person.Language).Language);
        var news = await NewsAsync(scope.ServiceProvider, authority, person, roster, before, cancel);
        if (news.Count == 0)
            return;
        var roles = scope.ServiceProvider.GetRequiredService<RoleWords>();
        var draft = BegunMail.Write(
            new BegunModel
            {
                Language = person.Language,
                Authority = authority.Name,
                Today = roster.Day,
                Because = [.. news.Select(x => Because(x.As, x.Line.Role, roles)).Distinct()],
                Tasks = news.ConvertAll(x => WeeklyDigests.Line(x.Line, "")),
                Desk = options.Value.AddressOf("desk"),
            }
        );
        var ids = new MailIds(await MailKey.ReadAsync(database, cancel));
        foreach (var key in untold.ConvertAll(x => KeyOf(x, person)))
        {
            var id = ids.MessageIdOf(key, MailAddress.DomainOf(authority.MailFrom));
            var letter = PersonalLetter.Of(person, Kind, key, id, draft, clock.Now, hour);
            // the others tell that the same letter has told of them
            if (key != KeyOf(untold[0], person))
                (letter.Status, letter.Error) = (MailRow.Moot, Moot.Superseded);
            database.Mails.Add(letter);
        }
        // of two nodes that write it at once the keys let one
        await database.SaveChangesAsync(cancel);
        bell.Ring(new Ring(Guid.Empty, BellParts.Mail, []));
    }

    private static string KeyOf(Begun begun, Person person) => $"{Kind}/{begun.Id:D}/{person.Id:D}";

    private static Task<bool> SignsInAsync(TwinningDatabase database, Person person, CancellationToken cancel) =>
        database.Users.AnyAsync(row => row.PersonId == person.Id && !row.Disabled, cancel);

    private sealed record Told(Guid? Instance, long Task);

    /// <summary>The open tasks for which the person answers now and did not before, and of which no mail has told them.</summary>
    private async Task<List<(DeskLine Line, Answerable As)>> NewsAsync(
        IServiceProvider services,
        Authority authority,
        Person person,
        Roster roster,
        Roster before,
        CancellationToken cancel
    )
    {
        var database = services.GetRequiredService<TwinningDatabase>();
        var me = new SignedIn(Guid.Empty, person.Id, authority.Id, roster.HeldBy(person.Id));
        var open = await services
            .GetRequiredService<DeskReader>()
            .MineAsync(me, dossier: null, skip: 0, take: MostTasks, person.Language, cancel);
        var mails = await database
            .Mails.Where(row => row.PersonId == person.Id && row.TaskId > 0)
            .Where(row => row.Status != MailRow.Moot && row.Status != MailRow.Failed)
            .Where(row =>
                database.Tasks.Any(task =>
                    task.InstanceId == row.InstanceId && task.TaskId == row.TaskId && task.Status == TaskRow.Open
                )
            )
            .OrderBy(row => row.CreatedAt)
            .Select(row => new { Task = new Told(row.InstanceId, row.TaskId), row.Kind })
            .ToListAsync(cancel);
        // what was taken back since is news again
        var told = mails
            .GroupBy(mail => mail.Task)
            .Where(mail => !PlannedMail.TakesBack(mail.Last().Kind))
            .Select(mail => mail.Key)
            .ToHashSet();
        var news = new List<(DeskLine, Answerable)>();
        foreach (var line in open.Where(line => !told.Contains(new Told(line.Instance, line.Task))))
        {
            var eyes = await FourEyes.ReadAsync(database, catalog, line.Instance, line.Node, cancel);
            if (As(roster, line, eyes) is { } now && As(before, line, eyes) is null)
                news.Add((line, now));
        }
        return news;

        Answerable? As(Roster day, DeskLine line, FourEyes eyes) =>
            day.Answering(line.Role, line.Assignee, eyes)
                .FirstOrDefault(x => x.Person.Id == person.Id && x.Duty != Duty.Superior);
    }

    private static (string Role, string? InPlaceOf) Because(Answerable one, string role, RoleWords roles) =>
        (roles.Of(role), one.Duty == Duty.Deputy ? one.Of?.Name ?? "" : null);
}
