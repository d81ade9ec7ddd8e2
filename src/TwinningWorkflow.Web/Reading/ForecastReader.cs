using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A forecast, and the day on which it was made.</summary>
public sealed record ForecastView(ProcessDefinition Definition, Forecast Forecast, LocalDate Today)
{
    /// <summary>The sittings to come.</summary>
    public ImmutableArray<PlannedSitting> Sittings { get; init; } = [];

    /// <summary>The sitting on which a step's day rests; null where it rests on none.</summary>
    public PlannedSitting? SittingOf(ForecastStep step) =>
        step.Basis == ForecastBasis.Sitting
            ? Sittings.FirstOrDefault(sitting => sitting.On == step.Likely && sitting.Body == BodyOf(step.Node))
            : null;

    /// <summary>The body that decides a step in a sitting; empty for most.</summary>
    public string BodyOf(string node) => Definition.FormOf(node)?.Body ?? "";

    /// <summary>The plan back from the day that is wished for; null where none is.</summary>
    public BackwardPlan? Plan { get; init; }
}

/// <summary>Forecasts the course of a process from what the authority's calendar and past say.</summary>
public sealed class ForecastReader(
    TwinningDatabase database,
    PastDurations past,
    ProcessChoices choices,
    SittingReader sittings,
    AuthorityCalendars calendars,
    BusinessClock clock
)
{
    /// <summary>The course of a process that runs, and the plan back from a day that is wished for.</summary>
    public async Task<ForecastView> OfAsync(InstanceView process, LocalDate? wished, CancellationToken cancel)
    {
        var (row, state, definition) = process;
        var calendar = await calendars.OfAsync(row.AuthorityId, cancel);
        return await OfAsync(
            row.AuthorityId,
            definition,
            state,
            calendar,
            await OpenedOnAsync(row.Id, calendar.Zone, cancel),
            wished,
            cancel
        );
    }

    /// <summary>The course of a process that would start today; null where it cannot be started so.</summary>
    public async Task<ForecastView?> OfNewAsync(
        string authority,
        ProcessDefinition definition,
        LocalDate? wished,
        CancellationToken cancel
    )
    {
        var calendar = await calendars.OfAsync(authority, cancel);
        var chosen = await choices.InForceAsync(authority, definition, cancel);
        var start = new StartProcess(
            clock.Now,
            Actor.System(authority, "forecast"),
            "forecast",
            definition.Settings.ToImmutableDictionary(setting => setting.Variable, setting => chosen[setting.Field.Id])
        );
        return
            ProcessEngine.Decide(definition, ProcessState.Empty, start, calendar.Terms)
                is Decision.Accepted { State: var state }
            ? await OfAsync(
                authority,
                definition,
                state,
                calendar,
                ImmutableDictionary<long, LocalDate>.Empty,
                wished,
                cancel
            )
            : null;
    }

    /// <summary>Since when each element waits for a person or for a message.</summary>
    private async Task<ImmutableDictionary<long, LocalDate>> OpenedOnAsync(
        Guid instance,
        DateTimeZone zone,
        CancellationToken cancel
    )
    {
        var opened = await database
            .Tasks.AsNoTracking()
            .Where(task => task.InstanceId == instance && task.Status == TaskRow.Open)
            .Select(task => new { Element = task.TaskId, task.OpenedAt })
            .Concat(
                database
                    .Waits.AsNoTracking()
                    .Where(wait => wait.InstanceId == instance)
                    .Select(wait => new { Element = wait.ElementId, wait.OpenedAt })
            )
            .ToListAsync(cancel);
        // one element may wait for several messages, or be a task that a message takes away
        return opened
            .GroupBy(one => one.Element, one => one.OpenedAt)
            .ToImmutableDictionary(one => one.Key, one => one.Min().InZone(zone).Date);
    }

    private async Task<ForecastView> OfAsync(
        string authority,
        ProcessDefinition definition,
        ProcessState state,
        AuthorityCalendar calendar,
        ImmutableDictionary<long, LocalDate> opened,
        LocalDate? wished,
        CancellationToken cancel
    )
    {
        var now = clock.Now;
        var toCome = await sittings.ToComeAsync(authority, calendar, cancel);
        var ground = new ForecastGround
        {
            OpenedOn = opened,
            Sittings = toCome,
            FirstSitting = calendar.FirstSitting,
            PastDays = await past.OfAsync(authority, definition.Id, calendar.Zone, cancel),
        };
        return new ForecastView(
            definition,
            Forecaster.Of(definition, state, now, calendar.Terms, calendar.Work, ground),
            now.InZone(calendar.Zone).Date
        )
        {
            Sittings = toCome,
            Plan = wished is { } on
                ? Convened(
                    BackwardPlan.Of(definition, state, now, calendar.Terms, calendar.Work, ground, on),
                    definition,
                    calendar
                )
                : null,
        };
    }

    /// <summary>The plan with the latest day to convene the council to the last sitting that fits, else to the latest day.</summary>
    private static BackwardPlan Convened(BackwardPlan plan, ProcessDefinition definition, AuthorityCalendar calendar) =>
        plan with
        {
            Steps =
            [
                .. plan.Steps.Select(step =>
                    definition.FormOf(step.Node)?.Body == Sitting.Council
                        ? step with
                        {
                            Convening = calendar.Convening(step.Latest),
                        }
                        : step
                ),
            ],
        };
}
