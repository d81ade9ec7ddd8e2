namespace TwinningWorkflow.Engine.Tests.Bpmn;

/// <summary>Short bodies around the part that is wrong, and what a refusal must say: rule, element, line and cure.</summary>
internal static class Refusals
{
    public const string Process = """<startEvent id="s"/><userTask id="a"/><endEvent id="e"/><flow path="s a e"/>""";

    public static string Task(string extensions, string attributes = "", string more = "") =>
        $"""<startEvent id="s"/><userTask id="a" {attributes}><ext>{extensions}</ext>{more}</userTask><endEvent id="e"/><flow path="s a e"/>""";

    public static string Catch(string definition, string more = "") =>
        $"""<startEvent id="s"/><intermediateCatchEvent id="c">{more}{definition}</intermediateCatchEvent><endEvent id="e"/><flow path="s c e"/>""";

    public static string Timer(string content) => Catch($"<timerEventDefinition>{content}</timerEventDefinition>");

    public static string Sub(string content, string attributes = "") =>
        $"""<startEvent id="s"/><subProcess id="sub" {attributes}>{content}</subProcess><endEvent id="e"/><flow path="s sub e"/>""";

    public static string Event(string start, string more = "") =>
        Process
        + $"""<subProcess id="esp" triggeredByEvent="true">{more}{start}<endEvent id="ee"/><flow path="es ee"/></subProcess>""";

    public const string Settings = """
        <tw:variable name="n" type="number"/><tw:variable name="a.given"/><tw:gate id="g"><tw:condition id="c" when="true"/></tw:gate>
        """;

    public static void Refused(string rule, string? element, string file)
    {
        var reading = ProcessText.Read(file);
        Assert.Null(reading.Definition);
        var found = reading.Problems.FirstOrDefault(p => p.Rule == rule && (element is null || p.ElementId == element));
        Assert.True(found is not null, $"no {rule} at {element} among:\n{string.Join('\n', reading.Problems)}");
        Assert.True(found.Line > 0);
        Assert.True(found.Message.Length > 0 && found.Cure.Length > 0);
        Assert.Equal(reading.Problems.OrderBy(p => p.Line), reading.Problems);
    }
}
