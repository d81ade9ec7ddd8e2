using NodaTime;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>What a mail is about, in plain values and in the reader's language where they are words.</summary>
public sealed record MailModel
{
    /// <summary>One of <see cref="MailTemplates.Names"/>.</summary>
    public required string Template { get; init; }

    /// <summary>The reader's language, two letters; <see cref="MailWords.Languages"/> says which are written.</summary>
    public required string Language { get; init; }

    /// <summary>The municipality's name.</summary>
    public required string Authority { get; init; }
    public required string DossierNumber { get; init; }
    public required string DossierTitle { get; init; }
    public required string PartnerCity { get; init; }

    /// <summary>The step's name.</summary>
    public required string Step { get; init; }

    /// <summary>What the step asks for, in a sentence or two; may be empty.</summary>
    public string Help { get; init; } = "";

    /// <summary>What happens while it is not done, in a sentence or two; may be empty.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>Where the reader says that they want no more of these; null when nobody asks.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>Who did it; empty where no person did.</summary>
    public string DoneBy { get; init; } = "";

    /// <summary>Who has now what passed from one to another; empty when it is everybody's who holds its role.</summary>
    public string PassedTo { get; init; } = "";

    /// <summary>The reader did it, or passed it on, themselves.</summary>
    public bool DidItThemselves { get; init; }

    /// <summary>It was done, by whomever.</summary>
    public bool IsDone { get; init; }

    /// <summary>As what the reader is told: empty when it is theirs, else <c>deputy</c> or <c>superior</c>.</summary>
    public string ToldAs { get; init; } = "";

    /// <summary>Whom the reader replaces; empty for nobody.</summary>
    public string OnBehalfOf { get; init; } = "";

    /// <summary>Of a superior's mail: whose task it is; empty for nobody's.</summary>
    public string Below { get; init; } = "";

    /// <summary>The role for which the reader gets it; empty for a body.</summary>
    public string Role { get; init; } = "";

    /// <summary>The last day; null when there is none.</summary>
    public LocalDate? LastDay { get; init; }

    /// <summary>The civil day on which the mail is written, from which days are counted.</summary>
    public required LocalDate Today { get; init; }

    /// <summary>How the last day was found, in sentences; may be empty.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>The last day as it was told before; null where it did not move.</summary>
    public LocalDate? LastDayBefore { get; init; }

    /// <summary>How that was found; may be empty.</summary>
    public string ExplanationBefore { get; init; } = "";

    /// <summary>On what it rests; null when nothing is cited.</summary>
    public MailGround? Ground { get; init; }

    /// <summary>Within how long an answer is expected, in words (thirty days); empty when none is.</summary>
    public string AnswerWithin { get; init; } = "";

    /// <summary>Where to go; null for those who have no account.</summary>
    public Uri? Link { get; init; }

    /// <summary>The link leads to a task; else to its dossier.</summary>
    public bool LeadsToTask { get; init; }
    public IReadOnlyList<MailFactLine> Facts { get; init; } = [];
    public IReadOnlyList<MailEnclosure> Enclosures { get; init; } = [];
}

/// <summary>A ground: <c>law</c>, <c>circular</c>, <c>practice</c> or <c>localRule</c>, and the citation.</summary>
public sealed record MailGround(string Basis, string Citation);

/// <summary>One value with its name.</summary>
public sealed record MailFactLine(string Name, string Value);

/// <summary>An attachment and the SHA-256 by which it can be checked.</summary>
public sealed record MailEnclosure(string FileName, string Hash);
