using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>How this authority counts its days, which ones are special, and who changed that. Everybody may see it.</summary>
public sealed class CalendarModel(AuthorityCalendars calendars, CalendarReader reader, CalendarWords words, Shell shell)
    : PageModel
{
    private const int Farthest = 20;

    /// <summary>The year whose days are shown; this one unless another is asked for.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public int Shown { get; private set; }
    public AuthorityDays Calendar { get; private set; } = new();
    public IReadOnlyList<string> Lines => words.Of(Calendar);
    public IReadOnlyList<SpecialDay> Days => CalendarReader.Year(Calendar, Shown, shell.Language);
    public IReadOnlyList<CalendarChange> Changes { get; private set; } = [];
    public bool MayEdit => SignedIn.Of(User).Administers;
    public bool HasEarlier => Shown > shell.Today.Year - Farthest;
    public bool HasLater => Shown < shell.Today.Year + Farthest;

    public CalendarDifferences Between(CalendarChange change) => words.Between(change.Before, change.After);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var today = shell.Today.Year;
        Shown = Math.Clamp(Year ?? today, today - Farthest, today + Farthest);
        Calendar = (await calendars.OfAsync(authority, cancel)).Days;
        Changes = await reader.ChangesAsync(authority, cancel);
    }
}
