using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>
/// Changes the authority's calendar: first what would change is shown, with every open term that would move, and only then it
/// is confirmed, with a reason.
/// </summary>
[Authorize(Policies.Administer)]
public sealed class EditModel(
    AuthorityCalendars calendars,
    CalendarPreview preview,
    CalendarWords words,
    CalendarProblemWords faults,
    ProblemWords problems,
    Shell shell,
    IStringLocalizer<CalendarText> text
) : PageModel
{
    /// <summary>The calendar in force when the form was shown, as a hash: who was slower than another is told.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>The calendar that is to be confirmed.</summary>
    [BindProperty]
    public string? Proposed { get; set; }

    /// <summary>How terms would be counted by it.</summary>
    public LegalTerms? ProposedCounting { get; private set; }

    /// <summary>The terms that were listed, as a hash: nobody confirms what they have not seen.</summary>
    [BindProperty]
    public string? Listed { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public CalendarForm Form { get; private set; } = CalendarForm.Of(new AuthorityDays());

    /// <summary>What would change; null while the form is filled in.</summary>
    public CalendarDifferences? Differences { get; private set; }

    /// <summary>The open terms that would move.</summary>
    public IReadOnlyList<TermInTheWay> Moved { get; private set; } = [];

    private string Authority => SignedIn.Of(User).Authority;

    public async Task OnGetAsync(CancellationToken cancel) => await ShowFormAsync(cancel);

    /// <summary>The form was filled in: shows what it would change.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var inForce = await calendars.TextAsync(Authority, cancel);
        var days = AuthorityDays.Parse(inForce);
        Form = CalendarForm.Posted(await Request.ReadFormAsync(cancel), days);
        if (Seen != AuthorityCalendars.VersionOf(inForce))
            return await ElsewhereAsync(Form, cancel);
        var (calendar, wrong) = Form.Read();
        foreach (var problem in wrong)
            ModelState.AddModelError(problem.Field, faults.Of(problem));
        if (calendar == days)
            ModelState.AddModelError("", text["wrong.nothing"]);
        if (!ModelState.IsValid)
            return Refused(StatusCodes.Status422UnprocessableEntity);
        await ProposeAsync(days, calendar!, cancel);
        return Page();
    }

    /// <summary>Back to the form, with all that was filled in.</summary>
    public IActionResult OnPostBack()
    {
        if (!AuthorityDays.TryParse(Proposed ?? "", out var calendar, out _))
            return RedirectToPage();
        // against the calendar that this person has seen, whatever holds now
        Form = CalendarForm.Of(calendar);
        return Page();
    }

    /// <summary>Puts the calendar in force that was shown.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        if (!AuthorityDays.TryParse(Proposed ?? "", out var calendar, out _))
            return RedirectToPage();
        var inForce = await calendars.TextAsync(Authority, cancel);
        var days = AuthorityDays.Parse(inForce);
        // the same form sent twice
        if (calendar == days)
            return Done();
        if (Seen != AuthorityCalendars.VersionOf(inForce))
            return await ElsewhereAsync(CalendarForm.Of(calendar), cancel);
        var listed = Listed;
        await ProposeAsync(days, calendar, cancel);
        var reason = new Reason(Reason);
        if (reason.Problem(nameof(Reason)) is { } wrong)
            ModelState.AddModelError(nameof(Reason), problems.Of(wrong, spec: null));
        if (listed != Listed)
            ModelState.AddModelError("", text["wrong.list-changed"]);
        if (!ModelState.IsValid)
            return Refused(StatusCodes.Status422UnprocessableEntity);
        var actor = SignedIn.Of(User).As(Roles.Administrator)!;
        return await calendars.ChangeAsync(inForce, calendar, actor, reason.Text, cancel)
            ? Done()
            : await ElsewhereAsync(CalendarForm.Of(calendar), cancel);
    }

    private async Task ShowFormAsync(CancellationToken cancel)
    {
        var inForce = await calendars.TextAsync(Authority, cancel);
        Seen = AuthorityCalendars.VersionOf(inForce);
        Form = CalendarForm.Of(AuthorityDays.Parse(inForce));
    }

    private async Task ProposeAsync(AuthorityDays inForce, AuthorityDays calendar, CancellationToken cancel)
    {
        Differences = words.Between(inForce, calendar);
        Moved = await preview.OfAsync(Authority, calendar, cancel);
        Proposed = calendar.Write();
        ProposedCounting = AuthorityCalendar.ToTry(calendar).Counting;
        var list = string.Join(
            '\n',
            Moved.Select(x => $"{x.Dossier} {x.Term.Node} {x.Term.Item} {x.Term.Before.Last:R} {x.Term.After.Last:R}")
        );
        Listed = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)));
        // the tag helpers would write back what came
        ModelState.Remove(nameof(Listed));
        ModelState.Remove(nameof(Proposed));
    }

    /// <summary>
    /// Somebody else has changed the calendar meanwhile. What this person wrote stays; before it takes the other's place, all
    /// that differs is shown.
    /// </summary>
    private async Task<IActionResult> ElsewhereAsync(CalendarForm written, CancellationToken cancel)
    {
        ModelState.Clear();
        ModelState.AddModelError("", text["wrong.elsewhere"]);
        Differences = null;
        await ShowFormAsync(cancel);
        Form = written;
        return Refused(StatusCodes.Status409Conflict);
    }

    private RedirectToPageResult Done()
    {
        TempData[Flash.Key] = text["saved"].Value;
        return RedirectToPage("Calendar");
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    public string Title(TermInTheWay moved) =>
        moved.Definition.NameOf(moved.Term.Node, moved.Term.Item, shell.Language);

    public ExplainedTerm? Explained(TermInTheWay moved, Engine.ResolvedTerm term) =>
        TermExplanation.About(shell.Language, moved.Definition.Node(moved.Term.Node), term);
}
