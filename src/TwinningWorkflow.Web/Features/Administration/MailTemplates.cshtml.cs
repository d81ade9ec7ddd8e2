using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>Every mail as it would read about a real dossier, or on the desk of who looks, in both languages. Nothing is sent.</summary>
[Authorize(Policies.Administer)]
public sealed class MailTemplatesModel(
    TwinningDatabase database,
    WriteDraft write,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Template { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Dossier { get; set; }

    public IEnumerable<Choice> Templates =>
        PreviewedMails.Names.Select(x => new Choice(
            x,
            text["post-template-of-" + x] is { ResourceNotFound: false } words ? words.Value : x
        ));
    public IReadOnlyList<Choice> Dossiers { get; private set; } = [];
    public IReadOnlyList<PreviewedMail> Shown { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        var dossiers = await database
            .Dossiers.AsNoTracking()
            .Where(x => x.AuthorityId == me.Authority)
            .OrderByDescending(x => x.OpenedAt)
            .Select(x => new
            {
                x.Id,
                x.Number,
                x.PartnerCity,
            })
            .ToListAsync(cancel);
        Dossiers = [.. dossiers.Select(x => new Choice($"{x.Id:D}", $"{x.Number} {x.PartnerCity}"))];
        if (Template is null || !PreviewedMails.Names.Contains(Template))
            Template = PreviewedMails.Names[0];
        if (!dossiers.Exists(x => x.Id == Dossier))
            Dossier = dossiers.FirstOrDefault()?.Id;
        ModelState.Clear();
        if (Dossier is not { } shown)
            return;
        var mails = new List<PreviewedMail>();
        foreach (var language in MailWords.Languages)
            if (await write(me, shown, Template, language, cancel) is { } mail)
                mails.Add(mail);
        Shown = mails;
    }
}
