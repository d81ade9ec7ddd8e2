using System.Security.Cryptography;
using System.Text;

namespace TwinningWorkflow.Web.Files;

/// <summary>
/// The hash of a text version: what Giunta, notice, Council and partner must agree on. It is the SHA-256 of one line a
/// language, <c>language SPACE file-hash LF</c>, sorted by language as bytes; so it can be checked with <c>sha256sum</c>
/// alone. Languages are lower-case codes, hashes lower-case hex.
/// </summary>
public static class TextVersionHash
{
    /// <summary>The hash, lower-case hex.</summary>
    /// <param name="files">Language code and SHA-256 of the file, once a language.</param>
    public static string Compute(IEnumerable<KeyValuePair<string, string>> files)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, hash) in files)
            if (!lines.TryAdd(language.ToLowerInvariant(), hash.ToLowerInvariant()))
                throw new ArgumentException($"Expected one file a language, but '{language}' has two.", nameof(files));
        if (lines.Count == 0)
            throw new ArgumentException("Expected a file in at least one language, but there is none.", nameof(files));
        var text = new StringBuilder();
        foreach (var (language, hash) in lines)
            text.Append(language).Append(' ').Append(hash).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
