using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A step in the picture: where its bar begins and ends, in hundredths of the picture's width.</summary>
public sealed record TimelineBar(ForecastStep Step, string Title, string From, string Width, string? Earliest);

/// <summary>A month's first day in the picture.</summary>
public sealed record TimelineMonth(string At, string Label);

/// <summary>A forecast as a picture: from today to a little beyond the goal; what follows the goal stands in the table alone.</summary>
public sealed record Timeline(ImmutableArray<TimelineBar> Bars, ImmutableArray<TimelineMonth> Months)
{
    private const int MostLabels = 4;

    public static Timeline Of(ForecastView view, Func<ForecastStep, string> title)
    {
        var (_, forecast, today) = view;
        var shown = forecast.Goal is { } goal
            ? forecast.Steps.Where(step => step.Likely <= goal).ToList()
            : [.. forecast.Steps];
        if (shown.Count == 0)
            return new Timeline([], []);
        var days = Math.Max(28, Period.DaysBetween(today, shown.Max(step => step.Likely)) * 21 / 20 + 1);
        return new Timeline(
            [
                .. shown.Select(step =>
                {
                    // what is open already has been for a while, which is no part of what is to come
                    var from = At(step.Opens < today ? today : step.Opens);
                    return new TimelineBar(
                        step,
                        title(step),
                        Percent(from),
                        Percent(Math.Max(0.8, At(step.Likely) - from)),
                        step.Earliest is { } earliest ? Percent(At(earliest)) : null
                    );
                }),
            ],
            [.. Months()]
        );

        double At(LocalDate day) => 100.0 * Period.DaysBetween(today, day) / days;

        IEnumerable<TimelineMonth> Months()
        {
            var every = days / 30 / MostLabels + 1;
            var end = today.PlusDays(days * 9 / 10);
            for (
                var month = today.With(DateAdjusters.StartOfMonth).PlusMonths(1);
                month <= end;
                month = month.PlusMonths(every)
            )
                yield return new TimelineMonth(
                    Percent(At(month)),
                    month.ToString(month.Month == 1 || every > 5 ? "MMM uuuu" : "MMM", CultureInfo.CurrentCulture)
                );
        }
    }

    private static string Percent(double part) => part.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
