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

/// <summary>Another day, hour or last day for the agenda of a sitting to come.</summary>
[Authorize(Policies.KeepSittings)]
public sealed class EditModel(
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

    [BindProperty]
    public SittingInput Input { get; set; } = new();

    /// <summary>What the person saw when they began to write.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public AuthorityCalendar Calendar { get; private set; } = null!;
    public Sitting Sitting { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Sitting.Day < clock.Today(Calendar.Zone))
            return NotFound();
        Input = SittingInput.Of(Sitting);
        Seen = SittingPlan.Of(Sitting).Mark;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return Gone();
        Input.Body = Sitting.Body;
        if (Input.Read(ModelState, problems) is not { } plan)
            return Refused(StatusCodes.Status422UnprocessableEntity);
        switch (await desk.MoveAsync(SignedIn.Of(User).ForSittings!, Id, Seen ?? "", plan, cancel))
        {
            case SittingChange.Done(var sitting):
                TempData[Flash.Key] = Days.Bent(text["saved", words.Body(sitting.Body), Days.WithWeekday(sitting.Day)]);
                TempData[Flash.Warning] = words.Against(Calendar, sitting.Body, sitting.Day);
                return RedirectToPage("Index", null, new { year = sitting.Day.Year }, $"s-{sitting.Id:N}");
            case SittingChange.ChangedMeanwhile(var now):
                ModelState.AddModelError("", text["changed-meanwhile", words.Whole(Calendar, now)]);
                // whoever saves again has read what it says now
                ModelState.Remove(nameof(Seen));
                Seen = SittingPlan.Of(now).Mark;
                return Refused(StatusCodes.Status409Conflict);
            case SittingChange.Refused(var fault):
                SittingInput.Tell(ModelState, problems, fault, plan, clock.Today(Calendar.Zone));
                return Refused(StatusCodes.Status422UnprocessableEntity);
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

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
