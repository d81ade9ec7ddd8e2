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

    /// <summary>Which file it concerns.</summary>
    public required string Dossier { get; init; }
    public MailLink? Link { get; init; }
    public IReadOnlyList<MailSection> Sections { get; init; } = [];

    /// <summary>Who sends this, and what the program is.</summary>
    public required string About { get; init; }
}

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
}

/// <summary>A message written: what a row holds and the transport sends.</summary>
public sealed record MailDraft(string Language, string Subject, string Text, string Html);
