using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Sittings;

/// <summary>A sitting that will not take place.</summary>
[Authorize(Policies.KeepSittings)]
public sealed class CancelModel(
    SittingReader sittings,
    AuthorityCalendars calendars,
    SittingDesk desk,
    SittingWords words,
    ProblemWords problems,
    BusinessClock clock,
    IStringLocalizer<SittingText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>What the person saw.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public AuthorityCalendar Calendar { get; private set; } = null!;
    public Sitting Sitting { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Sitting.Day < clock.Today(Calendar.Zone))
            return NotFound();
        Seen = SittingPlan.Of(Sitting).Mark;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return Gone();
        switch (await desk.CancelAsync(SignedIn.Of(User).ForSittings!, Id, Seen ?? "", cancel))
        {
            case SittingChange.Done(var sitting):
                TempData[Flash.Key] = Days.Bent(
                    text["cancelled", words.Body(sitting.Body), Days.WithWeekday(sitting.Day)]
                );
                return RedirectToPage("Index", new { year = sitting.Day.Year });
            case SittingChange.ChangedMeanwhile(var now):
                ModelState.AddModelError("", text["cancel-changed", words.Whole(Calendar, now)]);
                ModelState.Remove(nameof(Seen));
                Seen = SittingPlan.Of(now).Mark;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            case SittingChange.Refused(var fault):
                var problem = Forms.SittingForm.Of(fault, SittingPlan.Of(Sitting), clock.Today(Calendar.Zone));
                ModelState.AddModelError("", problems.Of(problem, null));
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return Page();
            default:
                return Gone();
        }
    }

    private RedirectToPageResult Gone()
    {
        TempData[Flash.Warning] = text["gone"].Value;
        return RedirectToPage("Index");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        if (await sittings.FindAsync(authority, Id, cancel) is not { } found)
            return false;
        Sitting = found;
        Calendar = await calendars.OfAsync(authority, cancel);
        return true;
    }
}
