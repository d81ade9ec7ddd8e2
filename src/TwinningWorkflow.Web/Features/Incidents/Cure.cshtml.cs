using Microsoft.AspNetCore.Authorization;
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

namespace TwinningWorkflow.Web.Features.Incidents;

/// <summary>Sees to an incident: tries again, corrects the data that are read there, or moves the token.</summary>
[Authorize(Policies.Administer)]
public sealed class CureModel(
    IncidentReader incidents,
    IncidentDesk desk,
    CureForms forms,
    DossierFiles files,
    FormViews views,
    BusinessClock clock,
    IStringLocalizer<IncidentText> text
) : PageModel
{
    public const string Retry = "retry";
    public const string Correct = "correct";
    public const string Move = "move";

    /// <summary>Before the name of a field: what it held when the page was shown.</summary>
    public const string ShownPrefix = "shown.";

    private CorrectionForm? correction;
    private StepForm form = null!;
    private IReadOnlyList<TextVersion> versions = [];

    [BindProperty(SupportsGet = true)]
    public string Cure { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty]
    public string? Submission { get; set; }

    /// <summary>What shall follow the correction; null: nothing.</summary>
    [BindProperty]
    public string? Then { get; set; }

    public IncidentView View { get; private set; } = null!;
    public FormView Form { get; private set; } = new([], []);

    /// <summary>What each field of a correction holds now, so that only what the person changes is corrected.</summary>
    public IReadOnlyDictionary<string, string> Shown { get; private set; } = new Dictionary<string, string>();

    /// <summary>True when this very form came after the incident was closed.</summary>
    public bool TooLate { get; private set; }
    public string Kind => KindOf(Cure, View);

    /// <summary>What a cure is called: of what is no process's a retry sends a message again, or only closes the incident.</summary>
    public static string KindOf(string cure, IncidentView view) =>
        cure switch
        {
            Retry when view.OnlyCloses => "close",
            Retry when view.Row.Source == IncidentRow.Mail => "send",
            _ => cure,
        };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        if (!await LoadAsync(cancel))
            return NotFound();
        return TooLate ? RedirectToPage("Incident", new { key = Key }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromServices] FormReader reader,
        [FromServices] Uploads uploads,
        [FromServices] StepAnswers answers,
        [FromServices] ProblemWords problems,
        CancellationToken cancel
    )
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        var posted = await Request.ReadFormAsync(cancel);
        if (!await LoadAsync(cancel))
            return NotFound();
        if (TooLate)
            return Refused(StatusCodes.Status409Conflict);
        StepAnswers.Keep(ModelState, posted);
        var actor = SignedIn.Of(User).As(Roles.Administrator)!;
        var input = await PostedForm.ReadAsync(posted, form, uploads, actor.Authority, cancel);
        var place = new FormPlace(actor.Authority, View.Dossier?.Id ?? default, "", actor.Account, versions);
        var reading = reader.Read(form, input, place);
        if (CureForms.Problems(reading) is { Length: > 0 } wrong)
        {
            answers.Show(ModelState, form, wrong, Form);
            return Refused(StatusCodes.Status422UnprocessableEntity);
        }
        var reason = ((DataValue.Text)reading.Fields[CureForms.Reason]).Value;
        switch (await SeeToAsync(reading, posted, actor, reason, cancel))
        {
            case SeenTo.Done:
                return await DoneAsync(actor, reason, cancel);
            case SeenTo.Already:
                TooLate = true;
                return Refused(StatusCodes.Status409Conflict);
            case SeenTo.Refused(var why):
                return Refused(answers.Show(ModelState, form, ByField(why), Form));
            case SeenTo.KeyReused:
                ModelState.AddModelError("", problems.KeyReused);
                Submission = Submissions.New(clock);
                return Refused(StatusCodes.Status409Conflict);
            default:
                return NotFound();
        }
    }

    private Task<SeenTo> SeeToAsync(
        FormReading reading,
        IFormCollection posted,
        Actor actor,
        string reason,
        CancellationToken cancel
    )
    {
        if (Cure == Retry)
            return desk.SeeToAsync(Key, actor, reason, cancel);
        if (Cure == Move)
        {
            var target = ((DataValue.Text)reading.Fields[CureForms.Target]).Value;
            return desk.MoveAsync(View.Stop!, actor, reason, target, Submission, cancel);
        }
        var (values, emptied) = correction!.Changes(
            reading,
            field => Plain(posted[PostedForm.Prefix + field]) != Plain(posted[ShownPrefix + field])
        );
        return desk.CorrectAsync(View.Stop!, actor, reason, values, emptied, Submission, cancel);
    }

    /// <summary>Where to from here: on with a retry, and back to what stopped again.</summary>
    private async Task<IActionResult> DoneAsync(Actor actor, string reason, CancellationToken cancel)
    {
        var again = Cure == Correct && Then == Retry;
        if (Cure == Correct && !again)
        {
            TempData[Flash.Key] = text["corrected"].Value;
            return RedirectToPage("Incident", new { key = Key });
        }
        if (again)
            await desk.SeeToAsync(Key, actor, reason, cancel);
        var stopped = View.Dossier is { } dossier
            ? (await incidents.OfDossierAsync(actor.Authority, dossier.Id, cancel)).FirstOrDefault(x =>
                x.InstanceId == View.Row.InstanceId && x.Source == View.Row.Source && x.RaisedAt >= View.Row.RaisedAt
            )
            : null;
        if (stopped is not null && View.Open is not null)
        {
            TempData[Flash.Warning] = text["stopped-again"].Value;
            return RedirectToPage("Incident", new { key = stopped.Key });
        }
        TempData[Flash.Key] = text[
            Cure == Move ? "moved"
            : View.OnlyCloses ? "closed-now"
            : "retried"
        ].Value;
        return RedirectToPage("Index");
    }

    /// <summary>The engine names variables; the page's fields stand for them.</summary>
    private StepResult.Refused ByField(StepResult.Refused refused) =>
        correction is null
            ? refused
            : refused with
            {
                Problems = [.. refused.Problems.Select(x => x with { Field = correction.FieldOf(x.Field) })],
            };

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        if (ScalarText.Tidy(Key) is null || await incidents.FindAsync(authority, Key, cancel) is not { } found)
            return false;
        View = found;
        TooLate = found.Row.ResolvedAt is not null;
        if (TooLate)
            return true;
        if ((Cure == Move && found.Targets.IsEmpty) || (Cure == Correct && found.Reads.IsEmpty))
            return false;
        if (Cure == Correct)
        {
            versions = await files.TextVersionsAsync(found.Dossier!.Id, cancel);
            correction = forms.Correction(found);
            Shown = correction.Present;
        }
        form = correction?.Form ?? (Cure == Move ? forms.Move(found) : forms.Retry());
        Form = views.Of(form, found.Dossier!, versions, Shown);
        return true;
    }

    private static string Plain(Microsoft.Extensions.Primitives.StringValues posted) =>
        ScalarText.Tidy(posted.ToString()) ?? posted.ToString();

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
