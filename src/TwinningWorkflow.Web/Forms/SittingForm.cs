using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Forms;

/// <summary>Reads what came for a sitting, and tells what is wrong with it field by field.</summary>
public static class SittingForm
{
    public const string Body = "body";
    public const string Day = "day";
    public const string BeginsAt = "beginsAt";
    public const string AgendaCloses = "agendaCloses";

    /// <summary>The day is before the one from which it is to run.</summary>
    public const string EndsBeforeItBegins = nameof(EndsBeforeItBegins);

    private const string NoDate = "WrongType.Date";

    private static readonly LocalTimePattern[] Hours =
    [
        SittingPlan.Hour,
        .. new[] { "H:mm", "H.mm", "HH:mm:ss" }.Select(LocalTimePattern.CreateWithInvariantCulture),
    ];

    /// <summary>The plan; null when something of it cannot be read.</summary>
    public static (SittingPlan? Plan, IReadOnlyList<InputProblem> Problems) Read(
        string? body,
        string? day,
        string? beginsAt,
        string? agendaCloses
    )
    {
        var problems = new List<InputProblem>();
        var known = ReadBody(body, problems);
        var on = ReadDay(Day, day, isRequired: true, problems);
        var hour = ReadHour(beginsAt, problems);
        var closes = ReadDay(AgendaCloses, agendaCloses, isRequired: false, problems);
        return problems.Count == 0 ? (new SittingPlan(known!, on!.Value, hour!, closes), []) : (null, problems);
    }

    /// <summary>A body that sits.</summary>
    public static string? ReadBody(string? typed, List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(typed))
            problems.Add(new InputProblem(Body, FieldProblemCode.Required));
        else if (!Sitting.Bodies.Contains(typed))
            problems.Add(new InputProblem(Body, nameof(SittingFault.UnknownBody)));
        else
            return typed;
        return null;
    }

    /// <summary>A day as ISO 8601, as browsers send it.</summary>
    public static LocalDate? ReadDay(string field, string? typed, bool isRequired, List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            if (isRequired)
                problems.Add(new InputProblem(field, FieldProblemCode.Required));
            return null;
        }
        if (LocalDatePattern.Iso.Parse(typed.Trim()) is { Success: true, Value: var day })
            return day;
        problems.Add(new InputProblem(field, NoDate));
        return null;
    }

    /// <summary>An hour as <c>HH:mm</c>, also where it was typed as 9.30; empty when none was given.</summary>
    public static string? ReadHour(string? typed, List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return "";
        foreach (var pattern in Hours)
            if (pattern.Parse(typed.Trim()) is { Success: true, Value: var hour })
                return SittingPlan.Hour.Format(hour);
        problems.Add(new InputProblem(BeginsAt, nameof(SittingFault.NoHour)));
        return null;
    }

    /// <summary>What stands against a plan, beside its field.</summary>
    public static InputProblem Of(SittingFault fault, SittingPlan plan, LocalDate today) =>
        fault switch
        {
            SittingFault.UnknownBody => new InputProblem(Body, $"{fault}"),
            SittingFault.DayPast => new InputProblem(Day, $"{fault}", Iso(today)),
            SittingFault.DayTooFar => new InputProblem(Day, $"{fault}", Iso(today.PlusYears(SittingDesk.YearsAhead))),
            SittingFault.NoHour => new InputProblem(BeginsAt, $"{fault}"),
            SittingFault.AgendaAfterSitting => new InputProblem(AgendaCloses, $"{fault}", Iso(plan.Day)),
            SittingFault.SitsAlready or SittingFault.SittingOver => new InputProblem(Day, $"{fault}"),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
        };

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
