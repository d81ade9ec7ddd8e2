using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A correction of what was recorded.</summary>
public sealed record CorrectionBody
{
    /// <summary>Required: why. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Which of those that the list of what was recorded gives; left out, that of the process itself. All values are of one
    /// scope.
    /// </summary>
    public long? Scope { get; init; }

    /// <summary>
    /// The new values by variable: a string (a day as ISO 8601), an integer (money in cents), true or false; null says that
    /// there shall be none.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement>? Values { get; init; }
}

/// <summary>A value that a person recorded and that can be corrected.</summary>
/// <param name="Scope">What to send as <c>scope</c>.</param>
/// <param name="Item">Of what runs several times, which one; empty otherwise.</param>
/// <param name="Variable">The member of <c>values</c> under which to correct it.</param>
/// <param name="Name">The step and field that give it, in words.</param>
/// <param name="Type">text, number, flag or date.</param>
/// <param name="Value">Its value; a text version by its hash.</param>
/// <param name="Role">Whose the step is; the secretariat may correct it too.</param>
/// <param name="Yours">Whether the caller may correct it.</param>
/// <param name="Choices">What it may be, where the form offers choices.</param>
public sealed record RecordedAnswer(
    long Scope,
    [property: Description(CorrectionsApi.Item)] string Item,
    string Variable,
    string Name,
    string Type,
    JsonElement Value,
    string Role,
    bool Yours,
    IReadOnlyList<ChoiceAnswer> Choices
);

/// <summary>What was recorded is corrected.</summary>
/// <param name="Instance">The process.</param>
/// <param name="Version">Its version after the correction.</param>
/// <param name="Moved">The terms that were counted again.</param>
/// <param name="Recomputed">The values that had been computed from what was corrected, computed again.</param>
/// <param name="Left">The values that rest on what was corrected and stay as they are, since how they came about is not known.</param>
public sealed record CorrectionAnswer(
    Guid Instance,
    long Version,
    IReadOnlyList<MovedTermAnswer> Moved,
    IReadOnlyList<RecomputedAnswer> Recomputed,
    IReadOnlyList<LeftAnswer> Left
);

/// <summary>A value that was computed again.</summary>
/// <param name="Variable">The variable of the process file.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Before">Its value as it was; null: it had none.</param>
/// <param name="After">Its value as it is; null: it has none any more.</param>
public sealed record RecomputedAnswer(string Variable, string Name, JsonElement? Before, JsonElement? After);

/// <summary>A value that stays as it is.</summary>
/// <param name="Variable">The variable of the process file.</param>
/// <param name="Name">What it is called.</param>
public sealed record LeftAnswer(string Variable, string Name);

/// <summary>A term that was counted again.</summary>
/// <param name="Node">The element of the process file.</param>
/// <param name="Item">Of several alike, which one; empty otherwise.</param>
/// <param name="Name">The step in words.</param>
/// <param name="Before">The last day as it was.</param>
/// <param name="After">The last day as it is.</param>
/// <param name="Explanation">Why that day.</param>
public sealed record MovedTermAnswer(
    string Node,
    [property: Description(TaskWords.Item)] string Item,
    string Name,
    LocalDate Before,
    LocalDate After,
    string Explanation
);

/// <summary>Corrects what people recorded in the latest process of a dossier.</summary>
public static class CorrectionsApi
{
    internal const string Item = "Of what runs several times, which one; empty otherwise.";
    private const string Unknown = "The caller's authority has no such dossier, or no process runs or ran on it.";

    public static void MapCorrections(this RouteGroupBuilder api)
    {
        var dossier = api.MapGroup("/dossiers/{id:guid}").WithTags("Corrections");
        dossier
            .MapGet("/recorded", ListAsync)
            .WithName("listRecorded")
            .WithSummary("What people recorded in the process that runs, and can be corrected.")
            .WithDescription(
                "Neither outcomes, by which the process has gone its way, nor files and new texts, which a step files, nor personal "
                    + "data. Of a process that has ended: nothing."
            )
            .Answers(200, "What was recorded, in the order of the process file.")
            .Answers(404, Unknown)
            .Refuses(404);
        dossier
            .MapPost("/corrections", CorrectAsync)
            .RequireAuthorization(Policies.ApiWork)
            .WithName("correctRecorded")
            .WithSummary("Corrects what was recorded wrongly. Terms that run from a corrected date are counted again.")
            .WithDescription(
                "For the secretariat; anybody else corrects what steps of their own role recorded. It is no new step: a value by "
                    + "which the process would have gone another way is refused (decidedTheWay), and so is one by which a term still "
                    + "runs that has been taken for over (termStillRuns), unless a gate waits for it. What the process had computed "
                    + "from the old value is computed again. The history keeps the value before, the new one and the reason."
            )
            .Answers(200, "It is corrected.")
            .Answers(404, Unknown)
            .Answers(
                409,
                "It does not fit how things stand now: the process has ended (ended), or what runs within it under that scope has "
                    + "(elementNotActive). Nothing was written."
            )
            .Refuses(400, 404, 409, 413, 415, 422);
    }

    private static async Task<Results<Ok<IReadOnlyList<RecordedAnswer>>, ProblemHttpResult>> ListAsync(
        [Description(DossiersApi.Id)] Guid id,
        ClaimsPrincipal user,
        InstanceReader instances,
        VariableNames names,
        Problems problems,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        if (await instances.OfDossierAsync(me.Authority, id, cancel) is not [var latest, ..])
            return problems.NotFound();
        return TypedResults.Ok<IReadOnlyList<RecordedAnswer>>(
            latest.State.Status is not ProcessStatus.Running
                ? []
                :
                [
                    .. RecordedData
                        .Of(latest.Definition, latest.State)
                        .Select(x => new RecordedAnswer(
                            x.Scope,
                            x.Item.Length > 0 ? x.Item : x.Subject,
                            x.Variable.Name,
                            names.Of(latest.Definition, x.Variable.Name, Language),
                            JsonNamingPolicy.CamelCase.ConvertName($"{x.Variable.Type}"),
                            JsonValues.Write(x.Variable.Value!),
                            x.Role,
                            me.MayCorrect(x.Role),
                            [.. x.Variable.Field!.Choices.Select(ChoiceAnswer.Of)]
                        )),
                ]
        );
    }

    private static async Task<Results<Ok<CorrectionAnswer>, ProblemHttpResult>> CorrectAsync(
        [Description(DossiersApi.Id)] Guid id,
        CorrectionBody body,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        InstanceReader instances,
        DossierFiles files,
        RecordDesk desk,
        ConsequenceReader reader,
        VariableNames names,
        Problems problems,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        if (await instances.OfDossierAsync(me.Authority, id, cancel) is not [var latest, ..])
            return problems.NotFound();
        var scope = body.Scope ?? ProcessState.RootScope;
        var recorded = RecordedData.Of(latest.Definition, latest.State).Where(x => x.Scope == scope).ToList();
        var named = recorded.Where(x => body.Values?.ContainsKey(x.Variable.Name) == true).ToList();
        var reason = new Reason(body.Reason);
        var values = new JsonValues(
            latest.Definition,
            recorded.Select(x => x.Variable),
            await files.TextVersionsAsync(id, cancel)
        );
        values.Read(body.Values);
        var isMine = named.TrueForAll(x => me.MayCorrect(x.Role));
        // who may not is told so by the engine, whatever came; and so is who comes too late
        if (isMine && latest.State.Status is ProcessStatus.Running)
        {
            List<InputProblem> wrong = [.. values.Problems];
            if (reason.Problem(ReasonBody.Field) is { } unreasoned)
                wrong.Insert(0, unreasoned);
            if (wrong.Count > 0)
                return problems.Of(wrong);
        }
        var correction = new RecordCorrection(
            latest.Row.Id,
            scope,
            me.ForCorrecting(named.Select(x => x.Role)),
            reason.Text,
            values.Values,
            isMine ? values.Emptied : [.. named.Select(x => x.Variable.Name)]
        )
        {
            IdempotencyKey = key,
        };
        return await desk.CorrectAsync(correction, cancel) switch
        {
            StepResult.Done done => TypedResults.Ok(
                Answer(done, latest.Definition, await reader.OfAsync(latest, done.Version, cancel), names)
            ),
            StepResult.Refused refused => problems.Of(ProblemWords.Named(refused, latest.Definition)),
            var other => problems.Of(other),
        };
    }

    private static CorrectionAnswer Answer(
        StepResult.Done done,
        ProcessDefinition definition,
        Consequences follows,
        VariableNames names
    )
    {
        string Name(string variable) => names.Of(definition, variable, Language);
        return new CorrectionAnswer(
            done.Instance,
            done.Version,
            [.. follows.Moved.Select(x => Moved(definition, x))],
            [
                .. follows.Recomputed.Select(x => new RecomputedAnswer(
                    x.Variable,
                    Name(x.Variable),
                    x.Before is null ? null : JsonValues.Write(x.Before),
                    x.After is null ? null : JsonValues.Write(x.After)
                )),
            ],
            [.. follows.Left.Select(x => new LeftAnswer(x, Name(x)))]
        );
    }

    private static MovedTermAnswer Moved(ProcessDefinition definition, MovedTerm moved) =>
        new(
            moved.Node,
            moved.Item,
            definition.NameOf(moved.Node, Language),
            moved.Before.Last,
            moved.After.Last,
            TermExplanation.Of(Language, definition.Node(moved.Node), moved.After)
        );

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
