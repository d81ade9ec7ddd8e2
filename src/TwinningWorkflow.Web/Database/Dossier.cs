using NodaTime;

namespace TwinningWorkflow.Web.Database;

/// <summary>The file of one agreement. It outlives its processes: one after another may run on it.</summary>
public sealed class Dossier
{
    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }

    /// <summary>Number within the authority and year, such as 2022/3.</summary>
    public required string Number { get; init; }
    public required string Title { get; set; }

    /// <summary>Kind of agreement: twinning, friendship, network.</summary>
    public required string Kind { get; set; }
    public required string PartnerCity { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string PartnerCountry { get; set; }
    public required Instant OpenedAt { get; init; }
    public string Objectives { get; set; } = "";
    public List<string> PrioritySectors { get; set; } = [];
    public List<string> Departments { get; set; } = [];
    public string BudgetChapter { get; set; } = "";
    public string FundingSources { get; set; } = "";
    public PartnerProfile Profile { get; set; } = new();
    public PartnerContact Contact { get; set; } = new();
    public List<Relation> Relations { get; set; } = [];

    /// <summary>Bumped on every save: two people who edit at once get a conflict, not a silent loss.</summary>
    public long Version { get; set; }
}

/// <summary>The partner city in figures and words.</summary>
public sealed class PartnerProfile
{
    public long? Inhabitants { get; set; }
    public int? InhabitantsYear { get; set; }
    public long? Students { get; set; }
    public int? Universities { get; set; }
    public string Economy { get; set; } = "";
    public string Education { get; set; } = "";
    public string Recognitions { get; set; } = "";
}

/// <summary>Who answers for the partner city: outside the history, so that it can be erased. Empty when not known.</summary>
public sealed class PartnerContact
{
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";

    /// <summary>The language in which to write, two letters.</summary>
    public string Language { get; set; } = "en";
}

/// <summary>A dated entry of the history of relations; the date may be a year, a month or a day (ISO 8601).</summary>
public sealed class Relation
{
    public required string When { get; set; }
    public required string What { get; set; }
}

/// <summary>A version of the agreement's text in all its languages. Its hash is what every act must agree on.</summary>
public sealed class TextVersion
{
    public required Guid DossierId { get; init; }
    public required int Number { get; init; }

    /// <summary>SHA-256 over its sorted (language, file hash) pairs, lower-case hex.</summary>
    public required string Hash { get; init; }
    public required Instant CreatedAt { get; init; }
    public List<TextVersionFile> Files { get; set; } = [];
}

/// <summary>One language of a text version.</summary>
public sealed class TextVersionFile
{
    public required string Language { get; set; }
    public required string FileHash { get; set; }
    public required string FileName { get; set; }
}

/// <summary>Bytes, once an authority, by their SHA-256 (lower-case hex).</summary>
public sealed class StoredFile
{
    public required string AuthorityId { get; init; }
    public required string Hash { get; init; }
    public required string MediaType { get; init; }
    public required byte[] Content { get; init; }
    public required Instant StoredAt { get; init; }
}

/// <summary>A file in a dossier, under the name that the person gave it.</summary>
public sealed class Document
{
    public required Guid Id { get; init; }
    public required Guid DossierId { get; init; }
    public required string AuthorityId { get; init; }
    public required string FileHash { get; init; }

    /// <summary>Possibly personal: it stands here and, for a document that no step asked for, among the personal values; never in the history.</summary>
    public required string FileName { get; init; }
    public required long Size { get; init; }

    /// <summary>The step and field that asked for it; empty when added to the dossier directly.</summary>
    public string Node { get; init; } = "";
    public string Field { get; init; } = "";
    public required Instant AddedAt { get; init; }
    public required string AddedBy { get; init; }
}

/// <summary>A signed agreement in the authority's register.</summary>
public sealed class RegisterEntry
{
    public required string AuthorityId { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }

    /// <summary>The dossier; null for twinnings older than the product.</summary>
    public Guid? DossierId { get; init; }
    public required string PartnerCity { get; init; }
    public required string PartnerCountry { get; init; }
    public required LocalDate? SignedOn { get; init; }
}
