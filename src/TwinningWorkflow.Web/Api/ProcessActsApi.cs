using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>Why a process is suspended, resumed or withdrawn, and the act that orders it.</summary>
public sealed record ActBody
{
    /// <summary>Required. It stays in the history; at most 2000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of the act; at most 100 characters. Required, except to withdraw without an act.</summary>
    public string? ActNumber { get; init; }

    /// <summary>
    /// The date of the act, as an ISO 8601 date: not before the dossier was opened, and not in the future. Required, except to
    /// withdraw without an act.
    /// </summary>
    public string? ActDate { get; init; }

    /// <summary>The files of the act, uploaded before; they are filed in the dossier.</summary>
    public IReadOnlyList<UploadedFile>? Act { get; init; }

    /// <summary>As the values of a form.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Fields()
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (
            var (id, text) in new[] { (ActForm.Reason, Reason), (ActForm.Number, ActNumber), (ActForm.Date, ActDate) }
        )
            if (text is not null)
                fields[id] = JsonSerializer.SerializeToElement(text);
        if (Act is { } files)
            fields[ActForm.Files] = JsonSerializer.SerializeToElement(files.Select(UploadedFile.Members));
        return fields;
    }
}

/// <summary>A file that was uploaded before.</summary>
/// <param name="File">The hash that its upload gave.</param>
public sealed record UploadedFile(string File)
{
    /// <summary>The name to file it under; left out, the one that it has already, if any.</summary>
    public string? Name { get; init; }

    /// <summary>As a step's field has it.</summary>
    internal static Dictionary<string, string> Members(UploadedFile? file) =>
        new(StringComparer.Ordinal) { ["file"] = file?.File ?? "", ["name"] = file?.Name ?? "" };
}

/// <summary>Suspends, resumes or withdraws the latest process of a dossier.</summary>
public static class ProcessActsApi
{
    public static void MapProcessActs(this RouteGroupBuilder api)
    {
        Map(ProcessAct.Suspend, "Suspends the process: people's steps are refused, legal terms run on.");
        Map(ProcessAct.Resume, "Ends a suspension.");
        Map(ProcessAct.Withdraw, "Withdraws the process: all that is open is cancelled.");

        void Map(ProcessAct act, string summary)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName($"{act}");
            api.MapPost(
                    $"/dossiers/{{id:guid}}/{name}",
                    (
                        [Description(DossiersApi.Id)] Guid id,
                        ActBody body,
                        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
                        ClaimsPrincipal user,
                        DossierFiles files,
                        InstanceReader instances,
                        JsonFields json,
                        ProcessActs acts,
                        Problems problems,
                        CancellationToken cancel
                    ) => ActAsync(act, id, body, key, SignedIn.Of(user), files, instances, json, acts, problems, cancel)
                )
                .WithTags("Processes")
                .RequireAuthorization(Policies.ApiKeepDossiers)
                .WithName($"{name}Process")
                .WithSummary(summary)
                .WithDescription("For clerks and the secretariat. The reason and the act stay in the history.")
                .Answers(200, "It is done.")
                .Answers(404, "The caller's authority has no such dossier, or no process runs or ran on it.")
                .Answers(
                    409,
                    "It does not fit how things stand now: the process has ended (ended), is suspended already (suspended) or "
                        + "is not (notSuspended). Nothing was written."
                )
                .Refuses(400, 404, 409, 413, 415, 422);
        }
    }

    private static async Task<Results<Ok<StepAnswer>, ProblemHttpResult>> ActAsync(
        ProcessAct act,
        Guid id,
        ActBody body,
        string? key,
        SignedIn me,
        DossierFiles files,
        InstanceReader instances,
        JsonFields json,
        ProcessActs acts,
        Problems problems,
        CancellationToken cancel
    )
    {
        if (
            await files.FindAsync(me.Authority, id, cancel) is not { } dossier
            || await instances.OfDossierAsync(me.Authority, id, cancel) is not [var latest, ..]
        )
            return problems.NotFound();
        var form = ActForm.Of(ProcessActs.IsActRequired(act));
        var input = await json.ReadAsync(outcome: null, body.Fields(), form, me.Authority, cancel);
        var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
        var taken = await acts.TakeAsync(new ActRequest(act, latest, dossier, input, actor, key), cancel);
        return taken.Result switch
        {
            null => problems.Of(taken.Problems, form),
            StepResult.Done done => TypedResults.Ok(new StepAnswer(done.Instance, done.Version)),
            var refused => problems.Of(refused, form),
        };
    }
}
