using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Features.Incidents;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Features.Tasks;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Corrections;

/// <summary>Corrects what one step recorded.</summary>
[Authorize(Policies.Work)]
public sealed class CorrectModel(
    RecordedSteps steps,
    CureForms forms,
    FormViews views,
    BusinessClock clock,
    IStringLocalizer<CorrectionText> text
) : PageModel
{
    /// <summary>Before the name of a field: what it held when the page was shown.</summary>
    public const string ShownPrefix = CureModel.ShownPrefix;

    /// <summary>What the person has seen to follow from the correction.</summary>
    public const string ConfirmedField = "Confirmed";

    private CorrectionForm correction = null!;
    private ImmutableArray<RecordedVariable> recorded = [];
    private RecordedStep? step;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Step { get; set; } = "";

    [BindProperty]
    public string? Submission { get; set; }

    public RecordedView View { get; private set; } = null!;
    public FormView Form { get; private set; } = new([], []);

    /// <summary>What each field holds now, so that only what the person changes is corrected, and nothing that they have not seen.</summary>
    public IReadOnlyDictionary<string, string> Shown { get; private set; } = new Dictionary<string, string>();

    /// <summary>What follows from the correction and has to be confirmed; null while nothing has.</summary>
    public FollowingWords? Follows { get; private set; }

    /// <summary>True when this very form came after the process had ended or moved on.</summary>
    public bool IsGone { get; private set; }

    public string Title => step is null ? text["title"] : text["step-title", step.Title];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Submission = Submissions.New(clock);
        if (!await LoadAsync(cancel))
            return NotFound();
        if (View.IsOver)
            return RedirectToPage("Recorded", new { id = Id });
        if (step is null)
            return NotFound();
        return recorded.IsEmpty ? Forbid() : Page();
    }

    public async Task<IActionResult> OnPostAsync(
        [FromServices] FormReader reader,
        [FromServices] Uploads uploads,
        [FromServices] StepAnswers answers,
        [FromServices] ProblemWords problems,
        [FromServices] RecordDesk desk,
        [FromServices] ConsequenceReader consequences,
        CancellationToken cancel
    )
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        var posted = await Request.ReadFormAsync(cancel);
        if (!await LoadAsync(cancel))
            return NotFound();
        if (step is null)
            return Gone();
        var me = SignedIn.Of(User);
        var actor = me.ForCorrecting((recorded.IsEmpty ? step.Recorded : recorded).Select(x => x.Role));
        if (recorded.IsEmpty)
        {
            await desk.CorrectAsync(Refusable(posted, actor), cancel);
            return Forbid();
        }
        StepAnswers.Keep(ModelState, posted);
        var place = new FormPlace(actor.Authority, Id, "", actor.Account, View.Versions);
        var input = await PostedForm.ReadAsync(posted, correction.Form, uploads, actor.Authority, cancel);
        var reading = reader.Read(correction.Form, input, place);
        if (CureForms.Problems(reading) is { Length: > 0 } wrong)
        {
            answers.Show(ModelState, correction.Form, wrong, Form);
            return Refused(StatusCodes.Status422UnprocessableEntity);
        }
        bool IsChanged(string field) => Plain(posted, PostedForm.Prefix + field) != Plain(posted, ShownPrefix + field);
        var (values, emptied) = correction.Changes(reading, IsChanged);
        var (seen, _) = correction.Changes(reader.Read(correction.Form, ShownIn(posted), place), IsChanged);
        var wanted = new RecordCorrection(
            View.Process.Row.Id,
            step.Recorded[0].Scope,
            actor,
            ((DataValue.Text)reading.Fields[CureForms.Reason]).Value,
            values,
            emptied
        )
        {
            Seen = seen,
            IdempotencyKey = Submission,
        };
        if (await HasToConfirmAsync(desk, wanted, posted, cancel))
            return Page();
        switch (await desk.CorrectAsync(wanted, cancel))
        {
            case StepResult.Done done:
                var follows = await consequences.OfAsync(View.Process, done.Version, cancel);
                TempData[Flash.Key] = string.Join(' ', Told([.. values.Keys, .. emptied], follows));
                return RedirectToPage("/Dossiers/Dossier", new { id = Id });
            case StepResult.Refused { Code: RejectionCode.Ended or RejectionCode.ElementNotActive }:
                return Gone();
            case StepResult.Refused refused:
                TellWhatIsRecorded(IsChanged);
                return Refused(
                    answers.Show(ModelState, correction.Form, ByField(refused, View.Process.Definition), Form)
                );
            case StepResult.KeyReused:
                ModelState.AddModelError("", problems.KeyReused);
                Submission = Submissions.New(clock);
                return Refused(StatusCodes.Status409Conflict);
            default:
                return NotFound();
        }
    }

    /// <summary>Shows what follows from the correction, unless the person has seen just this and confirms it.</summary>
    private async Task<bool> HasToConfirmAsync(
        RecordDesk desk,
        RecordCorrection wanted,
        IFormCollection posted,
        CancellationToken cancel
    )
    {
        if (await desk.ForeseeAsync(wanted, cancel) is not StepResult.Foreseen foreseen)
            return false;
        var follows = Consequences.Of(foreseen.Events, foreseen.State);
        var words = steps.WordsOf(View, follows);
        if (!follows.AreMany || posted[ConfirmedField] == words.Mark)
            return false;
        Follows = words;
        // the page goes on from what it showed first, so that what was changed is still a change
        Shown = Shown.Keys.ToDictionary(x => x, x => posted[ShownPrefix + x].ToString(), StringComparer.Ordinal);
        return true;
    }

    /// <summary>What was corrected, and which terms moved.</summary>
    private IEnumerable<string> Told(IReadOnlyList<string> corrected, Consequences follows)
    {
        var definition = View.Process.Definition;
        yield return text[
            "done",
            step!.Title,
            string.Join(
                ", ",
                recorded
                    .Where(x => corrected.Contains(x.Variable.Name))
                    .Select(x => steps.LabelOf(definition, x.Variable))
            )
        ];
        foreach (var term in steps.WordsOf(View, follows).Moved)
            yield return term;
    }

    /// <summary>What is recorded stands below what was typed in its place.</summary>
    private void TellWhatIsRecorded(Func<string, bool> isChanged) =>
        Form = Each(
            Form,
            (field, id) =>
                isChanged(id) && RecordedIn(id) is { } variable
                    ? field with
                    {
                        Hint = $"{field.Hint} {text["now", steps.WordsOf(View, variable)]}".Trim(),
                    }
                    : field
        );

    private static FormView Each(FormView form, Func<FieldView, string, FieldView> change) =>
        form with
        {
            Groups =
            [
                .. form.Groups.Select(group =>
                    group with
                    {
                        Fields = [.. group.Fields.Select(x => change(x, x.Name[PostedForm.Prefix.Length..]))],
                    }
                ),
            ],
        };

    private ReadVariable? RecordedIn(string field) =>
        recorded.FirstOrDefault(x => correction.FieldOf(x.Variable.Name) == field)?.Variable;

    /// <summary>What the page had shown, to be read as if it had been typed.</summary>
    private static FormInput ShownIn(IFormCollection posted) =>
        new(
            null,
            posted
                .Where(x => x.Key.StartsWith(ShownPrefix, StringComparison.Ordinal))
                .ToDictionary(
                    x => x.Key[ShownPrefix.Length..],
                    FieldInput (x) => new FieldInput.Typed(x.Value.ToString()),
                    StringComparer.Ordinal
                )
        );

    /// <summary>What belongs to another is refused by the engine, so that the authority's history tells that it was tried.</summary>
    private RecordCorrection Refusable(IFormCollection posted, Actor actor) =>
        new(
            View.Process.Row.Id,
            step!.Recorded[0].Scope,
            actor,
            new Reason(posted[PostedForm.Prefix + CureForms.Reason]).Text,
            ImmutableDictionary<string, DataValue>.Empty,
            [.. step.Recorded.Select(x => x.Variable.Name)]
        );

    /// <summary>The engine names variables; the page's fields stand for them.</summary>
    private StepResult.Refused ByField(StepResult.Refused refused, ProcessDefinition definition) =>
        refused with
        {
            Problems =
            [
                .. ProblemWords
                    .Named(refused, definition)
                    .Problems.Select(x => x with { Field = correction.FieldOf(x.Field) }),
            ],
        };

    /// <summary>False when the person's authority has no such dossier.</summary>
    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        if (await steps.ReadAsync(me, Id, cancel) is not { } found)
            return false;
        View = found;
        step = found.Steps.FirstOrDefault(x => x.Key == Step);
        if (step is null)
            return true;
        recorded = [.. step.Recorded.Where(x => me.MayCorrect(x.Role))];
        correction = forms.Correction(
            [.. recorded.Select(x => x.Variable)],
            x => steps.LabelOf(found.Process.Definition, x),
            text["reason-hint"]
        );
        Shown = correction.Present;
        // what was recorded is there to stay as a rule: that it may be left out would mislead
        Form = Each(
            views.Of(correction.Form, found.Dossier, found.Versions, Shown),
            static (field, _) => field with { Sometimes = true }
        );
        return true;
    }

    private static string Plain(IFormCollection posted, string name) =>
        ScalarText.Tidy(posted[name].ToString()) ?? posted[name].ToString();

    private PageResult Gone()
    {
        IsGone = true;
        return Refused(StatusCodes.Status409Conflict);
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
