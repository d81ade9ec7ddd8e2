using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Sittings;

/// <summary>A sitting to come.</summary>
[Authorize(Policies.KeepSittings)]
public sealed class NewModel(
    AuthorityCalendars calendars,
    SittingDesk desk,
    SittingWords words,
    ProblemWords problems,
    BusinessClock clock,
    IStringLocalizer<SittingText> text
) : PageModel
{
    [BindProperty]
    public SittingInput Input { get; set; } = new();

    [BindProperty]
    public string? Submission { get; set; }

    public AuthorityCalendar Calendar { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        Calendar = await calendars.OfAsync(SignedIn.Of(User).Authority, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        Calendar = await calendars.OfAsync(me.Authority, cancel);
        if (Input.Read(ModelState, problems) is not { } plan)
            return Refused();
        var actor = me.ForSittings!;
        var id = SittingDesk.IdOf($"{actor.Account} {Submission}", plan);
        switch (await desk.PlanAsync(actor, id, plan, cancel))
        {
            case SittingChange.Done(var sitting):
                TempData[Flash.Key] = Days.Bent(text["saved", words.Body(sitting.Body), Days.WithWeekday(sitting.Day)]);
                TempData[Flash.Warning] = words.Against(Calendar, sitting.Body, sitting.Day);
                return RedirectToPage("Index", null, new { year = sitting.Day.Year }, $"s-{sitting.Id:N}");
            case SittingChange.Refused(var fault):
                SittingInput.Tell(ModelState, problems, fault, plan, clock.Today(Calendar.Zone));
                return Refused();
            case var other:
                throw new InvalidOperationException($"Expected a sitting to be planned or refused, but: {other}");
        }
    }

    private PageResult Refused()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
