using TwinningWorkflow.Web.Mail.Templates;

namespace TwinningWorkflow.Web.Reading;

/// <summary>
/// Writes a mail as it would read about a dossier, and sends nothing; null when there is nothing that such a mail could tell of.
/// Who writes mails is the jobs' affair, which pages do not know: the host brings the two together.
/// </summary>
/// <param name="authority">Whose dossier.</param>
/// <param name="dossier">The dossier.</param>
/// <param name="template">The mail's template.</param>
/// <param name="language">The reader's language.</param>
/// <param name="cancel">Ends the waiting.</param>
public delegate Task<MailDraft?> WriteDraft(
    string authority,
    Guid dossier,
    string template,
    string language,
    CancellationToken cancel
);
