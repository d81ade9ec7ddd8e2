using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Features.Sittings;

/// <summary>What pages say of sittings.</summary>
public sealed class SittingWords(IStringLocalizer<SittingText> text, Shell shell)
{
    /// <summary>Giunta; Consiglio.</summary>
    public string Body(string body) => text["body-" + body];

    /// <summary>The bodies to choose from.</summary>
    public IEnumerable<Choice> Bodies => Sitting.Bodies.Select(body => new Choice(body, Body(body)));

    /// <summary>What the rule of a body's agenda stands in.</summary>
    public string Citation(string body) => text["rule-" + body];

    /// <summary>Giunta del 7 dicembre 2022.</summary>
    public string Named(string body, LocalDate day) => Days.Bent(text["named", Body(body), Days.Long(day)]);

    /// <summary>Giunta del 7 dicembre 2022: l'ordine del giorno chiude il 5 dicembre 2022.</summary>
    public string Next(PlannedSitting sitting) =>
        Days.Bent(
            text[
                sitting.AgendaCloses == shell.Today ? "next-today"
                : sitting.AgendaCloses < shell.Today ? "next-closed"
                : "next-open",
                Body(sitting.Body),
                Days.Long(sitting.On),
                Days.Long(sitting.AgendaCloses)
            ]
        );

    /// <summary>Says that none is planned on which the step could be decided.</summary>
    public string None(string body) => text["next-none-" + body];

    /// <summary>Until when something can be put on the agenda.</summary>
    public string Agenda(PlannedSitting sitting) =>
        sitting.AgendaCloses == shell.Today
            ? text["agenda-today"]
            : Days.Bent(
                text[
                    sitting.AgendaCloses < shell.Today ? "agenda-closed" : "agenda-until",
                    Days.WithWeekday(sitting.AgendaCloses)
                ]
            );

    /// <summary>Why the agenda closes then: the rule's sentence, or that the day was chosen for this sitting.</summary>
    public string Why(AuthorityCalendar calendar, Sitting sitting)
    {
        var rule = calendar.Agenda(sitting.Body, sitting.Day, Citation(sitting.Body)).In(shell.Language);
        return sitting.AgendaCloses is { } own ? text["agenda-own", Days.WithWeekday(own), rule] : rule;
    }

    /// <summary>Two working days before: the rule of a body's agenda, in short.</summary>
    public string Rule(AuthorityCalendar calendar, string body) =>
        calendar.Days.AgendaOf(SittingRules.BodyOf(body)) switch
        {
            { Days: 0 } => text["before-none"],
            { InWorkingDays: true, Days: 1 } => text["before-working-one"],
            { InWorkingDays: true, Days: var days } => text["before-working", days],
            { Days: 1 } => text["before-day"],
            { Days: var days } => text["before-days", days],
        };

    /// <summary>Why a body would hardly sit on the day; null when nothing is against it.</summary>
    public string? Against(AuthorityCalendar calendar, string body, LocalDate day) =>
        calendar.Against(body, day) switch
        {
            null => null,
            SittingRules.Recess => text["on-recess-" + body].Value,
            var why when calendar.Holidays.MovesTerm(day) is not null => text[
                "on-holiday",
                TermWords.Reason(shell.Language, why)
            ].Value,
            var why => text["on-closed", TermWords.Reason(shell.Language, why)].Value,
        };

    /// <summary>The sitting as it stands, in one line: body, day, hour and agenda.</summary>
    public string Whole(AuthorityCalendar calendar, Sitting sitting) =>
        Named(sitting.Body, sitting.Day)
        + (sitting.BeginsAt.Length > 0 ? $", {text["at", sitting.BeginsAt].Value}" : "")
        + $" ({Agenda(calendar.Planned(sitting))})";
}
