using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Processes;

/// <summary>
/// Where an authority's calendar is read and changed. The change, its fact in the authority's history and the order to count
/// every open term again are one transaction: the counting itself is a step of each instance, made by a job soon after.
/// </summary>
public sealed class AuthorityCalendars(TwinningDatabase database, BusinessClock clock, StepBell bell)
{
    /// <summary>The calendar as the authority's row has it.</summary>
    public Task<string> TextAsync(string authority, CancellationToken cancel) =>
        database.Authorities.Where(row => row.Id == authority).Select(row => row.Calendar).SingleAsync(cancel);

    /// <summary>By what whoever changes a calendar tells which one they have seen.</summary>
    public static string VersionOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The calendar in force.</summary>
    public async Task<AuthorityCalendar> OfAsync(string authority, CancellationToken cancel) =>
        AuthorityCalendar.Of(await TextAsync(authority, cancel));

    /// <summary>
    /// Puts a calendar in the place of the one that was seen. False when that is no longer the one in force: somebody else was
    /// faster.
    /// </summary>
    /// <param name="seen">The text of the calendar that is replaced.</param>
    /// <param name="calendar">The new one, without problems.</param>
    /// <param name="actor">Who, of the authority whose calendar it is.</param>
    /// <param name="reason">Why: it stays in the authority's history, and in that of each dossier whose terms move.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<bool> ChangeAsync(
        string seen,
        AuthorityDays calendar,
        Actor actor,
        string reason,
        CancellationToken cancel
    )
    {
        var text = calendar.Write();
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var changed = await database
            .Authorities.Where(row => row.Id == actor.Authority && row.Calendar == seen)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.Calendar, text), cancel);
        if (changed == 0)
            return false;
        var stream = Journal.OfAuthority(actor.Authority);
        var fact = new CalendarChanged(seen, text);
        await Journal.AppendAsync(database, stream, clock.Now, actor, fact, cancel, reason);
        // the stream's head is locked: its number is that of the fact
        var change = await database
            .StreamHeads.Where(head => head.Stream == stream)
            .Select(head => head.Sequence)
            .SingleAsync(cancel);
        await OrderRecountsAsync(change, new Recount(actor, reason), cancel);
        await transaction.CommitAsync(CancellationToken.None);
        bell.Ring(new Ring(Guid.Empty, BellParts.Recounts, []));
        return true;
    }

    private async Task OrderRecountsAsync(long change, Recount recount, CancellationToken cancel)
    {
        var now = clock.Now;
        // what an earlier change still waited for is done by this one
        await database
            .Outbox.Where(row =>
                row.AuthorityId == recount.Actor.Authority && row.Kind == OutboxRow.Recount && row.DoneAt == null
            )
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.DoneAt, now), cancel);
        var running = await database
            .Instances.Where(row => row.AuthorityId == recount.Actor.Authority && row.Status == InstanceRow.Running)
            .Select(row => new { row.Id, row.DossierId })
            .ToListAsync(cancel);
        var payload = OutboxPayload.Of(recount);
        database.Outbox.AddRange(
            running.Select(instance => new OutboxRow
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"{instance.Id:D}/{OutboxRow.Recount}/{change}"),
                AuthorityId = recount.Actor.Authority,
                DossierId = instance.DossierId,
                InstanceId = instance.Id,
                Kind = OutboxRow.Recount,
                Payload = payload,
                DueAt = now,
            })
        );
        await database.SaveChangesAsync(cancel);
    }
}
