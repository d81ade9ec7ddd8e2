namespace TwinningWorkflow.Web.Terms;

/// <summary>How long a term is, and how it is counted.</summary>
public sealed record TermLength
{
    /// <summary>A length; 0 ends with the day it starts on, unless that day moves it.</summary>
    public TermLength(int amount, CountedIn unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        Amount = amount;
        Unit = unit;
        Moves = unit != CountedIn.Hours;
    }

    /// <summary>How many.</summary>
    public int Amount { get; }

    /// <summary>Of what.</summary>
    public CountedIn Unit { get; }

    /// <summary>Which way it is counted.</summary>
    public TermDirection Direction { get; init; }

    /// <summary>
    /// Whether the day it is counted from is its first day. By default it is not (art. 2963 c. 2 c.c.). Free days and hours
    /// never count it.
    /// </summary>
    public bool CountsFirstDay { get; init; }

    /// <summary>
    /// Whether an end on a festivo moves. It does not where days of being public are counted, of which none is there to act in,
    /// and by default not where hours are: they end at their instant. Working days end on a working day whatever this says.
    /// </summary>
    public bool Moves { get; init; }

    /// <summary>The country by whose calendar it is counted (ISO 3166-1, upper case); empty: the authority's own calendar.</summary>
    public string Calendar { get; init; } = "";
}

/// <summary>What a term is counted in.</summary>
public enum CountedIn
{
    /// <summary>Days, the holidays in between included.</summary>
    Days,

    /// <summary>Days on which the office works.</summary>
    WorkingDays,

    /// <summary>Months of the calendar.</summary>
    Months,

    /// <summary>Free days (giorni liberi): neither the first day nor the last is counted among them.</summary>
    FreeDays,

    /// <summary>Years of the calendar.</summary>
    Years,

    /// <summary>Hours of elapsed time from an instant, whatever the clocks on the wall do meanwhile.</summary>
    Hours,
}

/// <summary>Which way a term is counted.</summary>
public enum TermDirection
{
    /// <summary>From a start on: what cannot be its last day moves it later.</summary>
    Forward,

    /// <summary>Back from an end, such as a ceremony or a sitting: what cannot be its last day moves it earlier.</summary>
    Backward,
}
