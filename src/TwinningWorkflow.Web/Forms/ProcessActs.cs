using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Forms;

/// <summary>What is done upon a whole process.</summary>
public enum ProcessAct
{
    Suspend,
    Resume,
    Withdraw,
}

/// <summary>An act upon a process, as a page or the API received it.</summary>
/// <param name="Act">What is done.</param>
/// <param name="Process">The instance as it was read.</param>
/// <param name="Dossier">Its dossier, which keeps the act's files.</param>
/// <param name="Input">What came for the form.</param>
/// <param name="Actor">Who.</param>
/// <param name="IdempotencyKey">Under which a repeat gets the same answer.</param>
public sealed record ActRequest(
    ProcessAct Act,
    InstanceView Process,
    Dossier Dossier,
    FormInput Input,
    Actor Actor,
    string? IdempotencyKey
);

/// <summary>What came of it: a result, or what is wrong with what was filled in.</summary>
public sealed record TakenAct(StepResult? Result, ImmutableArray<InputProblem> Problems);

/// <summary>Suspends, resumes and withdraws processes, with a reason and an act.</summary>
public sealed class ProcessActs(FormReader reader, ProcessRunner runner, BusinessClock clock)
{
    /// <summary>A withdrawal may be the wish of who proposed it; the others are ordered by somebody.</summary>
    public static bool IsActRequired(ProcessAct act) => act is not ProcessAct.Withdraw;

    public async Task<TakenAct> TakeAsync(ActRequest request, CancellationToken cancel)
    {
        var (act, process, dossier, input, actor, key) = request;
        var now = clock.Now;
        var zone = process.Definition.Zone;
        var reading = reader.Read(
            ActForm.Of(IsActRequired(act)),
            input,
            new FormPlace(actor.Authority, dossier.Id, Node: "", actor.Account, [])
        );
        var (named, problems) = ActForm.Read(reading, dossier.OpenedAt.InZone(zone).Date, now.InZone(zone).Date);
        if (problems.Length > 0)
            return new TakenAct(null, problems);
        var command = CommandOf(act, now, actor, named) with
        {
            Reason = ((DataValue.Text)reading.Fields[ActForm.Reason]).Value,
        };
        var result = await runner.RunAsync(
            new StepRequest(actor.Authority, process.Row.Id, command)
            {
                IdempotencyKey = key,
                RequestHash = FormFingerprint.Of($"{act} {process.Row.Id:D}", input),
                Attachments = reading.Attachments,
            },
            cancel
        );
        return new TakenAct(result, []);
    }

    private static Command CommandOf(ProcessAct act, Instant at, Actor actor, FormalAct? named) =>
        act switch
        {
            ProcessAct.Suspend => new SuspendProcess(at, actor) { Act = named },
            ProcessAct.Resume => new ResumeProcess(at, actor) { Act = named },
            _ => new WithdrawProcess(at, actor) { Act = named },
        };
}
