using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>A mail as it reads, before it is laid out: text and HTML are two layouts of this one source.</summary>
public sealed record MailContent
{
    public required string Language { get; init; }
    public required string Subject { get; init; }

    /// <summary>The first line: what to do.</summary>
    public required string Action { get; init; }

    /// <summary>The second line: by when.</summary>
    public required string ByWhen { get; init; }
    public required Urgency Urgency { get; init; }

    /// <summary>Which file it concerns; empty where it concerns none.</summary>
    public required string Dossier { get; init; }
    public MailLink? Link { get; init; }
    public IReadOnlyList<MailSection> Sections { get; init; } = [];

    /// <summary>Who sends this, and what the program is.</summary>
    public required string About { get; init; }

    /// <summary>Where the reader says that they want no more of these; null where they must have them.</summary>
    public MailLink? Unsubscribe { get; init; }

    /// <summary>It asks the reader to do something.</summary>
    public bool Asks { get; init; }

    /// <summary>Of its sections what a digest tells too: how the date was found, what happens otherwise.</summary>
    public IReadOnlyList<string> InShort { get; init; } = [];

    /// <summary>What a digest tells of it.</summary>
    internal DigestLine Line =>
        new(Action, ByWhen, Urgency, Dossier, Link)
        {
            Subject = Subject,
            Asks = Asks,
            InShort = InShort,
            Unsubscribe = Unsubscribe?.Address,
        };
}

/// <summary>A mail as a line of a digest: what to do, by when, of which dossier, and where.</summary>
public sealed record DigestLine(string Action, string ByWhen, Urgency Urgency, string Dossier, MailLink? Link)
{
    /// <summary>The subject of the mail by itself.</summary>
    public string Subject { get; init; } = "";

    /// <summary>It asks the reader to do something.</summary>
    public bool Asks { get; init; }

    /// <summary>Why on that day, and what happens otherwise.</summary>
    public IReadOnlyList<string> InShort { get; init; } = [];

    /// <summary>Where the reader says that they want no more of these; null where they must have them.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>As it is kept with the mail.</summary>
    public string Write() => JsonSerializer.Serialize(this, MailJson.Default.DigestLine);

    public static DigestLine Read(string kept) => JsonSerializer.Deserialize(kept, MailJson.Default.DigestLine)!;
}

[JsonSerializable(typeof(DigestLine))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
internal sealed partial class MailJson : JsonSerializerContext;

/// <summary>How near the last day is: a colour, never the only sign, for the words say it too.</summary>
public enum Urgency
{
    None,
    Soon,
    Late,
}

/// <summary>Where to go.</summary>
public sealed record MailLink(string Label, Uri Address);

/// <summary>A part under a heading: sentences, then lines of name and value.</summary>
public sealed record MailSection(string Heading, IReadOnlyList<string> Sentences)
{
    public IReadOnlyList<MailFactLine> Lines { get; init; } = [];

    /// <summary>True when the values are fingerprints: the names are what people read.</summary>
    public bool Fingerprints { get; init; }

    /// <summary>Where to go for what this part tells; null for most.</summary>
    public MailLink? Link { get; init; }
}

/// <summary>A message written: what a row holds and the transport sends.</summary>
public sealed record MailDraft(string Language, string Subject, string Text, string Html)
{
    /// <summary>What a digest tells of it, as <see cref="DigestLine.Write"/> gives it; empty for what is never a line.</summary>
    public string Line { get; init; } = "";
}
