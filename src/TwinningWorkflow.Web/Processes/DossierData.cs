using System.Collections.Immutable;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>The data of a dossier that people enter and change.</summary>
public sealed record DossierData
{
    /// <summary>What an agreement may be about, in the order in which it is asked.</summary>
    public static readonly ImmutableArray<string> Sectors =
    [
        "socialAffairs",
        "childrensRights",
        "youth",
        "education",
        "culture",
        "unesco",
        "sport",
        "scienceAndMedicine",
        "economy",
        "socialInclusion",
    ];

    public required string Title { get; init; }
    public required string Kind { get; init; }
    public required string PartnerCity { get; init; }
    public required string PartnerCountry { get; init; }
    public string Objectives { get; init; } = "";
    public ImmutableArray<string> PrioritySectors { get; init; } = [];
    public ImmutableArray<string> Departments { get; init; } = [];
    public string BudgetChapter { get; init; } = "";
    public string FundingSources { get; init; } = "";
    public PartnerProfile Profile { get; init; } = new();
    public PartnerContact Contact { get; init; } = new();
    public ImmutableArray<Relation> Relations { get; init; } = [];

    public static DossierData Of(Dossier dossier) =>
        new()
        {
            Title = dossier.Title,
            Kind = dossier.Kind,
            PartnerCity = dossier.PartnerCity,
            PartnerCountry = dossier.PartnerCountry,
            Objectives = dossier.Objectives,
            PrioritySectors = [.. dossier.PrioritySectors],
            Departments = [.. dossier.Departments],
            BudgetChapter = dossier.BudgetChapter,
            FundingSources = dossier.FundingSources,
            Profile = dossier.Profile,
            Contact = dossier.Contact,
            Relations = [.. dossier.Relations],
        };

    internal void WriteTo(Dossier dossier)
    {
        dossier.Title = Title;
        dossier.Kind = Kind;
        dossier.PartnerCity = PartnerCity;
        dossier.PartnerCountry = PartnerCountry;
        dossier.Objectives = Objectives;
        dossier.PrioritySectors = [.. PrioritySectors];
        dossier.Departments = [.. Departments];
        dossier.BudgetChapter = BudgetChapter;
        dossier.FundingSources = FundingSources;
        dossier.Profile = Profile;
        dossier.Contact = Contact;
        dossier.Relations = [.. Relations];
    }
}
