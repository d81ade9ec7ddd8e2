using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A line of the list.</summary>
public sealed record DossierLine(
    Guid Id,
    string Number,
    string Title,
    string PartnerCity,
    string PartnerCountry,
    LocalDate OpenedOn,
    string Status,
    IReadOnlyList<string> Now,
    LocalDate? Due
)
{
    public StatusTone Tone => StatusTones.Of(Status);
}

/// <summary>All dossiers of the town, by search and status.</summary>
public sealed class IndexModel(DossierSearch search, Shell shell, IStringLocalizer<DossierText> text) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public SignedIn Me => SignedIn.Of(User);
    public IReadOnlyList<DossierLine> Lines { get; private set; } = [];
    public int Total { get; private set; }
    public int Pages => PageCount.Of(Total, PageSize);
    public bool IsFiltered => !string.IsNullOrWhiteSpace(Search) || !string.IsNullOrEmpty(Status);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        // a hand-written page number that is none shows the first page, not an error
        ModelState.Remove("p");
        Number = Math.Clamp(Number, 1, int.MaxValue / PageSize);
        var found = await FindAsync(cancel);
        Total = found.Total;
        // beyond the last page lies the last
        if (Number > Pages)
        {
            Number = Pages;
            found = await FindAsync(cancel);
        }
        Lines =
        [
            .. found.Dossiers.Select(x => new DossierLine(
                x.Dossier.Id,
                x.Dossier.Number,
                x.Dossier.Title,
                x.Dossier.PartnerCity,
                x.Dossier.PartnerCountry,
                x.Dossier.OpenedAt.InZone(shell.Zone).Date,
                x.Status,
                [.. x.OpenSteps.Select(step => step.Definition.NameOf(step.Node, shell.Language)).Distinct()],
                x.OpenSteps.Min(step => step.Due)
            )),
        ];
    }

    private Task<(IReadOnlyList<FoundDossier> Dossiers, int Total)> FindAsync(CancellationToken cancel) =>
        search.FindAsync(
            new DossierQuery(Me.Authority, Search?.Trim() ?? "", Status ?? "", (Number - 1) * PageSize, PageSize),
            cancel
        );

    public bool IsLate(DossierLine line) => line.Due < shell.Today;

    public IEnumerable<Choice> Statuses() => DossierSearch.Statuses.Select(x => new Choice(x, text["status." + x]));
}
