using System.Collections.Immutable;
using TwinningWorkflow.Engine.Expressions;

namespace TwinningWorkflow.Engine.Model;

/// <summary>What a step asks of a person: the extension elements of a user task, receive task or message event.</summary>
/// <param name="Role">The role that does it. From <c>tw:form role</c>; else the lane's <c>tw:lane role</c>.</param>
/// <param name="Outcomes">The outcomes offered, in order; empty when the step just gets done.</param>
/// <param name="Fields">The fields, in order.</param>
/// <param name="Deadline">By when; null when the file gives none.</param>
/// <param name="Gate">The id of the gate that must be open; empty when none.</param>
/// <param name="GateFor">The outcomes that need the gate open; empty: all. A postponement must stay possible.</param>
/// <param name="Help">What to do, in a sentence or two.</param>
/// <param name="Ground">The legal ground; null when the file gives none.</param>
public sealed record StepForm(
    string Role,
    ImmutableArray<Outcome> Outcomes,
    ImmutableArray<FieldSpec> Fields,
    DeadlineSpec? Deadline,
    string Gate,
    ImmutableArray<string> GateFor,
    Labels Help,
    LegalGround? Ground
)
{
    /// <summary>What happens while it is not done, per language (<c>tw:otherwise</c>).</summary>
    public Labels Otherwise { get; init; } = Labels.None;

    /// <summary>
    /// May be done from the link in a mail alone (<c>tw:form byMail</c>); else whoever does it must have signed in, since it asks
    /// for their identity.
    /// </summary>
    public bool ByMail { get; init; }

    /// <summary>The body in whose sitting it is decided, as the host knows it (<c>tw:form body</c>); empty when in none.</summary>
    public string Body { get; init; } = "";

    /// <summary>The outcome that a forecast counts on (<c>tw:form expected</c>); empty: the first.</summary>
    public string Expected { get; init; } = "";

    /// <summary>How many days it takes where no past says it (<c>tw:form expectedDays</c>); null when the file does not say.</summary>
    public int? ExpectedDays { get; init; }

    /// <summary>The day on which a forecast counts on it (<c>tw:form expectedOn</c>), where a date says so; or null.</summary>
    public Expression? ExpectedOn { get; init; }

    /// <summary>The steps whose doers must not do this one (<c>tw:form notBy</c>).</summary>
    public ImmutableArray<string> NotBy { get; init; } = [];

    /// <summary>The outcomes as the choices of a field.</summary>
    internal FieldSpec OutcomeField() =>
        new(
            Requests.FormCheck.OutcomeField,
            FieldKind.Choice,
            Required: true,
            [],
            NotBefore: null,
            NotAfter: null,
            Personal: false,
            int.MaxValue,
            Outcomes,
            Labels.None,
            Labels.None
        );

    /// <summary>The field of that id, or null.</summary>
    public FieldSpec? Field(string id)
    {
        foreach (var field in Fields)
            if (field.Id == id)
                return field;
        return null;
    }
}

/// <summary>One way to complete a step.</summary>
public sealed record Outcome(string Id, Labels Label);

/// <summary>What a field holds and how it is asked.</summary>
public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>Several lines of text.</summary>
    LongText,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>Money, held in cents.</summary>
    Money,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A civil date.</summary>
    Date,

    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>Files, held as a list of SHA-256 hashes (lower-case hex).</summary>
    Files,

    /// <summary>Files, one a language of a text version, held as <see cref="Files"/> are; the host knows the languages.</summary>
    FilesByLanguage,

    /// <summary>One of the dossier's text versions, held as its hash.</summary>
    TextVersion,

    /// <summary>A new text version: one file a language; the host files it and the value is its hash.</summary>
    NewTextVersion,
}

/// <summary>A field of a form. Its value becomes the variable <c>node.id</c>.</summary>
/// <param name="Id">The field's id, unique in its form.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Required">Required whatever the outcome.</param>
/// <param name="RequiredFor">Outcomes for which it is required.</param>
/// <param name="NotBefore">Lower bound (dates and numbers), or null.</param>
/// <param name="NotAfter">Upper bound (dates and numbers), or null.</param>
/// <param name="Personal">True: the value is personal data, held apart; only its salted hash enters the history.</param>
/// <param name="MaxLength">Longest text, in characters.</param>
/// <param name="Choices">The choices of a choice field.</param>
/// <param name="Label">What people read.</param>
/// <param name="Help">A hint below the field.</param>
public sealed record FieldSpec(
    string Id,
    FieldKind Kind,
    bool Required,
    ImmutableArray<string> RequiredFor,
    Expression? NotBefore,
    Expression? NotAfter,
    bool Personal,
    int MaxLength,
    ImmutableArray<Outcome> Choices,
    Labels Label,
    Labels Help
)
{
    /// <summary>From what its value must differ (<c>tw:field differs</c>), or null.</summary>
    public Expression? Differs { get; init; }

    /// <summary>The text version (its hash) whose languages want a file each; null but for <see cref="FieldKind.FilesByLanguage"/>.</summary>
    public Expression? LanguagesOf { get; init; }

    /// <summary>Is the value a list of files?</summary>
    public bool HoldsFiles => Kind is FieldKind.Files or FieldKind.FilesByLanguage;

    /// <summary>The type of the field's value.</summary>
    public DataType Type =>
        Personal
            ? DataType.Personal
            : Kind switch
            {
                FieldKind.Integer or FieldKind.Money => DataType.Number,
                FieldKind.Flag => DataType.Flag,
                FieldKind.Date => DataType.Date,
                FieldKind.Files or FieldKind.FilesByLanguage => DataType.List,
                _ => DataType.Text,
            };

    /// <summary>Is the field required when this outcome is chosen?</summary>
    public bool IsRequiredFor(string outcome) => Required || RequiredFor.Contains(outcome);
}

/// <summary>A task's deadline and the reminders that lead to it.</summary>
/// <param name="Term">How long.</param>
/// <param name="From">From which date; null: the day the task opens.</param>
/// <param name="Reminders">The schedule of its reminders: its own, or that of its process.</param>
public sealed record DeadlineSpec(TermSpec Term, Expression? From, ImmutableArray<ReminderSpec> Reminders);

/// <summary>On what a step or a term rests.</summary>
public enum LegalBasis
{
    /// <summary>A law.</summary>
    Law,

    /// <summary>A circular.</summary>
    Circular,

    /// <summary>Practice.</summary>
    Practice,

    /// <summary>The authority's own rule or choice.</summary>
    LocalRule,
}

/// <summary>A legal ground: what it rests on, and the citation.</summary>
public sealed record LegalGround(LegalBasis Basis, Labels Citation);
