using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Tests.Replay;
using Xunit;
using NightlyCheck = TwinningWorkflow.Web.Jobs.ReplayCheck;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>What a town's whole journal tells, stream by stream, in words that can be counted and compared.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, List<string>> streams = new(StringComparer.Ordinal);

    private Ledger() { }

    /// <summary>Reads it, and proves that no chain is broken, that every state is the one its journal gives, and that nobody is called for.</summary>
    public static async Task<Ledger> ProveAsync(Town town)
    {
        var ledger = new Ledger();
        var verifier = new ChainVerifier();
        await using var database = town.Database();
        var items = new Dictionary<(string, long), string>();
        var rows = database.Journal.AsNoTracking().OrderBy(row => row.Stream).ThenBy(row => row.Sequence);
        await foreach (var row in rows.AsAsyncEnumerable())
        {
            verifier.Add(new ChainRow(row.Stream, row.Sequence, row.Body, row.PreviousHash, row.Hash));
            if (!ledger.streams.TryGetValue(row.Stream, out var told))
                ledger.streams[row.Stream] = told = [];
            var entry = Envelope.Read(row.Body);
            if (entry.Event is TaskOpened opened)
                items[(row.Stream, row.Sequence)] = opened.Subject();
            told.AddRange(Words(entry, element => items.GetValueOrDefault((row.Stream, element), "")));
        }

        Assert.Empty(verifier.Findings());
        Assert.Equal(
            0,
            await new NightlyCheck(town.Databases, new BusinessClock(TimeProvider.System)).RunAsync(default)
        );
        Assert.Empty(await database.Incidents.AsNoTracking().Select(row => row.Message).ToListAsync());
        return ledger;
    }

    /// <summary>The facts of an instance, in order.</summary>
    public IReadOnlyList<string> Of(Guid instance) => streams[Journal.OfInstance(instance)];

    /// <summary>The facts of a dossier's own stream, in order.</summary>
    public IReadOnlyList<string> OfDossier(Guid dossier) => streams[Journal.OfDossier(dossier)];

    private static IEnumerable<string> Words(JournalEntry entry, Func<long, string> itemOf) =>
        entry.Event switch
        {
            TaskOpened x => [$"opened {x.Node} {x.Subject()}".TrimEnd()],
            TaskCompleted x =>
            [
                string.Join(
                    ' ',
                    ((string[])["done", x.Node, itemOf(x.Element), x.Outcome]).Where(word => word.Length > 0)
                ),
            ],
            ServiceCompleted x => [$"done {x.Node}"],
            TimerFired x => [$"fired {x.Node}"],
            MessageReceived x => [$"received {x.Node}"],
            MessageSent x => [$"sent {x.Node} {x.Recipient}"],
            JoinPassed x => [$"join-passed {x.Node}"],
            FlowsTaken x => x.Flows.Select(flow => $"flow {flow}"),
            _ => [entry.Kind],
        };
}
