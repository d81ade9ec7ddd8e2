namespace TwinningWorkflow.Web.Mail.Incoming;

/// <summary>A message that came, in plain values. All of it is what somebody sent: to be shown, never to be obeyed.</summary>
public sealed record IncomingMessage
{
    /// <summary>Without the angle brackets; empty when it has none.</summary>
    public string MessageId { get; init; } = "";
    public string FromName { get; init; } = "";
    public string FromAddress { get; init; } = "";
    public string Subject { get; init; } = "";

    /// <summary>Its text, plain and cut to what a page shows.</summary>
    public string Text { get; init; } = "";

    /// <summary>The addresses at which it came in or to which it was written.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The messages that it answers, the nearest first, without the angle brackets.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];
    public IReadOnlyList<IncomingFile> Files { get; init; } = [];

    /// <summary>What a mail server reports about a message of ours; null when it is no such report.</summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>Written by a machine: an absence note, a receipt, a list.</summary>
    public bool IsAutomatic { get; init; }
}

/// <summary>A file that came with a message.</summary>
/// <param name="Name">As the sender called it, on one line.</param>
/// <param name="Content">Null where it was too large to keep.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record IncomingFile(string Name, byte[]? Content, long Size)
{
    private const string Signed = ".p7m";

    private static readonly string[] Quoting = [".eml", ".html", ".htm", ".mht", ".mhtml", ".msg", ".dat", ".txt"];

    /// <summary>
    /// May a file of that name be or quote a mail of ours, with the links that open for its reader alone? A signed envelope is what
    /// is in it: a whole message, unless its name says which document.
    /// </summary>
    public static bool MayQuote(string name) =>
        name.EndsWith(Signed, StringComparison.OrdinalIgnoreCase)
            ? !Path.HasExtension(name[..^Signed.Length]) || MayQuote(name[..^Signed.Length])
            : Quoting.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
