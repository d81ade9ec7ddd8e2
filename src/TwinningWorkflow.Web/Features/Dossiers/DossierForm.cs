using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>What the form of a dossier's data shows.</summary>
/// <param name="Input">The data.</param>
/// <param name="Prefix">What the names of its fields begin with.</param>
/// <param name="Kinds">The kinds of agreement on offer.</param>
/// <param name="Text">The texts.</param>
public sealed record DossierForm(
    DossierInput Input,
    string Prefix,
    IReadOnlyList<Choice> Kinds,
    IStringLocalizer<DossierText> Text
)
{
    public IEnumerable<Choice> Countries => Forms.Countries.All().Select(x => new Choice(x.Key, x.Value));
    public IEnumerable<Choice> Sectors => DossierData.Sectors.Select(x => new Choice(x, Text["sector." + x]));
    public IEnumerable<Choice> Languages =>
        Localisation.Languages.Select(x => new Choice(x, Forms.Countries.LanguageName(x)));
}
