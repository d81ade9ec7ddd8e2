using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Features.Tasks;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>Suspends, resumes or withdraws a process, with the reason why.</summary>
[Authorize(Policies.KeepDossiers)]
public sealed class ActModel(
    DossierFiles files,
    InstanceReader instances,
    ProcessRunner runner,
    BusinessClock clock,
    IStringLocalizer<DossierText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Act { get; set; } = "";

    [BindProperty, Required, StringLength(2000)]
    public string Reason { get; set; } = "";

    [BindProperty]
    public string? Submission { get; set; }

    public string Caption { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        return await FindAsync(cancel) is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] ProblemWords problems, CancellationToken cancel)
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        if (await FindAsync(cancel) is not { } instance)
            return NotFound();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (!ModelState.IsValid)
            return Page();
        var me = SignedIn.Of(User);
        var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
        Command command = Act switch
        {
            "suspend" => new SuspendProcess(clock.Now, actor),
            "resume" => new ResumeProcess(clock.Now, actor),
            _ => new WithdrawProcess(clock.Now, actor),
        };
        var request = new StepRequest(me.Authority, instance.Row.Id, command with { Reason = Reason.Trim() })
        {
            IdempotencyKey = Submission,
        };
        switch (await runner.RunAsync(request, cancel))
        {
            case StepResult.Done:
                TempData[Flash.Key] = text[$"act.{Act}-done"].Value;
                return RedirectToPage("/Dossiers/Dossier", new { id = Id });
            case StepResult.Refused refused:
                ModelState.AddModelError("", problems.Of(refused.Code));
                Response.StatusCode = StepAnswers.StatusOf(refused.Code);
                return Page();
            case StepResult.KeyReused:
                ModelState.AddModelError("", problems.KeyReused);
                Submission = Submissions.New(clock);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<InstanceView?> FindAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        if (await files.FindAsync(authority, Id, cancel) is not { } dossier)
            return null;
        Caption = $"{dossier.Number} {dossier.PartnerCity}";
        return await instances.OfDossierAsync(authority, Id, cancel) is [var latest, ..] ? latest : null;
    }
}
