using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// Collects the type of every variable before any expression is read: those of <c>tw:variable</c>, of the host, and those
/// that forms and services give (<c>node.field</c>; in multi-instance bodies also <c>node.field.item</c>).
/// </summary>
internal sealed class VariableTypes
{
    /// <summary>Most variables of a file: nested multi-instance lists multiply.</summary>
    public const int MaxVariables = 20_000;

    /// <summary>How many variables of the caller all called processes together may see.</summary>
    public const int MaxSeen = 100_000;

    /// <summary>What the condition language means by itself.</summary>
    private static readonly string[] Reserved =
    [
        "today",
        "due",
        "suspended",
        "item",
        "true",
        "false",
        "and",
        "or",
        "not",
    ];

    private readonly Reading reading;
    private readonly Dictionary<string, DataType> types;
    private readonly HashSet<string> seen;
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> choices;
    private readonly Dictionary<string, ImmutableArray<string>> lists = new(StringComparer.Ordinal);

    /// <summary>The multi-instance activities, with what says so.</summary>
    private readonly Dictionary<XElement, XElement> repeated = [];
    private bool full;

    private VariableTypes(
        Reading reading,
        XElement process,
        IReadOnlyDictionary<string, DataType> around,
        IReadOnlyDictionary<string, ImmutableArray<string>> choicesAround
    )
    {
        this.reading = reading;
        choices = new Dictionary<string, ImmutableArray<string>>(choicesAround, StringComparer.Ordinal);
        types = new Dictionary<string, DataType>(around, StringComparer.Ordinal);
        seen = [.. around.Keys];
        foreach (var loop in process.Descendants(Reading.Bpmn + "multiInstanceLoopCharacteristics"))
            repeated.TryAdd(loop.Parent!, loop);
        foreach (var settings in Reading.Extensions(process, "process"))
        {
            foreach (var variable in settings.Elements(Reading.Tw + "variable"))
                Declare(variable);
            foreach (var list in settings.Elements(Reading.Tw + "list"))
                Constant(list);
        }
        foreach (var (element, variable, type) in SettingReader.Variables(reading, process))
        {
            Declare(element, variable, type);
            Offer(variable, Ids(element, "choice"));
        }
        seen.ExceptWith(declared);
    }

    /// <summary>Puts down what each process of a file may name; those that are called before those that call them.</summary>
    public static void Collect(Reading reading, XElement main, IReadOnlyList<XElement> called)
    {
        var ofMain = new VariableTypes(
            reading,
            main,
            reading.Host.Variables,
            ImmutableDictionary<string, ImmutableArray<string>>.Empty
        );
        // what the host declares is the process's own, and is seen in what it calls with the rest
        ofMain.declared.UnionWith(reading.Host.Variables.Keys);
        ofMain.seen.Clear();
        var inputs = new Dictionary<string, DataType>(ofMain.types, StringComparer.Ordinal);
        var offered = new Dictionary<string, ImmutableArray<string>>(ofMain.choices, StringComparer.Ordinal);
        // each called process knows them all
        if ((long)inputs.Count * called.Count > MaxSeen)
        {
            reading.Refuse(
                main,
                "too-many-variables",
                $"Expected variables times called processes to be at most {MaxSeen}, but {inputs.Count} variables are seen by {called.Count} processes.",
                "Declare fewer variables, or call fewer processes."
            );
            inputs.Clear();
            offered.Clear();
        }
        foreach (var process in called)
            reading.NamesOf[Reading.Text(process, "id")] = new VariableTypes(reading, process, inputs, offered).Known(
                process
            );
        reading.NamesOf[Reading.Text(main, "id")] = ofMain.Known(main);
    }

    private Names Known(XElement process)
    {
        foreach (var node in process.Descendants().Where(Reading.IsBpmn))
            if (Reading.Text(node, "id") is { Length: > 0 } id)
                OfNode(node, id);
        return new Names(types, lists, declared) { Seen = seen, Choices = choices };
    }

    private void OfNode(XElement node, string id)
    {
        var given = new List<(string Name, DataType Type, ImmutableArray<string> Choices)>();
        foreach (var form in Reading.Extensions(node, "form"))
            given.AddRange(OfForm(id, form));
        foreach (var service in Reading.Extensions(node, "service"))
        foreach (var result in service.Elements(Reading.Tw + "result"))
            given.Add((id + "." + FormReader.Id(reading, result, "name"), TypeOf(result), []));
        given.AddRange(OfCall(id, node));
        if (given.Count > 0 && id.Contains('.', StringComparison.Ordinal))
            reading.Refuse(
                node,
                "id-dot",
                $"Expected an id without a dot where values are kept under it, but found '{id}'.",
                "Rename the element."
            );
        foreach (var (name, type, offered) in given)
            if (declared.Contains(name) || seen.Contains(name))
                reading.Refuse(
                    node,
                    "variable-name",
                    $"Expected '{name}' to be either declared or given by this step, but it is both.",
                    "Rename the variable or the field."
                );
            else
                Add(node, name, type, offered);
    }

    private static ImmutableArray<string> Ids(XElement element, string name) =>
        [.. element.Elements(Reading.Tw + name).Select(static e => Reading.Text(e, "id"))];

    private void Offer(string name, ImmutableArray<string> offered)
    {
        if (!offered.IsEmpty)
            choices[name] = offered;
    }

    private static IEnumerable<(string Name, DataType Type, ImmutableArray<string> Choices)> OfForm(
        string id,
        XElement form
    )
    {
        foreach (var field in form.Elements(Reading.Tw + "field"))
        {
            // a wrong type is told once, when the form itself is read
            var kind = Enum.TryParse<FieldKind>(Reading.Text(field, "type"), ignoreCase: true, out var known)
                ? known
                : FieldKind.Text;
            var personal = Reading.Text(field, "personal") == "true";
            yield return (
                id + "." + Reading.Text(field, "id"),
                FormReader.TypeOf(kind, personal),
                Ids(field, "choice")
            );
        }
        if (Ids(form, "outcome") is { IsEmpty: false } outcomes)
            yield return (id + ".outcome", DataType.Text, outcomes);
    }

    /// <summary>A result has the type of its expression, which is read with what the called process knows.</summary>
    private IEnumerable<(string Name, DataType Type, ImmutableArray<string> Choices)> OfCall(string id, XElement node)
    {
        var called = EventReader.LocalPart(Reading.Text(node, "calledElement"));
        foreach (var result in Reading.Extensions(node, "out"))
            if (
                reading.NamesOf.TryGetValue(called, out var inside)
                && ExpressionParser.Parse(Reading.Text(result, "value"), inside).Expression is { } value
            )
                yield return (
                    id + "." + FormReader.Id(reading, result, "name"),
                    value.Type,
                    // handed on as it was chosen
                    inside.Choices.TryGetValue(value.Text, out var offered)
                        ? offered
                        : []
                );
    }

    private void Add(XElement node, string name, DataType type, ImmutableArray<string> offered)
    {
        List<string> names = [name];
        types[name] = type;
        Offer(name, offered);
        // from the innermost multi-instance activity outwards: each keeps the values under its items
        for (var e = node; e is not null; e = e.Parent)
            if (repeated.TryGetValue(e, out var loop))
            {
                var source = Reading.Extension(loop, "items") is { } items ? Reading.Text(items, "value") : "";
                if (!lists.TryGetValue(source, out var constant) || Full(node, names.Count, constant.Length))
                    return;
                names = [.. names.SelectMany(n => constant.Select(i => n + "." + i))];
                foreach (var suffixed in names)
                {
                    types[suffixed] = type;
                    Offer(suffixed, offered);
                }
            }
    }

    private bool Full(XElement node, int names, int items)
    {
        if (!full && types.Count + (long)names * items > MaxVariables)
        {
            full = true;
            reading.Refuse(
                node,
                "too-many-variables",
                $"Expected at most {MaxVariables} variables, but the items of the multi-instance activities make more.",
                "Shorten the lists or nest less."
            );
        }
        return full;
    }

    private void Declare(XElement element) => Declare(element, Reading.Text(element, "name"), TypeOf(element));

    private void Declare(XElement element, string name, DataType type)
    {
        // a called process may hide what it would see of its caller, but a name has one type in the whole file
        if (!IsNew(name) || !declared.Add(name) || types.TryGetValue(name, out var around) && around != type)
            reading.Refuse(
                element,
                "variable-name",
                $"Expected a new name of letters, digits, dots and _, but found '{name}'.",
                "Rename the variable."
            );
        else
        {
            types[name] = type;
            // what a called process declares under the name of a setting is no choice
            choices.Remove(name);
        }
    }

    private bool IsNew(string name) =>
        ExpressionLexer.IsName(name)
        && !Reserved.Contains(name)
        && !declared.Contains(name)
        && !reading.Host.Variables.ContainsKey(name)
        && !lists.ContainsKey(name);

    private DataType TypeOf(XElement element)
    {
        var type = reading.Choice(element, "type", DataType.Text);
        if (type == DataType.Personal)
            reading.Refuse(
                element,
                "variable-type",
                "Expected text, number, flag, date or list, but found personal.",
                "Personal data come from a field only."
            );
        return type;
    }

    private void Constant(XElement list)
    {
        var name = Reading.Text(list, "name");
        var items = Reading.Words(list, "items");
        if (IsNew(name) && !types.ContainsKey(name))
            lists[name] = items;
        else
            reading.Refuse(list, "list-name", $"Expected a new name, but found '{name}'.", "Rename the list.");
        if (
            items.IsEmpty
            || items.Distinct(StringComparer.Ordinal).Count() != items.Length
            || !items.All(static i => i.All(static c => char.IsLetterOrDigit(c) || c == '_'))
        )
            reading.Refuse(
                list,
                "list-items",
                "Expected different items of letters, digits and _, but found others.",
                "Correct the items."
            );
    }
}
