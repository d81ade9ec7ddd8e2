using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads <c>tw:form</c> and <c>tw:ground</c>.</summary>
internal static class FormReader
{
    private const int DefaultMaxLength = 200;
    private const int DefaultLongMaxLength = 10_000;

    private static readonly StepForm NoForm = new("", [], [], null, "", [], Labels.None, null);

    /// <summary>The form of a user task: without <c>tw:form</c>, an empty one for the lane's role.</summary>
    public static StepForm OfTask(Reading reading, XElement node, string id)
    {
        var form = Find(reading, node, id) ?? NoForm;
        return form.Role.Length == 0 && reading.LaneOf.TryGetValue(id, out var lane)
            ? form with
            {
                Role = lane.Role,
            }
            : form;
    }

    /// <summary>The form of a message event or receive task; null when it has none, and only machines send it.</summary>
    public static StepForm? Find(Reading reading, XElement node, string id)
    {
        var form = Reading.Extension(node, "form");
        if (form is null)
            return null;
        var outcomes = form.Elements(Reading.Tw + "outcome").Select(o => Outcome(reading, o)).ToImmutableArray();
        var fields = form.Elements(Reading.Tw + "field").Select(f => Field(reading, f, outcomes)).ToImmutableArray();
        Unique(reading, form, outcomes.Select(o => o.Id), "outcome");
        Unique(reading, form, fields.Select(f => f.Id).Append("outcome"), "field");
        FieldLanguages.KnownBefore(reading, form, id, fields);
        var gate = Reading.Text(form, "gate");
        if (gate.Length > 0 && !reading.Gates.Contains(gate))
            reading.Refuse(
                form,
                "unknown-gate",
                $"Expected a gate of tw:process, but '{gate}' is none.",
                "Declare the gate or correct its id."
            );
        var gateFor = Reading.Words(form, "gateFor");
        Offered(reading, form, gateFor, outcomes, "gateFor");
        Offered(reading, form, Reading.Words(form, "expected"), outcomes, "expected");
        var role = Reading.Text(form, "role");
        if (role.Length == 0 && reading.LaneOf.TryGetValue(id, out var lane))
            role = lane.Role;
        var deadline = form.Element(Reading.Tw + "deadline");
        return new StepForm(
            role,
            outcomes,
            fields,
            deadline is null ? null : TermReader.Deadline(reading, deadline),
            gate,
            gateFor,
            reading.Labels(form.Elements(Reading.Tw + "help")),
            Ground(reading, form)
        )
        {
            Otherwise = reading.Labels(form.Elements(Reading.Tw + "otherwise")),
            ByMail = reading.Flag(form, "byMail", otherwise: false),
            NotBy = Reading.Words(form, "notBy"),
            Body = Reading.Text(form, "body"),
            Expected = Reading.Text(form, "expected"),
            ExpectedDays = Days(reading, form),
            ExpectedOn = form.Attribute("expectedOn") is { } on
                ? reading.Expression(on, on.Value, DataType.Date)
                : null,
        };
    }

    private static int? Days(Reading reading, XElement form)
    {
        if (Reading.Text(form, "expectedDays") is not { Length: > 0 } text)
            return null;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days <= TermReader.Longest
        )
            return days;
        reading.Refuse(
            form,
            "term-amount",
            $"Expected a number of days from 0 to {TermReader.Longest}, but found '{text}'.",
            "Give whole days."
        );
        return null;
    }

    public static DataType TypeOf(FieldKind kind, bool personal) =>
        personal
            ? DataType.Personal
            : kind switch
            {
                FieldKind.Integer or FieldKind.Money => DataType.Number,
                FieldKind.Flag => DataType.Flag,
                FieldKind.Date => DataType.Date,
                FieldKind.Files or FieldKind.FilesByLanguage => DataType.List,
                _ => DataType.Text,
            };

    public static LegalGround? Ground(Reading reading, XElement parent)
    {
        var grounds = parent.Elements(Reading.Tw + "ground").ToList();
        if (grounds.Count == 0)
            return null;
        var basis = grounds.Find(g => g.Attribute("basis") is not null);
        if (basis is null)
            reading.Refuse(
                grounds[0],
                "ground-basis",
                "Expected a basis (law, circular, practice, localRule), but there is none.",
                "Say on what it rests."
            );
        return new LegalGround(
            basis is null ? LegalBasis.LocalRule : reading.Choice(basis, "basis", LegalBasis.LocalRule),
            reading.Labels(grounds)
        );
    }

    private static Outcome Outcome(Reading reading, XElement element) =>
        new(Id(reading, element), reading.Labels(element.Elements(Reading.Tw + "label")));

    private static FieldSpec Field(Reading reading, XElement element, ImmutableArray<Outcome> outcomes)
    {
        var kind = reading.Choice(element, "type", FieldKind.Text);
        var personal = reading.Flag(element, "personal", otherwise: false);
        var requiredFor = Reading.Words(element, "requiredFor");
        Offered(reading, element, requiredFor, outcomes, "requiredFor");
        var choices = Choices(reading, element);
        if (kind == FieldKind.Choice == choices.IsEmpty)
            reading.Refuse(
                element,
                "choices",
                kind == FieldKind.Choice
                    ? "Expected tw:choice in a choice field, but there is none."
                    : "Expected tw:choice only in a choice field, but the type is another.",
                "Add the choices or correct the type."
            );
        if (personal && kind is not (FieldKind.Text or FieldKind.LongText))
            reading.Refuse(
                element,
                "personal-type",
                "Expected a personal field to be text or longText, but it is another type.",
                "Correct the type."
            );
        return new FieldSpec(
            Id(reading, element),
            kind,
            reading.Flag(element, "required", otherwise: false),
            requiredFor,
            Bound(reading, element, "notBefore", kind),
            Bound(reading, element, "notAfter", kind),
            personal,
            MaxLength(reading, element, kind),
            choices,
            reading.Labels(element.Elements(Reading.Tw + "label")),
            reading.Labels(element.Elements(Reading.Tw + "help"))
        )
        {
            LanguagesOf = FieldLanguages.Of(reading, element, kind),
            Differs = Differs(reading, element, TypeOf(kind, personal)),
        };
    }

    private static Expression? Differs(Reading reading, XElement element, DataType type)
    {
        var other = element.Attribute("differs");
        if (other is null)
            return null;
        if (type is DataType.Text or DataType.Date or DataType.Number)
            return reading.Expression(other, other.Value, type);
        reading.Refuse(
            other,
            "bound-type",
            $"Expected differs on a text, a date or a number, but the field is {type}.",
            "Remove it."
        );
        return null;
    }

    public static ImmutableArray<Outcome> Choices(Reading reading, XElement element)
    {
        var choices = element.Elements(Reading.Tw + "choice").Select(c => Outcome(reading, c)).ToImmutableArray();
        Unique(reading, element, choices.Select(c => c.Id), "choice");
        return choices;
    }

    private static int MaxLength(Reading reading, XElement element, FieldKind kind)
    {
        var text = Reading.Text(element, "maxLength");
        if (text.Length == 0)
            return kind == FieldKind.LongText ? DefaultLongMaxLength : DefaultMaxLength;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0)
            return length;
        reading.Refuse(element, "max-length", $"Expected a number of characters, but found '{text}'.", "Correct it.");
        return DefaultMaxLength;
    }

    private static Expression? Bound(Reading reading, XElement element, string attribute, FieldKind kind)
    {
        var bound = element.Attribute(attribute);
        if (bound is null)
            return null;
        var type = TypeOf(kind, personal: false);
        if (type is DataType.Date or DataType.Number)
            return reading.Expression(bound, bound.Value, type);
        reading.Refuse(
            bound,
            "bound-type",
            $"Expected {attribute} on a date or a number, but the field is {kind}.",
            "Remove the bound."
        );
        return null;
    }

    public static string Id(Reading reading, XElement element, string attribute = "id")
    {
        var id = Reading.Text(element, attribute);
        if (id.Length == 0 || !id.All(static c => char.IsLetterOrDigit(c) || c == '_') || !char.IsLetter(id[0]))
            reading.Refuse(
                element,
                "extension-id",
                $"Expected {attribute} to be of letters, digits and _, but found '{id}'.",
                "Give an English id; it is permanent once published."
            );
        return id;
    }

    private static void Offered(
        Reading reading,
        XElement element,
        ImmutableArray<string> named,
        ImmutableArray<Outcome> outcomes,
        string attribute
    )
    {
        if (named.IsEmpty)
            return;
        var offered = outcomes.Select(static o => o.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var name in named)
            if (!offered.Contains(name))
                reading.Refuse(
                    element,
                    "unknown-outcome",
                    $"Expected an outcome of the form in {attribute}, but '{name}' is none.",
                    "Correct the outcome's id."
                );
    }

    public static void Unique(Reading reading, XElement at, IEnumerable<string> ids, string what)
    {
        foreach (var twice in ids.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1))
            reading.Refuse(
                at,
                "id-twice",
                $"Expected each {what} once, but '{twice.Key}' is there {twice.Count()} times.",
                "Rename one."
            );
    }
}
