using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Incidents;

/// <summary>One incident: what stopped, where and why, what is read there, and what an administrator can do.</summary>
[Authorize(Policies.Oversee)]
public sealed class IncidentModel(
    IncidentReader incidents,
    DossierFiles files,
    VariableNames names,
    Shell shell,
    IStringLocalizer<IncidentText> text,
    IStringLocalizer<HistoryText> history
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    public IncidentView View { get; private set; } = null!;
    public SignedIn Me => SignedIn.Of(User);

    /// <summary>The step at which a process stopped; empty when none did.</summary>
    public string Step =>
        View.Process is { } process && process.Definition.Nodes.ContainsKey(View.Row.Source)
            ? process.Definition.NameOf(View.Row.Source, shell.Language)
            : "";

    /// <summary>What is read there, in words.</summary>
    public IReadOnlyList<(string Name, string Value)> Reads { get; private set; } = [];

    /// <summary>What can be done, what helps most first.</summary>
    public IReadOnlyList<string> Cures =>
        [
            .. View.Reads.IsEmpty ? Array.Empty<string>() : [CureModel.Correct],
            // tried again as it is, a deadlock stays one
            .. View.Row.Code == Engine.Incidents.Deadlock ? Array.Empty<string>() : [CureModel.Retry],
            .. View.Targets.IsEmpty ? Array.Empty<string>() : [CureModel.Move],
        ];

    /// <summary>Where an administrator mends the address at which a message failed.</summary>
    public IReadOnlyList<(string Words, string Address)> Mends =>
        View switch
        {
            { Row: { ResolvedAt: null, Code: IncidentRows.RoleVacant } } when Me.Administers =>
            [
                (text["mend-people"], Url.Page("/Administration/People")!),
                (text["mend-absences"], Links.Absences),
            ],
            // whoever replaces somebody who is barred is barred too
            { Row: { ResolvedAt: null, Code: IncidentRows.TaskBarred } } when Me.Administers =>
            [
                (text["mend-people"], Url.Page("/Administration/People")!),
            ],
            _ when !Me.Administers || View.Row is not { ResolvedAt: null, Source: IncidentRow.Mail } => [],
            // the address has no part in it
            { Row.Code: MailIncidents.NotComposed } => [],
            { Mail.PersonId: { } person } =>
            [
                (View.Mail.ToName, Url.Page("/Administration/Person", new { id = person })!),
            ],
            { Mail.RecipientCode: Recipient.Partner } =>
            [
                (text["mend-contact"], Url.Page("/Dossiers/Dossier", new { id = View.Mail.DossierId })!),
            ],
            { Mail.RecipientCode: { Length: > 0 } code } =>
            [
                (text["mend-recipient", code], Url.Page("/Administration/Recipient", new { known = code })!),
            ],
            _ =>
            [
                (text["mend-people"], Url.Page("/Administration/People")!),
                (text["mend-recipients"], Links.Administration + "#recipients"),
            ],
        };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        // what is no text, the database could not even look for
        if (ScalarText.Tidy(Key) is null || await incidents.FindAsync(Me.Authority, Key, cancel) is not { } found)
            return NotFound();
        View = found;
        if (found is { Process: { } process, Dossier: { } dossier })
        {
            var versions = await files.TextVersionsAsync(dossier.Id, cancel);
            var documents = await files.DocumentsAsync(dossier.Id, cancel);
            var words = new ValueWords(ValueReferences.Of(documents, versions), history, CultureInfo.CurrentUICulture);
            Reads =
            [
                .. found.Reads.Select(x =>
                    (
                        names.Of(process.Definition, x.Name, shell.Language),
                        x.Value is null
                            ? ""
                            : string.Join(", ", words.Of(x.Field, x.Name, x.Value).Select(detail => detail.Text))
                    )
                ),
            ];
        }
        return Page();
    }
}
