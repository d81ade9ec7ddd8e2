using System.Collections.Immutable;

namespace TwinningWorkflow.Engine;

/// <content>Timers and waits, and who owns them.</content>
public sealed partial record ProcessState
{
    private ProcessState Arm(long id, TimerArmed e)
    {
        var timer = e.Timer == 0 ? id : e.Timer;
        return Own(e.Element, timer) with
        {
            Timers = Timers.SetItem(
                timer,
                new TimerWait(timer, e.Element, e.Node, e.Due, e.Generation, e.Repeats, e.Term)
            ),
        };
    }

    private ProcessState Recount(TermRecounted e) =>
        Timers.TryGetValue(e.Id, out var timer)
            ? this with
            {
                Timers = Timers.SetItem(
                    e.Id,
                    timer with
                    {
                        Due = e.After.Due,
                        Generation = e.Generation,
                        Term = e.After,
                    }
                ),
            }
            : this with
            {
                Elements = Elements.SetItem(e.Id, Elements[e.Id] with { Deadline = e.After }),
            };

    private ProcessState Own(long owner, long id) =>
        Elements.TryGetValue(owner, out var element)
            ? this with
            {
                Elements = Elements.SetItem(owner, element with { Owned = element.Owned.Add(id) }),
            }
            : With(Scopes[owner] with { Owned = Scopes[owner].Owned.Add(id) });

    private static ImmutableSortedDictionary<long, ActiveElement> Disown(
        ImmutableSortedDictionary<long, ActiveElement> elements,
        long owner,
        long id
    ) =>
        elements.TryGetValue(owner, out var element)
            ? elements.SetItem(owner, element with { Owned = element.Owned.Remove(id) })
            : elements;

    private static ImmutableSortedDictionary<long, Scope> Disown(
        ImmutableSortedDictionary<long, Scope> scopes,
        long owner,
        long id
    ) =>
        scopes.TryGetValue(owner, out var scope) && !scope.Owned.IsEmpty
            ? scopes.SetItem(owner, scope with { Owned = scope.Owned.Remove(id) })
            : scopes;

    private ProcessState Close(long id)
    {
        var owner = OwnerOf(id);
        return this with
        {
            Elements = Disown(Elements, owner, id),
            Scopes = Disown(Scopes, owner, id),
            Timers = Timers.Remove(id),
            Messages = Messages.Remove(id),
            Signals = Signals.Remove(id),
        };
    }

    private long OwnerOf(long id) =>
        Timers.TryGetValue(id, out var timer) ? timer.Element
        : Messages.TryGetValue(id, out var message) ? message.Element
        : Signals[id].Element;

    /// <summary>Takes timers or waits away; their owners are not told.</summary>
    private static ImmutableSortedDictionary<long, T> Without<T>(
        ImmutableSortedDictionary<long, T> waits,
        ImmutableArray<long> ids
    )
    {
        foreach (var id in ids)
            waits = waits.Remove(id);
        return waits;
    }

    private ProcessState Receive(MessageReceived e)
    {
        var (scope, item) = PlaceOf(e);
        var kept = With(Kept(scope, e.Node, item, "", e.Fields));
        return e.Stays ? kept : kept.Close(e.Wait);
    }

    /// <summary>Where what a message brings is known, and under which item.</summary>
    internal (long Scope, string Item) PlaceOf(MessageReceived e)
    {
        var wait = Messages[e.Wait];
        Elements.TryGetValue(wait.Element, out var owner);
        var item = owner is not null && owner.Node == e.Node ? owner.Item : "";
        // the start of an event sub-process listens for the very scope it starts in
        return (owner is null || Scopes.ContainsKey(owner.Id) ? wait.Element : owner.Scope, item);
    }
}
