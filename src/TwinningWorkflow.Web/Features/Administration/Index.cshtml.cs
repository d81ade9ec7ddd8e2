using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>What an administrator sees to: incidents, mail, recipients, process files, health, and in the demonstration the clock.</summary>
[Authorize(Policies.Administer)]
public sealed class IndexModel(
    TwinningDatabase database,
    DatabaseConnections connections,
    DefinitionCatalog catalog,
    BusinessClock clock,
    Shell shell
) : PageModel
{
    private const int FarthestMonths = 12;

    [BindProperty]
    public DateOnly? Day { get; set; }

    /// <summary>The demonstration's clock; null elsewhere.</summary>
    public ClockView? Clock { get; private set; }
    public Instant Now => clock.Now;

    /// <summary>How many are open.</summary>
    public int Incidents { get; private set; }
    public IReadOnlyList<Recipient> Recipients { get; private set; } = [];
    public IReadOnlyList<PublishedDefinition> Files => catalog.All();

    /// <summary>The processes that let the town choose.</summary>
    public IReadOnlyList<PublishedDefinition> Choosing =>
        [.. Files.DistinctBy(x => x.Definition.Id).Where(x => !x.Definition.Settings.IsEmpty)];
    public IReadOnlyList<RefusedFile> Refused => catalog.Refused;
    public bool OnPostgres => connections.OnPostgres;
    public bool IsReady { get; private set; }
    public MailQueue Queue { get; private set; } = new(0, 0, 0, 0, 0, 0, null);
    public static string Version => Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";

    /// <param name="since">What happened since this instant is to be shown; null for nothing of that.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task OnGetAsync(string? since, CancellationToken cancel) => LoadAsync(Read(since), cancel);

    /// <summary>Moves on to the deadline that the page has shown: sent twice it moves once.</summary>
    public async Task<IActionResult> OnPostNextAsync(
        string? from,
        string? to,
        [FromServices] IStringLocalizer<AdministrationText> text,
        CancellationToken cancel
    )
    {
        if (Demo is not { } time)
            return NotFound();
        var before = Instant.Min(Read(from) ?? clock.Now, clock.Now);
        // never further than what is next by now
        var target = Instant.Min(Read(to) ?? Instant.MaxValue, await time.NextAsync(cancel) ?? clock.Now);
        await time.MoveToAsync(target, cancel);
        return Moved(before, text);
    }

    public async Task<IActionResult> OnPostMoveAsync(
        [FromServices] IStringLocalizer<AdministrationText> text,
        CancellationToken cancel
    )
    {
        if (Demo is not { } time)
            return NotFound();
        if (ModelState.IsValid && Problem() is { } problem)
            ModelState.AddModelError(nameof(Day), text[problem]);
        if (!ModelState.IsValid)
        {
            await LoadAsync(since: null, cancel);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        var before = clock.Now;
        var day = LocalDate.FromDateOnly(Day!.Value);
        // at nine: the morning's reminders have gone out, and the office is open
        await time.MoveToAsync(shell.Zone.AtLeniently(day.At(new LocalTime(9, 0))).ToInstant(), cancel);
        return Moved(before, text);
    }

    private DemoTime? Demo => HttpContext.RequestServices.GetService<DemoTime>();

    private string? Problem() =>
        Day is not { } given ? "clock-needed"
        : LocalDate.FromDateOnly(given) is var day && day <= shell.Today ? "clock-past"
        : day > shell.Today.PlusMonths(FarthestMonths) ? "clock-far"
        : null;

    private RedirectToPageResult Moved(Instant before, IStringLocalizer<AdministrationText> text)
    {
        TempData[Flash.Key] = text["clock-moved", Days.WithHour(clock.Now.InZone(shell.Zone))].Value;
        return RedirectToPage(null, null, new { since = InstantPattern.ExtendedIso.Format(before) }, "happened");
    }

    private static Instant? Read(string? instant) =>
        InstantPattern.ExtendedIso.Parse(instant ?? "") is { Success: true, Value: var value } ? value : null;

    private async Task LoadAsync(Instant? since, CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var services = HttpContext.RequestServices;
        if (Demo is not null)
            Clock = await services.GetRequiredService<ClockViews>().ReadAsync(authority, since, cancel);
        Incidents = await database.Incidents.CountAsync(
            x => x.AuthorityId == authority && x.ResolvedAt == null,
            cancel
        );
        Recipients = await database
            .Recipients.AsNoTracking()
            .Where(x => x.AuthorityId == authority)
            .OrderBy(x => x.Code)
            .ToListAsync(cancel);
        Queue = await services.GetRequiredService<MailQueueReader>().ReadAsync(authority, shell.Zone, cancel);
        IsReady = await Schema.IsCurrentAsync(connections, cancel);
    }
}
