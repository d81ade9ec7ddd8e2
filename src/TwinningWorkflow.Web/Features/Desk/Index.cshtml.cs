using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Desk;

/// <summary>What is on my desk, what is late, what waits for others.</summary>
public sealed class IndexModel(DeskReader reader, Shell shell, RoleWords roles) : PageModel
{
    private const int Soon = 7;
    private const int PageSize = 50;

    /// <summary>How near a deadline may be, the nearest first; what has none is seldom and has no tile.</summary>
    public static readonly IReadOnlyList<string> Nearnesses = ["late", "today", "soon", "later"];

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    /// <summary>Which of the tasks of their roles the person looks at; the code of a <see cref="DeskShow"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "show")]
    public string? Shown { get; set; }

    public DeskShow Show =>
        Shown switch
        {
            "taken" => DeskShow.Taken,
            "everybodys" => DeskShow.Everybodys,
            _ => DeskShow.Mine,
        };

    public static readonly IReadOnlyList<(DeskShow Show, string Code)> Shows =
    [
        (DeskShow.Mine, "mine"),
        (DeskShow.Taken, "taken"),
        (DeskShow.Everybodys, "everybodys"),
    ];

    public Reading.Desk Desk { get; private set; } = new([], 1, 1, [], [], 0, [], 0);
    public SignedIn Me => SignedIn.Of(User);
    public RoleWords Roles => roles;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        // a hand-written page number that is none shows the first page, not an error; one beyond the last, the last
        ModelState.Remove("p");
        Desk = await reader.ReadAsync(Me, shell.Today, Show, Number, PageSize, shell.Language, cancel);
    }

    /// <summary>My tasks of this page by how near their deadline is; the keys name the headings.</summary>
    public IReadOnlyList<IGrouping<string, DeskLine>> Groups() => [.. Desk.Mine.GroupBy(x => Nearness(x.DueOn))];

    /// <summary>How many of my tasks are so near, on all pages.</summary>
    public int Count(string nearness) => Desk.MineByDay.Where(x => Nearness(x.DueOn) == nearness).Sum(x => x.Tasks);

    private string Nearness(LocalDate? due) =>
        due is not { } day
            ? "no-deadline"
            : Period.DaysBetween(shell.Today, day) switch
            {
                < 0 => "late",
                0 => "today",
                <= Soon => "soon",
                _ => "later",
            };
}
