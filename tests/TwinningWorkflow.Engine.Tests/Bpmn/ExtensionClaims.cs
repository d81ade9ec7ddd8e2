using System.Text.Json;
using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>
/// What a source says of the extension namespace, in lines that can be compared: <c>tw:field in tw:form</c>,
/// <c>tw:form/tw:field @type</c>. An element that stands in elements of BPMN has there the attributes of all its places.
/// </summary>
internal sealed class ExtensionClaims
{
    private readonly SortedSet<string> places = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> attributes = new(StringComparer.Ordinal);

    public IEnumerable<string> Places => places;

    public IEnumerable<string> Attributes => attributes.Keys;

    /// <summary>The kind of value of each attribute: flag, number, text, or the values to choose from.</summary>
    public IReadOnlyDictionary<string, string> Kinds => attributes;

    public SortedSet<string> Required { get; } = new(StringComparer.Ordinal);

    public static string Attribute(string parent, string element, string attribute) =>
        parent.Length == 0 ? $"tw:{element} @{attribute}" : $"tw:{parent}/tw:{element} @{attribute}";

    public void Stands(string element, string place) => places.Add($"tw:{element} in {place}");

    public void Has(string parent, string element, string attribute, string kind = "") =>
        attributes[Attribute(parent, element, attribute)] = kind;

    /// <summary>What the engine reads.</summary>
    public static ExtensionClaims OfTheEngine()
    {
        var claims = new ExtensionClaims();
        foreach (var rule in ExtensionRules.Table)
        foreach (var place in rule.In)
        {
            claims.Stands(rule.Name, place);
            foreach (var attribute in rule.Attributes)
                claims.Has(
                    place.StartsWith("tw:", StringComparison.Ordinal) ? place["tw:".Length..] : "",
                    rule.Name,
                    attribute
                );
        }
        return claims;
    }

    /// <summary>What workflows/twinning-moddle.json says; types that stand nowhere are left over.</summary>
    public static (ExtensionClaims Claims, List<string> LeftOver) OfTheDescriptor(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var types = json.RootElement.GetProperty("types").EnumerateArray().ToDictionary(Name);
        var values = json
            .RootElement.GetProperty("enumerations")
            .EnumerateArray()
            .ToDictionary(
                Name,
                static e => string.Join(' ', e.GetProperty("literalValues").EnumerateArray().Select(Name))
            );
        var claims = new ExtensionClaims();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, type) in types)
            if (type.TryGetProperty("meta", out var meta))
            {
                foreach (var place in meta.GetProperty("allowedIn").EnumerateArray().Select(static p => p.GetString()!))
                    claims.Stands(Tag(name), place == "*" ? place : Tag(place["bpmn:".Length..]));
                Claim(name, Tag(name), "");
            }
        return (claims, [.. types.Keys.Except(reached)]);

        void Claim(string type, string tag, string parent)
        {
            reached.Add(type);
            if (types[type].TryGetProperty("properties", out var properties))
                foreach (var property in properties.EnumerateArray())
                {
                    var kind = property.GetProperty("type").GetString()!;
                    if (property.TryGetProperty("isAttr", out _))
                        claims.Has(parent, tag, Name(property), Kind(kind));
                    else if (!property.TryGetProperty("isBody", out _))
                    {
                        // moddle writes a child under its type's name unless the property says otherwise
                        var child = property.TryGetProperty("xml", out _) ? Name(property) : Tag(kind);
                        claims.Stands(child, "tw:" + tag);
                        Claim(kind, child, tag);
                    }
                }
        }

        string Kind(string type) =>
            type switch
            {
                "Boolean" => "flag",
                "Integer" => "number",
                "String" => "text",
                _ => values[type],
            };
    }

    private static string Name(JsonElement named) => named.GetProperty("name").GetString()!;

    private static string Tag(string type) => char.ToLowerInvariant(type[0]) + type[1..];
}
