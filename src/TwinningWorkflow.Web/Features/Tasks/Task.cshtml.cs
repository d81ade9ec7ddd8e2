using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Dossiers;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Features.Tasks;

/// <summary>Who closed a task, when and how.</summary>
public sealed record ClosedTask(bool IsCancelled, string Who, Instant At, string Outcome);

/// <summary>One step: what to do, by when and why, and the form that does it.</summary>
public sealed partial class TaskModel(
    TaskReader tasks,
    ProcessRunner runner,
    FormReader reader,
    FormViews views,
    GateViews gates,
    SittingReader sittings,
    BusinessClock clock,
    Shell shell
) : PageModel
{
    private TaskView view = null!;

    /// <summary>From the address alone: a link opens one task, whatever a form says.</summary>
    [FromRoute]
    public Guid Instance { get; set; }

    [FromRoute]
    public long Task { get; set; }

    [BindProperty]
    public string? Submission { get; set; }

    public string Name => view.NameIn(shell.Language);
    public string Caption => $"{view.Dossier.Number} {view.Dossier.PartnerCity}";
    public Dossier Dossier => view.Dossier;
    public string Help => view.Form.Help.In(shell.Language);
    public LocalDate? DueOn => view.Row.DueOn;
    public IReadOnlyList<RoleHolder> Holders => view.Roster.HoldersOf(view.Row.Role);
    public bool IsMine { get; private set; }

    /// <summary>
    /// Whoever came by the link in a mail must sign in for this step, since it asks for their identity; they read it meanwhile.
    /// </summary>
    public bool WantsSignIn => shell.IsByLink && !view.Form.ByMail;

    /// <summary>What this person may do with it, and who has it.</summary>
    public TaskDuty Duty { get; private set; } = new();

    /// <summary>The step that keeps this person from it; null when none does.</summary>
    public string? BarredBy => view.BarredBy(Duty, shell.Language);

    /// <summary>Can it be recorded here and now?</summary>
    public bool IsOpenToMe => Closed is null && Duty.MayDo && !IsSuspended;

    /// <summary>While the process is suspended nothing can be recorded; what was sent meanwhile comes back with the reason.</summary>
    public bool IsSuspended => view.Instance.State.Suspended && ModelState.IsValid;
    public string Role { get; private set; } = "";

    /// <summary>The deadline and how it was counted; null when it has none or the task is closed.</summary>
    public ExplainedTerm? Term { get; private set; }

    /// <summary>The body that decides it in a sitting; empty for most.</summary>
    public string Body => view.Form.Body;

    /// <summary>The body's next sitting whose agenda is still open; null where none is planned.</summary>
    public PlannedSitting? NextSitting { get; private set; }
    public FormView Form { get; private set; } = new([], []);
    public GateView? Gate { get; private set; }
    public ClosedTask? Closed { get; private set; }

    /// <summary>True when this very form came after somebody else had closed the task.</summary>
    public bool TooLate { get; private set; }

    public (string Basis, string Citation)? Ground =>
        view.Form.Ground is { } ground
            ? (char.ToLowerInvariant($"{ground.Basis}"[0]) + $"{ground.Basis}"[1..], ground.Citation.In(shell.Language))
            : null;

    public async Task<IActionResult> OnGetAsync([FromServices] RoleWords roles, CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        return await LoadAsync(roles, chosen: null, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromServices] RoleWords roles,
        [FromServices] Uploads uploads,
        [FromServices] StepAnswers answers,
        [FromServices] ProblemWords problems,
        [FromServices] IStringLocalizer<DossierText> text,
        CancellationToken cancel
    )
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        var posted = await Request.ReadFormAsync(cancel);
        if (!await LoadAsync(roles, posted.Files, cancel))
            return NotFound();
        if (WantsSignIn)
            return Redirect(Address);
        var me = SignedIn.Of(User);
        if ((Duty.Actor ?? me.Trying(view.Form.Role)) is not { } actor)
            return Refused(StatusCodes.Status403Forbidden);
        StepAnswers.Keep(ModelState, posted);
        var input = await PostedForm.ReadAsync(posted, view.Form, uploads, me.Authority, cancel);
        var place = new FormPlace(me.Authority, Dossier.Id, view.Row.Node, actor.Account, view.TextVersions)
        {
            Languages = view.LanguagesAt(clock.Now),
        };
        var reading = reader.Read(view.Form, input, place);
        var command = new CompleteTask(clock.Now, actor, Task, input.Outcome, reading.Fields);
        if (Duty.MayDo && !reading.Problems.IsEmpty)
        {
            answers.Show(ModelState, view.Form, reading.ProblemsWith(view.Instance, command), Form);
            return Refused(StatusCodes.Status422UnprocessableEntity);
        }
        var result = await runner.RunAsync(
            new StepRequest(me.Authority, Instance, command)
            {
                IdempotencyKey = Submission,
                RequestHash = FormFingerprint.Of($"task {Instance:D} {Task}", input),
                Attachments = reading.Attachments,
            },
            cancel
        );
        switch (result)
        {
            case StepResult.Done:
                TempData[Flash.Key] = text["task.done", Name].Value;
                if (shell.IsByLink)
                    return Redirect(Request.Path);
                return RedirectToPage("/Dossiers/Dossier", new { id = Dossier.Id });
            case StepResult.Refused refused:
                // somebody was faster: show who and when
                TooLate = refused.Code is RejectionCode.TaskNotOpen;
                if (TooLate)
                    await LoadAsync(roles, chosen: null, cancel);
                // so that it is told who has it by now
                if (refused.Code is RejectionCode.AssignedToAnother)
                    await LoadAsync(roles, chosen: null, cancel);
                return Refused(answers.Show(ModelState, view.Form, refused, Form));
            case StepResult.KeyReused:
                ModelState.AddModelError("", problems.KeyReused);
                Submission = Submissions.New(clock);
                return Refused(StatusCodes.Status409Conflict);
            default:
                return NotFound();
        }
    }

    private async Task<bool> LoadAsync(RoleWords roles, IFormFileCollection? chosen, CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        var today = shell.Today;
        if (await tasks.FindAsync(me.Authority, Instance, Task, today, cancel) is not { } found)
            return false;
        view = found;
        Duty = view.DutyOf(me);
        IsMine = Duty.Actor is not null;
        Role = roles.Of(view.Row.Role);
        Form = views.Of(view.Form, Dossier, view.TextVersions, chosen, view.LanguagesAt(clock.Now));
        Term = TermExplanation.AboutDeadline(shell.Language, view.Form.Deadline, view.Deadline);
        if (Body.Length > 0)
            NextSitting = (await sittings.ToComeAsync(me.Authority, cancel)).Next(Body, view.Row.OpenedAt);
        if (view.Instance.Definition.Gates.GetValueOrDefault(view.Form.Gate) is { } gate)
            Gate = gates.Of(view.Instance, gate, ValueReferences.Of(view.Documents, view.TextVersions), clock.Now);
        if (view.Row.Status != TaskRow.Open)
            Closed = new ClosedTask(
                view.Row.Status == TaskRow.Cancelled,
                view.ClosedBy.Length > 0 ? view.ClosedBy : roles.System,
                view.Row.ClosedAt ?? default,
                view.Form.Outcomes.FirstOrDefault(x => x.Id == view.Row.Outcome)?.Label.In(shell.Language) ?? ""
            );
        return true;
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
