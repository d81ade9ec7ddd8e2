using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Web.Forecasts;

/// <summary>What can be sent on a day.</summary>
/// <param name="Command">The command; null when the form cannot be filled in on that day.</param>
internal sealed record Answer(Command? Command)
{
    /// <summary>The day before which it cannot be, where one is known.</summary>
    public LocalDate? NotBefore { get; init; }
}

/// <summary>
/// Fills in forms as they will probably be filled in: the expected outcome, and of the fields only those without which it is
/// not taken, so that nothing is assumed that need not be. What is wrong is mended by what the engine says about it.
/// </summary>
internal sealed class ExpectedAnswers(ProcessDefinition definition)
{
    private const int Mendings = 8;

    /// <summary>The variables that hold a text version as it was agreed.</summary>
    private readonly ImmutableArray<string> texts =
    [
        .. definition.Nodes.Values.SelectMany(node =>
            definition
                .FormOf(node.Id)
                ?.Fields.Where(field => field.Kind == FieldKind.NewTextVersion)
                .Select(field => $"{node.Id}.{field.Id}")
            ?? []
        ),
    ];

    private static readonly string Unknown = new('0', 64);
    private static readonly string Other = new('1', 64);

    /// <summary>A task done on a day, or why it cannot be.</summary>
    public Answer Task(ProcessState state, ActiveElement task, Instant at)
    {
        var form = ((UserTask)definition.Node(task.Node)).Form;
        // by whoever has it, else by somebody who has done nothing else: who that will be is not foreseen, and four eyes are kept
        var actor = Actor.System("forecast", "forecast") with
        {
            Role = form.Role,
            Person = task.Assignee ?? $"forecast:{task.Node}",
        };
        return Mended(state, form, at, values => new CompleteTask(at, actor, task.Id, values.Outcome, values.Fields));
    }

    /// <summary>A message that comes on a day, or why it cannot.</summary>
    public Answer Message(ProcessState state, MessageWait wait, Instant at)
    {
        var form = definition.FormOf(wait.Node);
        var actor = Actor.System("forecast", "forecast");
        var key = wait.Key.Length > 0 ? wait.Key : null;
        return form is null
            ? new Answer(new ReceiveMessage(at, actor, wait.Message, key, ImmutableDictionary<string, DataValue>.Empty))
            : Mended(
                state,
                form,
                at,
                values => new ReceiveMessage(
                    at,
                    actor with
                    {
                        Role = form.Role,
                    },
                    wait.Message,
                    key,
                    values.Outcome is { } outcome
                        ? values.Fields.SetItem("outcome", DataValue.Of(outcome))
                        : values.Fields
                )
            );
    }

    private Answer Mended(
        ProcessState state,
        StepForm form,
        Instant at,
        Func<(string? Outcome, ImmutableDictionary<string, DataValue> Fields), Command> command
    )
    {
        var today = at.InZone(definition.Zone).Date;
        var text = TextOf(state);
        var outcome =
            form.Outcomes.IsEmpty ? null
            : form.Expected.Length > 0 ? form.Expected
            : form.Outcomes[0].Id;
        var fields = form
            .Fields.Where(field => field.IsRequiredFor(outcome ?? ""))
            .ToImmutableDictionary(field => field.Id, field => First(field, today, text));
        LocalDate? notBefore = null;
        for (var mending = 0; mending < Mendings; mending++)
        {
            var filled = command((outcome, fields));
            var problems = ProcessEngine.Check(definition, state, filled);
            if (problems.IsEmpty)
                return new Answer(filled);
            var mended = fields;
            foreach (var problem in problems)
            {
                if (problem.Code == FieldProblemCode.TooEarly && Day(problem) is { } day && day > today)
                    notBefore = LocalDate.Max(notBefore ?? day, day);
                if (form.Field(problem.Field) is { } field && Mend(field, problem, today, text) is { } value)
                    mended = mended.SetItem(field.Id, value);
            }
            if (mended == fields)
                break;
            fields = mended;
        }
        return new Answer(null) { NotBefore = notBefore };
    }

    private static LocalDate? Day(FieldProblem problem) =>
        LocalDatePattern.Iso.Parse(problem.Argument) is { Success: true } day ? day.Value : null;

    private static DataValue First(FieldSpec field, LocalDate today, string text) =>
        field switch
        {
            { Personal: true } => new DataValue.Personal("forecast", Unknown),
            { Kind: FieldKind.Date } => DataValue.Of(today),
            { Kind: FieldKind.Integer or FieldKind.Money } => DataValue.Of(1),
            { Kind: FieldKind.Flag } => DataValue.Of(false),
            { Kind: FieldKind.Choice } => DataValue.Of(field.Choices[0].Id),
            { HoldsFiles: true } => new DataValue.List([Unknown]),
            { Kind: FieldKind.TextVersion or FieldKind.NewTextVersion } => DataValue.Of(text),
            _ => DataValue.Of("-"),
        };

    private static DataValue? Mend(FieldSpec field, FieldProblem problem, LocalDate today, string text) =>
        problem.Code switch
        {
            FieldProblemCode.Required => First(field, today, text),
            FieldProblemCode.Same when field.Type == DataType.Text => DataValue.Of(
                problem.Argument == text ? Other : text
            ),
            FieldProblemCode.TooEarly or FieldProblemCode.TooLate => field.Kind switch
            {
                FieldKind.Date when Day(problem) is { } day => DataValue.Of(day),
                FieldKind.Integer
                or FieldKind.Money when long.TryParse(problem.Argument, CultureInfo.InvariantCulture, out var number) =>
                    DataValue.Of(number),
                _ => null,
            },
            _ => null,
        };

    /// <summary>The text that is being agreed: one text goes through all acts.</summary>
    private string TextOf(ProcessState state)
    {
        foreach (var name in texts)
            if (state.Data.GetValueOrDefault(name) is DataValue.Text(var hash))
                return hash;
        return Unknown;
    }
}
