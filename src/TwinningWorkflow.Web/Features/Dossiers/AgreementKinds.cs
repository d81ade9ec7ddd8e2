using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>The kinds of agreement on offer: one a published process, whose id names the kind.</summary>
public sealed class AgreementKinds(DefinitionCatalog catalog, Shell shell, IStringLocalizer<DossierText> text)
{
    public IReadOnlyList<Choice> Choices() =>
        [
            .. catalog
                .All()
                .DistinctBy(x => x.Definition.Id)
                .Select(x => new Choice(x.Definition.Id, Name(x.Definition.Id), x.Definition.Label.In(shell.Language))),
        ];

    public bool IsOffered(string kind) => catalog.Latest(kind) is not null;

    /// <summary>The kind in words; the process's own label where there are none here.</summary>
    public string Name(string kind)
    {
        var known = text["kind." + kind];
        return known.ResourceNotFound ? catalog.Latest(kind)?.Definition.Label.In(shell.Language) ?? kind : known.Value;
    }
}
