using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Features.Tasks;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>Records a fact that came from outside: matched with the step that waits for it, or kept until one does.</summary>
public sealed class FactModel(
    DossierFiles files,
    InstanceReader instances,
    ProcessRunner runner,
    FormViews views,
    BusinessClock clock
) : PageModel
{
    private CaughtMessage caught = null!;
    private StepForm form = null!;
    private InstanceView instance = null!;
    private Dossier dossier = null!;
    private IReadOnlyList<TextVersion> versions = [];
    private IReadOnlyDictionary<string, IReadOnlyList<string>> languages = null!;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Message { get; set; } = "";

    [BindProperty]
    public string? Submission { get; set; }

    public string Caption => $"{dossier.Number} {dossier.PartnerCity}";
    public string Label { get; private set; } = "";
    public string Help { get; private set; } = "";
    public bool IsAwaited { get; private set; }
    public bool IsMine { get; private set; }

    /// <summary>The process has ended: nothing can be recorded, and nothing will ever wait for it.</summary>
    public bool IsOver => instance.State.Status is not ProcessStatus.Running;
    public FormView Form { get; private set; } = new([], []);

    public async Task<IActionResult> OnGetAsync([FromServices] Shell shell, CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        return await LoadAsync(shell, chosen: null, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromServices] Shell shell,
        [FromServices] FormReader reader,
        [FromServices] Uploads uploads,
        [FromServices] StepAnswers answers,
        [FromServices] ProblemWords problems,
        [FromServices] IStringLocalizer<DossierText> text,
        CancellationToken cancel
    )
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        var posted = await Request.ReadFormAsync(cancel);
        if (!await LoadAsync(shell, posted.Files, cancel))
            return NotFound();
        var me = SignedIn.Of(User);
        if ((me.ForStep(form.Role) ?? me.Trying(form.Role)) is not { } actor)
            return Refused(StatusCodes.Status403Forbidden);
        StepAnswers.Keep(ModelState, posted);
        var input = await PostedForm.ReadAsync(posted, form, uploads, me.Authority, cancel);
        var place = new FormPlace(me.Authority, Id, Message, actor.Account, versions) { Languages = languages };
        var reading = reader.Read(form, input, place);
        // a message has no outcome of its own: it is a field like the others
        var fields = input.Outcome is { } outcome
            ? reading.Fields.SetItem(PostedForm.Outcome, DataValue.Of(outcome))
            : reading.Fields;
        var command = new ReceiveMessage(clock.Now, actor, Message, null, fields);
        if (IsMine && !IsOver && !reading.Problems.IsEmpty)
        {
            answers.Show(ModelState, form, reading.ProblemsWith(instance, command), Form);
            return Refused(StatusCodes.Status422UnprocessableEntity);
        }
        var result = await runner.RunAsync(
            new StepRequest(me.Authority, instance.Row.Id, command)
            {
                IdempotencyKey = Submission,
                RequestHash = FormFingerprint.Of($"message {instance.Row.Id:D} {Message}", input),
                Attachments = reading.Attachments,
            },
            cancel
        );
        switch (result)
        {
            case StepResult.Done:
                TempData[Flash.Key] = text["dossier.recorded", Label].Value;
                return RedirectToPage("/Dossiers/Dossier", new { id = Id });
            case StepResult.Kept:
                TempData[Flash.Key] = text["dossier.kept-notice", Label].Value;
                return RedirectToPage("/Dossiers/Dossier", new { id = Id });
            case StepResult.Refused refused:
                return Refused(answers.Show(ModelState, form, refused, Form));
            case StepResult.KeyReused:
                ModelState.AddModelError("", problems.KeyReused);
                Submission = Submissions.New(clock);
                return Refused(StatusCodes.Status409Conflict);
            default:
                return NotFound();
        }
    }

    private async Task<bool> LoadAsync(Shell shell, IFormFileCollection? chosen, CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        if (await files.FindAsync(me.Authority, Id, cancel) is not { } found)
            return false;
        dossier = found;
        if (await instances.OfDossierAsync(me.Authority, Id, cancel) is not [var latest, ..])
            return false;
        instance = latest;
        if (instance.Definition.Messages.GetValueOrDefault(Message) is not { Form: not null } known)
            return false;
        caught = known;
        var wait = instance.State.Messages.Values.FirstOrDefault(x => x.Message == Message);
        form = caught.Form;
        versions = await files.TextVersionsAsync(Id, cancel);
        Label = caught.Label.In(shell.Language);
        Help = form.Help.In(shell.Language);
        IsAwaited = wait is not null;
        IsMine = me.ForStep(form.Role) is not null;
        languages = LanguageFiles.Wanted(instance, form, wait?.Element, versions, clock.Now);
        Form = views.Of(form, dossier, versions, chosen, languages);
        return true;
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
