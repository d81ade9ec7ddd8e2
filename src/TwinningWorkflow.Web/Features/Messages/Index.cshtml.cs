using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Messages;

/// <summary>All mails of the town, the latest first.</summary>
public sealed class IndexModel(TwinningDatabase database, IStringLocalizer<DossierText> text) : PageModel
{
    private const int PageSize = 50;

    /// <summary>Only those in this status; all when there is none.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public int Pages { get; private set; } = 1;
    public IReadOnlyList<MailRow> Mails { get; private set; } = [];

    public IEnumerable<Choice> Statuses() => MailRow.Statuses.Select(x => new Choice(x, text["message.status-" + x]));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        ModelState.Remove("p");
        var authority = SignedIn.Of(User).Authority;
        var all = database.Mails.AsNoTracking().Where(x => x.AuthorityId == authority);
        if (!string.IsNullOrEmpty(Status))
            all = all.Where(x => x.Status == Status);
        Pages = PageCount.Of(await all.CountAsync(cancel), PageSize);
        Number = Math.Clamp(Number, 1, Pages);
        Mails = await all.OrderByDescending(x => x.CreatedAt)
            .ThenByDescending(x => x.Key)
            .Skip((Number - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(cancel);
    }
}
