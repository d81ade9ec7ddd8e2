using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Features.Corrections;

/// <summary>What was recorded, in words, with the way to correct it.</summary>
public sealed record RecordedWords(string Key, string Title, IReadOnlyList<(string Label, string Value)> Recorded);

/// <summary>What was recorded in a dossier's process and this person may correct, step by step.</summary>
[Authorize(Policies.Work)]
public sealed class RecordedModel(RecordedSteps steps) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public RecordedView View { get; private set; } = null!;
    public IReadOnlyList<RecordedWords> Steps { get; private set; } = [];

    /// <summary>The secretariat keeps the acts and sees all of it.</summary>
    public bool SeesAll => SignedIn.Of(User).Holds(Roles.Secretariat);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        if (await steps.ReadAsync(me, Id, cancel) is not { } found)
            return NotFound();
        View = found;
        Steps =
        [
            .. found
                .Steps.Select(step => new RecordedWords(
                    step.Key,
                    step.Title,
                    [
                        .. step
                            .Recorded.Where(x => me.MayCorrect(x.Role))
                            .Select(x =>
                                (steps.LabelOf(found.Process.Definition, x.Variable), steps.WordsOf(found, x.Variable))
                            ),
                    ]
                ))
                .Where(step => step.Recorded.Count > 0),
        ];
        return Page();
    }
}
