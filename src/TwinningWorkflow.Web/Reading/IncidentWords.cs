using Microsoft.Extensions.Localization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>Incidents in the reader's words: what happened, and what an operator can do about it.</summary>
public sealed class IncidentWords(IStringLocalizer<IncidentText> text)
{
    /// <summary>What happened; for a code that has no words of its own, that a step could not be taken.</summary>
    public string Of(string code) => Known("incident." + Plain(code)) ?? text["incident.other"];

    /// <summary>What to see to before it is tried again.</summary>
    public string CureOf(string code) => Known($"incident.{Plain(code)}-cure") ?? text["incident.other-cure"];

    private string? Known(string key) => text[key] is { ResourceNotFound: false } words ? words.Value : null;

    private static string Plain(string code) =>
        code.StartsWith(Incidents.OnLeaving, StringComparison.Ordinal) ? code[Incidents.OnLeaving.Length..] : code;
}
