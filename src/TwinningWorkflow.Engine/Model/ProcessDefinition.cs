using System.Collections.Frozen;
using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine.Model;

/// <summary>A lane: who is responsible for its nodes.</summary>
public sealed record Lane(string Id, string Name, string Role, Labels Label);

/// <summary>A message that the process catches somewhere and a person may record, even before its step opens.</summary>
/// <param name="Name">The message's name.</param>
/// <param name="Label">The fact in words: the message's own label, else that of <paramref name="Node"/>.</param>
/// <param name="Form">What recording it asks for; null when only machines send it.</param>
/// <param name="Node">The first node that catches it with a form, else the first that catches it.</param>
public sealed record CaughtMessage(string Name, Labels Label, StepForm? Form, string Node);

/// <summary>A process of the file that call activities call.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its name per language.</param>
/// <param name="Declared">The variables that it declares by <c>tw:variable</c>: they are its own in every call.</param>
/// <param name="Known">All that may be named in it: its own, and what it sees of the process that runs.</param>
public sealed record CalledProcess(string Id, Labels Label, FrozenSet<string> Declared, FrozenSet<string> Known);

/// <summary>A frozen process file.</summary>
public sealed class ProcessDefinition
{
    /// <summary>The id of the process in the file: permanent once published.</summary>
    public required string Id { get; init; }

    /// <summary>The process's name per language.</summary>
    public required Labels Label { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The civil time zone: <c>tw:process zone</c>, Europe/Rome when not given.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The node to which a forecast leads (<c>tw:process goal</c>); empty: the end.</summary>
    public string Goal { get; init; } = "";

    /// <summary>All nodes of any depth, by id.</summary>
    public required FrozenDictionary<string, FlowNode> Nodes { get; init; }

    /// <summary>Ids of the nodes directly in a container (the id of a process or of a sub-process), in file order.</summary>
    public required FrozenDictionary<string, ImmutableArray<string>> Contents { get; init; }

    /// <summary>The type of every variable: declared by <c>tw:variable</c>, derived from forms (<c>node.field</c>,
    /// <c>node.outcome</c>) or given by the host.</summary>
    public required FrozenDictionary<string, DataType> Variables { get; init; }

    /// <summary>The words of declared variables (<c>tw:label</c> in <c>tw:variable</c>), of those that have any.</summary>
    public FrozenDictionary<string, Labels> VariableLabels { get; init; } = FrozenDictionary<string, Labels>.Empty;

    /// <summary>The names that may be given at the start: those of <c>tw:variable</c> and of the host. What a form or a
    /// service will give cannot be given in its place.</summary>
    public required FrozenSet<string> Inputs { get; init; }

    /// <summary>Does any term start from a date of the data, so that it has to follow when the date changes?</summary>
    internal bool HasTermsFromData { get; init; }

    /// <summary>The steps that others name in <c>notBy</c>: of these it is remembered who did them.</summary>
    internal FrozenSet<string> Watched { get; init; } = [];

    /// <summary>All that may be named in the process itself; what only those that it calls know is not among it.</summary>
    internal FrozenSet<string> Known { get; init; } = [];

    /// <summary>What an authority may choose for this process, in file order.</summary>
    public required ImmutableArray<ProcessSetting> Settings { get; init; }

    /// <summary>The gates by id.</summary>
    public required FrozenDictionary<string, Gate> Gates { get; init; }

    /// <summary>The lanes in file order.</summary>
    public required ImmutableArray<Lane> Lanes { get; init; }

    /// <summary>The messages caught anywhere, by name.</summary>
    public required FrozenDictionary<string, CaughtMessage> Messages { get; init; }

    /// <summary>What each inclusive join has to look ahead to, by the join's id.</summary>
    internal FrozenDictionary<string, JoinReach> InclusiveJoins { get; init; } =
        FrozenDictionary<string, JoinReach>.Empty;

    /// <summary>The processes that the process calls, or those that it calls, by id. Their nodes are among the nodes.</summary>
    public FrozenDictionary<string, CalledProcess> Called { get; init; } =
        FrozenDictionary<string, CalledProcess>.Empty;

    /// <summary>The container that a node opens: a sub-process itself, the process that a call activity calls; null for
    /// any other node.</summary>
    public static string? Opens(FlowNode node) =>
        node switch
        {
            SubProcess => node.Id,
            CallActivity call => call.Called,
            _ => null,
        };

    /// <summary>The nodes that open a container: the sub-process, or the call activities that call the process. The process
    /// of the file itself has none.</summary>
    public IEnumerable<FlowNode> OpenersOf(string container) =>
        Nodes.TryGetValue(container, out var sub) ? [sub]
        : Called.ContainsKey(container) ? Nodes.Values.Where(n => n is CallActivity call && call.Called == container)
        : [];

    /// <summary>The node of that id; throws when the file has none, which is a defect of ours.</summary>
    public FlowNode Node(string id) => Nodes[id];

    /// <summary>What a node asks of a person; null when it asks nothing, or there is no such node.</summary>
    public StepForm? FormOf(string node) =>
        Nodes.GetValueOrDefault(node) switch
        {
            UserTask task => task.Form,
            ReceiveTask task => task.Message.Form,
            StartEvent { Trigger: EventTrigger.Message message } => message.Form,
            CatchEvent { Trigger: EventTrigger.Message message } => message.Form,
            BoundaryEvent { Trigger: EventTrigger.Message message } => message.Form,
            _ => null,
        };

    /// <summary>
    /// The field or setting that gives a variable, under an item or not; for an outcome a choice among those of its form. What
    /// a call only hands on, in or out, has the field from which it comes. Null where none gives it.
    /// </summary>
    public FieldSpec? FieldOf(string variable) => OriginOf(variable).Field;

    /// <summary>The variable that a value comes from, through whatever calls hand it on, and the field that gives it.</summary>
    public (string Variable, FieldSpec? Field) OriginOf(string variable)
    {
        foreach (var name in Origins(variable))
            if (FieldAt(name) is { } field)
                return (name, field);
        return (variable, null);
    }

    /// <summary>The words that the file gives a variable by its declaration, through whatever calls hand it on; none where it
    /// has none.</summary>
    public Labels LabelOf(string variable)
    {
        foreach (var name in Origins(variable))
            if (VariableLabels.TryGetValue(name, out var label))
                return label;
        return Labels.None;
    }

    /// <summary>The type of whatever a condition may read.</summary>
    internal DataType TypeOf(string name) =>
        name switch
        {
            "today" => DataType.Date,
            "suspended" => DataType.Flag,
            _ => Variables[name],
        };

    /// <summary>A variable, and what calls hand on under its name. They may do so in a circle; each name comes once.</summary>
    private IEnumerable<string> Origins(string variable)
    {
        var handed = new HashSet<string>(StringComparer.Ordinal);
        for (var name = variable; name is not null && handed.Add(name); name = HandedOn(name))
            yield return name;
    }

    /// <summary>The variable that a call hands on under this name; null for a name of no call, or a value that it computes.</summary>
    private string? HandedOn(string name)
    {
        if (Called.Count == 0)
            return null;
        foreach (var call in Nodes.Values.OfType<CallActivity>())
        {
            if (name.StartsWith(call.Id + ".", StringComparison.Ordinal))
                return call.Results.FirstOrDefault(r => r.Name == name.Split('.')[1])?.Value.Handed;
            if (call.Given.FirstOrDefault(g => g.Variable == name) is { } given)
                return given.Value.Handed;
        }
        return null;
    }

    private FieldSpec? FieldAt(string variable)
    {
        foreach (var setting in Settings)
            if (setting.Variable == variable)
                return setting.Field;
        if (Inputs.Contains(variable) || variable.Split('.') is not [var node, var field, ..])
            return null;
        var form = FormOf(node);
        return field == Requests.FormCheck.OutcomeField && form is { Outcomes.IsEmpty: false }
            ? form.OutcomeField()
            : form?.Field(field);
    }

    /// <summary>What a task is about (<see cref="TaskOpened.Subject"/>) in words: an item as it is, a call activity by its name.</summary>
    public string NameOfSubject(string subject, string language) =>
        Nodes.TryGetValue(subject, out var node) && node is CallActivity ? NameOf(subject, language) : subject;

    /// <summary>The words for a task: its name, and in brackets what it is about.</summary>
    public string NameOf(string node, string subject, string language) =>
        subject.Length > 0 ? $"{NameOf(node, language)} ({NameOfSubject(subject, language)})" : NameOf(node, language);

    /// <summary>The words for a node: its label in the language, else its name.</summary>
    public string NameOf(string node, string language)
    {
        if (!Nodes.TryGetValue(node, out var found))
            return node;
        var label = found.Info.Label.In(language);
        return label.Length > 0 ? label
            : found.Info.Name.Length > 0 ? found.Info.Name
            : node;
    }
}
