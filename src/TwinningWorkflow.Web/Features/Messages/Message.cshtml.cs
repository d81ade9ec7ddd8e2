using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Messages;

/// <summary>One mail, as its recipient reads it.</summary>
public sealed class MessageModel(TwinningDatabase database, MailPrivacy privacy) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    public MailRow Mail { get; private set; } = null!;

    /// <summary>Who knows a mail's id can answer, and report it lost, as if they had had it.</summary>
    public bool ShowsId => SignedIn.Of(User).Oversees;
    public string DossierCaption { get; private set; } = "";

    /// <summary>Where it went; empty where that is its reader's business.</summary>
    public string Address { get; private set; } = "";
    public string Text { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        var authority = me.Authority;
        var mail = await database
            .Mails.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Key == Key && x.AuthorityId == authority, cancel);
        if (mail is null)
            return NotFound();
        Mail = mail;
        Address = await privacy.InsteadAsync(me, mail, cancel) ?? mail.ToAddress;
        Text = await privacy.WithoutAsync(me, mail, mail.Text, cancel);
        var dossier = await database
            .Dossiers.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == mail.DossierId && x.AuthorityId == authority, cancel);
        DossierCaption = dossier is null ? "" : $"{dossier.Number} {dossier.PartnerCity}";
        return Page();
    }
}
