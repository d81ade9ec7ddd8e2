using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Forecasts;

/// <summary>By when a step must be done for the goal to be reached on a day.</summary>
/// <param name="Node">The element's id.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Round">Which time it comes, from 1.</param>
/// <param name="Earliest">The day on which it can be done if nobody loses a day.</param>
/// <param name="Latest">The last working day on which it may be done; where sittings fit, the last of them.</param>
/// <param name="Sittings">The sittings of its body that fit; empty where it needs none.</param>
/// <param name="NeedsSitting">It is decided in a sitting.</param>
public sealed record BackwardStep(
    string Node,
    string Subject,
    int Round,
    LocalDate Earliest,
    LocalDate Latest,
    ImmutableArray<PlannedSitting> Sittings,
    bool NeedsSitting
)
{
    /// <summary>A later sitting would do as well, if the calendar had one.</summary>
    public bool IsLastPlanned { get; init; }

    /// <summary>The latest day to convene the body to a sitting on <see cref="Latest"/>; null where it needs none.</summary>
    public ExplainedTerm? Convening { get; init; }
}

/// <summary>A plan back from the day of the goal.</summary>
/// <param name="On">The day that is wished for.</param>
/// <param name="Earliest">The day on which the goal can be reached at the earliest; null when it cannot.</param>
/// <param name="Steps">The steps until then, in their order.</param>
/// <param name="Obstacles">Where it cannot be kept: the steps of which each day counts, with their terms.</param>
public sealed record BackwardPlan(
    LocalDate On,
    LocalDate? Earliest,
    ImmutableArray<BackwardStep> Steps,
    ImmutableArray<ForecastStep> Obstacles
)
{
    /// <summary>Can the day be kept?</summary>
    public bool Fits => Earliest <= On;

    /// <summary>
    /// Plans back from a day. Each step is held back day by day, while all others lose none, until the goal comes too late: so
    /// the plan knows every term of the process, and no other.
    /// </summary>
    public static BackwardPlan Of(
        ProcessDefinition definition,
        ProcessState state,
        Instant now,
        TermResolver terms,
        WorkingTime work,
        ForecastGround ground,
        LocalDate on
    )
    {
        var answers = new ExpectedAnswers(definition);
        var fast = Play(null);
        var goal = Forecaster.GoalOf(definition, fast.Played);
        if (goal < 0)
            return new BackwardPlan(on, null, [], []);
        var today = now.InZone(definition.Zone).Date;
        var course = Forecaster.Rounds(fast.Played).Take(goal + 1).ToList();
        if (fast.Played[goal].On > on)
        {
            var critical = Forecaster.Critical(fast.Played, goal);
            return new BackwardPlan(
                on,
                fast.Played[goal].On,
                [],
                [
                    .. course
                        .Where((_, index) => critical.Contains(index))
                        .Select(step =>
                            Forecaster.StepOf(step.Step, step.Round, step.Step.On, today, isCritical: true)
                        ),
                ]
            );
        }
        return new BackwardPlan(
            on,
            fast.Played[goal].On,
            [
                .. course
                    .Where(step => step.Step.Basis != ForecastBasis.Term)
                    .Select(step => Back(step.Step, step.Round)),
            ],
            []
        );

        BackwardStep Back(PlayedStep step, int round)
        {
            var body = definition.FormOf(step.Node)?.Body ?? "";
            var latest = Latest(step.On, day => Keeps(new HeldStep(step.Node, step.Subject, round, day)));
            ImmutableArray<PlannedSitting> sittings =
                body.Length > 0
                    ?
                    [
                        .. ground.Sittings.Where(sitting =>
                            sitting.Body == body && sitting.On >= step.On && sitting.On <= latest
                        ),
                    ]
                    : [];
            return new BackwardStep(
                step.Node,
                step.Subject,
                round,
                step.On,
                    // councils sit on Saturdays too
                    sittings is [.., var last]
                        ? last.On
                    : latest == step.On ? latest
                    : work.OnOrBefore(latest),
                sittings,
                body.Length > 0
            )
            {
                IsLastPlanned =
                    sittings is [.., { On: var end }]
                    && end < latest
                    && ground.Sittings.All(sitting => sitting.Body != body || sitting.On <= end),
            };
        }

        // the last day that keeps the goal, between one that does and one that may not
        LocalDate Latest(LocalDate kept, Func<LocalDate, bool> keeps)
        {
            var (low, high) = (0, Math.Max(0, Period.DaysBetween(kept, on)));
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (keeps(kept.PlusDays(middle)))
                    low = middle;
                else
                    high = middle - 1;
            }
            return kept.PlusDays(low);
        }

        bool Keeps(HeldStep held)
        {
            var played = Play(held).Played;
            return Forecaster.GoalOf(definition, played) is >= 0 and var reached && played[reached].On <= on;
        }

        Course Play(HeldStep? held)
        {
            var played = new Course(definition, terms, work, ground, answers, isLikely: false)
            {
                Held = held,
                MindsExpectedDates = false,
            };
            played.Run(state, now);
            return played;
        }
    }
}
