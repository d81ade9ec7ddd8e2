using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Forms;

/// <summary>
/// What suspending, resuming and withdrawing ask for: why, and the act that orders it. A form like those of the process files,
/// so that it is filled in, read and refused as they are.
/// </summary>
public static class ActForm
{
    public const string Reason = "reason";
    public const string Number = FormalAct.NumberField;
    public const string Date = FormalAct.DateField;
    public const string Files = "act";

    private const int LongestReason = Forms.Reason.Longest;

    /// <param name="label">The words of a field; null where nobody reads them.</param>
    /// <param name="actRequired">Whether it takes an act in any case.</param>
    public static StepForm Of(bool actRequired, Func<string, (Labels Label, Labels Help)>? label = null) =>
        new(
            "",
            [],
            [
                Field(Reason, FieldKind.LongText, required: true, LongestReason, label),
                Field(Number, FieldKind.Text, actRequired, FormalAct.LongestNumber, label),
                Field(Date, FieldKind.Date, actRequired, 0, label),
                Field(Files, FieldKind.Files, required: false, 0, label),
            ],
            null,
            "",
            [],
            Labels.None,
            null
        );

    /// <summary>The act that was filled in; null when none was, or when something of it is wrong.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="opened">The day before which no act of the dossier was.</param>
    /// <param name="today">The day of the request.</param>
    public static (FormalAct? Act, ImmutableArray<InputProblem> Problems) Read(
        FormReading reading,
        LocalDate opened,
        LocalDate today
    )
    {
        var problems = reading.Problems.ToBuilder();
        var fields = reading.Fields;
        var number = (fields.GetValueOrDefault(Number) as DataValue.Text)?.Value;
        var date = (fields.GetValueOrDefault(Date) as DataValue.Date)?.Value;
        var files = (fields.GetValueOrDefault(Files) as DataValue.List)?.Items;
        if (fields.GetValueOrDefault(Reason) is DataValue.Text { Value.Length: > LongestReason })
            problems.Add(
                new InputProblem(Reason, FieldProblemCode.TooLong, ScalarText.Write(DataValue.Of(LongestReason)))
            );
        // half an act is none
        if (number is not null || date is not null || files is not null)
        {
            Require(Number, number is not null);
            Require(Date, date is not null);
        }
        if (date < opened)
            problems.Add(new InputProblem(Date, FieldProblemCode.TooEarly, ScalarText.Write(DataValue.Of(opened))));
        if (date > today)
            problems.Add(new InputProblem(Date, FieldProblemCode.TooLate, ScalarText.Write(DataValue.Of(today))));
        return (
            number is not null && date is { } day && problems.Count == 0
                ? new FormalAct(number, day, files ?? [])
                : null,
            problems.ToImmutable()
        );

        void Require(string field, bool given)
        {
            if (!given && problems.All(x => x.Field != field))
                problems.Add(new InputProblem(field, FieldProblemCode.Required));
        }
    }

    private static FieldSpec Field(
        string id,
        FieldKind kind,
        bool required,
        int longest,
        Func<string, (Labels Label, Labels Help)>? label
    )
    {
        var (words, help) = label?.Invoke(id) ?? (Labels.None, Labels.None);
        return new FieldSpec(id, kind, required, [], null, null, Personal: false, longest, [], words, help);
    }
}
