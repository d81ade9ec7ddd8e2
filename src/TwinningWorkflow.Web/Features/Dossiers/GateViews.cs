using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>Puts a gate into words: its conditions, what is missing first, and what each stands on.</summary>
public sealed class GateViews(VariableNames names, IStringLocalizer<HistoryText> text)
{
    public GateView Of(InstanceView view, Gate gate, ValueReferences references, Instant now)
    {
        var culture = CultureInfo.CurrentUICulture;
        var language = culture.TwoLetterISOLanguageName;
        var words = new ValueWords(references, text, culture);
        return new GateView(
            gate.Label.In(language),
            [
                .. ProcessEngine
                    .Examine(view.Definition, view.State, gate, now)
                    .OrderBy(x => x.Holds)
                    .ThenBy(x => x.Condition.Severity)
                    .Select(x => new ConditionView(
                        x.Condition.Label.In(language),
                        x.Condition.Cure.In(language),
                        x.Holds,
                        x.Condition.Severity == GateSeverity.Warns,
                        Evidence(view.Definition, x, words, language)
                    )),
            ]
        );
    }

    /// <summary>By the step that gave it, in the order of the file.</summary>
    private IReadOnlyList<EvidenceView> Evidence(
        ProcessDefinition definition,
        GateFinding finding,
        ValueWords words,
        string language
    ) =>
        [
            .. finding
                .Evidence.Select(x => (x, Parts: names.Parts(definition, x.Name, language)))
                .GroupBy(x => x.Parts.Step, x => Details(definition.FieldOf(x.x.Name), x.Parts.Label, x.x.Value, words))
                .Select(x => new EvidenceView(x.Key, [.. x.SelectMany(details => details)])),
        ];

    /// <summary>Of personal data it is told that they are there, not what they are.</summary>
    private IEnumerable<HistoryDetail> Details(FieldSpec? field, string label, DataValue? value, ValueWords words) =>
        value switch
        {
            null or DataValue.List { Items.IsEmpty: true } => [new HistoryDetail(label, text["evidence-missing"])],
            DataValue.Personal => [new HistoryDetail(label, text["evidence-personal"])],
            DataValue.List files when field is { HoldsFiles: true } => words.Files(label, files.Items),
            _ => [new HistoryDetail(label, words.Words(field, value))],
        };
}
