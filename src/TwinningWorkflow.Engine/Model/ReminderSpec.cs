using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Model;

/// <summary>When a reminder of a deadline or of a term comes.</summary>
public enum ReminderMoment
{
    /// <summary>When the term starts. A task's assignment is told anyway.</summary>
    Start,

    /// <summary>In the middle between the start, or the opening if that is later, and the last day.</summary>
    Halfway,

    /// <summary>So many days before the last day.</summary>
    Before,

    /// <summary>On the last day.</summary>
    Due,

    /// <summary>So many days after the last day.</summary>
    After,

    /// <summary>Not at all: of what has this, and nothing beside it, nobody is reminded.</summary>
    Never,
}

/// <summary>Who is reminded.</summary>
public enum ReminderAudience
{
    /// <summary>Whoever has to do it.</summary>
    Holders,

    /// <summary>Those who replace them.</summary>
    Deputies,

    /// <summary>The head of their department, and from there upwards.</summary>
    Superior,
}

/// <summary>One line of a schedule of reminders (<c>tw:remind</c>).</summary>
/// <param name="At">When.</param>
/// <param name="Days">How many days before or after the last day; 0 for the others.</param>
/// <param name="To">Whom.</param>
public sealed record ReminderSpec(ReminderMoment At, int Days, ImmutableArray<ReminderAudience> To)
{
    /// <summary>Of one that comes after the last day: again every so many days; 0: once.</summary>
    public int Every { get; init; }

    /// <summary>After so many of a line that repeats, the next superior up the chain is told as well; 0: never.</summary>
    public int Climbs { get; init; }

    private static readonly ImmutableArray<ReminderAudience> Holders = [ReminderAudience.Holders];

    /// <summary>What holds where a file says nothing.</summary>
    public static ImmutableArray<ReminderSpec> Usual { get; } =
    [
        new(ReminderMoment.Halfway, 0, Holders),
        new(ReminderMoment.Before, 1, Holders),
        new(ReminderMoment.Due, 0, Holders),
        new(ReminderMoment.After, 1, [ReminderAudience.Holders, ReminderAudience.Deputies, ReminderAudience.Superior])
        {
            Every = 2,
            Climbs = 3,
        },
    ];

    /// <summary>What the words of <c>tw:deadline reminders</c> mean, as files wrote them before there was <c>tw:remind</c>; null for others.</summary>
    internal static ReminderSpec? Of(string word) =>
        word switch
        {
            "dayBefore" => new ReminderSpec(ReminderMoment.Before, 1, Holders),
            "dueDay" => new ReminderSpec(ReminderMoment.Due, 0, Holders),
            "overdue" => new ReminderSpec(ReminderMoment.After, 1, Holders) { Every = 2 },
            _ => null,
        };
}
