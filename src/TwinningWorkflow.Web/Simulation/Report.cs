using System.Globalization;
using System.Resources;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>Puts what happened into dated lines, in the language asked for.</summary>
internal sealed class Report(ProcessDefinition definition, string language)
{
    private static readonly ResourceManager Texts = new(typeof(SimulationText));
    private static readonly ResourceManager Problems = new(typeof(ProblemText));
    private static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd HH:mm"
    );
    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(language);

    public string Line(Happening happening)
    {
        var (kind, text) = happening switch
        {
            Happening.Started => ("done", definition.Label.In(language)),
            Happening.TaskDone x => (
                "done",
                Task(x.Node, x.Item) + Outcome(x.Node, x.Outcome) + " (" + RoleName(x.Role) + ")"
            ),
            Happening.NodeDone x => ("done", Name(x.Node)),
            Happening.TimerDue x => ("due", Name(x.Node)),
            Happening.Received x => ("received", Name(x.Node)),
            Happening.TaskWaits x => (
                "waiting",
                Task(x.Node, x.Item)
                    + " ("
                    + RoleName(x.Role)
                    + ")"
                    + (x.By is { } day ? ", " + Say("by", Day(day)) : "")
            ),
            Happening.TimerWaits x => ("waiting", Name(x.Node) + ", " + Say("at", Time(x.Due))),
            Happening.TermMoved x => ("moved", Name(x.Node) + ", " + Say("moved", Day(x.Before), Day(x.After))),
            Happening.Corrected x => ("corrected", x.Reason),
            Happening.MessageWaits x => ("waiting", Name(x.Node)),
            Happening.Cancelled x => ("cancelled", Task(x.Node, x.Item)),
            Happening.MailGoes x => ("mail", Mail(x.Mail)),
            Happening.Kept x => ("kept", Caught(x.Message)),
            Happening.Refused x => ("refused", Why(x)),
            Happening.Suspended x => ("suspended", x.Reason),
            Happening.Resumed x => ("resumed", x.Reason),
            Happening.Incident x => ("incident", Name(x.Node) + ": " + x.Message),
            Happening.Ended x => (
                "ended",
                x.EndEvent.Length > 0 ? Name(x.EndEvent) : Say("status-" + x.How.ToString().ToLowerInvariant())
            ),
            _ => throw new InvalidOperationException(
                $"Expected a known happening, but got {happening.GetType().Name}."
            ),
        };
        return $"{Time(happening.At)}  {Say("kind-" + kind), -10}  {text}";
    }

    /// <summary>A forecast as a table: the earliest and the likely day of each step to come; a star where no day may be lost.</summary>
    public IEnumerable<string> Lines(Forecast forecast)
    {
        yield return Say("forecast");
        foreach (var step in forecast.Steps)
            yield return $"{(step.IsCritical ? "*" : " ")} {(step.Earliest is { } day ? Day(day) : "-"), -10}  {Day(step.Likely), -10}  {Task(step.Node, step.Subject)} ({Say("basis-" + step.Basis)})";
        if (forecast.Stop != ForecastStop.None)
            yield return Say("forecast-" + forecast.Stop, Name(forecast.StoppedAt));
    }

    public string Failed(PlayedStep step, string failure) => Say("failed", step.Number, Time(step.At)) + " " + failure;

    public string Passed(int steps, int mails) => Say("passed", steps, mails);

    private string Mail(PlannedMail mail)
    {
        var about = Task(mail.Node, mail.Item);
        var text = mail.Template switch
        {
            PlannedMail.TaskAssigned or PlannedMail.Reminder => Say("mail-" + mail.Template, about),
            PlannedMail.TermMoved => Say("mail-moved", about),
            _ when TermExplanation.TermOf(definition.Node(mail.Node)) is not null => Say("mail-term", about),
            _ => Say("mail-message", mail.Template, Name(mail.Node)),
        };
        return Say("to", mail.Role.Length > 0 ? RoleName(mail.Role) : mail.Recipient) + ": " + text;
    }

    private string Why(Happening.Refused refused) =>
        string.Join(
            " ",
            refused
                .Why.Problems.Select(p => Problem(refused.Form, p))
                .Prepend(Say(Problems, refused.Why.Code.ToString()))
        );

    private string Problem(StepForm? form, FieldProblem problem) =>
        Condition(problem.Field) is { } condition && problem.Code == FieldProblemCode.GateCondition
            ? $"{condition.Label.In(language)}: {condition.Cure.In(language)}"
            : $"{form?.Field(problem.Field)?.Label.In(language) ?? problem.Field}: {Say(Problems, problem.Code.ToString(), Words(problem))}";

    private string Words(FieldProblem problem) =>
        problem.Code == FieldProblemCode.LanguageMissing
            ? Countries.LanguageNameIn(culture, problem.Argument)
            : problem.Argument;

    private GateCondition? Condition(string id) =>
        definition.Gates.Values.SelectMany(static g => g.Conditions).FirstOrDefault(c => c.Id == id);

    private string Outcome(string node, string outcome) =>
        definition.Node(node) is UserTask task && task.Form.Outcomes.FirstOrDefault(o => o.Id == outcome) is { } found
            ? ": " + found.Label.In(language)
            : "";

    private string Caught(string message) =>
        definition.Messages.TryGetValue(message, out var caught) ? caught.Label.In(language) : message;

    /// <summary>A role by the name of its lane: the simulator knows no people.</summary>
    private string RoleName(string role)
    {
        foreach (var lane in definition.Lanes)
            if (lane.Role == role)
                return lane.Label.In(language) is { Length: > 0 } label ? label : lane.Name;
        return role;
    }

    private string Name(string node) => definition.NameOf(node, language);

    private string Task(string node, string item) =>
        item.Length == 0 ? Name(node) : Name(node) + " – " + definition.NameOfSubject(item, language);

    private string Time(Instant instant) => Stamp.Format(instant.InZone(definition.Zone).LocalDateTime);

    private static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private string Say(string key, params object[] arguments) => Say(Texts, key, arguments);

    private string Say(ResourceManager texts, string key, params object[] arguments) =>
        string.Format(
            culture,
            texts.GetString(key, culture) ?? throw new InvalidOperationException($"Expected a text for '{key}'."),
            arguments
        );
}
