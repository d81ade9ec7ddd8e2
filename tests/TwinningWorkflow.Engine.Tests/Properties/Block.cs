namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>
/// A process as blocks in blocks: what is drawn from it must run as the blocks say (see <see cref="TokenGame"/>), whatever
/// the graph looks like.
/// </summary>
internal abstract record Block
{
    private Block() { }

    /// <summary>Somebody's task.</summary>
    public sealed record Task(string Id, IReadOnlyList<Watch> Watches) : Block;

    /// <summary>What needs nobody.</summary>
    public sealed record Passing(string Id, Silent What) : Block;

    /// <summary>Waits for a day, a message of its own name or a signal: a catch event, or a receive task.</summary>
    public sealed record Waiting(string Id, Trigger For, bool IsTask) : Block;

    /// <summary>An intermediate throw event.</summary>
    public sealed record Throwing(string Id, Thrown What) : Block;

    public sealed record Sequence(IReadOnlyList<Block> Parts) : Block;

    /// <summary>One of several ways.</summary>
    public sealed record Choice(string Id, IReadOnlyList<Block> Ways, int Taken) : Block;

    /// <summary>Some of several ways, the first when none is marked.</summary>
    public sealed record Some(string Id, IReadOnlyList<Block> Ways, int Taken) : Block;

    /// <summary>All of several ways.</summary>
    public sealed record All(string Id, IReadOnlyList<Block> Ways) : Block;

    /// <summary>Round and round by gateways.</summary>
    public sealed record Rounds(string Id, Block Body, int Times) : Block;

    /// <summary>The first of several events, and the way behind it.</summary>
    public sealed record First(string Id, IReadOnlyList<(Waiting Event, Block Way)> Ways) : Block;

    /// <summary>A standard loop around an activity.</summary>
    public sealed record Looped(Block Activity, int Times, bool TestBefore, IReadOnlyList<Watch> Watches) : Block;

    /// <summary>Multi-instance.</summary>
    public sealed record Many(Block Activity, int Count, bool Sequential, int StopAfter, IReadOnlyList<Watch> Watches)
        : Block;

    /// <summary>A sub-process: strands that each come to an end of their own. A called process when <see cref="Called"/>.</summary>
    public sealed record Sub(
        string Id,
        IReadOnlyList<(Block Body, Thrown End)> Strands,
        IReadOnlyList<Handler> Handlers,
        bool Called,
        IReadOnlyList<Watch> Watches
    ) : Block;
}

internal enum Silent
{
    Manual,
    Send,
    Message,
    Link,
}

internal enum Kind
{
    /// <summary>Nothing: a plain end.</summary>
    None,
    Timer,
    Message,
    Signal,
    Error,
    Escalation,
    Terminate,
}

/// <summary>What an event throws or an end brings about; a name or a code.</summary>
internal sealed record Thrown(Kind Kind, string Name)
{
    public static readonly Thrown Nothing = new(Kind.None, "");
}

/// <summary>What an event waits for: a message's or signal's name, a code or "" for all of them; how often a day comes again.</summary>
internal sealed record Trigger(Kind Kind, string Name, int Times = 1);

/// <summary>A boundary event and what is behind it.</summary>
internal sealed record Watch(string Id, Trigger For, bool Interrupts, Block Behind);

/// <summary>An event sub-process.</summary>
internal sealed record Handler(string Id, string Start, Trigger For, bool Interrupts, Block Behind, Thrown End);
