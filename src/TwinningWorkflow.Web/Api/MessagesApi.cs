using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A fact from outside, recorded by a person.</summary>
/// <param name="Message">The message's name in the process file.</param>
public sealed record MessageBody(string Message)
{
    /// <summary>The correlation key, where the process waits with one.</summary>
    public string? Key { get; init; }

    /// <summary>The values by field id; where the form offers outcomes, the choice stands under <c>outcome</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }
}

/// <summary>The fact came before its step: it is kept, and takes effect when the step opens.</summary>
/// <param name="Kept">Its id among the dossier's kept facts.</param>
public sealed record KeptAnswer(Guid Kept);

/// <summary>A fact set aside.</summary>
/// <param name="SetAside">Its id among the dossier's facts that were set aside.</param>
public sealed record SetAsideAnswer(Guid SetAside);

/// <summary>Facts from outside: matched with the step that waits for them, or kept until one does.</summary>
public static class MessagesApi
{
    private const string Outcome = "outcome";
    private const int LongestKey = 200;

    public static void MapMessages(this RouteGroupBuilder api)
    {
        api.MapPost("/dossiers/{id:guid}/messages", RecordAsync)
            .WithTags("Messages")
            .RequireAuthorization(Policies.ApiWork)
            .WithName("recordMessage")
            .WithSummary("Records a fact from outside.")
            .WithDescription(
                "Which messages there are, and what each asks for, the dossier says under process.messages. What comes before its "
                    + "step is kept, stays visible and takes effect when the step opens."
            )
            .Answers(200, "A step was waiting for it and was taken.")
            .Answers(202, "It came before its step and is kept.")
            .Refuses(400, 404, 409, 413, 415, 422);
        api.MapPost("/dossiers/{id:guid}/kept/{fact:guid}/set-aside", SetAsideAsync)
            .WithTags("Messages")
            .RequireAuthorization(Policies.ApiAct)
            .WithName("setFactAside")
            .WithSummary("Sets a kept fact aside: no step will use it.")
            .WithDescription(
                "For a fact that came early and can never be used, such as one of a round that is over. Who may record the fact may "
                    + "set it aside, and so may administrators. The reason stays in the history; the fact and its documents stay "
                    + "in the dossier, where it moves from kept to setAside. It cannot be undone: a fact that is wanted after all "
                    + "is recorded again."
            )
            .Answers(200, "It is set aside.")
            .Answers(404, "The caller's authority has no such dossier, or that never had such a fact.")
            .Answers(
                409,
                "It waits no more (notKept): somebody set it aside, the process took it, or it ended. detail says which, by whom "
                    + "and when. Nothing was written."
            )
            .Refuses(400, 404, 409, 413, 415, 422);
    }

    private static async Task<Results<Ok<StepAnswer>, Accepted<KeptAnswer>, ProblemHttpResult>> RecordAsync(
        [Description(DossiersApi.Id)] Guid id,
        MessageBody body,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        DossierFiles files,
        InstanceReader instances,
        Steps steps,
        Problems problems,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        if (await instances.OfDossierAsync(me.Authority, id, cancel) is not [var latest, ..])
            return problems.NotFound();
        // what has no form comes from machines alone
        if (latest.Definition.Messages.GetValueOrDefault(body.Message) is not { Form: { } form } caught)
            return problems.Of(RejectionCode.UnknownMessage);
        if (ScalarText.Tidy(body.Key ?? "") is not { } correlation)
            return problems.Of([new InputProblem("key", FieldProblemCode.WrongType)]);
        if (correlation.Length > LongestKey)
            return problems.Of([new InputProblem("key", FieldProblemCode.TooLong, $"{LongestKey}")]);
        var (outcome, fields) = form.Outcomes.IsEmpty ? (null, body.Fields) : Split(body.Fields);
        var step = new FormStep(
            latest,
            form,
            await files.TextVersionsAsync(id, cancel),
            caught.Node,
            $"message {latest.Row.Id:D} {body.Message} {correlation}",
            (at, actor, values) =>
                new ReceiveMessage(
                    at,
                    actor,
                    body.Message,
                    correlation.Length > 0 ? correlation : null,
                    outcome is null ? values : values.SetItem(Outcome, DataValue.Of(outcome))
                )
        )
        {
            IdempotencyKey = key,
            Element = latest
                .State.Messages.Values.FirstOrDefault(x => x.Message == body.Message && x.Key == correlation)
                ?.Element,
        };
        var taken = await steps.TakeAsync(step, me, outcome, fields, cancel);
        return taken.Result switch
        {
            null => problems.Of(taken.Problems.Select(x => OfOutcome(x, form)), form),
            StepResult.Done done => TypedResults.Ok(new StepAnswer(done.Instance, done.Version)),
            StepResult.Kept kept => TypedResults.Accepted(
                $"{ApiServices.Root}/dossiers/{id:D}",
                new KeptAnswer(kept.Inbox)
            ),
            var refused => problems.Of(refused, form, latest.Definition.Gates.GetValueOrDefault(form.Gate)),
        };
    }

    private static async Task<Results<Ok<SetAsideAnswer>, ProblemHttpResult>> SetAsideAsync(
        [Description(DossiersApi.Id)] Guid id,
        [Description("The fact: its id among those that the dossier keeps.")] Guid fact,
        ReasonBody body,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        KeptFacts facts,
        Problems problems,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        if (await facts.FindAsync(me.Authority, id, fact, cancel) is not { } kept)
            return problems.NotFound();
        var actor = me.ForKept(kept.Role);
        var reason = new Reason(body.Reason);
        // who may not is told so, whatever the reason
        if (kept.MayBeSetAsideBy(actor) && reason.Problem(ReasonBody.Field) is { } wrong)
            return problems.Of([wrong]);
        return await facts.SetAsideAsync(kept, actor, reason.Text, key, cancel) switch
        {
            SetAside.Done => TypedResults.Ok(new SetAsideAnswer(fact)),
            SetAside.NotKept(var now) => problems.NotKept(now),
            SetAside.KeyReused => problems.KeyReused(),
            _ => problems.Of(RejectionCode.NotYours),
        };
    }

    /// <summary>An outcome that stayed among the fields is not unknown to the form, but of a wrong type.</summary>
    private static InputProblem OfOutcome(InputProblem problem, StepForm form) =>
        problem is { Field: Outcome, Code: nameof(FieldProblemCode.Unknown) } && !form.Outcomes.IsEmpty
            ? new InputProblem(Outcome, FieldProblemCode.WrongType)
            : problem;

    /// <summary>The outcome apart from the other fields. One of a wrong type stays among them, and is refused there.</summary>
    private static (string? Outcome, IReadOnlyDictionary<string, JsonElement>? Fields) Split(
        IReadOnlyDictionary<string, JsonElement>? given
    ) =>
        given is not null
        && given.TryGetValue(Outcome, out var outcome)
        && (outcome.ValueKind is JsonValueKind.Null || JsonFields.Text(outcome) is not null)
            ? (
                JsonFields.Text(outcome),
                given.Where(x => x.Key != Outcome).ToDictionary(x => x.Key, x => x.Value, StringComparer.Ordinal)
            )
            : (null, given);
}
