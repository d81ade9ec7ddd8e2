using System.Collections.Immutable;
using System.Globalization;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Forms;

/// <summary>
/// Variables that are corrected, as a form: what an incident reads, or what a step recorded. Files are not among them: a step files them, and a correction cannot. What
/// can be missing can be made missing again, so yes and no are two of three choices.
/// </summary>
public sealed class CorrectionForm
{
    private const string Prefix = "v";
    private const string None = "";
    private const int ManyChoices = 5;
    private const int LongestText = 10_000;

    private readonly ImmutableArray<ReadVariable> variables;

    private CorrectionForm(ImmutableArray<ReadVariable> variables, StepForm form)
    {
        this.variables = variables;
        Form = form;
    }

    public StepForm Form { get; }

    /// <summary>The present value of each field, as a page writes it.</summary>
    public IReadOnlyDictionary<string, string> Present =>
        variables.Index().ToDictionary(x => IdOf(x.Index), x => Write(x.Item), StringComparer.Ordinal);

    /// <param name="reads">The variables.</param>
    /// <param name="reason">The field that asks why.</param>
    /// <param name="label">The words of a variable.</param>
    /// <param name="none">The choice that there shall be no value.</param>
    /// <param name="yes">Yes.</param>
    /// <param name="no">No.</param>
    public static CorrectionForm Of(
        ImmutableArray<ReadVariable> reads,
        FieldSpec reason,
        Func<ReadVariable, Labels> label,
        Labels none,
        Labels yes,
        Labels no
    )
    {
        var offered = reads.Where(x => x.Field is not { HoldsFiles: true }).ToImmutableArray();
        var fields = offered.Select((x, i) => Field(x, IdOf(i), label(x), none, yes, no));
        return new CorrectionForm(offered, new StepForm("", [], [.. fields, reason], null, "", [], Labels.None, null));
    }

    /// <summary>The field of a variable; the variable itself when the form has none for it.</summary>
    public string FieldOf(string variable)
    {
        foreach (var (index, item) in variables.Index())
            if (item.Name == variable)
                return IdOf(index);
        return variable;
    }

    /// <summary>What was changed, of what was read and what the page had shown.</summary>
    /// <param name="reading">What was filled in.</param>
    /// <param name="isChanged">Whether a field holds something else than the page had shown.</param>
    public (ImmutableDictionary<string, DataValue> Values, ImmutableArray<string> Emptied) Changes(
        FormReading reading,
        Func<string, bool> isChanged
    )
    {
        var values = ImmutableDictionary.CreateBuilder<string, DataValue>();
        var emptied = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, variable) in variables.Index())
            if (isChanged(IdOf(index)))
            {
                if (reading.Fields.TryGetValue(IdOf(index), out var given) && Typed(variable, given) is { } value)
                    values[variable.Name] = value;
                else
                    emptied.Add(variable.Name);
            }
        return (values.ToImmutable(), emptied.ToImmutable());
    }

    private static string IdOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index}");

    private static FieldSpec Field(ReadVariable variable, string id, Labels label, Labels none, Labels yes, Labels no)
    {
        var own = variable.Field ?? Plain(variable);
        ImmutableArray<Outcome> choices = own.Kind switch
        {
            FieldKind.Flag => [new Outcome("true", yes), new Outcome("false", no)],
            _ => own.Choices,
        };
        var kind = own.Kind switch
        {
            FieldKind.Flag => FieldKind.Choice,
            FieldKind.NewTextVersion => FieldKind.TextVersion,
            _ => own.Kind,
        };
        return own with
        {
            Id = id,
            Kind = kind,
            Label = label,
            Required = false,
            RequiredFor = [],
            // a long list of choices begins with none of them as it is
            Choices =
                kind is FieldKind.Choice && !own.Required && choices.Length < ManyChoices
                    ? choices.Add(new Outcome(None, none))
                    : choices,
        };
    }

    /// <summary>Of a variable that no form gives: as its type asks.</summary>
    private static FieldSpec Plain(ReadVariable variable) =>
        new(
            "",
            variable.Type switch
            {
                DataType.Number => FieldKind.Integer,
                DataType.Flag => FieldKind.Flag,
                DataType.Date => FieldKind.Date,
                DataType.List => FieldKind.LongText,
                // a line break would not come back from one line
                _ => variable.Value is DataValue.Text(var text) && text.Contains('\n', StringComparison.Ordinal)
                    ? FieldKind.LongText
                    : FieldKind.Text,
            },
            Required: false,
            [],
            null,
            null,
            Personal: false,
            LongestText,
            [],
            Labels.None,
            Labels.None
        );

    /// <summary>As the variable has it: a list came with an item a line, yes and no as a choice.</summary>
    private static DataValue? Typed(ReadVariable variable, DataValue given) =>
        (variable.Type, given) switch
        {
            (DataType.Flag, DataValue.Text(var choice)) => DataValue.Of(choice == "true"),
            (DataType.List, DataValue.Text(var lines)) => new DataValue.List([
                .. lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ]),
            _ => given,
        };

    private static string Write(ReadVariable variable) =>
        (variable.Value, variable.Field?.Kind) switch
        {
            (null, _) => "",
            (DataValue.Number(var cents), FieldKind.Money) => (cents / 100m).ToString(
                "0.00",
                CultureInfo.CurrentCulture
            ),
            (DataValue.List(var items), _) => string.Join('\n', items),
            (var value, _) => ScalarText.Write(value),
        };
}
