namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>Files that are refused by a cap, whatever is in them.</summary>
internal static class HostileFiles
{
    public static readonly IReadOnlyList<(string What, string Text)> All =
    [
        ("40,000 levels", string.Concat(Enumerable.Repeat("<a>", 40_000))),
        ("a million elements", $"<a>{string.Concat(Enumerable.Repeat("<b/>", 1_000_000))}</a>"),
        ("16 MB of text", $"<a>{new string('x', 16 * 1024 * 1024)}</a>"),
        ("entities in entities", Entities()),
        ("an entity from outside", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>"),
        ("100,000 attributes", $"<a {string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}='' "))}/>"),
        (
            "60,000 namespaces",
            $"<a {string.Concat(Enumerable.Range(0, 60_000).Select(i => $"xmlns:n{i}='urn:{i}' "))}/>"
        ),
    ];

    private static string Entities()
    {
        var doubled = Enumerable.Range(1, 29).Select(i => $"<!ENTITY e{i} '&e{i - 1};&e{i - 1};'>");
        return $"<!DOCTYPE a [<!ENTITY e0 'ha'>{string.Concat(doubled)}]><a>&e29;</a>";
    }
}
