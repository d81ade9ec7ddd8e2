using System.Collections.Concurrent;
using System.Diagnostics;

namespace TwinningWorkflow.Running;

/// <summary>
/// The built application as a process of its own, on a free port: what is killed, raced and timed is what is deployed.
/// </summary>
public sealed class RunningApplication : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningApplication(Process process) => this.process = process;

    /// <summary>Where it answers.</summary>
    public Uri Address => address.Task.Result;

    /// <summary>All that it has said so far.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts it and waits until it listens. The arguments are the program's own.</summary>
    public static Task<RunningApplication> StartAsync(params IEnumerable<string> arguments) =>
        StartAsync(arguments, workflows: null);

    /// <param name="arguments">The program's own arguments.</param>
    /// <param name="workflows">Where its process files lie; null for those beside it.</param>
    public static async Task<RunningApplication> StartAsync(IEnumerable<string> arguments, string? workflows)
    {
        var start = StartInfo(arguments);
        if (workflows is not null)
            start.Environment["Workflows"] = workflows;
        var application = new RunningApplication(new Process { StartInfo = start, EnableRaisingEvents = true });
        await application.StartAsync();
        return application;
    }

    /// <summary>Runs one of its verbs to the end; throws unless that succeeds.</summary>
    public static async Task<string> RunToEndAsync(params IEnumerable<string> arguments)
    {
        using var verb = Process.Start(StartInfo(arguments))!;
        var said = await Task.WhenAll(verb.StandardOutput.ReadToEndAsync(), verb.StandardError.ReadToEndAsync());
        await verb.WaitForExitAsync();
        var all = string.Concat(said);
        return verb.ExitCode == 0
            ? all
            : throw new InvalidOperationException(
                $"Expected the program to end well, but it ended with {verb.ExitCode}:\n{all}"
            );
    }

    /// <summary>kill -9: nothing is finished, nothing is said goodbye to.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager sends it; answers the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("bash", ["-c", $"kill -TERM {process.Id}"]))
            await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            await KillAsync();
            throw new TimeoutException(
                $"Expected the application to stop in {StopLimit}, but it did not:\n{Output}",
                e
            );
        }
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static ProcessStartInfo StartInfo(IEnumerable<string> arguments) =>
        new("dotnet", [Repository.Application, .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

    private async Task StartAsync()
    {
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.Exited += (_, _) => address.TrySetException(Failure("it ended"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await address.Task.WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            await DisposeAsync();
            throw Failure($"it did not in {StartLimit}");
        }
    }

    private InvalidOperationException Failure(string instead) =>
        new($"Expected the application to listen, but {instead}:\n{Output}");

    private void Heard(string? line)
    {
        if (line is null)
            return;
        output.Enqueue(line);
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
            address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
    }
}
