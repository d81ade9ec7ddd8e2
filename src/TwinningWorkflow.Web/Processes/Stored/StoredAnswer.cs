using System.Security.Cryptography;
using System.Text.Json;
using TwinningWorkflow.Engine;
using TwinningWorkflow.History;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>What a request was answered, kept under its idempotency key.</summary>
/// <param name="Dossier">The dossier that the request opened; null for a step.</param>
/// <param name="Reply">The whole answer as it was sent, where it was no step.</param>
internal sealed record StoredAnswer(
    Guid? Instance = null,
    long Version = 0,
    Guid? Inbox = null,
    Guid? Dossier = null,
    string? Number = null,
    string? Reply = null
)
{
    public string ToJson() => JsonSerializer.Serialize(this, StoredJson.Default.StoredAnswer);

    public static StoredAnswer FromJson(string json) =>
        JsonSerializer.Deserialize(json, StoredJson.Default.StoredAnswer)!;

    /// <summary>Hash of what a command asks of an instance; when it was asked does not matter.</summary>
    public static string HashOf(string scope, Command command)
    {
        var (name, shape) = StoredKinds.Commands.Of(command);
        var timeless = command with { At = default };
        byte[] asked;
        try
        {
            asked = CanonicalJson.Canonicalise(JsonSerializer.SerializeToUtf8Bytes(timeless, shape));
        }
        catch (FormatException)
        {
            // a number beyond what the history can spell: the engine refuses it, so no answer was ever kept for it
            return "";
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{scope}\n{name}\n"));
        hash.AppendData(asked);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
