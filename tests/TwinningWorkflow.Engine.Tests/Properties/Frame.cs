namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>What lives and dies together: a scope, all runs of a loop, or an activity with its border.</summary>
internal sealed partial class Frame(TokenGame game, Frame? outer, string place, Action done)
{
    private readonly Frame? outer = outer;
    private readonly List<Wait> waits = [];
    private readonly List<Wait> starts = [];
    private readonly List<Frame> inner = [];
    private IReadOnlyList<Handler> handlers = [];
    private IReadOnlyList<Watch> border = [];
    private Action<Watch> crossed = static _ => { };
    private bool isHandler;
    private bool isGone;
    private int tokens;

    /// <summary>How often all that was in it was taken away.</summary>
    private int sweeps;

    private string In(string id) => place + id;

    public void Begin(Block.Sub sub)
    {
        handlers = sub.Handlers;
        foreach (var handler in handlers)
            Listen(handler);
        tokens = sub.Strands.Count;
        foreach (var (body, end) in sub.Strands)
            if (!isGone)
                Run(body, () => End(end));
    }

    /// <summary>It is gone, with all that is in it.</summary>
    public void Cancel()
    {
        isGone = true;
        Sweep();
        foreach (var start in starts.ToList())
            Forget(start);
    }

    private void Sweep()
    {
        sweeps++;
        foreach (var wait in waits.ToList())
            Forget(wait);
        foreach (var frame in inner.ToList())
            frame.Cancel();
        inner.Clear();
    }

    private void End(Thrown end)
    {
        switch (end.Kind)
        {
            case Kind.Terminate when outer is null:
                game.Stop("Terminated");
                break;
            case Kind.Terminate:
                Cancel();
                done();
                break;
            default:
                if (Throw(end))
                    Lose();
                break;
        }
    }

    /// <summary>A token is gone; without any the frame is done.</summary>
    private void Lose()
    {
        if (--tokens > 0)
            return;
        Cancel();
        done();
    }

    /// <summary>The answer is whether the token goes on that throws: not if it is taken away by whoever catches.</summary>
    private bool Throw(Thrown thrown)
    {
        var before = sweeps;
        switch (thrown.Kind)
        {
            case Kind.Signal:
                game.Signal(thrown.Name);
                break;
            case Kind.Escalation:
                _ = Caught(thrown);
                break;
            case Kind.Error:
                if (!Caught(thrown))
                    game.Stop("Failed");
                break;
        }
        return !isGone && sweeps == before;
    }

    /// <summary>
    /// The nearest place around: there what is within before what is on the border, and the very code before all. What a
    /// handler throws is not for the handlers beside it.
    /// </summary>
    private bool Caught(Thrown thrown)
    {
        var beside = false;
        for (var at = this; at is not null; at = at.outer)
        {
            if (!beside && Nearest(at.handlers, static h => h.For, thrown) is { } handler)
            {
                at.Start(handler);
                return true;
            }
            if (Nearest(at.border, static w => w.For, thrown) is { } watch)
            {
                at.crossed(watch);
                return true;
            }
            beside = at.isHandler;
        }
        return false;
    }

    private static T? Nearest<T>(IEnumerable<T> catchers, Func<T, Trigger> triggerOf, Thrown thrown)
        where T : class
    {
        var meant = catchers.Where(c => triggerOf(c).Kind == thrown.Kind).ToList();
        return meant.Find(c => triggerOf(c).Name == thrown.Name) ?? meant.Find(c => triggerOf(c).Name.Length == 0);
    }

    private void Listen(Handler handler)
    {
        if (Happens(handler.For))
            Await($"{place}:{handler.Start}", handler.For, starts, () => Start(handler), !handler.Interrupts);
    }

    /// <summary>What interrupts takes all else away, and nothing else starts here any more.</summary>
    private void Start(Handler handler)
    {
        if (handler.Interrupts)
        {
            Sweep();
            foreach (var start in starts.ToList())
                Forget(start);
            tokens = 0;
        }
        tokens++;
        var run = Within(handler.Id, Lose);
        run.isHandler = true;
        run.tokens = 1;
        run.Run(handler.Behind, () => run.End(handler.End));
    }

    /// <summary>An activity with its boundary events.</summary>
    /// <param name="id">The activity.</param>
    /// <param name="watches">The boundary events.</param>
    /// <param name="then">What follows, be it interrupted or not.</param>
    /// <param name="begin">Begins it in a frame; is given what to call after it.</param>
    private void Bordered(string id, IReadOnlyList<Watch> watches, Action then, Action<Frame, Action> begin)
    {
        // all that begin makes, to be taken away together
        var around = new Frame(game, this, place, static () => { }) { border = watches };
        inner.Add(around);
        var armed = watches
            .Where(static w => Happens(w.For))
            .Select(w => Await($"{In(id)}/:{w.Id}", w.For, waits, () => around.crossed(w), !w.Interrupts))
            .ToList();
        around.crossed = Crossed;
        begin(
            around,
            () =>
            {
                if (around.isGone)
                    return;
                Leave();
                then();
            }
        );

        void Crossed(Watch watch)
        {
            if (watch.Interrupts)
            {
                Leave();
                Run(watch.Behind, then);
                return;
            }
            tokens++;
            Run(watch.Behind, Lose);
        }
        void Leave()
        {
            around.Cancel();
            inner.Remove(around);
            foreach (var wait in armed)
                Forget(wait);
        }
    }

    /// <summary>Errors and escalations are thrown to who catches them; all else happens to who waits.</summary>
    private static bool Happens(Trigger trigger) => trigger.Kind is Kind.Timer or Kind.Message or Kind.Signal;

    private Frame Within(string id, Action whenDone)
    {
        Frame? frame = null;
        frame = new Frame(
            game,
            this,
            In(id) + "/",
            () =>
            {
                inner.Remove(frame!);
                whenDone();
            }
        );
        inner.Add(frame);
        return frame;
    }

    private Wait Await(string at, Trigger? trigger, List<Wait> among, Action happen, bool again = false)
    {
        // a day comes again as often as it says, all else without end
        var left =
            !again ? 1
            : trigger!.Kind == Kind.Timer ? trigger.Times
            : int.MaxValue;
        Wait? wait = null;
        wait = new Wait(
            at,
            trigger?.Kind ?? Kind.None,
            trigger?.Name ?? "",
            () =>
            {
                if (--left == 0)
                    Forget(wait!);
                happen();
            }
        );
        among.Add(wait);
        game.Open(wait);
        return wait;
    }

    private void Forget(Wait wait)
    {
        _ = waits.Remove(wait) || starts.Remove(wait);
        game.Close(wait);
    }
}
