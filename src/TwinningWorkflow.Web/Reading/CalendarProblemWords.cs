using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Reading;

/// <summary>What is wrong with a calendar, in the reader's words.</summary>
public sealed class CalendarProblemWords(IStringLocalizer<CalendarText> text)
{
    /// <summary>What is wrong with a field.</summary>
    public string Of(DaysProblem problem)
    {
        var field = problem.Field.Split('.')[^1];
        var kind = field switch
        {
            "day" or "first" or "last" => "day",
            "from" or "to" => "date",
            "days" => "count",
            _ => field,
        };
        var words = text[$"wrong.{problem.Fault}-{kind}"];
        return words.ResourceNotFound ? text[$"wrong.{problem.Fault}"] : words;
    }
}
