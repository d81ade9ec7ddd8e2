using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>Opens a dossier and starts its process.</summary>
[Authorize(Policies.KeepDossiers)]
public sealed class NewModel(
    Processes.Dossiers dossiers,
    BusinessClock clock,
    AgreementKinds kinds,
    ProblemWords problems,
    IStringLocalizer<DossierText> text
) : PageModel
{
    [BindProperty]
    public DossierInput Input { get; set; } = new();

    /// <summary>Made with the page: a second click opens no second dossier.</summary>
    [BindProperty]
    public string? Submission { get; set; }

    public DossierForm Form => new(Input, nameof(Input), kinds.Choices(), text);

    public void OnGet()
    {
        Submission = Submissions.New(clock);
        Input.OfferMoreRelations();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Submission = Submissions.Known(Submission) ?? Submissions.New(clock);
        Input.Kind ??= "";
        Input.Check(ModelState, nameof(Input), text, problems, kinds.IsOffered);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (ModelState.IsValid)
        {
            var me = SignedIn.Of(User);
            var opened = await dossiers.OpenAsync(
                new OpenDossier(
                    me.Authority,
                    clock.Now,
                    me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!,
                    Input.Kind,
                    Input.ToData(text)
                )
                {
                    IdempotencyKey = Submission,
                },
                cancel
            );
            switch (opened)
            {
                case OpenResult.Opened done:
                    TempData[Flash.Key] = text["new.done", done.Number].Value;
                    return RedirectToPage("/Dossiers/Dossier", new { id = done.Dossier });
                case OpenResult.Refused(StepResult.Refused refused):
                    ModelState.AddModelError("", problems.Of(refused.Code));
                    break;
                case OpenResult.Refused:
                    // sent again, what it says now opens a dossier of its own
                    ModelState.AddModelError("", text["new.key-reused"]);
                    Submission = Submissions.New(clock);
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    break;
                default:
                    ModelState.AddModelError("", problems.NoSuchProcess);
                    break;
            }
        }
        Input.OfferMoreRelations();
        return Page();
    }
}
