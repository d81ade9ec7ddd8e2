using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>The course that a process will take if what is expected happens.</summary>
/// <param name="MadeOn">The day on which it was made.</param>
/// <param name="Goal">The day on which the goal will likely be reached; null when it is not, or lies behind.</param>
/// <param name="EarliestGoal">The day on which it can be reached at the earliest.</param>
/// <param name="Stop">Why it ends before the goal: none, suspended, incident, blocked or tooLong.</param>
/// <param name="StoppedAt">The element at which it is blocked; empty when it is not.</param>
/// <param name="Steps">The steps to come, in the order of their likely days.</param>
/// <param name="Plan">The plan back from the day that was asked for; null when none was.</param>
public sealed record ForecastAnswer(
    LocalDate MadeOn,
    LocalDate? Goal,
    LocalDate? EarliestGoal,
    string Stop,
    string StoppedAt,
    IReadOnlyList<ForecastStepAnswer> Steps,
    PlanAnswer? Plan
);

/// <summary>A step to come.</summary>
/// <param name="Node">The element of the process file.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Round">Which time it comes, from 1.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Earliest">The day on which it can be done if nobody loses a day; null where only the likely course comes by.</param>
/// <param name="Opens">When it likely opens.</param>
/// <param name="Likely">The day on which it will likely be done.</param>
/// <param name="Basis">On what that day rests: term, sitting, noSitting, gate, past, deadline, file or assumed.</param>
/// <param name="Open">It waits already.</param>
/// <param name="Critical">A day lost on it is a day lost at the goal.</param>
/// <param name="Term">The legal term that it waits for; null where it waits for none.</param>
/// <param name="Sitting">The sitting on which its day rests; null where it rests on none.</param>
public sealed record ForecastStepAnswer(
    string Node,
    [property: Description(CorrectionsApi.Item)] string Item,
    int Round,
    string Name,
    LocalDate? Earliest,
    LocalDate Opens,
    LocalDate Likely,
    string Basis,
    bool Open,
    bool Critical,
    TermAnswer? Term,
    SittingDay? Sitting
);

/// <summary>By when what must be done for the goal to be reached on a day.</summary>
/// <param name="On">The day that was asked for.</param>
/// <param name="Fits">Whether it can be kept.</param>
/// <param name="Earliest">The earliest day that can.</param>
/// <param name="Steps">The steps until then, each with its latest day; empty when the day cannot be kept.</param>
/// <param name="Obstacles">Where it cannot be kept: the steps of which each day counts.</param>
public sealed record PlanAnswer(
    LocalDate On,
    bool Fits,
    LocalDate? Earliest,
    IReadOnlyList<PlanStepAnswer> Steps,
    IReadOnlyList<ForecastStepAnswer> Obstacles
);

/// <summary>By when a step must be done.</summary>
/// <param name="Node">The element of the process file.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Round">Which time it comes, from 1.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Earliest">The day on which it can be done if nobody loses a day.</param>
/// <param name="Latest">The last working day on which it may be done.</param>
/// <param name="NeedsSitting">Whether it is decided in a sitting.</param>
/// <param name="Sittings">The sittings that fit.</param>
/// <param name="Convening">The latest day to convene the council, to its last sitting that fits or to the latest day; null of any other step.</param>
public sealed record PlanStepAnswer(
    string Node,
    [property: Description(CorrectionsApi.Item)] string Item,
    int Round,
    string Name,
    LocalDate Earliest,
    LocalDate Latest,
    bool NeedsSitting,
    IReadOnlyList<SittingDay> Sittings,
    TermAnswer? Convening
);

/// <summary>A sitting that is planned.</summary>
/// <param name="Day">Its day.</param>
/// <param name="AgendaCloses">The last day on which something can be put on its agenda.</param>
public sealed record SittingDay(LocalDate Day, LocalDate AgendaCloses)
{
    internal static SittingDay? Of(PlannedSitting? sitting) =>
        sitting is null ? null : new SittingDay(sitting.On, sitting.AgendaCloses);
}

/// <summary>Forecasts and backward plans.</summary>
public static class ForecastApi
{
    private const string DayField = "on";
    private const string Day =
        "The day on which the goal is wished for, as an ISO 8601 date within ten years: the answer then has a plan back from it.";

    public static void MapForecasts(this RouteGroupBuilder api)
    {
        api.MapGet("/dossiers/{id:guid}/forecast", OfDossierAsync)
            .WithTags("Forecasts")
            .WithName("getForecast")
            .WithSummary(
                "When the steps to come of a dossier can be done at the earliest, and when they will likely be."
            )
            .WithDescription("It rests on legal terms, sittings, past durations and what the process file expects.")
            .Answers(200, "The forecast, made now.")
            .Answers(404, "The caller's authority has no such dossier, or no process runs on it.")
            .Refuses(404, 422);
        api.MapGet("/forecasts/{process}", OfNewAsync)
            .WithTags("Forecasts")
            .WithName("getForecastOfNew")
            .WithSummary("The course of an agreement that would be proposed today.")
            .WithDescription("It rests on legal terms, sittings, past durations and what the process file expects.")
            .Answers(200, "The forecast, made now.")
            .Answers(404, "There is no such process, or it cannot be started without more data.")
            .Refuses(404, 422);
    }

    private static async Task<Results<Ok<ForecastAnswer>, ProblemHttpResult>> OfDossierAsync(
        [Description(DossiersApi.Id)] Guid id,
        [Description(Day)] string? on,
        ClaimsPrincipal user,
        DossierFiles files,
        InstanceReader instances,
        ForecastReader forecasts,
        BusinessClock clock,
        Problems problems,
        CancellationToken cancel
    )
    {
        var authority = SignedIn.Of(user).Authority;
        if (!WishedDay.TryRead(on, clock.Now, out var wished))
            return problems.Of([new InputProblem(DayField, FieldProblemCode.WrongType)]);
        if (
            await files.FindAsync(authority, id, cancel) is null
            || await instances.OfDossierAsync(authority, id, cancel) is not [var process, ..]
            || process.State.Status is not ProcessStatus.Running
        )
            return problems.NotFound();
        return TypedResults.Ok(Answer(await forecasts.OfAsync(process, wished, cancel)));
    }

    private static async Task<Results<Ok<ForecastAnswer>, ProblemHttpResult>> OfNewAsync(
        [Description("The id of the process: the kind of agreement that a dossier names.")] string process,
        [Description(Day)] string? on,
        ClaimsPrincipal user,
        DefinitionCatalog catalog,
        ForecastReader forecasts,
        BusinessClock clock,
        Problems problems,
        CancellationToken cancel
    )
    {
        if (!WishedDay.TryRead(on, clock.Now, out var wished))
            return problems.Of([new InputProblem(DayField, FieldProblemCode.WrongType)]);
        return
            catalog.Latest(process) is { } published
            && await forecasts.OfNewAsync(SignedIn.Of(user).Authority, published.Definition, wished, cancel) is { } view
            ? TypedResults.Ok(Answer(view))
            : problems.NotFound();
    }

    private static ForecastAnswer Answer(ForecastView view)
    {
        var (definition, forecast, today) = view;
        return new ForecastAnswer(
            today,
            forecast.Goal,
            forecast.EarliestGoal,
            Camel($"{forecast.Stop}"),
            forecast.StoppedAt,
            [.. forecast.Steps.Select(step => Step(view, step))],
            view.Plan is { } plan
                ? new PlanAnswer(
                    plan.On,
                    plan.Fits,
                    plan.Earliest,
                    [.. plan.Steps.Select(step => Step(definition, step))],
                    [.. plan.Obstacles.Select(step => Step(view, step))]
                )
                : null
        );
    }

    private static ForecastStepAnswer Step(ForecastView view, ForecastStep step)
    {
        var definition = view.Definition;
        return new ForecastStepAnswer(
            step.Node,
            step.Subject,
            step.Round,
            definition.NameOf(step.Node, step.Subject, Language),
            step.Earliest,
            step.Opens,
            step.Likely,
            Camel($"{step.Basis}"),
            step.IsOpen,
            step.IsCritical,
            TermAnswer.Of(Language, definition.Node(step.Node), step.Term),
            SittingDay.Of(view.SittingOf(step))
        );
    }

    private static PlanStepAnswer Step(ProcessDefinition definition, BackwardStep step) =>
        new(
            step.Node,
            step.Subject,
            step.Round,
            definition.NameOf(step.Node, step.Subject, Language),
            step.Earliest,
            step.Latest,
            step.NeedsSitting,
            [.. step.Sittings.Select(sitting => SittingDay.Of(sitting)!)],
            step.Convening is { } convening ? TermAnswer.Of(Language, convening) : null
        );

    private static string Camel(string word) => JsonNamingPolicy.CamelCase.ConvertName(word);

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
