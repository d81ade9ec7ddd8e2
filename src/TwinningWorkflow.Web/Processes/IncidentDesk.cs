using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;

namespace TwinningWorkflow.Web.Processes;

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
    /// <summary>Sees to an open incident. False when this authority has none of that key, or it resists.</summary>
    public async Task<bool> SeeToAsync(string key, Actor actor, string reason, CancellationToken cancel)
    {
        var incident = await database
            .Incidents.AsNoTracking()
            .SingleOrDefaultAsync(
                x => x.Key == key && x.AuthorityId == actor.Authority && x.ResolvedAt == null,
                cancel
            );
        if (incident is null)
            return false;
        if (incident.InstanceId is { } instance && EngineIncident(key, instance) is { } number)
        {
            var command = new RetryIncident(clock.Now, actor, number) { Reason = reason };
            return await runner.RunAsync(new StepRequest(actor.Authority, instance, command), cancel)
                is StepResult.Done;
        }
        return await mails.TryAgainAsync(key, actor, reason, cancel)
            || await CloseAsync(incident, actor, reason, cancel);
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
