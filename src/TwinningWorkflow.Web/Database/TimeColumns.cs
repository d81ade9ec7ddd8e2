using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Database;

/// <summary>
/// How instants and days stand in columns. Both databases keep milliseconds, no more: the business clock gives no finer
/// instants, so that what is read equals what was written on either.
/// </summary>
internal sealed class InstantAsMilliseconds()
    : ValueConverter<Instant, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        stored => Instant.FromUnixTimeMilliseconds(stored)
    );

internal sealed class InstantAsTimestamp()
    : ValueConverter<Instant, DateTime>(
        instant => instant.ToDateTimeUtc(),
        stored => Instant.FromDateTimeUtc(DateTime.SpecifyKind(stored, DateTimeKind.Utc))
    );

internal sealed class DateAsText()
    : ValueConverter<LocalDate, string>(
        date => LocalDatePattern.Iso.Format(date),
        stored => LocalDatePattern.Iso.Parse(stored).Value
    );

internal sealed class DateAsDate()
    : ValueConverter<LocalDate, DateOnly>(date => date.ToDateOnly(), stored => LocalDate.FromDateOnly(stored));
