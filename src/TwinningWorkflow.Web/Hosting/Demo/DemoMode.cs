using System.Net;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>The demonstration was asked for where it could be mistaken for the real thing.</summary>
public sealed class DemoRefusedException(string message) : Exception(message);

/// <summary>
/// The demonstration has accounts whose password everybody knows. So it listens to this computer alone and sends no mail.
/// </summary>
public static class DemoMode
{
    public const string Setting = "Demo:Enabled";

    public static bool IsOn(IConfiguration configuration) => configuration.GetValue<bool>(Setting);

    /// <summary>Throws unless this is a safe place for the demonstration.</summary>
    public static void Check(IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration["Mail:Host"]))
            throw new DemoRefusedException(
                "Expected no SMTP server in the demonstration, but Mail:Host is set. Serve without --demo, or without Mail:Host."
            );
        foreach (var address in Addresses(configuration))
            if (!IsLoopback(address))
                throw new DemoRefusedException(
                    $"Expected the demonstration to listen on 127.0.0.1 only, but it was given '{address}'."
                );
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration) =>
        (configuration["urls"] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(x => x["Url"] ?? ""));

    private static bool IsLoopback(string address)
    {
        // http://*:80 and http://+:80 are no addresses to Uri, and reach everybody
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return false;
        return uri.Host == "localhost"
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
