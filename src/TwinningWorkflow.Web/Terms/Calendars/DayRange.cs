using NodaTime;

namespace TwinningWorkflow.Web.Terms.Calendars;

/// <summary>Days in a row, once or every year; a single day is a range of its own.</summary>
public abstract record DayRange
{
    private DayRange() { }

    /// <summary>Is the day one of them?</summary>
    public abstract bool Contains(LocalDate day);

    /// <summary>Days of one year, or over its end.</summary>
    /// <param name="First">The first.</param>
    /// <param name="Last">The last; not before the first.</param>
    public sealed record Once(LocalDate First, LocalDate Last) : DayRange
    {
        /// <summary>One day.</summary>
        public Once(LocalDate day)
            : this(day, day) { }

        /// <inheritdoc/>
        public override bool Contains(LocalDate day) => First <= day && day <= Last;
    }

    /// <summary>Days of every year. The last may lie before the first in the calendar: then they go over the year's end.</summary>
    /// <param name="First">The first. 29 February is 28 February where there is none.</param>
    /// <param name="Last">The last.</param>
    public sealed record Yearly(AnnualDate First, AnnualDate Last) : DayRange
    {
        /// <summary>One day.</summary>
        public Yearly(AnnualDate day)
            : this(day, day) { }

        /// <inheritdoc/>
        public override bool Contains(LocalDate day)
        {
            var isFromFirst = First.InYear(day.Year) <= day;
            var isToLast = day <= Last.InYear(day.Year);
            return First.CompareTo(Last) <= 0 ? isFromFirst && isToLast : isFromFirst || isToLast;
        }
    }
}
