using System.Security.Cryptography;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// Proves that whoever sets up the application can read its log: otherwise the first to find a fresh server would own it.
/// Made anew at every start, and written to the log when the set-up page is first asked for.
/// </summary>
public sealed partial class SetUpCode(ILogger<SetUpCode> log)
{
    // without letters and digits that look alike
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private readonly string code = RandomNumberGenerator.GetString(Alphabet, 12);
    private int told;

    /// <summary>Writes the code to the log, once.</summary>
    public void Tell()
    {
        if (Interlocked.Exchange(ref told, 1) == 0)
            Told(code);
    }

    public bool Matches(string given) =>
        CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(given.Trim().ToUpperInvariant()),
            System.Text.Encoding.UTF8.GetBytes(code)
        );

    [LoggerMessage(Level = LogLevel.Warning, Message = "The application is not set up yet. Set-up code: {Code}")]
    private partial void Told(string code);
}
