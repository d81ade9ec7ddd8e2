using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests;

/// <summary>
/// A state as text, property by property: immutable dictionaries compare by reference, so two equal states are told by their
/// text alone.
/// </summary>
internal static class StateDump
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int indent)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or long or int or bool or Enum or Instant or LocalDate:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case IDictionary map:
                var entries = map.Keys.Cast<object>().Order().Select(k => (k.ToString()!, map[k]));
                Lines(text, entries, indent);
                break;
            case IEnumerable items:
                Lines(text, items.Cast<object>().Select((item, i) => ($"[{i}]", (object?)item)), indent);
                break;
            default:
                var properties = Properties.GetOrAdd(
                    value.GetType(),
                    static t => [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name)]
                );
                Lines(text, properties.Select(p => (p.Name, p.GetValue(value))), indent);
                break;
        }
    }

    private static void Lines(StringBuilder text, IEnumerable<(string Name, object? Value)> entries, int indent)
    {
        foreach (var (name, value) in entries)
        {
            text.Append('\n').Append(' ', indent).Append(name).Append(": ");
            Write(text, value, indent + 1);
        }
    }
}
