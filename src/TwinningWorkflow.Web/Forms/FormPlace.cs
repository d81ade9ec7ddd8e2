using System.Collections.Immutable;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Forms;

/// <summary>Where a form is filled in, and by whom.</summary>
/// <param name="Authority">The authority.</param>
/// <param name="Dossier">The dossier that keeps what is filed.</param>
/// <param name="Node">The step.</param>
/// <param name="Account">The pseudonym of who fills it in.</param>
/// <param name="TextVersions">The dossier's text versions so far.</param>
public sealed record FormPlace(
    string Authority,
    Guid Dossier,
    string Node,
    string Account,
    IReadOnlyList<TextVersion> TextVersions
)
{
    /// <summary>The languages that fields want a file in, by field id: see <see cref="LanguageFiles"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Languages { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;
}
