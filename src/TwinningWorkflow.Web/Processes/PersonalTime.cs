using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Processes;

/// <summary>When a person reads their mail, within the hours of their office.</summary>
public static class PersonalTime
{
    private static readonly MailWishes Unsaid = new();

    /// <summary>Who never said otherwise has the office's morning.</summary>
    public static WorkingTime Of(WorkingTime office, MailWishes wishes)
    {
        var days = new HashSet<IsoDayOfWeek>();
        foreach (var digit in wishes.WorkingDays)
            if (digit is >= '1' and <= '7')
                days.Add((IsoDayOfWeek)(digit - '0'));
        var hour = wishes.Hour == Unsaid.Hour ? office.Morning : new LocalTime(Math.Clamp(wishes.Hour, 0, 23), 0);
        return days.Count == 0 && hour == office.Morning ? office : office.Of(days, hour);
    }
}
