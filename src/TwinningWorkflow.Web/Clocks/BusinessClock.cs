using NodaTime;

namespace TwinningWorkflow.Web.Clocks;

/// <summary>
/// The clock of everything that the law or a person dates. In the demo it stands a stored offset away from the system's, the
/// same on every node; elsewhere it is the system's. Sign-in, TLS and links keep <see cref="TimeProvider.System"/>: a jump
/// would sign everyone out.
/// </summary>
public sealed class BusinessClock(TimeProvider system) : TimeProvider
{
    private long offsetMilliseconds;

    /// <summary>Now, in whole milliseconds: what both databases keep.</summary>
    public Instant Now => Instant.FromUnixTimeMilliseconds(GetUtcNow().ToUnixTimeMilliseconds());

    public LocalDate Today(DateTimeZone zone) => Now.InZone(zone).Date;

    /// <summary>How far the business stands from the system; <see cref="Hosting.DemoClock"/> keeps it as the database says.</summary>
    internal long OffsetMilliseconds
    {
        get => Interlocked.Read(ref offsetMilliseconds);
        set => Interlocked.Exchange(ref offsetMilliseconds, value);
    }

    public override DateTimeOffset GetUtcNow() => system.GetUtcNow().AddMilliseconds(OffsetMilliseconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);
}
