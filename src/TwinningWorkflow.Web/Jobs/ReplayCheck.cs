using Hangfire;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Plays every instance's journal again and compares: the chain must hold, end where the instance says, and give the state
/// that is stored. What differs is an incident; nothing is mended by itself.
/// </summary>
public sealed class ReplayCheck(IDbContextFactory<TwinningDatabase> databases, BusinessClock clock)
{
    public const string Code = "replay-differs";

    private const int Batch = 50;

    /// <summary>Checks every instance; answers how many differ.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var different = 0;
        var after = Guid.Empty;
        while (await NextAsync(after, cancel) is { Count: > 0 } instances)
        {
            foreach (var instance in instances)
                if (await DifferenceAsync(instance, cancel) is { } difference)
                {
                    different++;
                    await RaiseAsync(instance, difference, cancel);
                }
            after = instances[^1].Id;
        }
        return different;
    }

    private async Task<List<InstanceRow>> NextAsync(Guid after, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await database
            .Instances.AsNoTracking()
            .Where(row => row.Id > after)
            .OrderBy(row => row.Id)
            .Take(Batch)
            .ToListAsync(cancel);
    }

    /// <summary>What differs; null when nothing does. Events after the version read belong to later steps and are left out.</summary>
    private async Task<string?> DifferenceAsync(InstanceRow instance, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var stream = Journal.OfInstance(instance.Id);
        var verifier = new ChainVerifier();
        var state = ProcessState.Empty;
        var lastHash = HashChain.Origin.ToArray();
        var rows = database
            .Journal.AsNoTracking()
            .Where(row => row.Stream == stream && row.Sequence <= instance.Version)
            .OrderBy(row => row.Sequence)
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            verifier.Add(new ChainRow(row.Stream, row.Sequence, row.Body, row.PreviousHash, row.Hash));
            if (verifier.Findings() is [var fault, ..])
                return $"The chain is broken at {fault.Sequence}: {fault.Fault}.";
            state = state.Apply(Envelope.Read(row.Body).Event!);
            lastHash = row.Hash;
        }
        if (state.Sequence != instance.Version || !lastHash.AsSpan().SequenceEqual(instance.LastHash))
            return $"Expected the journal to end at {instance.Version}, but it ends at {state.Sequence}.";
        return StateJson.AreEqual(state, StateJson.Read(instance.State))
            ? null
            : "The stored state is not the one that the journal gives.";
    }

    private async Task RaiseAsync(InstanceRow instance, string difference, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await using var session = WriteSession.JoinedTo(database);
        IncidentRows.Raise(
            session,
            new IncidentRow
            {
                Key = $"replay/{instance.Id:D}",
                AuthorityId = instance.AuthorityId,
                DossierId = instance.DossierId,
                InstanceId = instance.Id,
                Source = instance.ProcessId,
                Code = Code,
                Message = difference,
                RaisedAt = clock.Now,
            }
        );
        await session.SendAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
