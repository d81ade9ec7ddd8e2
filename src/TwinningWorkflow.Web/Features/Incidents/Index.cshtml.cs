using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Incidents;

/// <summary>What stopped: what, where, since when, and what to do about it. Who audits reads it too.</summary>
[Authorize(Policies.Oversee)]
public sealed class IndexModel(IncidentReader incidents, Shell shell) : PageModel
{
    private const int PageSize = 50;
    private const string ShowClosed = "closed";

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public int Pages { get; private set; } = 1;
    public bool Closed => Show == ShowClosed;
    public SignedIn Me => SignedIn.Of(User);
    public IReadOnlyList<IncidentLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        ModelState.Remove("p");
        Number = Math.Max(1, Number);
        var skip = (int)Math.Min(int.MaxValue, (Number - 1L) * PageSize);
        (Lines, var total) = await incidents.ListAsync(
            Me.Authority,
            open: !Closed,
            skip,
            PageSize,
            shell.Language,
            cancel
        );
        Pages = PageCount.Of(total, PageSize);
    }
}
