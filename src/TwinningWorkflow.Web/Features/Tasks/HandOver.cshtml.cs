using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Tasks;

/// <summary>Gives a task to another person, or back to all who hold its role, and says why.</summary>
public sealed class HandOverModel(
    TaskReader tasks,
    TaskDuties duties,
    ProblemWords problems,
    IStringLocalizer<DossierText> text,
    BusinessClock clock,
    Shell shell
) : PageModel
{
    /// <summary>What is chosen in place of a person: everybody who holds the role.</summary>
    private const string ToRole = "role";

    [BindProperty(SupportsGet = true)]
    public Guid Instance { get; set; }

    [BindProperty(SupportsGet = true)]
    public long Task { get; set; }

    [BindProperty]
    public string? Submission { get; set; }

    public TaskView View { get; private set; } = null!;
    public TaskDuty Duty { get; private set; } = new();

    /// <summary>The step's own page.</summary>
    public string Address => "/" + TaskPage.Of(Instance, Task);
    public string Name => View.NameIn(shell.Language);
    public string Caption => $"{View.Dossier.Number} {View.Dossier.PartnerCity}";
    public string Title => text[Duty.IsTheirs ? "task.hand-over" : "task.assign"];

    public IEnumerable<Choice> Choices =>
        [
            .. Duty.Assignee is null ? [] : new[] { new Choice(ToRole, text["task.to-role"]) },
            .. Duty.Candidates.Select(x => new Choice($"{x.Id:D}", x.Name)),
        ];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string? to, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
            return NotFound();
        var given = new HandOver(Guid.TryParse(to, out var person) ? person : null, new Reason(reason));
        var back = to == ToRole && Duty.Assignee is not null;
        var wrong = given
            .Problems(Duty.Candidates.Select(x => x.Id))
            .Where(x => !back || x.Field != HandOver.ToField)
            .ToList();
        if (Duty.MayGive && wrong.Count > 0)
            return Refused(wrong);
        var me = SignedIn.Of(User);
        var key = Submissions.Known(Submission);
        var result = back
            ? await duties.ReleaseAsync(me, View.Row, Duty, given.Reason.Text, key, cancel)
            : await duties.HandOverAsync(me, View.Row, Duty, person, given.Reason.Text, key, cancel);
        switch (result)
        {
            case StepResult.Done:
            case StepResult.Refused { Code: RejectionCode.NothingChanges }:
                TempData[Flash.Key] = text[back ? "task.released" : "task.handed-over"].Value;
                return Redirect(Address);
            case StepResult.Refused refused:
                await LoadAsync(cancel);
                ModelState.AddModelError("", problems.Of(refused.Code));
                Submission = Submissions.New(clock);
                Response.StatusCode = StepAnswers.StatusOf(refused.Code);
                return Page();
            default:
                return NotFound();
        }
    }

    private PageResult Refused(IEnumerable<InputProblem> wrong)
    {
        foreach (var problem in wrong)
            ModelState.AddModelError(
                problem.Field,
                problem is { Field: HandOver.ToField, Code: nameof(FieldProblemCode.NotOffered) }
                    ? problems.NotACandidate
                    : problems.Of(problem, null)
            );
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        if (await tasks.FindAsync(me.Authority, Instance, Task, shell.Today, cancel) is not { } found)
            return false;
        View = found;
        Duty = found.DutyOf(me);
        return true;
    }
}
