using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Retold;

/// <summary>The place of a value in what happened.</summary>
/// <param name="Index">The event.</param>
/// <param name="Key">The name under which the event brings it: a field, or a variable.</param>
internal readonly record struct Place(int Index, string Key);

/// <summary>Where the values that are held now were recorded, and what has been corrected in them since.</summary>
internal sealed class Recordings
{
    private readonly Dictionary<(long Scope, string Name), Place> last = [];
    private readonly Dictionary<Place, DataValue?> corrected = [];
    private readonly ProcessDefinition definition;
    private readonly IReadOnlyList<PastEvent> past;

    private Recordings(ProcessDefinition definition, IReadOnlyList<PastEvent> past)
    {
        this.definition = definition;
        this.past = past;
    }

    /// <summary>What has been corrected so far, by the place at which it was recorded; null where a value was taken away.</summary>
    public IReadOnlyDictionary<Place, DataValue?> Corrected => corrected;

    /// <summary>Where the value was recorded that a scope holds now.</summary>
    public Place? Of(long scope, string name) => last.TryGetValue((scope, name), out var place) ? place : null;

    public static Recordings In(ProcessDefinition definition, IReadOnlyList<PastEvent> past)
    {
        var recordings = new Recordings(definition, past);
        var state = ProcessState.Empty;
        for (var index = 0; index < past.Count; index++)
        {
            recordings.Note(state, index);
            state = state.Apply(past[index].Event);
        }
        return recordings;
    }

    private void Note(ProcessState state, int index)
    {
        switch (past[index].Event)
        {
            case ProcessStarted x:
                foreach (var name in x.Data.Keys)
                    last[(ProcessState.RootScope, name)] = new Place(index, name);
                break;
            case TaskCompleted x:
                NoteForm(state, index, state.Elements[x.Element], x.Fields.Keys);
                break;
            case ServiceCompleted x:
                NoteForm(state, index, state.Elements[x.Element], x.Result.Keys);
                break;
            case MessageReceived x:
                var (scope, item) = state.PlaceOf(x);
                NoteForm(state, index, scope, x.Node, item, x.Fields.Keys);
                break;
            case DataChanged x:
                var sources = DataSource.Of(definition, state, past, index);
                foreach (var name in x.Data.Keys)
                    last[(x.Scope, name)] = Behind(state, sources, name) ?? new Place(index, name);
                break;
            case DataCorrected { Incident: 0 } x:
                foreach (var name in x.Before.Keys.Union(x.After.Keys))
                    corrected[last[(x.Scope, name)]] = x.After.GetValueOrDefault(name);
                break;
            case DataCorrected x:
                // an operator put it there, whatever was recorded
                foreach (var name in x.After.Keys)
                    last[(x.Scope, name)] = new Place(index, name);
                break;
        }
    }

    private void NoteForm(ProcessState state, int index, ActiveElement element, IEnumerable<string> fields) =>
        NoteForm(state, index, element.Scope, element.Node, element.Item, fields);

    private void NoteForm(
        ProcessState state,
        int index,
        long scope,
        string node,
        string item,
        IEnumerable<string> fields
    )
    {
        var held = state.DataScope(scope);
        var suffix = item.Length == 0 ? "" : "." + item;
        foreach (var field in fields)
            last[(held, $"{node}.{field}{suffix}")] = new Place(index, field);
    }

    /// <summary>What is only handed on was recorded where it comes from.</summary>
    private Place? Behind(ProcessState state, ImmutableArray<DataSource> sources, string name) =>
        sources switch
        {
            [DataSource.Copied copied] => Of(copied.Scope, copied.Names[name]),
            [DataSource.Computed computed]
                when computed.Values[name].Handed is { } handed
                    && Lookup.HolderOf(definition, state, computed.Scope, handed) is { } holder => Of(holder, handed),
            _ => null,
        };
}
