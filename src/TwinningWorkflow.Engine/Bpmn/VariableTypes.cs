using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>
/// Collects the type of every variable before any expression is read: those of <c>tw:variable</c>, of the host, and those
/// that forms and services give (<c>node.field</c>; in multi-instance bodies also <c>node.field.item</c>).
/// </summary>
internal static class VariableTypes
{
    public static Names Collect(Reading reading, XElement process, ImmutableDictionary<string, DataType> host)
    {
        var types = new Dictionary<string, DataType>(host, StringComparer.Ordinal);
        var lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var settings in Reading.Extensions(process, "process"))
        {
            foreach (var variable in settings.Elements(Reading.Tw + "variable"))
            {
                reading.KnownAttributes(variable, "name", "type");
                Declare(reading, types, variable, Reading.Text(variable, "name"));
            }
            foreach (var list in settings.Elements(Reading.Tw + "list"))
            {
                reading.KnownAttributes(list, "name", "items");
                Constant(reading, lists, list);
            }
        }
        foreach (var node in process.Descendants().Where(Reading.IsBpmn))
        {
            var id = Reading.Text(node, "id");
            if (id.Length == 0)
                continue;
            foreach (var form in Reading.Extensions(node, "form"))
                OfForm(reading, types, lists, node, id, form);
            foreach (var service in Reading.Extensions(node, "service"))
            foreach (var result in service.Elements(Reading.Tw + "result"))
                Add(types, lists, node, id + "." + Reading.Text(result, "name"), TypeOf(reading, result));
        }
        return new Names(types, lists);
    }

    private static void OfForm(
        Reading reading,
        Dictionary<string, DataType> types,
        Dictionary<string, ImmutableArray<string>> lists,
        XElement node,
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
            var personal = Reading.Text(field, "personal") is "true" or "1";
            Add(types, lists, node, id + "." + Reading.Text(field, "id"), FormReader.TypeOf(kind, personal));
        }
        if (form.Elements(Reading.Tw + "outcome").Any())
            Add(types, lists, node, id + ".outcome", DataType.Text);
    }

    private static void Add(
        Dictionary<string, DataType> types,
        Dictionary<string, ImmutableArray<string>> lists,
        XElement node,
        string name,
        DataType type
    )
    {
        List<string> names = [name];
        types[name] = type;
        // from the innermost multi-instance activity outwards: each keeps the values under its items
        for (var e = node; e is not null; e = e.Parent)
            if (e.Element(Reading.Bpmn + "multiInstanceLoopCharacteristics") is { } loop)
            {
                var source = Reading.Extension(loop, "items") is { } items ? Reading.Text(items, "value") : "";
                if (!lists.TryGetValue(source, out var constant))
                    return;
                names = [.. names.SelectMany(n => constant.Select(i => n + "." + i))];
                foreach (var suffixed in names)
                    types[suffixed] = type;
            }
    }

    private static void Declare(Reading reading, Dictionary<string, DataType> types, XElement element, string name)
    {
        if (!ExpressionLexer.IsName(name) || !types.TryAdd(name, TypeOf(reading, element)))
            reading.Refuse(
                element,
                "variable-name",
                $"Expected a new name of letters, digits, dots and _, but found '{name}'.",
                "Rename the variable."
            );
    }

    private static DataType TypeOf(Reading reading, XElement element)
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

    private static void Constant(Reading reading, Dictionary<string, ImmutableArray<string>> lists, XElement list)
    {
        var name = Reading.Text(list, "name");
        var items = Reading.Words(list, "items");
        if (!ExpressionLexer.IsName(name) || !lists.TryAdd(name, items))
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
