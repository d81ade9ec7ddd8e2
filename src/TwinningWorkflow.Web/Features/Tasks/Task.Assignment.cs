using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Tasks;

/// <summary>Who has the task: taken on, given back.</summary>
public sealed partial class TaskModel
{
    public Task<IActionResult> OnPostClaimAsync(
        [FromServices] TaskDuties duties,
        [FromServices] RoleWords roles,
        [FromServices] ProblemWords problems,
        [FromServices] IStringLocalizer<DossierText> text,
        CancellationToken cancel
    ) =>
        PassAsync(
            roles,
            problems,
            () => text[Duty.Actor?.OnBehalfOf is null ? "task.claimed" : "task.claimed-for"],
            me => duties.ClaimAsync(me, view.Row, Duty, Submissions.Known(Submission), cancel),
            cancel,
            // it can be given back, and tells nothing that the mail has not told
            byLink: true
        );

    public Task<IActionResult> OnPostReleaseAsync(
        [FromServices] TaskDuties duties,
        [FromServices] RoleWords roles,
        [FromServices] ProblemWords problems,
        [FromServices] IStringLocalizer<DossierText> text,
        CancellationToken cancel
    ) =>
        PassAsync(
            roles,
            problems,
            () => text["task.released"],
            me => duties.ReleaseAsync(me, view.Row, Duty, "", Submissions.Known(Submission), cancel),
            cancel
        );

    private async Task<IActionResult> PassAsync(
        RoleWords roles,
        ProblemWords problems,
        Func<LocalizedString> said,
        Func<SignedIn, Task<StepResult>> pass,
        CancellationToken cancel,
        bool byLink = false
    )
    {
        if (!await LoadAsync(roles, chosen: null, cancel))
            return NotFound();
        // the link in a mail does the step, or takes it on, and nothing else
        if (shell.IsByLink && !byLink)
            return Redirect(Address);
        var me = SignedIn.Of(User);
        var told = said();
        switch (await pass(me))
        {
            case StepResult.Done:
            // sent twice, or nothing was to be done
            case StepResult.Refused { Code: RejectionCode.NothingChanges }:
                TempData[Flash.Key] = told.Value;
                return Redirect(shell.IsByLink ? Request.Path : Address);
            case StepResult.Refused refused:
                Submission = Submissions.New(clock);
                await LoadAsync(roles, chosen: null, cancel);
                if (Closed is null)
                    ModelState.AddModelError("", problems.Of(refused.Code));
                TooLate = refused.Code is RejectionCode.TaskNotOpen;
                return Refused(StepAnswers.StatusOf(refused.Code));
            default:
                return NotFound();
        }
    }

    /// <summary>The page's own address: it has another, which a mail's link leads to.</summary>
    public string Address => "/" + TaskPage.Of(Instance, Task);

    /// <summary>Is the person who has it the one who looks?</summary>
    public bool IsMyOwn => Duty.Assignee?.Id == SignedIn.Of(User).Person;
}
