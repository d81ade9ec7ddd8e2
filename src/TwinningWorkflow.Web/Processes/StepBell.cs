using System.Collections.Immutable;

namespace TwinningWorkflow.Web.Processes;

/// <summary>What a committed step leaves to look at.</summary>
[Flags]
public enum BellParts
{
    None = 0,

    /// <summary>Timers were armed, moved or cancelled.</summary>
    Timers = 1,

    /// <summary>Mails wait in the outbox.</summary>
    Mail = 2,

    /// <summary>Services wait in the outbox.</summary>
    Services = 4,

    /// <summary>The business clock was moved.</summary>
    Clock = 8,

    /// <summary>Terms wait in the outbox to be counted again.</summary>
    Recounts = 16,

    /// <summary>
    /// Roles, absences or accounts changed, or, in an instance, who has a task or is kept from one: somebody may
    /// have one that they can do no longer, or nobody may do it.
    /// </summary>
    People = 32,
}

/// <summary>A ring: something was committed.</summary>
/// <param name="Instance">The instance; <see cref="Guid.Empty"/> when it concerns none.</param>
/// <param name="CancelledJobs">Hangfire jobs whose timers are gone.</param>
/// <param name="FromAfar">True when another node rang: it has seen to jobs already, pages here have not.</param>
public sealed record Ring(Guid Instance, BellParts Parts, IReadOnlyList<string> CancelledJobs, bool FromAfar = false)
{
    /// <summary>Whose the instance is; empty when it concerns none.</summary>
    public string Authority { get; init; } = "";
}

/// <summary>
/// Rung after a commit. Listeners return at once: they note what to do and do it elsewhere, for the ring stands between a
/// person's step and its answer.
/// </summary>
public sealed class StepBell
{
    private ImmutableArray<Action<Ring>> listeners = [];

    /// <summary>Calls <paramref name="listener"/> at every ring until the answer is disposed.</summary>
    public IDisposable Listen(Action<Ring> listener)
    {
        ImmutableInterlocked.Update(ref listeners, all => all.Add(listener));
        return new Listening(this, listener);
    }

    public void Ring(Ring ring)
    {
        foreach (var listener in listeners)
            listener(ring);
    }

    private sealed class Listening(StepBell bell, Action<Ring> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref bell.listeners, all => all.Remove(listener));
    }
}
