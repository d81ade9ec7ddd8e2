using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Somebody who gets a mail.</summary>
/// <param name="Key">The person's id or the recipient code.</param>
internal sealed record MailReader(string Key, Guid? Person, string Name, string Address, string Language)
{
    /// <summary>How a person wants to be written to; null for a body or the partner.</summary>
    public MailWishes? Wishes { get; init; }

    /// <summary>In whose place a person gets it.</summary>
    public Guid? OnBehalfOf { get; init; }
}

/// <summary>Finds who gets a mail today.</summary>
internal static class MailReaders
{
    public static async Task<IReadOnlyList<MailReader>> FindAsync(
        TwinningDatabase database,
        MailSubject about,
        MailCalendars calendars,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        if (about.Planned is { Template: PlannedMail.TaskPassed, Person: { } before })
            return await NoLongerAsync(database, about, [.. calendars.ToldFor(before)], people, cancel);
        if (PlannedMail.TakesBack(about.Planned.Template))
            return calendars.Told.Any() ? Of(await people.TodayAsync(about.Authority.Id, cancel), calendars.Told) : [];
        if (about.Planned.Role.Length > 0)
            return await HoldersAsync(database, about, await people.TodayAsync(about.Authority.Id, cancel), cancel);

        var contact = about.Dossier.Contact;
        var corrected = about.Planned.Address;
        if (about.Planned.Recipient == Recipient.Partner && contact.Email.Length > 0)
            return [new(Recipient.Partner, null, contact.Name, Either(corrected, contact.Email), contact.Language)];
        var code = about.Planned.Recipient;
        var body = await database
            .Recipients.AsNoTracking()
            .SingleOrDefaultAsync(row => row.AuthorityId == about.Authority.Id && row.Code == code, cancel);
        return body is null
            ? []
            : [new(code, null, body.Name, Either(corrected, body.Address), about.Authority.Language)];
    }

    /// <summary>Of those who were told of a task, whom it no longer concerns.</summary>
    private static async Task<IReadOnlyList<MailReader>> NoLongerAsync(
        TwinningDatabase database,
        MailSubject about,
        List<Guid> told,
        PeopleByDay people,
        CancellationToken cancel
    )
    {
        if (told.Count == 0)
            return [];
        var (instance, id) = (about.Instance, about.Planned.TaskId);
        var task = await database
            .Tasks.Where(row => row.InstanceId == instance && row.TaskId == id)
            .Select(row => new { row.Role, row.Assignee })
            .SingleAsync(cancel);
        var roster = await people.TodayAsync(about.Authority.Id, cancel);
        var eyes = await FourEyes.ReadAsync(database, about.Definition, instance, about.Planned.Node, cancel);
        return Of(roster, told.Where(person => !Audience.IsTheirs(roster, task.Role, task.Assignee, eyes, person)));
    }

    private static IReadOnlyList<MailReader> Of(Roster roster, IEnumerable<Guid> ids) =>
        [
            .. ids.Where(x => roster.People.ContainsKey(x) && !roster.IsGone(x))
                .Order()
                .Select(x => Of(roster.People[x])),
        ];

    private static MailReader Of(Person person) =>
        new($"{person.Id}", person.Id, person.Name, person.AddressForMail, person.Language) { Wishes = person.Wishes };

    private static string Either(string corrected, string own) => corrected.Length > 0 ? corrected : own;

    /// <summary>The one to whom it goes, or all whose it is today.</summary>
    private static async Task<IReadOnlyList<MailReader>> HoldersAsync(
        TwinningDatabase database,
        MailSubject about,
        Roster roster,
        CancellationToken cancel
    )
    {
        var planned = about.Planned;
        // a reminder was planned for one person as they are today; whoever was given a task may be absent, and replaced
        if (planned is { Person: { } one, Occurrence.Length: > 0 })
            return roster.People.TryGetValue(one, out var person)
                ? [Of(person) with { OnBehalfOf = planned.OnBehalfOf }]
                : [];
        var assignee = planned.Person;
        if (assignee is null && planned.TaskId > 0)
            assignee = await database
                .Tasks.Where(row => row.InstanceId == about.Instance && row.TaskId == planned.TaskId)
                .Select(row => row.Assignee)
                .SingleOrDefaultAsync(cancel);
        var eyes =
            planned.TaskId > 0
                ? await FourEyes.ReadAsync(database, about.Definition, about.Instance, planned.Node, cancel)
                : FourEyes.None;
        return
        [
            .. roster
                .Answering(planned.Role, assignee, eyes)
                .Where(x => x.Duty != Duty.Superior)
                .Select(x => Of(x.Person) with { OnBehalfOf = x.Of?.Id }),
        ];
    }
}
