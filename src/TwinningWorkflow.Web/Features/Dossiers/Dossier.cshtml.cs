using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>A dossier: where it stands, what is next and why, what is filed, and its whole history.</summary>
public sealed class DossierModel(
    DossierPages pages,
    ProblemWords problems,
    IStringLocalizer<DossierText> text,
    BusinessClock clock
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Which page of the correspondence.</summary>
    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    [BindProperty]
    public string? Submission { get; set; }

    public SignedIn Me => SignedIn.Of(User);
    public DossierPage Shown { get; private set; } = null!;

    /// <summary>Is anything recorded that this person may correct?</summary>
    public bool MayCorrect =>
        Shown.Instance is { State.Status: ProcessStatus.Running } process
        && Me.Works
        && RecordedData.Of(process.Definition, process.State).Any(x => Me.MayCorrect(x.Role));

    /// <summary>May this person set that fact aside?</summary>
    public bool MaySetAside(InboxRow fact) =>
        Shown.Instance is { } process
        && process.Row.Id == fact.InstanceId
        && new KeptFact(fact, process.Definition) is var kept
        && kept.MayBeSetAsideBy(Me.ForKept(kept.Role));

    /// <summary>The name of the field in which a fact's reason is given: each fact of the page has its own form.</summary>
    public static string ReasonOf(Guid fact) => $"reason-{fact:N}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Submission ??= Submissions.New(clock);
        if (await pages.ReadAsync(Me, Id, Number, cancel) is not { } page)
            return NotFound();
        Shown = page;
        return Page();
    }

    /// <summary>Files a document that no step asks for.</summary>
    public async Task<IActionResult> OnPostDocumentAsync(
        IFormFile? file,
        [FromServices] DossierFiles files,
        [FromServices] Uploads uploads,
        [FromServices] Processes.Dossiers dossiers,
        CancellationToken cancel
    )
    {
        var me = Me;
        if (await files.FindAsync(me.Authority, Id, cancel) is null)
            return NotFound();
        if (!me.KeepsDossiers)
            return Forbid();
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        if (file is null)
            return await AgainAsync(nameof(file), problems.Of(Missing(nameof(file)), null), cancel);
        await using var stream = file.OpenReadStream();
        var upload = await uploads.ReadAsync(me.Authority, file.FileName, stream, cancel);
        if (upload is not Upload.Accepted accepted)
            return await AgainAsync(nameof(file), problems.Of(InputProblem.Of("file", upload), null), cancel);
        var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
        var filed = await dossiers.AddDocumentAsync(
            accepted.File,
            new Document
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                DossierId = Id,
                AuthorityId = me.Authority,
                FileHash = accepted.File.Hash,
                FileName = accepted.Name,
                Size = accepted.File.Content.LongLength,
                AddedAt = clock.Now,
                AddedBy = actor.Account,
            },
            actor,
            Submission,
            cancel
        );
        if (filed is FilingResult.KeyReused)
            return await KeyReusedAsync(nameof(file), cancel);
        TempData[Flash.Key] = text["dossier.add-document-done"].Value;
        return RedirectToPage(null, null, new { id = Id }, "documents");
    }

    /// <summary>Sets a kept fact aside, which no step will use.</summary>
    public async Task<IActionResult> OnPostSetAsideAsync(
        [FromQuery] Guid fact,
        [FromServices] KeptFacts facts,
        CancellationToken cancel
    )
    {
        var me = Me;
        if (await facts.FindAsync(me.Authority, Id, fact, cancel) is not { } kept)
            return NotFound();
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        var field = ReasonOf(fact);
        var typed = (await Request.ReadFormAsync(cancel))[field].ToString();
        var reason = new Reason(typed);
        ModelState.SetModelValue(field, typed, typed);
        if (kept.MayBeSetAsideBy(me.ForKept(kept.Role)) && reason.Problem(field) is { } wrong)
            return await AgainAsync(field, problems.Of(wrong, null), cancel);
        switch (await facts.SetAsideAsync(kept, me.ForKept(kept.Role), reason.Text, Submission, cancel))
        {
            case SetAside.NotYours:
                return Forbid();
            case SetAside.NotKept(var now):
                return await AgainAsync("", problems.NotKept(now), cancel, StatusCodes.Status409Conflict);
            case SetAside.KeyReused:
                return await KeyReusedAsync(field, cancel);
            default:
                TempData[Flash.Key] = text["dossier.aside-done"].Value;
                return RedirectToPage(null, null, new { id = Id }, "early");
        }
    }

    private static InputProblem Missing(string field) => new(field, FieldProblemCode.Required);

    private Task<IActionResult> KeyReusedAsync(string field, CancellationToken cancel)
    {
        Submission = null;
        return AgainAsync(field, problems.KeyReused, cancel, StatusCodes.Status409Conflict);
    }

    /// <summary>The page as it is now, with what is wrong beside its field.</summary>
    private Task<IActionResult> AgainAsync(
        string field,
        string problem,
        CancellationToken cancel,
        int status = StatusCodes.Status422UnprocessableEntity
    )
    {
        ModelState.AddModelError(field, problem);
        Response.StatusCode = status;
        return OnGetAsync(cancel);
    }
}
