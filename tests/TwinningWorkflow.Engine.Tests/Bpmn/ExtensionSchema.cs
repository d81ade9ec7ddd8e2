using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>workflows/twinning-extensions.xsd, compiled.</summary>
internal static class ExtensionSchema
{
    private static readonly XNamespace Tw = BpmnReader.ExtensionNamespace;

    private static readonly XmlSchemaSet Set = Load();

    public static string Folder => Path.Combine(ConformanceFiles.Repository(), "workflows");

    public static string File => Path.Combine(Folder, "twinning-extensions.xsd");

    /// <summary>What it says of where elements may stand and what they have.</summary>
    public static ExtensionClaims Claims { get; } = Claimed();

    /// <summary>What is wrong with the parts of a file that are of the extension namespace.</summary>
    public static List<string> Problems(XDocument file)
    {
        var problems = new List<string>();
        foreach (var part in file.Descendants().Where(e => e.Name.Namespace == Tw && e.Parent?.Name.Namespace != Tw))
            new XDocument(new XElement(part)).Validate(Set, (_, problem) => problems.Add(problem.Message));
        return problems;
    }

    /// <summary>What is wrong with a whole file, by the standard's own schema (which bpmn-moddle brings along) and ours.</summary>
    public static List<string> ProblemsOfTheWhole(XDocument file, string bpmn)
    {
        var set = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        set.Add(null, bpmn);
        set.Add(null, File);
        var problems = new List<string>();
        file.Validate(set, (_, problem) => problems.Add(problem.Message));
        return problems;
    }

    private static XmlSchemaSet Load()
    {
        var set = new XmlSchemaSet();
        set.Add(null, File);
        set.Compile();
        return set;
    }

    private static ExtensionClaims Claimed()
    {
        var claims = new ExtensionClaims();
        foreach (XmlSchemaElement element in Set.GlobalElements.Values)
        {
            var places = element.Annotation!.Items.OfType<XmlSchemaAppInfo>().Single().Markup!.Single()!.InnerText;
            foreach (var place in places.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                claims.Stands(element.Name!, place);
            Claim(claims, element, "");
        }
        return claims;
    }

    private static void Claim(ExtensionClaims claims, XmlSchemaElement element, string parent)
    {
        var type = (XmlSchemaComplexType)element.ElementSchemaType!;
        foreach (XmlSchemaAttribute attribute in type.AttributeUses.Values)
        {
            claims.Has(parent, element.Name!, attribute.Name!, Kind(attribute.AttributeSchemaType!));
            if (attribute.Use == XmlSchemaUse.Required)
                claims.Required.Add(ExtensionClaims.Attribute(parent, element.Name!, attribute.Name!));
        }
        if (type.ContentTypeParticle is XmlSchemaChoice children)
            foreach (XmlSchemaElement child in children.Items)
            {
                claims.Stands(child.Name!, "tw:" + element.Name);
                Claim(claims, child, element.Name!);
            }
    }

    /// <summary>The values to choose from, or the kind of value.</summary>
    private static string Kind(XmlSchemaSimpleType type) =>
        type.Content switch
        {
            XmlSchemaSimpleTypeList { BaseItemType: { } item } when Values(item) is { Length: > 0 } values => "list of "
                + values,
            XmlSchemaSimpleTypeRestriction when Values(type) is { Length: > 0 } values => values == "true false"
                ? "flag"
                : values,
            XmlSchemaSimpleTypeRestriction when type.Datatype!.ValueType == typeof(decimal) => "number",
            _ => "text",
        };

    private static string Values(XmlSchemaSimpleType type) =>
        type.Content is XmlSchemaSimpleTypeRestriction restriction
            ? string.Join(' ', restriction.Facets.OfType<XmlSchemaEnumerationFacet>().Select(static f => f.Value))
            : "";
}
