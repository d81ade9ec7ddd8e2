using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>The demonstration's clock.</summary>
public sealed record ClockView(Instant? Next);

/// <summary>What happened to a dossier while the clock was moved.</summary>
public sealed record HappenedTo(
    string Caption,
    Guid Dossier,
    IReadOnlyList<HistoryEntry> Entries,
    IReadOnlyList<MailRow> Mails
);

/// <summary>What an administrator sees to: incidents, recipients, process files, health, and in the demonstration the clock.</summary>
[Authorize(Policies.Administer)]
public sealed class IndexModel(
    TwinningDatabase database,
    DatabaseConnections connections,
    DefinitionCatalog catalog,
    BusinessClock clock,
    Shell shell,
    IStringLocalizer<AdministrationText> text
) : PageModel
{
    private const int FarthestMonths = 12;

    [BindProperty]
    public DateOnly? Day { get; set; }

    public ClockView? Clock { get; private set; }
    public Instant Now => clock.Now;
    public IReadOnlyList<HappenedTo>? Happened { get; private set; }
    public IReadOnlyList<IncidentRow> Incidents { get; private set; } = [];
    public IReadOnlyDictionary<Guid, string> Captions { get; private set; } = new Dictionary<Guid, string>();
    public IReadOnlyList<Recipient> Recipients { get; private set; } = [];
    public IReadOnlyList<PublishedDefinition> Files => catalog.All();
    public IReadOnlyList<RefusedFile> Refused => catalog.Refused;
    public bool OnPostgres => connections.OnPostgres;
    public bool IsReady { get; private set; }
    public int MailsWaiting { get; private set; }
    public static string Version => Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";

    private Actor Actor => SignedIn.Of(User).As(Roles.Administrator)!;

    /// <param name="since">What happened since this instant is to be shown; null for nothing of that.</param>
    /// <param name="history">Renders it.</param>
    /// <param name="journal">Reads it.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task OnGetAsync(
        string? since,
        [FromServices] HistoryReader history,
        [FromServices] JournalReader journal,
        CancellationToken cancel
    )
    {
        await LoadAsync(cancel);
        if (Clock is not null && InstantPattern.ExtendedIso.Parse(since ?? "") is { Success: true } from)
            Happened = await HappenedAsync(from.Value, history, journal, cancel);
    }

    public async Task<IActionResult> OnPostNextAsync(CancellationToken cancel)
    {
        if (Demo is not { } time)
            return NotFound();
        var before = clock.Now;
        await time.MoveToNextAsync(cancel);
        return Moved(before);
    }

    public async Task<IActionResult> OnPostMoveAsync(CancellationToken cancel)
    {
        if (Demo is not { } time)
            return NotFound();
        var day = Day is { } given ? LocalDate.FromDateOnly(given) : shell.Today;
        if (Day is null || day <= shell.Today)
            ModelState.AddModelError(nameof(Day), text["clock-past"]);
        else if (day > shell.Today.PlusMonths(FarthestMonths))
            ModelState.AddModelError(nameof(Day), text["clock-far"]);
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        var before = clock.Now;
        // at nine: the morning's reminders have gone out, and the office is open
        await time.MoveToAsync(shell.Zone.AtLeniently(day.At(new LocalTime(9, 0))).ToInstant(), cancel);
        return Moved(before);
    }

    public async Task<IActionResult> OnPostRetryAsync(
        string key,
        [FromServices] IncidentDesk incidents,
        CancellationToken cancel
    )
    {
        if (!await incidents.SeeToAsync(key, Actor, text["incident-reason"], cancel))
            return NotFound();
        TempData[Flash.Key] = text["incident-retried"].Value;
        return RedirectToPage(null, null, null, "incidents");
    }

    public async Task<IActionResult> OnPostRecipientAsync(
        string code,
        string? name,
        string? address,
        CancellationToken cancel
    )
    {
        var authority = Actor.Authority;
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var recipient = await database.Recipients.SingleOrDefaultAsync(
            x => x.Code == code && x.AuthorityId == authority,
            cancel
        );
        var problem =
            !IsCode(code) ? "recipient-code-wrong"
            : string.IsNullOrWhiteSpace(name) || !Mail.MailAddress.IsValid(address?.Trim() ?? "")
                ? "recipient-address-needed"
            : null;
        if (problem is not null)
        {
            TempData[Flash.Key] = text[problem].Value;
            return RedirectToPage(null, null, null, "recipients");
        }
        if (recipient is null)
            database.Recipients.Add(
                new Recipient
                {
                    AuthorityId = authority,
                    Code = code,
                    Name = name!.Trim(),
                    Address = address!.Trim(),
                }
            );
        else
        {
            recipient.Name = name!.Trim();
            recipient.Address = address!.Trim();
        }
        await database.SaveChangesAsync(cancel);
        var stream = Journal.OfAuthority(authority);
        await Journal.AppendAsync(database, stream, clock.Now, Actor, new RecipientChanged(code), cancel);
        await transaction.CommitAsync(cancel);
        TempData[Flash.Key] = text["recipient-saved"].Value;
        return RedirectToPage(null, null, null, "recipients");
    }

    private DemoTime? Demo => HttpContext.RequestServices.GetService<DemoTime>();

    private RedirectToPageResult Moved(Instant before)
    {
        TempData[Flash.Key] = text["clock-moved"].Value;
        return RedirectToPage(null, null, new { since = InstantPattern.ExtendedIso.Format(before) }, "happened");
    }

    /// <summary>As process files write it: DARA, MAECI, REGIONE.</summary>
    private static bool IsCode(string code) =>
        code.Length is > 0 and <= 20 && code.All(x => char.IsAsciiLetterUpper(x) || char.IsAsciiDigit(x) || x == '_');

    private async Task LoadAsync(CancellationToken cancel)
    {
        var authority = Actor.Authority;
        if (Demo is { } time)
            Clock = new ClockView(await time.NextAsync(cancel));
        Incidents = await database
            .Incidents.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.ResolvedAt == null)
            .OrderByDescending(x => x.RaisedAt)
            .ToListAsync(cancel);
        var dossiers = Incidents.Select(x => x.DossierId).OfType<Guid>().Distinct().ToList();
        Captions = await database
            .Dossiers.Where(x => dossiers.Contains(x.Id) && x.AuthorityId == authority)
            .ToDictionaryAsync(x => x.Id, x => $"{x.Number} {x.PartnerCity}", cancel);
        Recipients = await database
            .Recipients.AsNoTracking()
            .Where(x => x.AuthorityId == authority)
            .OrderBy(x => x.Code)
            .ToListAsync(cancel);
        MailsWaiting = await database.Mails.CountAsync(
            x => x.AuthorityId == authority && x.Status == MailRow.Pending,
            cancel
        );
        IsReady = await Schema.IsCurrentAsync(connections, cancel);
    }

    private async Task<IReadOnlyList<HappenedTo>> HappenedAsync(
        Instant since,
        HistoryReader history,
        JournalReader journal,
        CancellationToken cancel
    )
    {
        var authority = Actor.Authority;
        var mails = await database
            .Mails.AsNoTracking()
            .Where(x => x.AuthorityId == authority && x.CreatedAt > since)
            .OrderBy(x => x.CreatedAt)
            .ToListAsync(cancel);
        var happened = new List<HappenedTo>();
        foreach (
            var dossier in await database
                .Dossiers.AsNoTracking()
                .Where(x => x.AuthorityId == authority)
                .ToListAsync(cancel)
        )
        {
            var entries = (await journal.OfDossierAsync(authority, dossier.Id, cancel))
                .Where(x => x.At > since)
                .ToList();
            var about = mails.FindAll(x => x.DossierId == dossier.Id);
            if (entries.Count + about.Count > 0)
                happened.Add(
                    new HappenedTo(
                        $"{dossier.Number} {dossier.PartnerCity}",
                        dossier.Id,
                        await history.RenderAsync(authority, dossier.Id, entries, cancel),
                        about
                    )
                );
        }
        return happened;
    }
}
