using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Calendars;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Writes, for heads and the Secretary, what the week looks like, on the first of its days on which they work, at their hour. It is
/// read from what the desk shows, and where that is nothing it is not written. The key names the week, so that nobody gets it twice; a week that went by unwritten is not made
/// up for.
/// </summary>
public sealed class WeeklyDigests(
    IServiceScopeFactory scopes,
    IOptions<MailOptions> options,
    BusinessClock clock,
    StepBell bell,
    ILogger<WeeklyDigests> log
)
{
    /// <summary>The kind of its mails.</summary>
    public const string Kind = "weekly";

    private static readonly IReadOnlyList<string> Readers = [Roles.DepartmentHead, Roles.Secretariat];

    internal async Task WriteDueAsync(TwinningDatabase database, Authority authority, CancellationToken cancel)
    {
        var calendar = AuthorityCalendar.Of(authority.Calendar);
        var today = clock.Today(calendar.Zone);
        var roster = await Roster.LoadAsync(database, authority.Id, today, cancel);
        foreach (var person in roster.People.Values.Where(person => IsReader(roster, person)))
            if (IsDue(PersonalTime.Of(calendar.Work, person.Wishes), today))
                await WriteOrLeaveAsync(authority, person, today, cancel);
    }

    /// <summary>When somebody's is due next, by the people of today; null when nobody wants one.</summary>
    internal async Task<Instant?> NextAsync(TwinningDatabase database, Authority authority, CancellationToken cancel)
    {
        var calendar = AuthorityCalendar.Of(authority.Calendar);
        var roster = await Roster.LoadAsync(database, authority.Id, clock.Today(calendar.Zone), cancel);
        return roster
            .People.Values.Where(person => IsReader(roster, person))
            .Min(person => (Instant?)HourAfter(clock.Now, PersonalTime.Of(calendar.Work, person.Wishes)));
    }

    private static bool IsReader(Roster roster, Person person) =>
        person.Wishes.Weekly && Readers.Any(role => roster.Holds(person.Id, role));

    private static Instant HourAfter(Instant now, WorkingTime theirs)
    {
        // a week in which they do not work at all is told in the next
        for (var monday = MondayOf(theirs.DayOf(now)); ; monday = monday.PlusWeeks(1))
            if (theirs.MorningOf(theirs.OnOrAfter(monday)) is var at && at > now)
                return at;
    }

    /// <summary>From their hour on, on the first of the week's days on which they work: in the middle of a week it is no news.</summary>
    private bool IsDue(WorkingTime theirs, LocalDate today) =>
        theirs.OnOrAfter(MondayOf(today)) == today && theirs.MorningOf(today) <= clock.Now;

    private async Task WriteOrLeaveAsync(Authority authority, Person person, LocalDate today, CancellationToken cancel)
    {
        try
        {
            await WriteAsync(authority, person, today, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // the others must not go without theirs; the next hour tries again
            log.LogError(e, "The digest of the week of {Person} could not be written.", person.Id);
        }
    }

    private static LocalDate MondayOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    private async Task WriteAsync(Authority authority, Person person, LocalDate today, CancellationToken cancel)
    {
        // each in a reading of its own, as its page has it
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
        var iso = WeekYearRules.Iso;
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"{Kind}/{iso.GetWeekYear(today)}-W{iso.GetWeekOfWeekYear(today):00}/{person.Id:D}"
        );
        if (await database.Mails.AnyAsync(row => row.Key == key, cancel))
            return;
        var account = await database
            .Users.Where(row => row.PersonId == person.Id && !row.Disabled)
            .OrderBy(row => row.Id)
            .Select(row => (Guid?)row.Id)
            .FirstOrDefaultAsync(cancel);
        if (account is not { } signsIn)
            return;
        // the words of roles are those of the reader
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(MailWords.In(person.Language).Language);
        var week = await ModelAsync(scope.ServiceProvider, authority, person, signsIn, today, cancel);
        // nobody wants to be told each Monday that there is nothing to tell
        if (week.IsEmpty)
            return;
        var draft = WeeklyMail.Write(week);
        var ids = new MailIds(await MailKey.ReadAsync(database, cancel));
        database.Mails.Add(
            PersonalLetter.Of(
                person,
                Kind,
                key,
                ids.MessageIdOf(key, MailAddress.DomainOf(authority.MailFrom)),
                draft,
                clock.Now
            )
        );
        // of two nodes that write it at once the key lets one
        await database.SaveChangesAsync(cancel);
        bell.Ring(new Ring(Guid.Empty, BellParts.Mail, []));
    }

    internal async Task<WeeklyModel> ModelAsync(
        IServiceProvider services,
        Authority authority,
        Person person,
        Guid account,
        LocalDate today,
        CancellationToken cancel
    )
    {
        var database = services.GetRequiredService<TwinningDatabase>();
        var roles = services.GetRequiredService<RoleWords>();
        var held = await HeldRoles.OfAsync(database, authority.Id, person.Id, today, cancel);
        var me = new SignedIn(account, person.Id, authority.Id, held.Roles);
        var monday = MondayOf(today);
        var desk = services.GetRequiredService<DeskReader>();
        // each by itself: beside many late tasks a page of the desk has no room for what is due, nor for what is awaited
        var late = await desk.DueAsync(me, null, today.PlusDays(-1), WeeklyMail.MostLines, person.Language, cancel);
        var due = await desk.DueAsync(me, today, monday.PlusDays(6), WeeklyMail.MostLines, person.Language, cancel);
        var awaited = await services
            .GetRequiredService<DeskWaits>()
            .ReadAsync(me, WeeklyMail.MostLines, person.Language, cancel);
        var weekBefore = monday.PlusDays(-7);
        var signed = await database
            .Register.AsNoTracking()
            .Where(row => row.AuthorityId == authority.Id && row.SignedOn >= weekBefore && row.SignedOn < monday)
            .OrderBy(row => row.SignedOn)
            .ToListAsync(cancel);
        return new WeeklyModel
        {
            Language = person.Language,
            Authority = authority.Name,
            Today = today,
            Late = Lines(late, roles),
            LateInAll = late.InAll,
            Due = Lines(due, roles),
            DueInAll = due.InAll,
            Waiting =
            [
                .. awaited
                    .OrderBy(line => line.DueOn is null)
                    .ThenBy(line => line.DueOn)
                    .ThenBy(line => line.Since)
                    .Select(line => Line(line, "")),
            ],
            Signed =
            [
                .. signed.Select(row => new WeeklyLine(
                    row.PartnerCity,
                    string.Create(CultureInfo.InvariantCulture, $"{row.Year}/{row.Number}"),
                    "",
                    row.SignedOn
                )),
            ],
            Desk = options.Value.AddressOf("desk"),
            Unsubscribe = options.Value.AddressOf(MailLinks.StopPage),
        };
    }

    private static List<WeeklyLine> Lines(DueTasks tasks, RoleWords roles) =>
        [.. tasks.Mine.Select(line => Line(line, "")), .. tasks.Others.Select(line => Line(line, roles.Of(line.Role)))];

    internal static WeeklyLine Line(DeskLine line, string whose) =>
        new(line.Title, $"{line.Number} {line.Partner}", whose, line.DueOn);
}
