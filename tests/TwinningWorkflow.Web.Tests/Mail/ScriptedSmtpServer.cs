using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>
/// A small SMTP server over TLS that does as it is told at one point of the talk: GREETING, AUTH, MAIL, RCPT, DATA or TEXT (the
/// end of the message). Real mail servers do not fail on demand.
/// </summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    /// <summary>Instead of an answer: the line is cut.</summary>
    public const string Cut = "cut";

    /// <summary>Instead of an answer: silence.</summary>
    public const string Silence = "silence";

    /// <summary>The usual answer, later than an impatient client waits for one.</summary>
    public const string Slow = "slow";

    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(2.5);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> script = new();
    private readonly ConcurrentQueue<string> received = new();
    private readonly SemaphoreSlim came = new(0);
    private readonly Task accepting;
    private int connections;

    public ScriptedSmtpServer(TestCertificate certificate)
    {
        listener.Start();
        accepting = AcceptAsync(certificate);
    }

    /// <summary>What is kept of each message: all of it, unless a test would be filled by them.</summary>
    public Func<string, string> Keep { get; init; } = static text => text;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The messages whose last line arrived here, whatever was answered then, as far as they are kept.</summary>
    public IReadOnlyList<string> Received => [.. received];

    /// <summary>Waits until one more message's last line has arrived.</summary>
    public Task ArrivalAsync() => came.WaitAsync(TimeSpan.FromSeconds(20));

    public int Connections => Volatile.Read(ref connections);

    /// <summary>The next time the talk comes there, answer so; afterwards as usual.</summary>
    public ScriptedSmtpServer Once(string where, string answer)
    {
        script.GetOrAdd(where, _ => new()).Enqueue(answer);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        stop.Dispose();
        came.Dispose();
    }

    private async Task AcceptAsync(TestCertificate certificate)
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                talks.Add(TalkAsync(client, certificate));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client, TestCertificate certificate)
    {
        using var connection = client;
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate.Certificate },
                stop.Token
            );
            using var reader = new StreamReader(tls, Encoding.UTF8);
            await using var writer = new StreamWriter(tls, new UTF8Encoding(false))
            {
                NewLine = "\r\n",
                AutoFlush = true,
            };
            if (!await AnswerAsync(writer, "GREETING", "220 scripted.test ESMTP"))
                return;
            while (await reader.ReadLineAsync(stop.Token) is { } line)
                if (!await HandleAsync(line, reader, writer))
                    return;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or OperationCanceledException
                        or System.Security.Authentication.AuthenticationException
            )
        {
            // the client hung up or refused the certificate: part of the test
        }
    }

    private async Task<bool> HandleAsync(string line, StreamReader reader, StreamWriter writer)
    {
        switch (line.Split(' ', ':')[0].ToUpperInvariant())
        {
            case "EHLO":
                await writer.WriteLineAsync("250-scripted.test\r\n250-8BITMIME\r\n250 AUTH PLAIN");
                return true;
            case "AUTH":
                return await AnswerAsync(writer, "AUTH", "235 2.7.0 welcome");
            case "MAIL":
                return await AnswerAsync(writer, "MAIL", "250 2.1.0 ok");
            case "RCPT":
                return await AnswerAsync(writer, "RCPT", "250 2.1.5 ok");
            case "DATA":
                if (!await AnswerAsync(writer, "DATA", "354 go ahead"))
                    return false;
                var text = new StringBuilder();
                while (await reader.ReadLineAsync(stop.Token) is { } part && part != ".")
                    text.Append(part).Append("\r\n");
                received.Enqueue(Keep(text.ToString()));
                came.Release();
                return await AnswerAsync(writer, "TEXT", "250 2.0.0 queued");
            case "QUIT":
                await writer.WriteLineAsync("221 2.0.0 bye");
                return false;
            default:
                await writer.WriteLineAsync("250 2.0.0 ok");
                return true;
        }
    }

    private async Task<bool> AnswerAsync(StreamWriter writer, string where, string usual)
    {
        var answer = script.TryGetValue(where, out var queue) && queue.TryDequeue(out var told) ? told : usual;
        if (answer == Cut)
            return false;
        if (answer == Silence)
            await Task.Delay(Timeout.Infinite, stop.Token);
        if (answer == Slow)
            await Task.Delay(Slowness, stop.Token);
        await writer.WriteLineAsync(answer == Slow ? usual : answer);
        return true;
    }
}
