using System.Collections.Concurrent;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// Ten failed tries in a quarter of an hour, and the eleventh is not even looked at. Who has signed in from a device before
/// has tries of their own there (<see cref="KnownDevice"/>), so that a stranger's guesses lock nobody out. A try counts from
/// its beginning, so that a hundred at once are not a hundred tries. Names that no account has count alike.
/// </summary>
public sealed class SignInThrottle(TimeProvider system)
{
    public const int Tries = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>So many names at most are remembered; beyond, those whose window is over are forgotten first.</summary>
    private const int MostNames = 10_000;

    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> failures = new(StringComparer.Ordinal);

    /// <summary>Begins a try: false when there were too many.</summary>
    public bool TryBegin(string who)
    {
        if (failures.Count >= MostNames)
            Forget();
        var mine = failures.GetOrAdd(who, _ => new Queue<DateTimeOffset>());
        lock (mine)
        {
            while (mine.TryPeek(out var oldest) && oldest <= system.GetUtcNow() - Window)
                mine.Dequeue();
            if (mine.Count >= Tries)
                return false;
            mine.Enqueue(system.GetUtcNow());
            return true;
        }
    }

    /// <summary>The try was good: what failed before it no longer counts.</summary>
    public void Succeeded(string who) => failures.TryRemove(who, out _);

    private void Forget()
    {
        foreach (var (who, tries) in failures)
            lock (tries)
                if (tries.Count == 0 || tries.Last() <= system.GetUtcNow() - Window)
                    failures.TryRemove(who, out _);
    }
}
