using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A field in which a dossier says something else than what a person wrote.</summary>
/// <param name="Label">What the field is called.</param>
/// <param name="Now">What the dossier says; empty when nothing.</param>
public sealed record DossierDifference(string Label, string Now);

/// <summary>What somebody else's change and what a person wrote differ in, so that neither is replaced unseen.</summary>
public sealed class DossierDifferences(
    AgreementKinds kinds,
    IStringLocalizer<HistoryText> names,
    IStringLocalizer<DossierText> text
)
{
    public IReadOnlyList<DossierDifference> Of(Dossier now, DossierData written) =>
        [
            .. DossierFields
                .Changes(DossierData.Of(now), written)
                .Select(x => new DossierDifference(names["field." + x.Field], Words(x.Field, x.Before ?? "", now))),
        ];

    private string Words(string field, string value, Dossier now) =>
        field switch
        {
            "kind" => kinds.Name(now.Kind),
            "partnerCountry" => Countries.Name(now.PartnerCountry),
            "prioritySectors" => string.Join(", ", now.PrioritySectors.Select(x => text["sector." + x].Value)),
            // personal: who changes the dossier may read it, the history does not tell it
            "contact" => Contact(now.Contact),
            _ => value,
        };

    private static string Contact(PartnerContact contact) =>
        string.Join(
            ", ",
            ((string[])[contact.Name, contact.Email, Countries.LanguageName(contact.Language)]).Where(x => x.Length > 0)
        );
}
