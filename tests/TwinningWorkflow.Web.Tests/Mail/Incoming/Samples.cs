using System.Runtime.CompilerServices;
using System.Text;

namespace TwinningWorkflow.Web.Tests.Mail.Incoming;

/// <summary>Messages as they come in: bounces and answers in several dialects, all of our own making.</summary>
internal static class Samples
{
    /// <summary>A sample in which a message of ours is named, and to whom it was.</summary>
    public static byte[] Of(string name, string messageId = "ours@comune.test", string to = "anna@ufficio.test") =>
        Bytes(
            File.ReadAllText(Path.Combine(Folder(), name + ".eml"))
                .Replace("{id}", messageId, StringComparison.Ordinal)
                .Replace("{to}", to, StringComparison.Ordinal)
        );

    /// <summary>A text as it travels.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Samples");
}
