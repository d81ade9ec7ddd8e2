using System.Collections.Immutable;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Processes;

/// <summary>The engine's words for terms and reminders, put into those of the law's calendar and back: neither knows the other.</summary>
public static class TermResolution
{
    /// <summary>What the engine asks when a step needs a term.</summary>
    public static TermResolver With(LegalTerms terms) =>
        (spec, start) =>
        {
            var term = terms.Compute(Length(spec), start);
            return new ResolvedTerm(
                term.Due,
                term.Start,
                term.Nominal,
                term.Last,
                ImmutableArray.CreateRange(term.Moves, static move => new TermMove(move.Day, move.Why))
            );
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

    /// <summary>Which reminders a deadline wants.</summary>
    public static ImmutableArray<ReminderStep> Reminders(DeadlineSpec deadline) =>
        ImmutableArray.CreateRange(
            deadline.Reminders,
            static kind =>
                kind switch
                {
                    ReminderKind.DayBefore => ReminderStep.DayBefore,
                    ReminderKind.DueDay => ReminderStep.DueDay,
                    ReminderKind.Overdue => ReminderStep.Overdue,
                    _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
                }
        );

    internal static TermLength Length(TermSpec spec) =>
        new(spec.Amount, Unit(spec.Unit)) { Moves = spec.Festivo == OnFestivo.Moves };

    private static CountedIn Unit(TermUnit unit) =>
        unit switch
        {
            TermUnit.Days => CountedIn.Days,
            TermUnit.WorkingDays => CountedIn.WorkingDays,
            TermUnit.Months => CountedIn.Months,
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };
}
