using System.ComponentModel;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>What an operator must see to.</summary>
public static class IncidentsApi
{
    private const string Unknown = "The caller's authority never had an incident of that key.";
    private const string NotOpen =
        "The incident is open no more (conflict), or the process refuses it as it stands now. Nothing was written.";

    public static void MapIncidents(this RouteGroupBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents");
        incidents
            .MapGet("", ListAsync)
            .RequireAuthorization(Policies.ApiOversee)
            .WithName("listIncidents")
            .WithSummary("The open incidents, the oldest first.")
            .WithDescription("For administrators and auditors.")
            .Answers(200, "The open incidents.")
            .Refuses();
        incidents
            .MapGet("/detail", ReadAsync)
            .RequireAuthorization(Policies.ApiOversee)
            .WithName("getIncident")
            .WithSummary("An incident, open or closed, and what can be done about it.")
            .WithDescription("For administrators and auditors.")
            .Answers(200, "The incident.")
            .Answers(404, Unknown)
            .Refuses(400, 404);
        incidents
            .MapPost("/retry", RetryAsync)
            .RequireAuthorization(Policies.ApiAdminister)
            .AddEndpointFilter<Once<IncidentRetry>>()
            .WithName("retryIncident")
            .WithSummary("Tries again what failed; closes what only needed a person's eye.")
            .WithDescription("For administrators.")
            .Answers(200, "It is tried again, or closed.")
            .Answers(404, Unknown)
            .Answers(409, NotOpen)
            .Refuses(400, 404, 409, 413, 415, 422);
        incidents
            .MapPost("/correct", CorrectAsync)
            .RequireAuthorization(Policies.ApiAdminister)
            .AddEndpointFilter<Once<DataCorrection>>()
            .WithName("correctData")
            .WithSummary("Corrects data of a process that has stopped. The incident stays until it is tried again.")
            .WithDescription(
                "For administrators. Any variable of the process may be corrected but personal ones, in its type and as its field "
                    + "has it. The history keeps the value before and the new one."
            )
            .Answers(200, "The data are corrected.")
            .Answers(404, Unknown)
            .Answers(409, NotOpen)
            .Refuses(400, 404, 409, 413, 415, 422);
        incidents
            .MapPost("/move", MoveAsync)
            .RequireAuthorization(Policies.ApiAdminister)
            .AddEndpointFilter<Once<TokenMove>>()
            .WithName("moveToken")
            .WithSummary("Moves a process that has stopped to another step, which is entered anew.")
            .WithDescription("For administrators. The step that stopped is cancelled with all that depends on it.")
            .Answers(200, "The process goes on from there.")
            .Answers(404, Unknown)
            .Answers(409, NotOpen)
            .Refuses(400, 404, 409, 413, 415, 422);
    }

    private static async Task<Ok<IReadOnlyList<IncidentAnswer>>> ListAsync(
        ClaimsPrincipal user,
        IncidentReader incidents,
        IncidentWords words,
        CancellationToken cancel
    )
    {
        var (lines, _) = await incidents.ListAsync(
            SignedIn.Of(user).Authority,
            open: true,
            skip: 0,
            int.MaxValue,
            Language,
            cancel
        );
        return TypedResults.Ok<IReadOnlyList<IncidentAnswer>>([
            .. lines.Select(x => IncidentAnswer.Of(x.Row, x.Step, words)),
        ]);
    }

    private static async Task<Results<Ok<IncidentDetail>, ProblemHttpResult>> ReadAsync(
        [Description("Which: the key that the list of incidents gives.")] string key,
        ClaimsPrincipal user,
        IncidentReader incidents,
        IncidentWords words,
        VariableNames names,
        Problems problems,
        CancellationToken cancel
    )
    {
        if (await FindAsync(key, user, incidents, cancel) is not { } found)
            return problems.NotFound();
        var definition = found.Process?.Definition;
        var step = found.Open is { } open ? definition!.NameOf(open.Node, Language) : "";
        return TypedResults.Ok(
            new IncidentDetail(
                IncidentAnswer.Of(found.Row, step, words),
                [
                    .. found.Reads.Select(x => new ReadAnswer(
                        x.Name,
                        names.Of(definition!, x.Name, Language),
                        JsonNamingPolicy.CamelCase.ConvertName($"{x.Type}"),
                        [.. x.Field?.Choices.Select(ChoiceAnswer.Of) ?? []]
                    )),
                ],
                found
                    .Reads.Where(x => x.Value is not null)
                    .ToDictionary(x => x.Name, x => JsonValues.Write(x.Value!), StringComparer.Ordinal),
                [
                    .. found.Targets.Select(x => new TargetAnswer(
                        x.Id,
                        x.Node.Id,
                        definition!.NameOf(x.Node.Id, Language),
                        x.Via?.Source ?? ""
                    )),
                ],
                found.Siblings
            )
        );
    }

    private static async Task<Results<Ok<SeenToAnswer>, ProblemHttpResult>> RetryAsync(
        IncidentRetry retry,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        IncidentReader incidents,
        IncidentDesk desk,
        Problems problems,
        CancellationToken cancel
    )
    {
        if (Wrong(retry.Reason) is { } wrong)
            return problems.Of([wrong]);
        if (await FindAsync(retry.Key, user, incidents, cancel) is null)
            return problems.NotFound();
        return Answer(
            retry.Key,
            await desk.SeeToAsync(retry.Key, Administrator(user), retry.Reason!.Trim(), cancel),
            problems
        );
    }

    private static async Task<Results<Ok<SeenToAnswer>, ProblemHttpResult>> CorrectAsync(
        DataCorrection correction,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        IncidentReader incidents,
        IncidentDesk desk,
        DossierFiles files,
        Problems problems,
        CancellationToken cancel
    )
    {
        if (Wrong(correction.Reason) is { } wrong)
            return problems.Of([wrong]);
        if (await FindAsync(correction.Key, user, incidents, cancel) is not { } found)
            return problems.NotFound();
        if (found.Stop is not { } stop)
            return problems.Conflict();
        var values = new JsonValues(
            found.Process!.Definition,
            found.Reads,
            await files.TextVersionsAsync(found.Dossier!.Id, cancel)
        );
        values.Read(correction.Values);
        if (values.Problems.Count > 0)
            return problems.Of(values.Problems);
        var seen = await desk.CorrectAsync(
            stop,
            Administrator(user),
            correction.Reason!.Trim(),
            values.Values,
            values.Emptied,
            key: null,
            cancel
        );
        return Answer(correction.Key, seen, problems);
    }

    private static async Task<Results<Ok<SeenToAnswer>, ProblemHttpResult>> MoveAsync(
        TokenMove move,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        IncidentReader incidents,
        IncidentDesk desk,
        Problems problems,
        CancellationToken cancel
    )
    {
        if (Wrong(move.Reason) is { } wrong)
            return problems.Of([wrong]);
        if (await FindAsync(move.Key, user, incidents, cancel) is not { } found)
            return problems.NotFound();
        if (string.IsNullOrEmpty(move.Target))
            return problems.Of([new InputProblem(MoveToken.TargetField, FieldProblemCode.Required)]);
        if (found.Stop is not { } stop)
            return problems.Conflict();
        var seen = await desk.MoveAsync(stop, Administrator(user), move.Reason!.Trim(), move.Target, key: null, cancel);
        return Answer(move.Key, seen, problems);
    }

    private static Results<Ok<SeenToAnswer>, ProblemHttpResult> Answer(string key, SeenTo seen, Problems problems) =>
        seen switch
        {
            SeenTo.Done => TypedResults.Ok(new SeenToAnswer(key)),
            SeenTo.Refused(var why) => problems.Of(why),
            SeenTo.NotFound => problems.NotFound(),
            _ => problems.Conflict(),
        };

    private static InputProblem? Wrong(string? reason) => new Reason(reason).Problem(ReasonBody.Field);

    private static Actor Administrator(ClaimsPrincipal user) => SignedIn.Of(user).As(Roles.Administrator)!;

    /// <summary>What is no text, the database could not even look for.</summary>
    private static async Task<IncidentView?> FindAsync(
        string key,
        ClaimsPrincipal user,
        IncidentReader incidents,
        CancellationToken cancel
    ) => ScalarText.Tidy(key) is null ? null : await incidents.FindAsync(SignedIn.Of(user).Authority, key, cancel);

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
