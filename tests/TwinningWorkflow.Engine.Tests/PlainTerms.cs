using NodaTime;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests;

/// <summary>Terms by mere counting, without holidays: the engine does not know the calendar, it only asks.</summary>
internal static class PlainTerms
{
    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    public static ResolvedTerm Resolve(TermSpec spec, LocalDate start, TermPlace place = default)
    {
        if (spec.Unit == TermUnit.Hours)
        {
            var due = place.At + Duration.FromHours(spec.Amount);
            var day = due.InZone(Rome).Date;
            return new ResolvedTerm(due, start, day, day, []);
        }
        var last = spec.Unit == TermUnit.Months ? start.PlusMonths(spec.Amount) : start.PlusDays(spec.Amount);
        return new ResolvedTerm(last.PlusDays(1).AtStartOfDayInZone(Rome).ToInstant(), start, last, last, [])
        {
            Calendar = place.Values?.Invoke("dossier.partnerCountry") is DataValue.Text(var country) ? country : null,
        };
    }
}
