using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Reading;

/// <summary>What an entry of a feed is about.</summary>
public enum FeedSubject
{
    /// <summary>The last day to do a task.</summary>
    Task,

    /// <summary>The last day of a term that runs.</summary>
    Term,

    /// <summary>A sitting.</summary>
    Sitting,

    /// <summary>The last day on which something can be put on a sitting's agenda.</summary>
    Agenda,
}

/// <summary>An entry of a person's calendar feed.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Key">What stays the same when its day moves.</param>
/// <param name="Day">Its day.</param>
/// <param name="BeginsAt">When it begins; null for a whole day.</param>
/// <param name="What">The task, the term, or the body.</param>
/// <param name="Dossier">The dossier's number and partner; empty where it concerns none.</param>
/// <param name="Explanation">Why that day; empty where nothing explains it.</param>
/// <param name="Path">The page on which it is seen to.</param>
public sealed record FeedEntry(
    FeedSubject Subject,
    string Key,
    LocalDate Day,
    LocalTime? BeginsAt,
    string What,
    string Dossier,
    string Explanation,
    string Path
);

/// <summary>Reads what belongs into a person's calendar: their own deadlines, the terms that run, the sittings.</summary>
public sealed class FeedReader(
    TwinningDatabase database,
    DefinitionCatalog catalog,
    DeskReader desk,
    DeskWaits waits,
    SittingReader sittings,
    BusinessClock clock
)
{
    /// <summary>More than anybody reads in a calendar.</summary>
    private const int Most = 300;

    private static readonly Period Back = Period.FromMonths(1);
    private static readonly Period Ahead = Period.FromYears(1);

    public async Task<IReadOnlyList<FeedEntry>> ReadAsync(SignedIn me, string language, CancellationToken cancel)
    {
        var tasks = await desk.MineAsync(me, dossier: null, 0, Most, language, cancel);
        var terms = await waits.TermsAsync(me, Most, language, cancel);
        List<DeskLine> lines = [.. tasks.Where(line => line.DueOn is not null), .. terms];
        var processes = await ProcessesAsync([.. lines.Select(line => line.Instance).Distinct()], cancel);
        return
        [
            .. lines.Select(line => Of(line, processes[line.Instance], language)),
            .. await SittingsAsync(me.Authority, language, cancel),
        ];
    }

    private static FeedEntry Of(DeskLine line, InstanceView process, string language)
    {
        var term =
            line.Task > 0
                ? process.State.Elements.GetValueOrDefault(line.Task)?.Deadline
                : process.State.Timers.GetValueOrDefault(line.Timer)?.Term;
        return new FeedEntry(
            line.Task > 0 ? FeedSubject.Task : FeedSubject.Term,
            line.Task > 0
                ? CalendarEntry.TaskKey(line.Instance, line.Task)
                : CalendarEntry.TermKey(line.Instance, line.Timer),
            line.DueOn!.Value,
            BeginsAt: null,
            line.Title,
            $"{line.Number} {line.Partner}",
            TermExplanation.Of(language, process.Definition.Node(line.Node), term),
            line.Task > 0 ? TaskPage.Of(line.Instance, line.Task) : $"dossiers/{line.Dossier:D}"
        );
    }

    private async Task<Dictionary<Guid, InstanceView>> ProcessesAsync(List<Guid> instances, CancellationToken cancel)
    {
        var rows = await database.Instances.AsNoTracking().Where(row => instances.Contains(row.Id)).ToListAsync(cancel);
        return rows.ToDictionary(
            row => row.Id,
            row => new InstanceView(row, StateJson.Read(row.State), catalog.ByHash(row.DefinitionHash))
        );
    }

    private async Task<IEnumerable<FeedEntry>> SittingsAsync(
        string authority,
        string language,
        CancellationToken cancel
    )
    {
        var today = clock.Now.InUtc().Date;
        var span = await sittings.BetweenAsync(authority, today - Back, today + Ahead, cancel);
        return span.Sittings.SelectMany(sitting =>
        {
            var closes = span.Calendar.Planned(sitting).AgendaCloses;
            var begins = SittingPlan.Hour.Parse(sitting.BeginsAt);
            return new[]
            {
                new FeedEntry(
                    FeedSubject.Sitting,
                    $"sitting/{sitting.Id:D}",
                    sitting.Day,
                    begins.Success ? begins.Value : null,
                    sitting.Body,
                    "",
                    "",
                    "sittings"
                ),
                new FeedEntry(
                    FeedSubject.Agenda,
                    $"agenda/{sitting.Id:D}",
                    closes,
                    BeginsAt: null,
                    sitting.Body,
                    Days(sitting.Day),
                    sitting.AgendaCloses is null ? span.Calendar.Agenda(sitting.Body, sitting.Day).In(language) : "",
                    "sittings"
                ),
            };
        });
    }

    private static string Days(LocalDate day) => day.ToString("d MMMM uuuu", CultureInfo.CurrentCulture);
}
