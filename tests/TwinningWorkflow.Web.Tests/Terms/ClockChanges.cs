using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Web.Tests.Terms;

/// <summary>The days on which Rome's clocks change from 2020 to 2040, as the tz database has them.</summary>
internal static class ClockChanges
{
    public static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    public static readonly ImmutableArray<LocalDate> OfRome =
    [
        .. Rome.GetZoneIntervals(Instant.FromUtc(2020, 1, 1, 0, 0), Instant.FromUtc(2040, 12, 31, 0, 0))
            .Skip(1)
            .Select(x => x.Start.InZone(Rome).Date),
    ];
}
