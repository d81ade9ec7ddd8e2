using System.Security.Cryptography;
using System.Text;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>
/// The files that a scenario names. Their bytes follow from the name alone, so that a text version has the same hash wherever
/// the scenario is played; they begin and end as a PDF does, so that they pass where files are judged by their content.
/// </summary>
public static class PseudoFile
{
    /// <summary>The bytes of the file of that name.</summary>
    public static byte[] Bytes(string name) => Encoding.UTF8.GetBytes($"%PDF-1.7\n% {name}\n%%EOF\n");

    /// <summary>Their SHA-256, lower-case hex.</summary>
    public static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Bytes(name)));
}
