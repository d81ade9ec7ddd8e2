namespace TwinningWorkflow.Web.Jobs;

/// <summary>Whatever the business clock says is due: timers, reminders, services, mails to plan.</summary>
public sealed class DueWork
{
    /// <summary>Does all that is due now, and what falls due by doing it, until nothing is.</summary>
    public Task RunAllDueAsync(CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>When the next timer or reminder falls due; null when none waits.</summary>
    public Task<NodaTime.Instant?> NextDueAsync(CancellationToken cancel) => throw new NotSupportedException();
}
