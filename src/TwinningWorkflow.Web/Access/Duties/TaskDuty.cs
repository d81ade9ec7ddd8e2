using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>What a person may do with an open task, and who has it.</summary>
public sealed record TaskDuty
{
    /// <summary>In whose name they would do it; null when it is none of theirs.</summary>
    public Actor? Actor { get; private init; }

    /// <summary>Who has it; null when it is everybody's who holds the role.</summary>
    public Person? Assignee { get; private init; }

    /// <summary>They have it themselves, or replace who has it.</summary>
    public bool IsTheirs { get; private init; }

    /// <summary>
    /// The step after which they must not do this one, because they did it or it was done in their place, or because that is so of
    /// whom they replace; null when they may.
    /// </summary>
    public string? Barring { get; private init; }

    /// <summary>Whom they replace and who is barred, when they themselves are not; null otherwise.</summary>
    public Person? BarredFor { get; private init; }

    /// <summary>They may give it to somebody although it is not theirs: they stand above, or are the secretariat or an administrator.</summary>
    public bool Oversees { get; private init; }

    /// <summary>Those who may get it from them, by name.</summary>
    public IReadOnlyList<Person> Candidates { get; private init; } = [];

    public bool MayDo => Actor is not null && Barring is null && (Assignee is null || IsTheirs);
    public bool MayClaim => Actor is not null && Barring is null && Assignee is null;
    public bool MayRelease => Assignee is not null && (IsTheirs || Oversees);
    public bool MayGive => IsTheirs || Oversees;

    /// <param name="me">Who asks.</param>
    /// <param name="row">The task.</param>
    /// <param name="process">Its process.</param>
    /// <param name="roster">The people of today.</param>
    public static TaskDuty Of(SignedIn me, TaskRow row, InstanceView process, Roster roster)
    {
        var assignee = row.Assignee is { } id ? roster.People.GetValueOrDefault(id) : null;
        var eyes = FourEyes.On(process.Definition, process.State, row.Node);
        var actor = me.ForStep(row.Role, row.Assignee, eyes);
        var isTheirs = row.Assignee is { } has && (has == me.Person || actor?.OnBehalfOf == $"{has:D}");
        // who audits changes nothing, even as the head of a department
        var oversees =
            !me.Holds(Roles.Auditor)
            && (
                me.Holds(Roles.Secretariat)
                || me.Administers
                || (row.Assignee is { } one ? [one] : roster.WhoMayDo(row.Role, eyes).Select(x => x.Id)).Any(x =>
                    roster.StandsAbove(me.Person, x, row.Role)
                )
            );
        var barring = actor is null ? null : Barred(actor.Person);
        var barringOther = barring is null && actor?.OnBehalfOf is { } of ? Barred(of) : null;
        return new TaskDuty
        {
            Actor = actor,
            Assignee = assignee,
            IsTheirs = isTheirs,
            Oversees = oversees,
            Barring = barring ?? barringOther,
            BarredFor = barringOther is null ? null : roster.People.GetValueOrDefault(Guid.Parse(actor!.OnBehalfOf!)),
            Candidates =
                isTheirs || oversees ? [.. roster.WhoMayDo(row.Role, eyes).Where(x => x.Id != row.Assignee)] : [],
        };

        string? Barred(string person) => ProcessEngine.Barring(process.Definition, process.State, row.Node, person);
    }
}
