using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Api;

/// <summary>A step that a form's values take.</summary>
/// <param name="Process">The instance as it was read.</param>
/// <param name="Form">What the step asks for.</param>
/// <param name="TextVersions">The dossier's text versions.</param>
/// <param name="Node">The element under which documents are filed.</param>
/// <param name="What">What is asked of what, so that no other request passes for its repeat.</param>
/// <param name="Command">Makes the command of the values.</param>
public sealed record FormStep(
    InstanceView Process,
    StepForm Form,
    IReadOnlyList<TextVersion> TextVersions,
    string Node,
    string What,
    Func<Instant, Actor, ImmutableDictionary<string, DataValue>, Command> Command
)
{
    public string? IdempotencyKey { get; init; }

    /// <summary>The task, or the owner of the wait for the message; null while nothing waits yet.</summary>
    public long? Element { get; init; }

    /// <summary>Who has the task; null when nobody has, or it is none.</summary>
    public Guid? Assignee { get; init; }

    /// <summary>It cannot be taken, whatever is filled in: what is wrong with the values need not be told.</summary>
    public bool IsOver { get; init; }
}

/// <summary>What came of it: a result, or what is wrong with the values.</summary>
public sealed record TakenStep(StepResult? Result, ImmutableArray<InputProblem> Problems);

/// <summary>Takes the steps whose values come as JSON.</summary>
public sealed class Steps(JsonFields json, FormReader reader, ProcessRunner runner, BusinessClock clock)
{
    public async Task<TakenStep> TakeAsync(
        FormStep step,
        SignedIn me,
        string? outcome,
        IReadOnlyDictionary<string, JsonElement>? given,
        CancellationToken cancel
    )
    {
        var row = step.Process.Row;
        var input = await json.ReadAsync(outcome, given, step.Form, me.Authority, cancel);
        // who does not hold the role is sent on all the same: the engine refuses, and the authority's history tells it
        var own = me.ForStep(
            step.Form.Role,
            step.Assignee,
            FourEyes.On(step.Process.Definition, step.Process.State, step.Node)
        );
        var actor = own ?? me.Trying(step.Form.Role)!;
        var reading = reader.Read(
            step.Form,
            input,
            new FormPlace(me.Authority, row.DossierId, step.Node, actor.Account, step.TextVersions)
            {
                Languages = LanguageFiles.Wanted(step.Process, step.Form, step.Element, step.TextVersions, clock.Now),
            }
        );
        var command = step.Command(clock.Now, actor, reading.Fields);
        if (own is not null && !step.IsOver && !reading.Problems.IsEmpty)
            return new TakenStep(null, reading.ProblemsWith(step.Process, command));
        var result = await runner.RunAsync(
            new StepRequest(me.Authority, row.Id, command)
            {
                IdempotencyKey = step.IdempotencyKey,
                RequestHash = FormFingerprint.Of(step.What, input),
                Attachments = reading.Attachments,
            },
            cancel
        );
        return new TakenStep(result, []);
    }
}
