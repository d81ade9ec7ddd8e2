using NodaTime;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>Somebody whom a reminder reaches, and when they read.</summary>
internal sealed record Reached(Answerable Who, WorkingTime Work);

/// <summary>Whom the reminders of one task or term concern, by the file's schedule and the people of a day.</summary>
internal sealed class Audience(NodeReminders reminders, WorkingTime office, string role, Guid? assignee, FourEyes eyes)
{
    /// <summary>More departments above one another nobody has.</summary>
    private const int Highest = 20;

    /// <summary>Whom an occurrence reaches on a day, each once; nobody when no one is there.</summary>
    public IReadOnlyList<Reached> Of(ReminderOccurrence occurrence, Roster roster)
    {
        var spec = reminders.SpecOf(occurrence.Line);
        var reached = new Dictionary<Guid, Reached>();
        foreach (var who in Candidates(spec, occurrence.Number, roster))
            reached.TryAdd(who.Person.Id, new Reached(who, PersonalTime.Of(office, who.Person.Wishes)));
        return [.. reached.Values];
    }

    /// <summary>Whether a person answers for it on a day as whose it is, or in their place.</summary>
    public static bool IsTheirs(Roster roster, string role, Guid? assignee, FourEyes eyes, Guid person) =>
        roster.Answering(role, assignee, eyes).Any(x => x.Person.Id == person && x.Duty != Duty.Superior);

    /// <summary>Whether a person answers for it on a day from above, or as whose it is.</summary>
    public static bool Concerns(Roster roster, string role, Guid? assignee, FourEyes eyes, Guid person)
    {
        if (roster.Answering(role, assignee, eyes).Any(x => x.Person.Id == person))
            return true;
        // a level may be empty below another: who replaces an absent head is not above themselves
        for (var level = 1; level <= Highest; level++)
            if (roster.Superiors(role, assignee, level).Any(x => x.Person.Id == person))
                return true;
        return false;
    }

    /// <summary>Those whose it is before those who replace them, and both before those above.</summary>
    private IEnumerable<Answerable> Candidates(ReminderSpec spec, int number, Roster roster)
    {
        var answering = roster.Answering(role, assignee, eyes);
        foreach (var duty in (Duty[])[Duty.Holder, Duty.Deputy, Duty.Superior])
        foreach (var who in answering.Where(x => x.Duty == duty))
            if (Wants(spec, duty))
                yield return who;
        if (!spec.To.Contains(ReminderAudience.Superior))
            yield break;
        var levels = spec.Climbs > 0 ? 1 + (number - 1) / spec.Climbs : 1;
        for (var level = 1; level <= Math.Min(levels, Highest); level++)
            foreach (var who in roster.Superiors(role, assignee, level))
                yield return who;
    }

    /// <summary>Who replaces somebody is told what those would be told.</summary>
    private static bool Wants(ReminderSpec spec, Duty duty) =>
        spec.To.Contains(ReminderAudience.Holders)
        || spec.To.Contains(duty == Duty.Superior ? ReminderAudience.Superior : ReminderAudience.Deputies)
            && duty != Duty.Holder;
}
