using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Api;

/// <summary>A dossier's data. What is left out is empty.</summary>
public sealed record DossierBody
{
    /// <summary>Required; at most 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Required. The kind of agreement: the id of a published process.</summary>
    public string? Kind { get; init; }

    /// <summary>Required; at most 120 characters.</summary>
    public string? PartnerCity { get; init; }

    /// <summary>Required. ISO 3166-1 alpha-2, such as LT.</summary>
    public string? PartnerCountry { get; init; }

    /// <summary>What the agreement is for; at most 4000 characters.</summary>
    public string? Objectives { get; init; }

    /// <summary>
    /// What the agreement is about: socialAffairs, childrensRights, youth, education, culture, unesco, sport,
    /// scienceAndMedicine, economy or socialInclusion.
    /// </summary>
    public IReadOnlyList<string>? PrioritySectors { get; init; }

    /// <summary>The departments of the municipality that take part: at most 200 of at most 200 characters each.</summary>
    public IReadOnlyList<string>? Departments { get; init; }

    /// <summary>The budget chapter that bears the cost; at most 120 characters.</summary>
    public string? BudgetChapter { get; init; }

    /// <summary>Where the money comes from; at most 2000 characters.</summary>
    public string? FundingSources { get; init; }

    /// <summary>The partner city in figures and words.</summary>
    public ProfileBody? Profile { get; init; }

    /// <summary>Who answers for the partner: personal data, kept outside the history.</summary>
    public ContactBody? Contact { get; init; }

    /// <summary>The history of relations, at most 200 entries; kept in the order of time.</summary>
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
    /// <summary>How many people live there: 0 to 100 million.</summary>
    public long? Inhabitants { get; init; }

    /// <summary>The year of that count: 1800 to 2200.</summary>
    public int? InhabitantsYear { get; init; }

    /// <summary>How many study there: 0 to 100 million.</summary>
    public long? Students { get; init; }

    /// <summary>How many universities there are: 0 to 10000.</summary>
    public int? Universities { get; init; }

    /// <summary>At most 2000 characters.</summary>
    public string? Economy { get; init; }

    /// <summary>At most 2000 characters.</summary>
    public string? Education { get; init; }

    /// <summary>Titles and prizes; at most 2000 characters.</summary>
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
    /// <summary>At most 120 characters.</summary>
    public string? Name { get; init; }

    /// <summary>An address of mail, at most 256 characters.</summary>
    public string? Email { get; init; }

    /// <summary>In which to write: <c>it</c> or <c>en</c>, which it is when left out.</summary>
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
    /// <summary>Required. A year, a month or a day: 2002, 2002-07, 2002-07-15.</summary>
    public string? When { get; init; }

    /// <summary>Required; at most 500 characters.</summary>
    public string? What { get; init; }
}
