using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
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

/// <summary>Suspends, resumes or withdraws a process, with the reason why and the act that orders it.</summary>
[Authorize(Policies.KeepDossiers)]
public sealed class ActModel(
    DossierFiles files,
    InstanceReader instances,
    FormViews views,
    BusinessClock clock,
    IStringLocalizer<DossierText> text
) : PageModel
{
    private StepForm form = null!;
    private Dossier dossier = null!;
    private InstanceView instance = null!;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Act { get; set; } = "";

    [BindProperty]
    public string? Submission { get; set; }

    public string Caption => $"{dossier.Number} {dossier.PartnerCity}";
    public FormView Form { get; private set; } = new([], []);

    private ProcessAct Asked =>
        Act switch
        {
            "suspend" => ProcessAct.Suspend,
            "resume" => ProcessAct.Resume,
            _ => ProcessAct.Withdraw,
        };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        return await LoadAsync(chosen: null, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromServices] ProcessActs acts,
        [FromServices] Uploads uploads,
        [FromServices] StepAnswers answers,
        [FromServices] ProblemWords problems,
        CancellationToken cancel
    )
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        var posted = await Request.ReadFormAsync(cancel);
        if (!await LoadAsync(posted.Files, cancel))
            return NotFound();
        var me = SignedIn.Of(User);
        var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
        StepAnswers.Keep(ModelState, posted);
        var input = await PostedForm.ReadAsync(posted, form, uploads, me.Authority, cancel);
        var taken = await acts.TakeAsync(new ActRequest(Asked, instance, dossier, input, actor, Submission), cancel);
        switch (taken.Result)
        {
            case null:
                answers.Show(ModelState, form, taken.Problems, Form);
                return Refused(StatusCodes.Status422UnprocessableEntity);
            case StepResult.Done:
                TempData[Flash.Key] = text[$"act.{Act}-done"].Value;
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

    private async Task<bool> LoadAsync(IFormFileCollection? chosen, CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        if (
            await files.FindAsync(authority, Id, cancel) is not { } found
            || await instances.OfDossierAsync(authority, Id, cancel) is not [var latest, ..]
        )
            return false;
        (dossier, instance) = (found, latest);
        form = ActForm.Of(ProcessActs.IsActRequired(Asked), id => (Words($"act.field-{id}"), Words($"act.hint-{id}")));
        Form = views.Of(form, dossier, [], chosen);
        return true;
    }

    /// <summary>In the language of the page, which is the one that is asked for.</summary>
    private Labels Words(string key)
    {
        var words = text[key];
        return words.ResourceNotFound
            ? Labels.None
            : new Labels(
                ImmutableDictionary<string, string>.Empty.Add(
                    System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
                    words
                )
            );
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
