namespace TwinningWorkflow.Benchmarks;

/// <summary>Steps a second, and how long each took.</summary>
internal sealed record Rate(double PerSecond, double[] Milliseconds)
{
    public double Percentile(int percent)
    {
        Array.Sort(Milliseconds);
        return Milliseconds.Length == 0 ? 0 : Milliseconds[(Milliseconds.Length - 1) * percent / 100];
    }

    /// <summary>The round in the middle: one disturbed by something else on the machine does not count.</summary>
    public static Rate Median(IEnumerable<Rate> rounds)
    {
        var ordered = rounds.OrderBy(round => round.PerSecond).ToList();
        return ordered[ordered.Count / 2];
    }
}
