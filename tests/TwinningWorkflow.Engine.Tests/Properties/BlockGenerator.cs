namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>
/// Draws blocks from a list of choices; a list that ends early draws the smallest of everything. Before whatever is thrown, and
/// behind whatever catches it, stands a task: so one is thrown at a time, and nothing depends on which of several tokens of a
/// step moves first.
/// </summary>
internal sealed class BlockGenerator(IEnumerable<int> choices)
{
    private const int Deepest = 3;

    private readonly Queue<int> choices = new(choices);

    /// <summary>What has been drawn that has to be thrown to be caught.</summary>
    private readonly List<Thrown> thrown = [];
    private int next;
    private int budget = 22;

    /// <summary>A whole process: its strands and handlers.</summary>
    public Block.Sub Process() => Container("p", 0, called: false, bordered: false);

    private int Choose(int of) => choices.TryDequeue(out var choice) ? choice % of : 0;

    private bool Maybe(int of = 2) => Choose(of) == 1;

    private string Id(string kind) => $"{kind}{++next}";

    private Block.Sub Container(string id, int deep, bool called, bool bordered)
    {
        var before = thrown.Count;
        var strands = new List<(Block, Thrown)>();
        for (var i = 0; i <= Choose(5) / 3; i++)
        {
            var parts = Parts(1 + Choose(3), deep);
            // what nobody catches ends the process: not too often
            var end = Maybe(of: deep == 0 ? 8 : 2) ? Ending() : Thrown.Nothing;
            if (end.Kind is not Kind.None)
                parts.Add(Plain());
            strands.Add((new Block.Sequence(parts), end));
        }
        var handlers = new List<Handler>();
        while (handlers.Count < 3 && budget > 0 && Choose(thrown.Count > before ? 3 : 2) > 0)
            handlers.Add(Handler(before));
        return new Block.Sub(id, strands, handlers, called, bordered ? Watches(before) : []);
    }

    private List<Block> Parts(int length, int deep) => [.. Enumerable.Range(0, length).Select(_ => Any(deep))];

    private Block.Sequence Sequence(int length, int deep) => new(Parts(length, deep));

    private Block.Task Plain() => new(Id("t"), []);

    private Block.Sequence Leaves() => new([.. Enumerable.Range(0, 1 + Choose(2)).Select(_ => Plain())]);

    private Block Any(int deep)
    {
        if (--budget < 0 || deep > Deepest)
            return Leaf();
        return Choose(15) switch
        {
            0 or 1 => Leaf(),
            2 => new Block.Task(Id("t"), Watches(thrown.Count)),
            3 => new Block.Choice(Id("x"), Ways(deep), Choose(3)),
            4 or 5 => new Block.Some(Id("o"), Ways(deep), Choose(8)),
            6 => new Block.All(Id("f"), Ways(deep)),
            7 => new Block.Rounds(Id("r"), Sequence(1, deep + 1), 1 + Choose(3)),
            8 => Events(deep),
            9 => Looped(deep),
            10 or 11 => Many(deep),
            12 => new Block.Sequence([Plain(), new Block.Throwing(Id("h"), InPassing())]),
            _ => Activity(deep, inner: false),
        };
    }

    private List<Block> Ways(int deep) =>
        [.. Enumerable.Range(0, 2 + Choose(2)).Select(_ => Sequence(1 + Choose(2), deep + 1))];

    private Block Leaf() =>
        Choose(8) switch
        {
            1 or 2 => new Block.Passing(Id("n"), (Silent)Choose(4)),
            3 => Message(Id("w"), isTask: Maybe()),
            4 => new Block.Waiting(Id("d"), new Trigger(Kind.Timer, ""), IsTask: false),
            5 => new Block.Sequence([Signal(), Plain()]),
            _ => Plain(),
        };

    private static Block.Waiting Message(string id, bool isTask) => new(id, new Trigger(Kind.Message, id), isTask);

    private Block.Waiting Signal() => new(Id("c"), new Trigger(Kind.Signal, Name("g")), IsTask: false);

    private string Name(string kind) => kind + Choose(2);

    /// <summary>What lets the token go on that threw it.</summary>
    private Thrown InPassing() => Maybe() ? new Thrown(Kind.Signal, Name("g")) : Loose(Kind.Escalation, "up");

    private Thrown Loose(Kind kind, string name)
    {
        thrown.Add(new Thrown(kind, Name(name)));
        return thrown[^1];
    }

    private Thrown Ending() =>
        Choose(7) switch
        {
            0 or 1 => Loose(Kind.Error, "bad"),
            2 or 3 => Loose(Kind.Escalation, "up"),
            4 => new Thrown(Kind.Signal, Name("g")),
            5 => new Thrown(Kind.Message, "told"),
            _ => new Thrown(Kind.Terminate, ""),
        };

    private Block.First Events(int deep)
    {
        // messages are caught by events or by tasks, never by both behind one gateway
        var tasks = Maybe();
        var ways = new List<(Block.Waiting, Block)>();
        for (var i = 0; i < 2 + Choose(2); i++)
            ways.Add(
                Choose(3) switch
                {
                    0 => (Message(Id("w"), tasks), Sequence(1, deep + 1)),
                    1 => (new Block.Waiting(Id("d"), new Trigger(Kind.Timer, ""), false), Sequence(1, deep + 1)),
                    _ => (Signal(), new Block.Sequence([Plain(), .. Parts(1, deep + 1)])),
                }
            );
        return new Block.First(Id("g"), ways);
    }

    private Block.Looped Looped(int deep)
    {
        var before = thrown.Count;
        var activity = Activity(deep, inner: true);
        return new Block.Looped(activity, Choose(3), Maybe(), Watches(before));
    }

    private Block.Many Many(int deep)
    {
        var before = thrown.Count;
        var activity = Choose(3) == 0 ? Message(Id("w"), isTask: true) : Activity(deep, inner: true);
        var count = Choose(4);
        return new Block.Many(activity, count, Maybe(), Choose(2) * (1 + Choose(3)), Watches(before));
    }

    /// <summary>A task, a sub-process or a call. Within a loop its border is that of the loop.</summary>
    private Block Activity(int deep, bool inner)
    {
        var kind = Choose(4);
        if (kind == 0)
            return new Block.Task(Id("t"), inner ? [] : Watches(thrown.Count));
        var id = Id(kind == 1 ? "call" : "sub");
        return Container(id, deep + 1, called: kind == 1, bordered: !inner);
    }

    /// <summary>None, one or two boundary events.</summary>
    private List<Watch> Watches(int since)
    {
        var watches = new List<Watch>();
        for (var i = thrown.Count > since ? 1 + Choose(2) : Choose(3); i > 0; i--)
        {
            var id = Id("b");
            var trigger = Caught(id, since);
            watches.Add(new Watch(id, trigger, Interrupting(trigger), Leaves()));
        }
        return watches;
    }

    private Handler Handler(int since)
    {
        var (id, start) = (Id("esp"), Id("es"));
        var trigger = Caught(start, since);
        return new Handler(
            id,
            start,
            trigger,
            Interrupting(trigger),
            Leaves(),
            Maybe(of: 3) ? Ending() : Thrown.Nothing
        );
    }

    private bool Interrupting(Trigger trigger) => trigger.Kind is Kind.Error || (trigger.Times == 1 && Maybe());

    /// <summary>What happens to it, or one of those that are thrown inside.</summary>
    private Trigger Caught(string id, int since)
    {
        if (thrown.Count > since && Choose(4) > 0)
        {
            var one = thrown[since + Choose(thrown.Count - since)];
            return new Trigger(one.Kind, Maybe(of: 3) ? "" : one.Name);
        }
        return Choose(3) switch
        {
            0 => new Trigger(Kind.Timer, "", Maybe(of: 3) ? 3 : 1),
            1 => new Trigger(Kind.Message, id),
            _ => new Trigger(Kind.Signal, Name("g")),
        };
    }
}
