using System.Globalization;

namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>What each kind of block does.</summary>
internal sealed partial class Frame
{
    private void Run(Block block, Action then)
    {
        switch (block)
        {
            case Block.Task x:
                Bordered(x.Id, x.Watches, then, (f, after) => f.Await(f.In(x.Id), null, f.waits, after));
                break;
            case Block.Passing:
                then();
                break;
            case Block.Waiting x:
                Await($"{In(x.Id)}/:{x.Id}", x.For, waits, then);
                break;
            case Block.Throwing x:
                if (Throw(x.What))
                    then();
                break;
            case Block.Sequence x:
                Run(x.Parts, 0, then);
                break;
            case Block.Choice x:
                Run(x.Ways[x.Taken < x.Ways.Count ? x.Taken : 0], then);
                break;
            case Block.Some x:
                var taken = x.Ways.Where((_, i) => i > 0 && (x.Taken >> i & 1) != 0).ToList();
                RunAll(taken.Count > 0 ? taken : [x.Ways[0]], then);
                break;
            case Block.All x:
                RunAll(x.Ways, then);
                break;
            case Block.Rounds x:
                Round(x, 1, then);
                break;
            case Block.First x:
                FirstOf(x, then);
                break;
            case Block.Looped x:
                Bordered(IdOf(x.Activity), x.Watches, then, (f, after) => f.Loop(x, after));
                break;
            case Block.Many x:
                Bordered(IdOf(x.Activity), x.Watches, then, (f, after) => f.Bodies(x, after));
                break;
            case Block.Sub x:
                Bordered(x.Id, x.Watches, then, (f, after) => f.Within(x.Id, after).Begin(x));
                break;
        }
    }

    private void Run(IReadOnlyList<Block> parts, int at, Action then)
    {
        if (at == parts.Count)
            then();
        else
            Run(parts[at], () => Run(parts, at + 1, then));
    }

    private void RunAll(IReadOnlyList<Block> ways, Action then)
    {
        var left = ways.Count;
        foreach (var way in ways)
            Run(
                way,
                () =>
                {
                    if (--left == 0)
                        then();
                }
            );
    }

    private void Round(Block.Rounds x, int round, Action then) =>
        Run(
            x.Body,
            () =>
            {
                if (round < x.Times)
                    Round(x, round + 1, then);
                else
                    then();
            }
        );

    private void FirstOf(Block.First x, Action then)
    {
        var all = new List<Wait>();
        foreach (var (waiting, way) in x.Ways)
            all.Add(
                Await(
                    $"{In(x.Id)}/:{waiting.Id}",
                    waiting.For,
                    waits,
                    () =>
                    {
                        foreach (var other in all)
                            Forget(other);
                        Run(way, then);
                    }
                )
            );
    }

    private void Loop(Block.Looped x, Action then)
    {
        if (x is { TestBefore: true, Times: 0 })
        {
            then();
            return;
        }
        var holder = Within(IdOf(x.Activity), then);
        holder.tokens = 1;
        holder.Again(x, 1);
    }

    private void Again(Block.Looped x, int run) =>
        Body(
            x.Activity,
            "",
            () =>
            {
                if (run < x.Times)
                    Again(x, run + 1);
                else
                    Lose();
            }
        );

    private void Bodies(Block.Many x, Action then)
    {
        if (x.Count == 0)
        {
            then();
            return;
        }
        var holder = Within(IdOf(x.Activity), then);
        holder.tokens = x.Count;
        var ended = 0;
        if (x.Sequential)
            Next(1);
        else
            for (var i = 1; i <= x.Count && !holder.isGone; i++)
                holder.Body(x.Activity, Item(i), Ended);

        void Next(int i) =>
            holder.Body(
                x.Activity,
                Item(i),
                () =>
                {
                    Ended();
                    if (!holder.isGone)
                        Next(i + 1);
                }
            );
        void Ended()
        {
            if (++ended == x.StopAfter)
                holder.tokens = 1;
            holder.Lose();
        }
    }

    private static string Item(int i) => $"[{i.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>One run of a loop, or one body.</summary>
    private void Body(Block activity, string item, Action then)
    {
        switch (activity)
        {
            case Block.Task x:
                Await(In(x.Id) + item, null, waits, then);
                break;
            case Block.Waiting x:
                Await($"{In(x.Id)}{item}/:{x.Id}", x.For, waits, then);
                break;
            case Block.Sub x:
                Within(x.Id + item, then).Begin(x);
                break;
            default:
                throw new InvalidOperationException();
        }
    }

    private static string IdOf(Block block) =>
        block switch
        {
            Block.Task x => x.Id,
            Block.Waiting x => x.Id,
            Block.Sub x => x.Id,
            _ => throw new InvalidOperationException(),
        };
}
