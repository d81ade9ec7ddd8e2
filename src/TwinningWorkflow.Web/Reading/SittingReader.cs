using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>An authority's sittings of some days, and what its calendar says.</summary>
/// <param name="Calendar">The authority's calendar.</param>
/// <param name="Sittings">The sittings, in the order of their days.</param>
/// <param name="First">The first year with a sitting at all; null when there is none.</param>
/// <param name="Last">The last one.</param>
public sealed record SittingSpan(AuthorityCalendar Calendar, IReadOnlyList<Sitting> Sittings, int? First, int? Last);

/// <summary>The sittings of today and later, each with the last day for its agenda.</summary>
public sealed record SittingsToCome(DateTimeZone Zone, ImmutableArray<PlannedSitting> All)
{
    /// <summary>
    /// The next sitting of a body on whose agenda something that opened at an instant can stand: it was open then, though it may
    /// have closed since. Null when none is planned.
    /// </summary>
    public PlannedSitting? Next(string body, Instant opened)
    {
        var day = opened.InZone(Zone).Date;
        return All.FirstOrDefault(sitting => sitting.Body == body && sitting.AgendaCloses >= day);
    }
}

/// <summary>Reads when the bodies of an authority sit.</summary>
public sealed class SittingReader(TwinningDatabase database, AuthorityCalendars calendars, BusinessClock clock)
{
    /// <summary>The sittings of two days and those between them.</summary>
    public async Task<SittingSpan> BetweenAsync(
        string authority,
        LocalDate from,
        LocalDate to,
        CancellationToken cancel
    ) =>
        new(
            await calendars.OfAsync(authority, cancel),
            await InOrder(Of(authority).Where(x => x.Day >= from && x.Day <= to)).ToListAsync(cancel),
            (await Of(authority).MinAsync(x => (LocalDate?)x.Day, cancel))?.Year,
            (await Of(authority).MaxAsync(x => (LocalDate?)x.Day, cancel))?.Year
        );

    /// <summary>A sitting; null when the authority has none such.</summary>
    public Task<Sitting?> FindAsync(string authority, Guid id, CancellationToken cancel) =>
        Of(authority).SingleOrDefaultAsync(x => x.Id == id, cancel);

    /// <summary>The sittings of today and later, each with the last day for its agenda.</summary>
    public async Task<ImmutableArray<PlannedSitting>> ToComeAsync(
        string authority,
        AuthorityCalendar calendar,
        CancellationToken cancel
    )
    {
        var today = clock.Today(calendar.Zone);
        var rows = await InOrder(Of(authority).Where(x => x.Day >= today)).ToListAsync(cancel);
        return [.. rows.Select(calendar.Planned)];
    }

    /// <summary>The same by the authority's calendar of today.</summary>
    public async Task<SittingsToCome> ToComeAsync(string authority, CancellationToken cancel)
    {
        var calendar = await calendars.OfAsync(authority, cancel);
        return new SittingsToCome(calendar.Zone, await ToComeAsync(authority, calendar, cancel));
    }

    private IQueryable<Sitting> Of(string authority) =>
        database.Sittings.AsNoTracking().Where(x => x.AuthorityId == authority);

    private static IQueryable<Sitting> InOrder(IQueryable<Sitting> sittings) =>
        sittings.OrderBy(x => x.Day).ThenBy(x => x.BeginsAt).ThenBy(x => x.Body);
}
