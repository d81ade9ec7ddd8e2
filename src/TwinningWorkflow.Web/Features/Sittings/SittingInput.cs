using Microsoft.AspNetCore.Mvc.ModelBinding;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Sittings;

/// <summary>A sitting as a person types it.</summary>
public sealed class SittingInput
{
    public string? Body { get; set; }
    public string? Day { get; set; }
    public string? BeginsAt { get; set; }
    public string? AgendaCloses { get; set; }

    public static SittingInput Of(Sitting sitting) =>
        new()
        {
            Body = sitting.Body,
            Day = Days.Iso(sitting.Day),
            BeginsAt = sitting.BeginsAt,
            AgendaCloses = sitting.AgendaCloses is { } closes ? Days.Iso(closes) : null,
        };

    /// <summary>The plan; null when something of it cannot be read, which then stands beside its field.</summary>
    public SittingPlan? Read(ModelStateDictionary state, ProblemWords words)
    {
        var (plan, problems) = SittingForm.Read(Body, Day, BeginsAt, AgendaCloses);
        foreach (var problem in problems)
            Tell(state, words, problem);
        return plan;
    }

    /// <summary>Says beside its field what stands against the plan.</summary>
    public static void Tell(
        ModelStateDictionary state,
        ProblemWords words,
        SittingFault fault,
        SittingPlan plan,
        LocalDate today
    ) => Tell(state, words, SittingForm.Of(fault, plan, today));

    private static void Tell(ModelStateDictionary state, ProblemWords words, InputProblem problem) =>
        state.AddModelError(
            "Input." + char.ToUpperInvariant(problem.Field[0]) + problem.Field[1..],
            words.Of(problem, null)
        );
}
