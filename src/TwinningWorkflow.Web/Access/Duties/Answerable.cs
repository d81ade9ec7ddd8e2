using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access.Duties;

/// <summary>Why somebody answers for a task.</summary>
public enum Duty
{
    /// <summary>It is theirs: they hold the role, or were given the task.</summary>
    Holder,

    /// <summary>They replace somebody who is absent, or a role that nobody holds.</summary>
    Deputy,

    /// <summary>They stand above whose task it is.</summary>
    Superior,
}

/// <summary>Somebody who answers for a task on a day.</summary>
/// <param name="Person">Who.</param>
/// <param name="Duty">Why.</param>
/// <param name="Of">Whom the deputy replaces, or whose superior it is; null for a holder, and for the deputy of a role that nobody holds.</param>
/// <param name="Level">How far up a superior stands, from 1; 0 for others.</param>
public sealed record Answerable(Person Person, Duty Duty, Person? Of = null, int Level = 0)
{
    /// <summary>The superior who is absent and in whose place this person is told; null for all others.</summary>
    public Person? InPlaceOf { get; init; }
}

/// <summary>Somebody who holds a role.</summary>
/// <param name="Person">Who.</param>
/// <param name="AbsentUntil">The last day of their absence; null when they are there.</param>
/// <param name="Deputy">Who replaces them; null when nobody can be reached who does.</param>
public sealed record RoleHolder(Person Person, NodaTime.LocalDate? AbsentUntil, Person? Deputy)
{
    /// <summary>They stand in for a role that nobody holds.</summary>
    public bool Vacant { get; init; }
}
