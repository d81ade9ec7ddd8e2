using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;

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

    /// <summary>The process takes no new try now.</summary>
    public sealed record Refused(RejectionCode Code) : SeenTo;
}

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
        if (incident.InstanceId is { } instance && EngineIncident(key, instance) is { } number)
        {
            var command = new RetryIncident(clock.Now, actor, number) { Reason = reason };
            return await runner.RunAsync(new StepRequest(actor.Authority, instance, command), cancel) switch
            {
                StepResult.Done => new SeenTo.Done(),
                StepResult.Refused refused => new SeenTo.Refused(refused.Code),
                _ => new SeenTo.NotFound(),
            };
        }
        return
            await mails.TryAgainAsync(key, actor, reason, cancel) || await CloseAsync(incident, actor, reason, cancel)
            ? new SeenTo.Done()
            : new SeenTo.Already();
    }

    /// <summary>A stuck timer is let go again; anything else was for the eye alone.</summary>
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
        }
        await database.SaveChangesAsync(cancel);
        var stream = Journal.OfAuthority(actor.Authority);
        await Journal.AppendAsync(database, stream, now, actor, new IncidentSeenTo(incident.Key), cancel, reason);
        await transaction.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(incident.InstanceId ?? Guid.Empty, BellParts.Timers, []));
        return true;
    }

    private static long? EngineIncident(string key, Guid instance) =>
        key.Split('/') is [var id, var number]
        && id == $"{instance:D}"
        && long.TryParse(number, CultureInfo.InvariantCulture, out var incident)
            ? incident
            : null;
}
