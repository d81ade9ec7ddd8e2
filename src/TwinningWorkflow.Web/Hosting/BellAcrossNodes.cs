using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// Carries the bell to the other nodes of one PostgreSQL by NOTIFY. Rings gather for a moment and go as one message outside
/// the steps' transactions: a NOTIFY inside would make all commits queue for one lock.
/// </summary>
public sealed partial class BellAcrossNodes(
    DatabaseConnections connections,
    StepBell bell,
    ILogger<BellAcrossNodes> log
) : BackgroundService
{
    private const string Channel = "twinning_bell";

    // a message of NOTIFY holds 8000 bytes
    private const int MostInstances = 150;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string node = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(TellAsync(stoppingToken), KeepListeningAsync(stoppingToken));

    private async Task TellAsync(CancellationToken stopping)
    {
        var rings = System.Threading.Channels.Channel.CreateUnbounded<Ring>(
            new UnboundedChannelOptions { SingleReader = true }
        );
        using var listening = bell.Listen(ring =>
        {
            if (!ring.FromAfar)
                rings.Writer.TryWrite(ring);
        });
        try
        {
            while (await rings.Reader.WaitToReadAsync(stopping))
            {
                await Task.Delay(Gathering, stopping);
                var parts = BellParts.None;
                var instances = new HashSet<Guid>();
                while (rings.Reader.TryRead(out var ring))
                {
                    parts |= ring.Parts;
                    instances.Add(ring.Instance);
                }
                await TellAsync(parts, instances, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the application stops
        }
    }

    private async Task TellAsync(BellParts parts, HashSet<Guid> instances, CancellationToken stopping)
    {
        var which = instances.Count <= MostInstances ? string.Join(',', instances) : Guid.Empty.ToString();
        try
        {
            await using var command = connections.Postgres.CreateCommand("SELECT pg_notify($1, $2)");
            command.Parameters.Add(new NpgsqlParameter { Value = Channel });
            command.Parameters.Add(
                new NpgsqlParameter
                {
                    Value = string.Create(CultureInfo.InvariantCulture, $"{node}|{(int)parts}|{which}"),
                }
            );
            await command.ExecuteNonQueryAsync(stopping);
        }
        catch (NpgsqlException problem)
        {
            // pages elsewhere show it at their next look; nothing rests on the bell alone
            NotTold(problem);
        }
    }

    private async Task KeepListeningAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
            try
            {
                await ListenAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException problem)
            {
                NotHeard(problem);
                await Task.Delay(Patience, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = connections.ForListening();
        await connection.OpenAsync(stopping);
        connection.Notification += (_, told) => Hear(told.Payload);
        await using (var command = new NpgsqlCommand("LISTEN " + Channel, connection))
            await command.ExecuteNonQueryAsync(stopping);
        // whatever rang while nobody listened
        bell.Ring(new Ring(Guid.Empty, BellParts.Clock, [], FromAfar: true));
        while (true)
            await connection.WaitAsync(stopping);
    }

    private void Hear(string message)
    {
        var words = message.Split('|');
        if (
            words.Length != 3
            || words[0] == node
            || !int.TryParse(words[1], CultureInfo.InvariantCulture, out var parts)
        )
            return;
        foreach (var instance in words[2].Split(','))
            if (Guid.TryParse(instance, out var id))
                bell.Ring(new Ring(id, (BellParts)parts, [], FromAfar: true));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The other nodes could not be told.")]
    private partial void NotTold(Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The other nodes cannot be heard.")]
    private partial void NotHeard(Exception problem);
}
