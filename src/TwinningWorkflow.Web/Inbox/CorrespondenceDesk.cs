using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Inbox;

/// <summary>Where an administrator sees to messages that belong to no dossier.</summary>
public sealed class CorrespondenceDesk(TwinningDatabase database, BusinessClock clock)
{
    /// <summary>Files a message with a dossier of the same authority; false when it is filed already, or either is not there.</summary>
    /// <param name="received">The message.</param>
    /// <param name="dossier">The dossier.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why it belongs there: it stays in the history.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<bool> FileAsync(Guid received, Guid dossier, Actor actor, string reason, CancellationToken cancel)
    {
        var authority = actor.Authority;
        if (!await database.Dossiers.AnyAsync(x => x.Id == dossier && x.AuthorityId == authority, cancel))
            return false;
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var filed = await Unfiled(received, authority)
            .ExecuteUpdateAsync(
                x =>
                    x.SetProperty(it => it.DossierId, (Guid?)dossier)
                        .SetProperty(
                            it => it.Kind,
                            it =>
                                it.Kind == ReceivedMail.Unmatched
                                || it.Kind == ReceivedMail.Left
                                || it.Kind == ReceivedMail.Full
                                    ? ReceivedMail.Reply
                                    : it.Kind
                        ),
                cancel
            );
        if (filed == 0)
            return false;
        var row = await database.ReceivedMails.AsNoTracking().SingleAsync(x => x.Id == received, cancel);
        var fact = new CorrespondenceFiled(
            $"{received:D}",
            row.RawHash,
            row.Files.Count,
            row.Kind == ReceivedMail.AutoReply
        );
        await Journal.AppendAsync(database, Journal.OfDossier(dossier), clock.Now, actor, fact, cancel, reason);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    /// <summary>Leaves a message as it is, out of the list of those that wait; false when it does not wait.</summary>
    /// <param name="received">The message.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why it belongs nowhere: it stays in the authority's history.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<bool> LeaveAsync(Guid received, Actor actor, string reason, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var left = await Unfiled(received, actor.Authority)
            .Where(x =>
                x.Kind == ReceivedMail.Unmatched || x.Kind == ReceivedMail.Bounce || x.Kind == ReceivedMail.Full
            )
            .ExecuteUpdateAsync(x => x.SetProperty(it => it.Kind, ReceivedMail.Left), cancel);
        if (left == 0)
            return false;
        var stream = Journal.OfAuthority(actor.Authority);
        var fact = new CorrespondenceLeft($"{received:D}");
        await Journal.AppendAsync(database, stream, clock.Now, actor, fact, cancel, reason);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private IQueryable<ReceivedMail> Unfiled(Guid received, string authority) =>
        database.ReceivedMails.Where(x => x.Id == received && x.AuthorityId == authority && x.DossierId == null);
}
