using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Npgsql;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>
/// What people most often meet when they start the program is looked at before anything else is, so that it can be told in a
/// line, and a second start leaves the database of the first alone.
/// </summary>
public static class StartCheck
{
    /// <summary>What keeps the application from starting, and what to do; null when nothing does.</summary>
    public static async Task<string?> ProblemAsync(WebApplication app, CancellationToken cancel) =>
        TakenPort(app.Configuration["urls"] ?? "")
        ?? await UnreachableAsync(app.Services.GetRequiredService<DatabaseOptions>(), cancel);

    private static string? TakenPort(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            if (address is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 } && IsTaken(address))
                return $"Port {address.Port} is taken: {url} cannot be listened on. End what runs there, or choose "
                    + "another port with --port.";
        }
        return null;
    }

    private static bool IsTaken(BindingAddress address)
    {
        var host =
            address.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given
            : IPAddress.Any;
        using var listener = new TcpListener(host, address.Port);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.AddressAlreadyInUse;
        }
    }

    private static async Task<string?> UnreachableAsync(DatabaseOptions options, CancellationToken cancel)
    {
        if (options.Postgres is not { } given)
            return null;
        var place = new NpgsqlConnectionStringBuilder(given) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(place.ConnectionString);
            await connection.OpenAsync(cancel);
            return null;
        }
        catch (NpgsqlException e)
        {
            return $"PostgreSQL at {place.Host}:{place.Port} does not let us in: {e.Message.Split('\n')[0].TrimEnd('.')}. "
                + "Check that it runs, and what --postgres or ConnectionStrings:Postgres says.";
        }
    }
}
