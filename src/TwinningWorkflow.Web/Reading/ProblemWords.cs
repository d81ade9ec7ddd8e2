using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>Refusals and problems of fields in the reader's words.</summary>
public sealed class ProblemWords(IStringLocalizer<ProblemText> text)
{
    /// <summary>Why a command was refused as a whole.</summary>
    public string Of(RejectionCode code) => text[code.ToString()];

    /// <summary>A refusal whose problems name what is in the process file as people do.</summary>
    internal static StepResult.Refused Named(StepResult.Refused refused, ProcessDefinition definition)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return refused with
        {
            Problems =
            [
                .. refused.Problems.Select(x =>
                    x.Code switch
                    {
                        FieldProblemCode.DecidedTheWay => x with { Argument = definition.NameOf(x.Argument, language) },
                        FieldProblemCode.GatePassed => x with { Argument = Passed(definition, x.Argument, language) },
                        FieldProblemCode.OtherField when definition.FieldOf(x.Argument) is { } field => x with
                        {
                            Argument = field.Label.In(language),
                        },
                        _ => x,
                    }
                ),
            ],
        };
    }

    /// <summary>A step and the condition of its gate.</summary>
    private static string Passed(ProcessDefinition definition, string place, string language)
    {
        var (node, condition) = place.Split('/') is [var first, var second] ? (first, second) : (place, "");
        var words = definition
            .Gates.GetValueOrDefault(definition.FormOf(node)?.Gate ?? "")
            ?.Conditions.FirstOrDefault(x => x.Id == condition)
            ?.Label.In(language);
        return $"{definition.NameOf(node, language)}: {words ?? condition}";
    }

    public string NotACandidate => text["NotOffered.to"];

    public string KeyReused => text[nameof(KeyReused)];

    public string NoSuchProcess => text[nameof(NoSuchProcess)];

    public string Conflict => text[nameof(Conflict)];

    /// <summary>Why a fact cannot be set aside: what has become of it.</summary>
    public string NotKept(KeptFact now) =>
        now.Row switch
        {
            { Status: InboxRow.Aside } row => text["FactSetAsideBy", now.SetAsideBy, When(now, row.SetAsideAt)],
            { Status: InboxRow.Matched } row => text["FactMatched", When(now, row.MatchedAt)],
            _ => text["FactUnclaimed"],
        };

    private static string When(KeptFact fact, Instant? at)
    {
        var culture = CultureInfo.CurrentUICulture;
        return at?.InZone(fact.Process.Zone).LocalDateTime.ToString("g", culture) ?? "";
    }

    /// <summary>What is wrong with a field.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="spec">The field; null for the outcome and for fields that the form does not know.</param>
    public string Of(InputProblem problem, FieldSpec? spec)
    {
        var argument = Argument(problem, spec);
        foreach (var key in Keys(problem, spec))
            if (text[key, argument] is { ResourceNotFound: false } words)
                return words;
        return text[nameof(FieldProblemCode.WrongType)];
    }

    /// <summary>The most telling sentence first.</summary>
    private static IEnumerable<string> Keys(InputProblem problem, FieldSpec? spec)
    {
        var isOutcome = spec is null && problem.Field == "outcome";
        if (isOutcome && problem.Code == nameof(FieldProblemCode.Required))
            yield return "RequiredOutcome";
        if (
            problem.Code == nameof(FieldProblemCode.WrongType)
            || problem.Code == nameof(FieldProblemCode.NotOffered) && spec?.Kind is FieldKind.FilesByLanguage
        )
            yield return $"{problem.Code}.{spec?.Kind}";
        if (
            problem.Code is nameof(FieldProblemCode.TooEarly) or nameof(FieldProblemCode.TooLate)
            && spec?.Kind is not FieldKind.Date
        )
            yield return problem.Code + ".number";
        yield return problem.Code;
    }

    private static string Argument(InputProblem problem, FieldSpec? spec)
    {
        var culture = CultureInfo.CurrentUICulture;
        if (spec?.Kind is FieldKind.FilesByLanguage && LanguageFiles.IsLanguage(problem.Argument))
            return Countries.LanguageName(problem.Argument);
        if (LocalDatePattern.Iso.Parse(problem.Argument) is { Success: true, Value: var day })
            return day.ToString("dddd d MMMM uuuu", culture);
        if (!long.TryParse(problem.Argument, CultureInfo.InvariantCulture, out var number))
            return problem.Argument;
        return problem.Code == InputProblem.FileTooLarge ? (number / 1_000_000m).ToString("0.#", culture)
            : spec?.Kind is FieldKind.Money ? (number / 100m).ToString("N2", culture)
            : number.ToString("N0", culture);
    }
}
