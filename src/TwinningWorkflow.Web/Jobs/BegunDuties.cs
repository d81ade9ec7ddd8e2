using System.Collections.Immutable;
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
/// Tells who comes to answer for a role, because it was given to them or they replace somebody from a day on, what lies open in it
/// and was told to others only: at their hour of the first day on which they work, once for each role given and each absence. Who finds
/// nothing open gets nothing.
/// </summary>
public sealed class BegunDuties(
    IServiceScopeFactory scopes,
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

    /// <summary>More tasks than these are counted and not looked at one by one.</summary>
    private const int MostTasks = 200;

    public async Task WriteDueAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        foreach (var authority in await database.Authorities.AsNoTracking().ToListAsync(cancel))
        {
            var calendar = AuthorityCalendar.Of(authority.Calendar);
            var today = clock.Today(calendar.Zone);
            var begun = (await BegunAsync(database, authority.Id, today, cancel)).FindAll(x => x.Since <= today);
            if (begun.Count == 0)
                continue;
            var roster = await Roster.LoadAsync(database, authority.Id, today, cancel);
            foreach (var one in begun)
                if (
                    roster.People.TryGetValue(one.Who, out var person)
                    && PersonalTime.Of(calendar.Work, person.Wishes) is var hours
                    && hours.IsAt(clock.Now)
                )
                    await WriteOrLeaveAsync(authority, person, one, roster, hours.MorningOf(today), cancel);
        }
    }

    /// <summary>When somebody's hours come next who may have something to hear; null when nobody has.</summary>
    public async Task<Instant?> NextAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        Instant? next = null;
        foreach (var authority in await database.Authorities.AsNoTracking().ToListAsync(cancel))
        {
            var work = AuthorityCalendar.Of(authority.Calendar).Work;
            var begun = await BegunAsync(database, authority.Id, work.DayOf(clock.Now), cancel);
            var who = begun.ConvertAll(x => x.Who);
            var wishes = await database
                .People.AsNoTracking()
                .Where(x => who.Contains(x.Id))
                .ToDictionaryAsync(x => x.Id, x => x.Wishes, cancel);
            foreach (var one in begun)
            {
                var from = Instant.Max(work.StartOf(one.Since), clock.Now + Duration.Epsilon);
                if (PersonalTime.Of(work, wishes[one.Who]).MorningFrom(from) is var at && !(at > next))
                    next = at;
            }
        }
        return next;
    }

    /// <summary>Something that somebody answers for since a day, or from one that is still to come.</summary>
    /// <param name="Id">Of the role given, or of the absence.</param>
    /// <param name="Who">Who.</param>
    /// <param name="Role">The role; empty: all that the absent one holds.</param>
    /// <param name="IsDeputy">In another's place, or in that of nobody.</param>
    /// <param name="Of">Who is absent; null for one's own role and for one that is vacant.</param>
    /// <param name="Since">The first day.</param>
    /// <param name="Until">The last day of a deputy.</param>
    private sealed record Begun(
        Guid Id,
        Guid Who,
        string Role,
        bool IsDeputy,
        Guid? Of,
        LocalDate Since,
        LocalDate? Until
    );

    private static async Task<List<Begun>> BegunAsync(
        TwinningDatabase database,
        string authority,
        LocalDate today,
        CancellationToken cancel
    )
    {
        var since = today.PlusDays(-DaysToTell);
        var given = await database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ValidFrom >= since)
            .Where(x => x.ValidTo == null || x.ValidTo >= today)
            .Select(x => new Begun(x.Id, x.PersonId, x.Role, false, null, x.ValidFrom, null))
            .ToListAsync(cancel);
        var replacing = await database
            .Absences.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ValidFrom >= since)
            .Where(x => x.ValidTo >= today && x.DeputyId != null)
            .Select(x => new Begun(x.Id, x.DeputyId!.Value, x.Role, true, x.PersonId, x.ValidFrom, x.ValidTo))
            .ToListAsync(cancel);
        return [.. given, .. replacing];
    }

    private async Task WriteOrLeaveAsync(
        Authority authority,
        Person person,
        Begun begun,
        Roster roster,
        Instant hour,
        CancellationToken cancel
    )
    {
        try
        {
            await WriteAsync(authority, person, begun, roster, hour, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // the others must not go without theirs; the next hour tries again
            log.LogError(e, "What {Person} begins to answer for could not be told.", person.Id);
        }
    }

    private async Task WriteAsync(
        Authority authority,
        Person person,
        Begun begun,
        Roster roster,
        Instant hour,
        CancellationToken cancel
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        var key = string.Create(CultureInfo.InvariantCulture, $"{Kind}/{begun.Id:D}/{person.Id:D}");
        if (await database.Mails.AnyAsync(row => row.Key == key, cancel))
            return;
        var account = await database
            .Users.Where(row => row.PersonId == person.Id && !row.Disabled)
            .OrderBy(row => row.Id)
            .Select(row => (Guid?)row.Id)
            .FirstOrDefaultAsync(cancel);
        ImmutableArray<HeldRole> held = [.. roster.HeldBy(person.Id).Where(x => Began(begun, x))];
        if (account is not { } signsIn || held.IsEmpty)
            return;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(MailWords.In(person.Language).Language);
        var me = new SignedIn(signsIn, person.Id, authority.Id, held);
        var desk = scope.ServiceProvider.GetRequiredService<DeskReader>();
        var open = await desk.MineAsync(me, dossier: null, skip: 0, take: MostTasks, person.Language, cancel);
        // also of what a colleague has told them of themselves, as soon as it was their own
        var told = await database
            .Mails.Where(row => row.PersonId == person.Id && row.TaskId > 0 && row.InstanceId != null)
            .Where(row =>
                database.Tasks.Any(task =>
                    task.InstanceId == row.InstanceId && task.TaskId == row.TaskId && task.Status == TaskRow.Open
                )
            )
            .Select(row => new { row.InstanceId, row.TaskId })
            .Distinct()
            .ToListAsync(cancel);
        var news = open.FindAll(line => !told.Exists(x => x.InstanceId == line.Instance && x.TaskId == line.Task));
        if (news.Count == 0)
            return;
        var more = Math.Max(0, await desk.CountMineAsync(me, dossier: null, cancel) - MostTasks);
        var roles = scope.ServiceProvider.GetRequiredService<RoleWords>();
        var draft = BegunMail.Write(
            new BegunModel
            {
                Language = person.Language,
                Authority = authority.Name,
                Today = roster.Day,
                Because =
                [
                    .. held.Where(x => news.Exists(line => line.Role == x.Role))
                        .Select(x => (roles.Of(x.Role), PlaceOf(x, roster), begun.Until)),
                ],
                Tasks = [.. news.Select(line => WeeklyDigests.Line(line, ""))],
                InAll = news.Count + more,
                Desk = options.Value.AddressOf("desk"),
            }
        );
        var ids = new MailIds(await MailKey.ReadAsync(database, cancel));
        var id = ids.MessageIdOf(key, MailAddress.DomainOf(authority.MailFrom));
        database.Mails.Add(PersonalLetter.Of(person, Kind, key, id, draft, clock.Now, hour));
        // of two nodes that write it at once the key lets one
        await database.SaveChangesAsync(cancel);
        bell.Ring(new Ring(Guid.Empty, BellParts.Mail, []));
    }

    private static bool Began(Begun begun, HeldRole held) =>
        begun.IsDeputy == held.AsDeputy
        && begun.Of == held.OnBehalfOf
        && (begun.Role == held.Role || (begun.IsDeputy && begun.Role.Length == 0));

    private static string? PlaceOf(HeldRole held, Roster roster) =>
        !held.AsDeputy ? null
        : held.OnBehalfOf is { } absent ? roster.People.GetValueOrDefault(absent)?.Name ?? ""
        : "";
}
