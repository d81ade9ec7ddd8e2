using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Sittings;

/// <summary>When Giunta and Council sit: the months to come, or a year.</summary>
public sealed class IndexModel(SittingReader sittings, Shell shell) : PageModel
{
    private const int MonthsAhead = 6;
    private SittingSpan view = null!;

    /// <summary>Of which year; the months to come when none is asked for.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public AuthorityCalendar Calendar => view.Calendar;
    public bool MayKeep => SignedIn.Of(User).KeepsSittings;

    /// <summary>The years with sittings, and this one.</summary>
    public IEnumerable<int> Years { get; private set; } = [];

    /// <summary>The months up to the last one with a sitting to come.</summary>
    public IReadOnlyList<MonthView> Months { get; private set; } = [];

    /// <summary>Those of the year, this one when none was asked for, that are over.</summary>
    public IReadOnlyList<Sitting> Past { get; private set; } = [];
    public int PastYear => Year ?? shell.Today.Year;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = shell.Today;
        // a hand-written year that is none shows what is to come, not an error
        ModelState.Remove(nameof(Year));
        if (Year is < 1900 or > 2199)
            Year = null;
        var month = new LocalDate(today.Year, today.Month, 1);
        var first = new LocalDate(PastYear, 1, 1);
        var last = Year is null ? month.PlusMonths(MonthsAhead).PlusDays(-1) : new LocalDate(PastYear, 12, 31);
        view = await sittings.BetweenAsync(SignedIn.Of(User).Authority, first, last, cancel);
        // nothing soon: then what comes later, rather than nothing
        if (Year is null && view.Last > last.Year - 1 && view.Sittings.All(sitting => sitting.Day < today))
            view = await sittings.BetweenAsync(
                SignedIn.Of(User).Authority,
                first,
                new LocalDate(view.Last.Value, 12, 31),
                cancel
            );
        Past = [.. view.Sittings.Where(sitting => sitting.Day < today && sitting.Day.Year == PastYear)];
        Months = [.. MonthsFrom(LocalDate.Max(first, month), today)];
        var (from, to) = (view.First ?? today.Year, view.Last ?? today.Year);
        from = Math.Min(from, today.Year);
        Years = Enumerable.Range(from, Math.Max(to, today.Year) - from + 1);
    }

    private IEnumerable<MonthView> MonthsFrom(LocalDate month, LocalDate today)
    {
        if (view.Sittings is not [.., { Day: var last }] || last < today)
            yield break;
        for (; month <= last; month = month.PlusMonths(1))
        {
            var next = month.PlusMonths(1);
            yield return new MonthView(
                view.Calendar,
                month,
                [.. view.Sittings.Where(sitting => sitting.Day >= month && sitting.Day < next)],
                today
            );
        }
    }
}
