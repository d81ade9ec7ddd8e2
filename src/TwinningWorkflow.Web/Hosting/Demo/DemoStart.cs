namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>
/// Starts the demonstration: the first time it fills the database, after the door is open. Until that is done whoever asks for
/// more than the sign-in page waits a moment.
/// </summary>
internal sealed class DemoStart(DemoMark mark, DemoSeed seed, DemoClock clock, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isFilled;

    /// <summary>Done when the demonstration is complete; fails when it could not be filled.</summary>
    public Task Ready => ready.Task;

    /// <summary>
    /// Puts the business clock where it belongs, before anything is dated by it. An unfinished past must not look overdue to
    /// the jobs: the clock stands before all of it.
    /// </summary>
    /// <param name="filled">True when an earlier start has filled the database.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task SetClockAsync(bool filled, CancellationToken cancel)
    {
        isFilled = filled;
        if (filled)
        {
            await clock.RefreshAsync(cancel);
            return;
        }
        await mark.BeginAsync(cancel);
        await clock.MoveToAsync(DemoSeed.At(DemoSeed.Beginning), cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Started().WaitAsync(stoppingToken);
            await TellAsync(Console.Out);
            if (!isFilled)
            {
                await seed.PlantAsync(stoppingToken);
                await clock.MoveToAsync(DemoSeed.At(DemoSeed.Present), stoppingToken);
                await mark.EndAsync(stoppingToken);
            }
            ready.SetResult();
        }
        catch (Exception problem)
        {
            ready.TrySetException(problem);
            throw;
        }
    }

    private Task Started()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(started.SetResult);
        return started.Task;
    }

    private static async Task TellAsync(TextWriter output)
    {
        await output.WriteLineAsync("The demonstration's people; nobody of them exists:");
        foreach (var person in DemoPeople.All)
            await output.WriteLineAsync($"  {person.Email, -32} {person.Role}");
        await output.WriteLineAsync($"Everybody's password: {DemoPeople.Password}");
    }
}
