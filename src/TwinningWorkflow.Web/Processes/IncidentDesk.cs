using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>What came of seeing to an incident.</summary>
public abstract record SeenTo
{
    private SeenTo() { }

    public sealed record Done : SeenTo;

    /// <summary>This authority has none of that key.</summary>
    public sealed record NotFound : SeenTo;

    /// <summary>It is closed: somebody was faster, or the same form came twice.</summary>
    public sealed record Already : SeenTo;

    /// <summary>The process refuses it.</summary>
    public sealed record Refused(StepResult.Refused Why) : SeenTo;

    /// <summary>The same key came with another request.</summary>
    public sealed record KeyReused : SeenTo;
}

/// <summary>An incident of a process: its instance, and the engine's number for it.</summary>
public sealed record Stop(Guid Instance, long Number);

/// <summary>
/// Where an operator sees to incidents. What can be tried again is tried again; what only needed a person's eye is closed,
/// and the authority's history says by whom.
/// </summary>
public sealed class IncidentDesk(
    TwinningDatabase database,
    ProcessRunner runner,
    MailRetry mails,
    BusinessClock clock,
    StepBell bell
)
{
    /// <summary>Sees to an open incident.</summary>
    /// <param name="key">Which.</param>
    /// <param name="actor">Who, of the authority whose incident it is.</param>
    /// <param name="reason">What was seen to: it stays in the history.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<SeenTo> SeeToAsync(string key, Actor actor, string reason, CancellationToken cancel)
    {
        var incident = await database
            .Incidents.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Key == key && x.AuthorityId == actor.Authority, cancel);
        if (incident is null)
            return new SeenTo.NotFound();
        if (incident.ResolvedAt is not null)
            return new SeenTo.Already();
        if (incident.InstanceId is { } instance && IncidentRows.NumberOf(key, instance) is { } number)
            return await RunAsync(
                instance,
                new RetryIncident(clock.Now, actor, number) { Reason = reason },
                null,
                cancel
            );
        return
            await mails.TryAgainAsync(key, actor, reason, cancel) || await CloseAsync(incident, actor, reason, cancel)
            ? new SeenTo.Done()
            : new SeenTo.Already();
    }

    /// <summary>Corrects data because of an incident of a process, which stays open.</summary>
    /// <param name="stop">The incident.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="values">The new values by variable.</param>
    /// <param name="emptied">The variables that shall have none.</param>
    /// <param name="key">Under which a repeat gets the same answer.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<SeenTo> CorrectAsync(
        Stop stop,
        Actor actor,
        string reason,
        ImmutableDictionary<string, DataValue> values,
        ImmutableArray<string> emptied,
        string? key,
        CancellationToken cancel
    ) =>
        RunAsync(
            stop.Instance,
            new CorrectData(clock.Now, actor, stop.Number, values) { Reason = reason, Emptied = emptied },
            key,
            cancel
        );

    /// <summary>Moves the token of an incident of a process.</summary>
    /// <param name="stop">The incident.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="target">To which node, or by which flow.</param>
    /// <param name="key">Under which a repeat gets the same answer.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<SeenTo> MoveAsync(
        Stop stop,
        Actor actor,
        string reason,
        string target,
        string? key,
        CancellationToken cancel
    ) => RunAsync(stop.Instance, new MoveToken(clock.Now, actor, stop.Number, target) { Reason = reason }, key, cancel);

    private async Task<SeenTo> RunAsync(Guid instance, Command command, string? key, CancellationToken cancel)
    {
        var request = new StepRequest(command.Actor.Authority, instance, command) { IdempotencyKey = key };
        return await runner.RunAsync(request, cancel) switch
        {
            StepResult.Done => new SeenTo.Done(),
            // somebody was faster: the incident is closed, or the process over
            StepResult.Refused { Code: RejectionCode.ElementNotActive or RejectionCode.Ended } => new SeenTo.Already(),
            StepResult.Refused refused => new SeenTo.Refused(refused),
            StepResult.KeyReused => new SeenTo.KeyReused(),
            _ => new SeenTo.NotFound(),
        };
    }

    /// <summary>A stuck timer is let go again, and so is a recount; anything else was for the eye alone.</summary>
    private async Task<bool> CloseAsync(IncidentRow incident, Actor actor, string reason, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var now = clock.Now;
        var closed = await database
            .Incidents.Where(x => x.Key == incident.Key && x.ResolvedAt == null)
            .ExecuteUpdateAsync(x => x.SetProperty(it => it.ResolvedAt, now), cancel);
        if (closed == 0)
            return false;
        var stuck = await database
            .Timers.Where(x => x.InstanceId == incident.InstanceId && x.Quarantined)
            .ToListAsync(cancel);
        foreach (var timer in stuck.Where(x => IncidentRows.OfTimer(x.InstanceId, x.Kind, x.TimerId) == incident.Key))
        {
            timer.Quarantined = false;
            timer.Attempts = 0;
            timer.RetryAt = null;
        }
        await database.SaveChangesAsync(cancel);
        // terms that could not be counted again are counted now
        await database
            .Outbox.Where(x => x.Key == incident.Key && x.Kind == OutboxRow.Recount && x.DoneAt == null)
            .ExecuteUpdateAsync(x => x.SetProperty(it => it.DueAt, now), cancel);
        var stream = Journal.OfAuthority(actor.Authority);
        await Journal.AppendAsync(database, stream, now, actor, new IncidentSeenTo(incident.Key), cancel, reason);
        await transaction.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(incident.InstanceId ?? Guid.Empty, BellParts.Timers | BellParts.Recounts, []));
        return true;
    }
}
