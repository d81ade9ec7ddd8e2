using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using TwinningWorkflow.Web.Hosting.Verbs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Verbs;

/// <summary>What keeps it from starting is told in a line that says what to do, and nothing is touched.</summary>
public sealed class ServeVerbTests : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("twinning-serve-");

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exit, said) = await ServeAsync("--demo", "--port", $"{port}");

        Assert.Equal(1, exit);
        Assert.StartsWith($"Port {port} is taken: ", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains("--port", said[0], StringComparison.Ordinal);
        Assert.Empty(data.GetFiles("*.db"));
    }

    [Fact]
    public async Task A_server_of_PostgreSQL_that_cannot_be_reached_is_told_in_a_line_without_its_password()
    {
        var (exit, said) = await ServeAsync(
            "--port",
            "0",
            "--postgres",
            "Host=127.0.0.1;Port=1;Database=gemellaggi;Username=app;Password=segretissima"
        );

        Assert.Equal(1, exit);
        Assert.StartsWith("PostgreSQL at 127.0.0.1:1 ", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains("--postgres", said[0], StringComparison.Ordinal);
        Assert.DoesNotContain("segretissima", said[0], StringComparison.Ordinal);
    }

    public void Dispose() => data.Delete(recursive: true);

    private async Task<(int Exit, string[] Said)> ServeAsync(params string[] arguments)
    {
        await using var error = new StringWriter();
        var exit = await ServeVerb
            .Root()
            .Parse([.. arguments, "--data", data.FullName])
            .InvokeAsync(new InvocationConfiguration { Error = error }, TestContext.Current.CancellationToken);
        return (exit, error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
