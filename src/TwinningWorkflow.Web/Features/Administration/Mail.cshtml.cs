using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>The mail as an administrator looks after it: what waits, what failed and why, and what came that nobody knows.</summary>
[Authorize(Policies.Administer)]
public sealed class MailModel(
    TwinningDatabase database,
    MailQueueReader queue,
    CorrespondenceReader correspondence,
    IOptions<MailOptions> options,
    Shell shell
) : PageModel
{
    private const int PageSize = 25;

    /// <summary>Each list has pages of its own.</summary>
    public const string UnmatchedPage = "unmatched";
    public const string QuietPage = "quiet";

    private const string Waiting = "waiting";
    private const string Tried = "tried";
    private const string Sent = "sent";

    private HashSet<string> toRetry = [];

    /// <summary>Only those; null: all that is not over.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    [BindProperty(SupportsGet = true, Name = UnmatchedPage)]
    public int UnmatchedNumber { get; set; } = 1;

    [BindProperty(SupportsGet = true, Name = QuietPage)]
    public int QuietNumber { get; set; } = 1;

    public int Pages { get; private set; } = 1;
    public MailQueue Queue { get; private set; } = null!;
    public IReadOnlyList<MailRow> Mails { get; private set; } = [];
    public MailboxRow? Mailbox { get; private set; }
    public ReceivedPage Unmatched { get; private set; } = null!;
    public ReceivedPage Quiet { get; private set; } = null!;
    public MailOptions Options => options.Value;

    public IEnumerable<Choice> Shows()
    {
        var text = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<AdministrationText>>();
        return new[] { Waiting, Tried, MailRow.Failed, MailRow.Bounced, Sent }.Select(x => new Choice(
            x,
            text["post-show-" + x]
        ));
    }

    /// <summary>Its incident is open: the incident's page asks why, and tries again.</summary>
    public bool MayTryAgain(MailRow mail) => toRetry.Contains(mail.Key);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        foreach (var page in new[] { "p", UnmatchedPage, QuietPage })
            ModelState.Remove(page);
        var me = SignedIn.Of(User);
        var authority = me.Authority;
        Queue = await queue.ReadAsync(authority, shell.Zone, cancel);
        var shown = Shown(database.Mails.AsNoTracking().Where(x => x.AuthorityId == authority));
        Pages = PageCount.Of(await shown.CountAsync(cancel), PageSize);
        Number = Math.Clamp(Number, 1, Pages);
        // as they will go; of what is over, the latest first
        var ordered =
            Show == Sent
                ? shown.OrderByDescending(x => x.SentAt).ThenBy(x => x.Key)
                : shown
                    .OrderBy(x => x.Status)
                    .ThenBy(x => x.DueOn == null)
                    .ThenBy(x => x.DueOn)
                    .ThenBy(x => x.NextAttemptAt)
                    .ThenBy(x => x.Key);
        Mails = await ordered.Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        var keys = Mails.Select(x => x.Key).ToList();
        toRetry =
        [
            .. await database
                .Incidents.Where(x => x.AuthorityId == authority && x.ResolvedAt == null && keys.Contains(x.Key))
                .Select(x => x.Key)
                .ToListAsync(cancel),
        ];
        Mailbox = (await correspondence.MailboxesAsync(cancel)).FirstOrDefault(x => x.Name == Options.Imap.Name);
        Unmatched = await correspondence.UnmatchedAsync(me, UnmatchedNumber, cancel);
        Quiet = await correspondence.QuietAsync(me, QuietNumber, cancel);
    }

    private IQueryable<MailRow> Shown(IQueryable<MailRow> all)
    {
        var open = all.Where(x => x.Status == MailRow.Pending || x.Status == MailRow.Uncertain);
        return Show switch
        {
            Waiting => open.Where(x => x.Attempts == 0),
            Tried => open.Where(x => x.Attempts > 0),
            MailRow.Failed or MailRow.Bounced or Sent => all.Where(x => x.Status == Show),
            _ => all.Where(x =>
                x.Status == MailRow.Pending
                || x.Status == MailRow.Uncertain
                || x.Status == MailRow.Failed
                || x.Status == MailRow.Bounced
            ),
        };
    }
}
