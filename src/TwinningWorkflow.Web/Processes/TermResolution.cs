using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Processes;

/// <summary>The engine's words for terms and reminders, put into those of the law's calendar and back: neither knows the other.</summary>
public static class TermResolution
{
    /// <summary>What the engine asks when a step needs a term.</summary>
    public static TermResolver With(LegalTerms terms) =>
        (spec, start, place) =>
        {
            var length = Length(spec, CountryOf(spec, place));
            var term = spec.Unit == TermUnit.Hours ? terms.Compute(length, place.At) : terms.Compute(length, start);
            return new ResolvedTerm(
                term.Due,
                term.Start,
                term.Nominal,
                term.Last,
                term.Moves.IsEmpty
                    ? []
                    : ImmutableArray.CreateRange(term.Moves, static move => new TermMove(move.Day, move.Why))
            )
            {
                Calendar = length.Calendar.Length == 0 ? null : length.Calendar,
                StartTime = term.StartTime,
                EndTime = term.EndTime,
            };
        };

    /// <summary>The other way round: a recorded term as the law's calendar computed it.</summary>
    public static ComputedTerm Computed(ResolvedTerm term) =>
        new(
            term.Due,
            term.Start,
            term.Nominal,
            term.Last,
            ImmutableArray.CreateRange(term.Moves, static move => new MovedDay(move.Day, move.Why))
        )
        {
            StartTime = term.StartTime,
            EndTime = term.EndTime,
        };

    /// <summary>A legal ground in a reader's language.</summary>
    public static TermGround Ground(LegalGround ground, string language) =>
        new(
            ground.Basis switch
            {
                LegalBasis.Law => GroundBasis.Law,
                LegalBasis.Circular => GroundBasis.Circular,
                LegalBasis.Practice => GroundBasis.Practice,
                LegalBasis.LocalRule => GroundBasis.LocalRule,
                _ => throw new ArgumentOutOfRangeException(nameof(ground), ground.Basis, null),
            },
            ground.Citation.In(language).TrimEnd('.')
        );

    /// <summary>How long a term of the file is and how it is counted.</summary>
    /// <param name="spec">The term.</param>
    /// <param name="country">The country by whose calendar it is counted; empty: the authority's own.</param>
    internal static TermLength Length(TermSpec spec, string country) =>
        new(spec.Amount, Unit(spec.Unit))
        {
            Moves = spec.Festivo == OnFestivo.Moves,
            Direction = spec.Direction == CountDirection.Backward ? TermDirection.Backward : TermDirection.Forward,
            CountsFirstDay = spec.FirstDay == FirstDay.Included,
            Calendar = country,
        };

    /// <summary>What a term was counted from, in the words of its file, else as told by where it stands.</summary>
    internal static TermStart Start(TermSpec spec, TermStart otherwise) =>
        spec.Start switch
        {
            TermOrigin.Day => otherwise,
            TermOrigin.Delivery => TermStart.Delivery,
            TermOrigin.Publication => TermStart.Publication,
            TermOrigin.Sitting => TermStart.Sitting,
            TermOrigin.Ceremony => TermStart.Ceremony,
            TermOrigin.Signature => TermStart.Signature,
            _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Start, null),
        };

    /// <summary>A country whose calendar is not known has the authority's own: better than a term that cannot be counted.</summary>
    private static string CountryOf(TermSpec spec, TermPlace place)
    {
        if (spec.Calendar.Length == 0)
            return "";
        var country =
            spec.Calendar != TermSpec.PartnerCalendar ? spec.Calendar
            : place.Values?.Invoke(DossierFields.PartnerCountry) is DataValue.Text(var partner) ? partner
            : "";
        return CountryCalendar.Known.Contains(country) ? country : "";
    }

    private static CountedIn Unit(TermUnit unit) =>
        unit switch
        {
            TermUnit.Days => CountedIn.Days,
            TermUnit.WorkingDays => CountedIn.WorkingDays,
            TermUnit.Months => CountedIn.Months,
            TermUnit.FreeDays => CountedIn.FreeDays,
            TermUnit.Years => CountedIn.Years,
            TermUnit.Hours => CountedIn.Hours,
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };
}
