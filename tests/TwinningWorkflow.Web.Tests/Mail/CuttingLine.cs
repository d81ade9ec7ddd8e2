using System.Net;
using System.Net.Sockets;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>
/// A line to a real server that breaks at the worst moment: once the client has sent so many bytes, all of them still arrive,
/// and no answer comes back any more.
/// </summary>
internal sealed class CuttingLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public CuttingLine(int server, int after)
    {
        listener.Start();
        serving = ServeAsync(server, after);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task ServeAsync(int server, int after)
    {
        using var client = await listener.AcceptTcpClientAsync(stop.Token);
        using var real = new TcpClient();
        await real.ConnectAsync(IPAddress.Loopback, server, stop.Token);
        var isCut = false;
        var sent = 0;
        var there = PumpAsync(
            client.GetStream(),
            real.GetStream(),
            count =>
            {
                sent += count;
                isCut |= sent > after;
                return true;
            }
        );
        await PumpAsync(real.GetStream(), client.GetStream(), _ => !isCut);
        // the answer that the client waits for is what never comes
        client.Close();
        await there.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PumpAsync(Stream from, Stream to, Func<int, bool> passes)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, stop.Token)) > 0)
        {
            if (!passes(read))
                return;
            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }
}
