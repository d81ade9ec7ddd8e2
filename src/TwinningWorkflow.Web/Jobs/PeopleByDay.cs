using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>
/// Who answers for what, of each authority and day that a batch of work asks for, read once a batch: it must not outlive one, or
/// it would miss what people enter meanwhile.
/// </summary>
/// <param name="databases">Where the people are.</param>
/// <param name="now">When it is.</param>
/// <param name="catalog">The process files, for whoever asks whom four eyes keep from a task.</param>
internal sealed class PeopleByDay(
    IDbContextFactory<TwinningDatabase> databases,
    Instant now,
    DefinitionCatalog? catalog = null
)
{
    private readonly Dictionary<string, (LocalDate Today, Func<LocalDate, Roster> On)> known = new(
        StringComparer.Ordinal
    );

    /// <summary>The roster of today.</summary>
    public async Task<Roster> TodayAsync(string authority, CancellationToken cancel)
    {
        var (today, on) = await ReadAsync(authority, cancel);
        return on(today);
    }

    /// <summary>The rosters of any day from today on.</summary>
    public async Task<Func<LocalDate, Roster>> FromTodayAsync(string authority, CancellationToken cancel) =>
        (await ReadAsync(authority, cancel)).On;

    /// <summary>Whom four eyes keep from a task as it stands.</summary>
    public Task<FourEyes> EyesAsync(TwinningDatabase database, Guid instance, string node, CancellationToken cancel) =>
        catalog is null
            ? Task.FromResult(FourEyes.None)
            : FourEyes.ReadAsync(database, catalog, instance, node, cancel);

    private async Task<(LocalDate Today, Func<LocalDate, Roster> On)> ReadAsync(
        string authority,
        CancellationToken cancel
    )
    {
        if (known.TryGetValue(authority, out var found))
            return found;
        await using var database = await databases.CreateDbContextAsync(cancel);
        var calendar = await database
            .Authorities.Where(row => row.Id == authority)
            .Select(row => row.Calendar)
            .SingleAsync(cancel);
        var today = AuthorityCalendar.Of(calendar).Work.DayOf(now);
        return known[authority] = (today, await Roster.LoadAllAsync(database, authority, today, cancel));
    }
}
