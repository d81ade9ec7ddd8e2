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

    /// <summary>How near a deadline may be, the nearest first; what has none is seldom and has no tile.</summary>
    public static readonly IReadOnlyList<string> Nearnesses = ["late", "today", "soon", "later"];

    public Reading.Desk Desk { get; private set; } = new([], [], [], 0);
    public SignedIn Me => SignedIn.Of(User);
    public RoleWords Roles => roles;

    public async Task OnGetAsync(CancellationToken cancel) => Desk = await reader.ReadAsync(Me, shell.Language, cancel);

    /// <summary>How many of the others' tasks are late.</summary>
    public int OthersLate => Desk.Others.Count(x => x.DueOn < shell.Today);

    /// <summary>My tasks by how near their deadline is; the keys name the headings.</summary>
    public IReadOnlyList<IGrouping<string, DeskLine>> Groups() => [.. Desk.Mine.GroupBy(x => Nearness(x.DueOn))];

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
