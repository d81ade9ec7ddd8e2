namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>Something that is waited for: a task, a day, a message or a signal, by its place.</summary>
/// <param name="Place">The way to it, as <c>sub1/t2</c>; an event after a colon.</param>
/// <param name="Kind">None for a task.</param>
/// <param name="Name">The signal's.</param>
/// <param name="Happen">To be called when it is done.</param>
internal sealed record Wait(string Place, Kind Kind, string Name, Action Happen);

/// <summary>
/// Plays blocks without the engine, by continuations: what follows a block is called when it is done. It says which tasks
/// are open, which days, messages and signals are awaited, and whether and how all is over; the engine must say the same after
/// every step.
/// </summary>
internal sealed class TokenGame
{
    private readonly List<Wait> waits = [];
    private readonly Frame root;

    public TokenGame(Block.Sub process)
    {
        root = new Frame(this, null, "", () => Over = "Completed");
        root.Begin(process);
    }

    /// <summary>All that is waited for, in the order in which it began.</summary>
    public IReadOnlyList<Wait> Waits => waits;

    /// <summary>How it ended; null while it goes on.</summary>
    public string? Over { get; private set; }

    /// <summary>Whoever listens now hears it; whom another listener takes away does not.</summary>
    public void Signal(string name)
    {
        foreach (var wait in waits.Where(w => w.Kind == Kind.Signal && w.Name == name).ToList())
            if (waits.Contains(wait))
                wait.Happen();
    }

    public void Open(Wait wait) => waits.Add(wait);

    public void Close(Wait wait) => waits.Remove(wait);

    /// <summary>The whole process ends at once.</summary>
    public void Stop(string how)
    {
        root.Cancel();
        Over = how;
    }
}
