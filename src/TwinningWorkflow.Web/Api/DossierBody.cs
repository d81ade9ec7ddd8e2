using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Api;

/// <summary>A dossier's data. What is left out is empty.</summary>
public sealed record DossierBody
{
    public string? Title { get; init; }

    /// <summary>The kind of agreement: the id of a published process.</summary>
    public string? Kind { get; init; }
    public string? PartnerCity { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? PartnerCountry { get; init; }
    public string? Objectives { get; init; }
    public IReadOnlyList<string>? PrioritySectors { get; init; }
    public IReadOnlyList<string>? Departments { get; init; }
    public string? BudgetChapter { get; init; }
    public string? FundingSources { get; init; }
    public ProfileBody? Profile { get; init; }

    /// <summary>Who answers for the partner: personal data, kept outside the history.</summary>
    public ContactBody? Contact { get; init; }

    /// <summary>The history of relations.</summary>
    public IReadOnlyList<RelationBody?>? Relations { get; init; }

    public static DossierBody Of(Dossier dossier) =>
        new()
        {
            Title = dossier.Title,
            Kind = dossier.Kind,
            PartnerCity = dossier.PartnerCity,
            PartnerCountry = dossier.PartnerCountry,
            Objectives = dossier.Objectives,
            PrioritySectors = dossier.PrioritySectors,
            Departments = dossier.Departments,
            BudgetChapter = dossier.BudgetChapter,
            FundingSources = dossier.FundingSources,
            Profile = ProfileBody.Of(dossier.Profile),
            Contact = ContactBody.Of(dossier.Contact),
            Relations = [.. dossier.Relations.Select(x => new RelationBody { When = x.When, What = x.What })],
        };

    public DossierData ToData() =>
        new()
        {
            Title = Tidy(Title),
            Kind = Tidy(Kind),
            PartnerCity = Tidy(PartnerCity),
            PartnerCountry = Tidy(PartnerCountry),
            Objectives = Tidy(Objectives),
            PrioritySectors = [.. (PrioritySectors ?? []).Select(Tidy)],
            Departments = [.. (Departments ?? []).Select(Tidy)],
            BudgetChapter = Tidy(BudgetChapter),
            FundingSources = Tidy(FundingSources),
            Profile = Profile?.ToProfile() ?? new PartnerProfile(),
            Contact = Contact?.ToContact() ?? new PartnerContact(),
            Relations = [.. (Relations ?? []).Select(x => new Relation { When = Tidy(x?.When), What = Tidy(x?.What) })],
        };

    internal static string Tidy(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}

/// <summary>The partner city in figures and words.</summary>
public sealed record ProfileBody
{
    public long? Inhabitants { get; init; }
    public int? InhabitantsYear { get; init; }
    public long? Students { get; init; }
    public int? Universities { get; init; }
    public string? Economy { get; init; }
    public string? Education { get; init; }
    public string? Recognitions { get; init; }

    public static ProfileBody Of(PartnerProfile profile) =>
        new()
        {
            Inhabitants = profile.Inhabitants,
            InhabitantsYear = profile.InhabitantsYear,
            Students = profile.Students,
            Universities = profile.Universities,
            Economy = profile.Economy,
            Education = profile.Education,
            Recognitions = profile.Recognitions,
        };

    public PartnerProfile ToProfile() =>
        new()
        {
            Inhabitants = Inhabitants,
            InhabitantsYear = InhabitantsYear,
            Students = Students,
            Universities = Universities,
            Economy = DossierBody.Tidy(Economy),
            Education = DossierBody.Tidy(Education),
            Recognitions = DossierBody.Tidy(Recognitions),
        };
}

/// <summary>Who answers for the partner city.</summary>
public sealed record ContactBody
{
    public string? Name { get; init; }
    public string? Email { get; init; }

    /// <summary>In which to write: <c>it</c> or <c>en</c>.</summary>
    public string? Language { get; init; }

    public static ContactBody Of(PartnerContact contact) =>
        new()
        {
            Name = contact.Name,
            Email = contact.Email,
            Language = contact.Language,
        };

    public PartnerContact ToContact() =>
        new()
        {
            Name = DossierBody.Tidy(Name),
            Email = DossierBody.Tidy(Email),
            Language = Language is null ? "en" : DossierBody.Tidy(Language),
        };
}

/// <summary>A dated entry of the history of relations.</summary>
public sealed record RelationBody
{
    /// <summary>A year, a month or a day: 2002, 2002-07, 2002-07-15.</summary>
    public string? When { get; init; }
    public string? What { get; init; }
}
