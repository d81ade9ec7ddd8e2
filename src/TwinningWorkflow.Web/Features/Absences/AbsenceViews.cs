using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Administration;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Absences;

/// <summary>An absence of today or later.</summary>
public sealed record AbsenceLine(Absence Absence, string Person, string Role, string Deputy);

/// <summary>What the list of absences shows, and where its buttons lead.</summary>
public sealed record AbsenceList(IReadOnlyList<AbsenceLine> Lines, bool OfOne);

/// <summary>What the pages about absences share: the list, the choices and the entering.</summary>
public sealed class AbsenceViews(
    TwinningDatabase database,
    AbsenceDesk desk,
    RolePeriods periods,
    RoleWords roles,
    Shell shell,
    IStringLocalizer<AbsenceText> text
)
{
    /// <param name="person">Only theirs; null: everybody's.</param>
    public async Task<IReadOnlyList<AbsenceLine>> ReadAsync(Guid? person, CancellationToken cancel)
    {
        var (authority, today) = (shell.Authority, shell.Today);
        var found = await database
            .Absences.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ValidTo >= today && (person == null || x.PersonId == person))
            .OrderBy(x => x.ValidFrom)
            .ThenBy(x => x.Id)
            .ToListAsync(cancel);
        var ids = found.SelectMany(x => new[] { x.PersonId, x.DeputyId }).OfType<Guid>().ToList();
        var names = await database
            .People.Where(x => x.AuthorityId == authority && ids.Contains(x.Id))
            .ToDictionaryAsync(x => x.Id, x => x.Name, cancel);
        return found.ConvertAll(x => new AbsenceLine(
            x,
            Name(x.PersonId),
            x.Role.Length > 0 ? roles.Of(x.Role) : "",
            Name(x.DeputyId)
        ));

        string Name(Guid? id) => id is { } one ? names.GetValueOrDefault(one, "") : "";
    }

    public async Task<IReadOnlyList<Choice>> DeputiesAsync(Guid? person, CancellationToken cancel)
    {
        var roster = await Roster.LoadAsync(database, shell.Authority, shell.Today, cancel);
        return [.. roster.WhoMayReplace(person).Select(x => new Choice($"{x.Id:D}", x.Name))];
    }

    public async Task<IReadOnlyList<Choice>> PeopleAsync(CancellationToken cancel)
    {
        var roster = await Roster.LoadAsync(database, shell.Authority, shell.Today, cancel);
        return
        [
            .. roster
                .People.Values.Where(x => !roster.IsGone(x.Id))
                .OrderBy(x => x.Name, StringComparer.CurrentCulture)
                .Select(x => new Choice($"{x.Id:D}", x.Name)),
            new Choice(AbsenceInput.Nobody, text["person-nobody"]),
        ];
    }

    /// <summary>The roles that a deputy may cover.</summary>
    public IEnumerable<Choice> Roles() =>
        periods.Choices().Where(x => HeldRoles.MayBeCovered(x.Value)).Select(x => new Choice(x.Value, x.Label));

    /// <summary>Enters it; false when something is wrong, which then stands beside its field. Warns of a deputy who is away too.</summary>
    public async Task<(bool Done, string Warning)> EnterAsync(
        ModelStateDictionary state,
        Actor actor,
        NewAbsence absence,
        CancellationToken cancel
    )
    {
        var change = await desk.EnterAsync(actor, absence, cancel);
        if (change is not AbsenceChange.Done)
        {
            state.AddModelError(FieldOf(change), text[change.ToString()]);
            return (false, "");
        }
        return await desk.DeputyAwayAsync(actor.Authority, absence, cancel) is { } until
            ? (true, text["deputy-away", Days.Long(until)])
            : (true, "");
    }

    public string WordsOf(AbsenceChange change) => text[change.ToString()];

    /// <summary>The day with which an absence ends now: yesterday, or before it has begun.</summary>
    public LocalDate Now => shell.Today.PlusDays(-1);

    private static string FieldOf(AbsenceChange change) =>
        "Input."
        + change switch
        {
            AbsenceChange.SelfAsDeputy or AbsenceChange.NoDeputy => nameof(AbsenceInput.Deputy),
            AbsenceChange.NotCovered or AbsenceChange.RoleHeld => nameof(AbsenceInput.Role),
            AbsenceChange.NotFound => nameof(AbsenceInput.Person),
            AbsenceChange.EndsBeforeItBegins or AbsenceChange.EndsInThePast or AbsenceChange.TooLong => nameof(
                AbsenceInput.Last
            ),
            _ => nameof(AbsenceInput.From),
        };
}
