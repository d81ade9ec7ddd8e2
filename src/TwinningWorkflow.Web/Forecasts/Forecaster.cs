using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Forecasts;

/// <summary>Plays two courses, the one without a day lost and the likely one, and lays them side by side.</summary>
public static class Forecaster
{
    /// <param name="definition">The process file.</param>
    /// <param name="state">The instance as it stands; for a new one, right after its start.</param>
    /// <param name="now">From when.</param>
    /// <param name="terms">The authority's terms.</param>
    /// <param name="work">The authority's working days.</param>
    /// <param name="ground">Sittings, past durations, and when open tasks opened.</param>
    public static Forecast Of(
        ProcessDefinition definition,
        ProcessState state,
        Instant now,
        TermResolver terms,
        WorkingTime work,
        ForecastGround ground
    )
    {
        var answers = new ExpectedAnswers(definition);
        var fast = Course(isLikely: false);
        var likely = Course(isLikely: true);
        var earliest = Rounds(fast.Played)
            .ToDictionary(step => (step.Step.Node, step.Step.Subject, step.Round), step => step.Step.On);
        var critical = Critical(likely.Played, GoalOf(definition, likely.Played));
        var today = now.InZone(definition.Zone).Date;
        return new Forecast(
            [
                .. Rounds(likely.Played)
                    .Select(
                        (step, index) =>
                            StepOf(
                                step.Step,
                                step.Round,
                                earliest.TryGetValue((step.Step.Node, step.Step.Subject, step.Round), out var day)
                                    ? day
                                    : null,
                                today,
                                critical.Contains(index)
                            )
                    ),
            ],
            DayOf(likely.Played),
            DayOf(fast.Played),
            likely.Stop
        )
        {
            StoppedAt = likely.StoppedAt,
        };

        Course Course(bool isLikely)
        {
            var course = new Course(definition, terms, work, ground, answers, isLikely);
            course.Run(state, now);
            return course;
        }

        LocalDate? DayOf(IReadOnlyList<PlayedStep> played) =>
            GoalOf(definition, played) is >= 0 and var goal ? played[goal].On : null;
    }

    internal static ForecastStep StepOf(
        PlayedStep step,
        int round,
        LocalDate? earliest,
        LocalDate today,
        bool isCritical
    ) =>
        new(
            step.Node,
            step.Subject,
            round,
            earliest,
            step.Opens,
            step.On,
            step.Basis,
            step.Cause < 0 && step.Opens <= today,
            isCritical
        )
        {
            Term = step.Term,
        };

    internal static IEnumerable<(PlayedStep Step, int Round)> Rounds(IReadOnlyList<PlayedStep> played)
    {
        var rounds = new Dictionary<(string, string), int>();
        foreach (var step in played)
        {
            var round = rounds.GetValueOrDefault((step.Node, step.Subject)) + 1;
            rounds[(step.Node, step.Subject)] = round;
            yield return (step, round);
        }
    }

    /// <summary>The first time at the goal; -1 when it is not reached.</summary>
    internal static int GoalOf(ProcessDefinition definition, IReadOnlyList<PlayedStep> played)
    {
        if (definition.Goal.Length == 0)
            return played.Count - 1;
        for (var i = 0; i < played.Count; i++)
            if (played[i].Node == definition.Goal)
                return i;
        return -1;
    }

    /// <summary>What each step waited for, back from the goal.</summary>
    internal static HashSet<int> Critical(IReadOnlyList<PlayedStep> played, int goal)
    {
        var path = new HashSet<int>();
        for (var i = goal >= 0 ? goal : played.Count - 1; i >= 0; i = played[i].Cause)
            path.Add(i);
        return path;
    }
}
