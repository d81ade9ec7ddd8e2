using System.Text;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>every-extension.bpmn, whole and with one thing changed.</summary>
internal static class ExtensionSample
{
    private static readonly XNamespace Tw = BpmnReader.ExtensionNamespace;

    public static string File { get; } =
        Path.Combine(
            ConformanceFiles.Repository(),
            "tests",
            "TwinningWorkflow.Engine.Tests",
            "Bpmn",
            "every-extension.bpmn"
        );

    public static XDocument Load() => XDocument.Load(File);

    public static IReadOnlyList<BpmnProblem> Read(XDocument file) =>
        BpmnReader.Read(Encoding.UTF8.GetBytes(file.ToString())).Problems;

    /// <summary>Every element of ours, each in a copy of the file that may be spoilt.</summary>
    public static IEnumerable<(XDocument File, XElement Element)> EachElement()
    {
        var count = Ours(Load()).Count();
        for (var i = 0; i < count; i++)
        {
            var file = Load();
            yield return (file, Ours(file).ElementAt(i));
        }
    }

    /// <summary>Every attribute of them, likewise; the language of words is XML's.</summary>
    public static IEnumerable<(XDocument File, XAttribute Attribute)> EachAttribute()
    {
        var count = Attributes(Load()).Count();
        for (var i = 0; i < count; i++)
        {
            var file = Load();
            yield return (file, Attributes(file).ElementAt(i));
        }
    }

    public static string Claim(XAttribute attribute)
    {
        var element = attribute.Parent!;
        var parent = element.Parent!.Name.Namespace == Tw ? element.Parent.Name.LocalName : "";
        return ExtensionClaims.Attribute(parent, element.Name.LocalName, attribute.Name.LocalName);
    }

    /// <summary>Which elements and attributes are there.</summary>
    public static ExtensionClaims Claims()
    {
        var claims = new ExtensionClaims();
        foreach (var element in Ours(Load()))
        {
            var parent = element.Parent!;
            var inner = parent.Name.Namespace == Tw;
            claims.Stands(
                element.Name.LocalName,
                inner ? "tw:" + parent.Name.LocalName : parent.Parent!.Name.LocalName
            );
            foreach (var attribute in element.Attributes().Where(static a => a.Name.Namespace == XNamespace.None))
                claims.Has(inner ? parent.Name.LocalName : "", element.Name.LocalName, attribute.Name.LocalName);
        }
        return claims;
    }

    private static IEnumerable<XElement> Ours(XDocument file) =>
        file.Descendants().Where(static e => e.Name.Namespace == Tw);

    private static IEnumerable<XAttribute> Attributes(XDocument file) =>
        Ours(file).Attributes().Where(static a => a.Name.Namespace == XNamespace.None && !a.IsNamespaceDeclaration);
}
