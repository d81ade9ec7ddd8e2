using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A dossier's data as a page asks for them.</summary>
public sealed class DossierInput
{
    /// <summary>How many empty lines for relations stand below those that are there.</summary>
    private const int MoreRelations = 2;

    [StringLength(200)]
    public string? Title { get; set; }

    [Required]
    public string Kind { get; set; } = "twinning";

    [Required, StringLength(120)]
    public string PartnerCity { get; set; } = "";

    [Required]
    public string PartnerCountry { get; set; } = "";

    [StringLength(4000)]
    public string? Objectives { get; set; }
    public List<string> PrioritySectors { get; set; } = [];

    [StringLength(2000)]
    public string? Departments { get; set; }

    [StringLength(120)]
    public string? BudgetChapter { get; set; }

    [StringLength(2000)]
    public string? FundingSources { get; set; }

    [Range(0, 100_000_000)]
    public long? Inhabitants { get; set; }

    [Range(1800, 2200)]
    public int? InhabitantsYear { get; set; }

    [Range(0, 100_000_000)]
    public long? Students { get; set; }

    [Range(0, 10_000)]
    public int? Universities { get; set; }

    [StringLength(2000)]
    public string? Economy { get; set; }

    [StringLength(2000)]
    public string? Education { get; set; }

    [StringLength(2000)]
    public string? Recognitions { get; set; }

    [StringLength(120)]
    public string? ContactName { get; set; }

    [MailAddress, StringLength(256)]
    public string? ContactEmail { get; set; }
    public string ContactLanguage { get; set; } = "en";

    [MaxLength(200)]
    public List<RelationInput> Relations { get; set; } = [];

    /// <summary>The dossier's version that the person saw.</summary>
    public long Version { get; set; }

    public static DossierInput Of(Dossier dossier) =>
        new()
        {
            Title = dossier.Title,
            Kind = dossier.Kind,
            PartnerCity = dossier.PartnerCity,
            PartnerCountry = dossier.PartnerCountry,
            Objectives = dossier.Objectives,
            PrioritySectors = [.. dossier.PrioritySectors],
            Departments = string.Join('\n', dossier.Departments),
            BudgetChapter = dossier.BudgetChapter,
            FundingSources = dossier.FundingSources,
            Inhabitants = dossier.Profile.Inhabitants,
            InhabitantsYear = dossier.Profile.InhabitantsYear,
            Students = dossier.Profile.Students,
            Universities = dossier.Profile.Universities,
            Economy = dossier.Profile.Economy,
            Education = dossier.Profile.Education,
            Recognitions = dossier.Profile.Recognitions,
            ContactName = dossier.Contact.Name,
            ContactEmail = dossier.Contact.Email,
            ContactLanguage = dossier.Contact.Language,
            Relations = dossier.Relations.ConvertAll(x => new RelationInput { When = x.When, What = x.What }),
            Version = dossier.Version,
        };

    /// <summary>Adds the empty lines in which more can be written.</summary>
    public void OfferMoreRelations()
    {
        Relations.RemoveAll(x => x.IsEmpty);
        for (var i = 0; i < MoreRelations; i++)
            Relations.Add(new RelationInput());
    }

    /// <summary>Says beside each field what the attributes cannot see: what <see cref="DossierCheck"/> finds, as for the API.</summary>
    public void Check(
        ModelStateDictionary state,
        string prefix,
        IStringLocalizer<DossierText> text,
        ProblemWords words,
        Func<string, bool> isOffered
    )
    {
        for (var i = 0; i < Relations.Count; i++)
            if (Relations[i] is { IsEmpty: false } relation)
            {
                if (string.IsNullOrWhiteSpace(relation.When) || string.IsNullOrWhiteSpace(relation.What))
                    state.AddModelError($"{prefix}.Relations[{i}].{nameof(relation.What)}", text["data.relation-half"]);
                else if (!DossierCheck.IsDate(relation.When.Trim()))
                    state.AddModelError(
                        $"{prefix}.Relations[{i}].{nameof(relation.When)}",
                        text["data.relation-wrong"]
                    );
            }
        foreach (var problem in DossierCheck.Problems(ToData(text), isOffered))
            // the page's own lines of relations are told above, and what an attribute has told is not told twice
            if (
                !problem.Field.StartsWith("relations", StringComparison.Ordinal)
                && $"{prefix}.{NameOf(problem.Field)}" is var name
                && state.GetFieldValidationState(name) is not ModelValidationState.Invalid
            )
                state.AddModelError(name, Words(problem, text, words));
    }

    private static string Words(InputProblem problem, IStringLocalizer<DossierText> text, ProblemWords words) =>
        (problem.Field, problem.Code) switch
        {
            ("partnerCountry", nameof(FieldProblemCode.NotOffered)) => text["data.country-wrong"],
            ("kind", nameof(FieldProblemCode.NotOffered)) => text["data.kind-wrong"],
            _ => words.Of(problem, null),
        };

    /// <summary>The page's name of a field: <c>departments[3]</c> is Departments, <c>contact.email</c> ContactEmail.</summary>
    private static string NameOf(string field) =>
        string.Concat(
            field
                .Split('[')[0]
                .Split('.')
                .Where(x => x != "profile")
                .Select(static x => char.ToUpperInvariant(x[0]) + x[1..])
        );

    public DossierData ToData(IStringLocalizer<DossierText> text) =>
        new()
        {
            Title = Clean(Title) is { Length: > 0 } title ? title : text["data.title-made", Clean(PartnerCity)],
            // a field left empty is bound as null, whatever its type says
            Kind = Clean(Kind),
            PartnerCity = Clean(PartnerCity),
            PartnerCountry = Clean(PartnerCountry),
            Objectives = Clean(Objectives),
            PrioritySectors =
            [
                .. DossierData.Sectors.Where(PrioritySectors.Contains),
                .. PrioritySectors.Except(DossierData.Sectors).OfType<string>(),
            ],
            Departments =
            [
                .. Clean(Departments)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            ],
            BudgetChapter = Clean(BudgetChapter),
            FundingSources = Clean(FundingSources),
            Profile = new PartnerProfile
            {
                Inhabitants = Inhabitants,
                InhabitantsYear = InhabitantsYear,
                Students = Students,
                Universities = Universities,
                Economy = Clean(Economy),
                Education = Clean(Education),
                Recognitions = Clean(Recognitions),
            },
            Contact = new PartnerContact
            {
                Name = Clean(ContactName),
                Email = Clean(ContactEmail),
                Language = Clean(ContactLanguage) is { Length: > 0 } language ? language : "en",
            },
            Relations =
            [
                .. Relations
                    .Where(x => !x.IsEmpty)
                    .Select(x => new Relation { When = Clean(x.When), What = Clean(x.What) })
                    .OrderBy(x => x.When, StringComparer.Ordinal),
            ],
        };

    private static string Clean(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}

/// <summary>A dated entry of the history of relations.</summary>
public sealed class RelationInput
{
    [StringLength(10)]
    public string? When { get; set; }

    [StringLength(500)]
    public string? What { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(When) && string.IsNullOrWhiteSpace(What);
}
