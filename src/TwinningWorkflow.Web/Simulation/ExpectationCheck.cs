using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>Compares what a scenario expects after a step with what is. Messages say "Expected ..., but ...".</summary>
internal static class ExpectationCheck
{
    public static List<string> Failures(
        ScenarioExpectation? expected,
        Playback played,
        Decision? decision,
        IReadOnlyList<Happening> since
    )
    {
        var failures = new List<string>();
        CheckDecision(expected, decision, failures);
        foreach (var incident in since.OfType<Happening.Incident>())
            failures.Add($"Expected no incident, but '{incident.Node}' raised one: {incident.Message}");
        if (expected is null)
            return failures;
        CheckWaiting(expected, played, failures);
        CheckMails(expected, played, since, failures);
        CheckStatus(expected, played, failures);
        return failures;
    }

    private static void CheckDecision(ScenarioExpectation? expected, Decision? decision, List<string> failures)
    {
        var refused = decision as Decision.Rejected;
        var kept = refused?.Code == RejectionCode.NobodyWaits;
        if (expected?.Kept == true && !kept)
            failures.Add("Expected the message to be kept, but it was not early.");
        if (expected?.Rejected is { } refusal)
        {
            var actual = refused is null ? "accepted" : Camel(refused.Code);
            if (actual != refusal.Code)
                failures.Add($"Expected the step to be refused with {refusal.Code}, but it was {actual}.");
            else if (refusal.Fields is { } fields)
                Same("problems with", fields, refused!.Problems.Select(static p => p.Field), failures);
        }
        else if (refused is not null && !(kept && expected?.Kept == true))
            failures.Add($"Expected the step to be accepted, but it was refused: {refused.Message}{Listed(refused)}");
    }

    private static void CheckWaiting(ScenarioExpectation expected, Playback played, List<string> failures)
    {
        var state = played.State;
        foreach (var node in expected.Done ?? [])
            if (!played.Done.Contains(node))
                failures.Add($"Expected '{node}' to be done, but it is not.");
        var tasks = state
            .Elements.Values.Where(e =>
                e is { Holder: false, Phase: ElementPhase.Active } && played.Definition.Node(e.Node) is UserTask
            )
            .ToLookup(static e => Name(e.Node, e.Subject()));
        Same("open tasks", expected.Tasks, tasks.SelectMany(static t => t.Select(_ => t.Key)), failures);
        foreach (var (task, day) in expected.Deadlines ?? new Dictionary<string, LocalDate>())
        {
            var found = tasks[task].Select(static e => e.Deadline?.Last).DefaultIfEmpty().ToList();
            foreach (var last in found.Where(last => last != day))
                failures.Add(
                    $"Expected '{task}' by {day:uuuu-MM-dd}, but it is {(last is { } actual ? $"by {actual:uuuu-MM-dd}" : "without a deadline or not open")}."
                );
        }
        Same("awaited messages", expected.Messages, state.Messages.Values.Select(static w => w.Message), failures);
        Same(
            "timers",
            expected.Timers?.Select(t => $"{t.Key} at {Minute(t.Value)}"),
            state.Timers.Values.Select(t => $"{t.Node} at {Minute(played.Local(t.Due))}"),
            failures
        );
        Same("kept messages", expected.Inbox, played.Inbox, failures);
    }

    private static void CheckMails(
        ScenarioExpectation expected,
        Playback played,
        IReadOnlyList<Happening> since,
        List<string> failures
    )
    {
        var mails = since.OfType<Happening.MailGoes>().ToList();
        foreach (var mail in expected.Mails ?? [])
            if (!mails.Exists(m => Matches(mail, m, played)))
                failures.Add(
                    $"Expected a mail ({Words(mail)}), but there is none among: {List(mails.Select(m => Words(m, played)))}."
                );
        foreach (var mail in expected.NoMails ?? [])
            if (mails.Find(m => Matches(mail, m, played)) is { } unwanted)
                failures.Add($"Expected no mail ({Words(mail)}), but there is one: {Words(unwanted, played)}.");
    }

    private static void CheckStatus(ScenarioExpectation expected, Playback played, List<string> failures)
    {
        var state = played.State;
        CheckGates("close", expected.Closed, static f => f.Closes, played, failures);
        CheckGates("warn at", expected.Warned, static f => f is { Holds: false, Closes: false }, played, failures);
        if (expected.Suspended is { } suspended && suspended != state.Suspended)
            failures.Add($"Expected suspended to be {suspended}, but it is {state.Suspended}.");
        if (expected.Ended is { } end)
        {
            var actual =
                state.Status == ProcessStatus.Running ? "running" : $"{Camel(state.Status)} at '{state.LastEnd}'";
            if (actual != $"{end.How} at '{end.At}'")
                failures.Add($"Expected the process to be {end.How} at '{end.At}', but it is {actual}.");
        }
    }

    private static void CheckGates(
        string what,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? expected,
        Func<GateFinding, bool> wanted,
        Playback played,
        List<string> failures
    )
    {
        foreach (var (id, conditions) in expected ?? new Dictionary<string, IReadOnlyList<string>>())
            if (played.Definition.Gates.TryGetValue(id, out var gate))
                Same(
                    $"conditions that {what} '{id}'",
                    conditions,
                    ProcessEngine
                        .Examine(played.Definition, played.State, gate, played.Now)
                        .Where(wanted)
                        .Select(static f => f.Condition.Id),
                    failures
                );
            else
                failures.Add($"Expected the gate '{id}', but the file has none of that name.");
    }

    private static void Same(
        string what,
        IEnumerable<string>? expected,
        IEnumerable<string> actual,
        List<string> failures
    )
    {
        if (expected is null)
            return;
        var wanted = expected.Order(StringComparer.Ordinal).ToList();
        var found = actual.Order(StringComparer.Ordinal).ToList();
        if (!wanted.SequenceEqual(found))
            failures.Add($"Expected {what} {List(wanted)}, but found {List(found)}.");
    }

    private static bool Matches(ScenarioMail mail, Happening.MailGoes actual, Playback played) =>
        (mail.To is null || mail.To == To(actual.Mail))
        && (mail.Kind is null || mail.Kind == actual.Mail.Template)
        && (mail.Node is null || mail.Node == actual.Mail.Node || mail.Node == Name(actual.Mail.Node, actual.Mail.Item))
        && (mail.Address is null || mail.Address == actual.Mail.Address)
        && (mail.On is null || mail.On == played.Local(actual.At).Date);

    private static string Words(ScenarioMail mail) =>
        $"to {mail.To ?? "anybody"}{At(mail.Address)}, {mail.Kind ?? "any kind"}, {mail.Node ?? "any node"}, on {(mail.On is { } day ? LocalDatePattern.Iso.Format(day) : "any day")}";

    private static string Words(Happening.MailGoes goes, Playback played) =>
        $"to {To(goes.Mail)}{At(goes.Mail.Address)}, {goes.Mail.Template}, {Name(goes.Mail.Node, goes.Mail.Item)}, on {LocalDatePattern.Iso.Format(played.Local(goes.At).Date)}";

    private static string At(string? address) => string.IsNullOrEmpty(address) ? "" : $" at {address}";

    private static string To(PlannedMail mail) => mail.Role.Length > 0 ? mail.Role : mail.Recipient;

    private static string Name(string node, string item) => item.Length == 0 ? node : node + ":" + item;

    private static string Minute(LocalDateTime time) =>
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(time);

    private static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string List(IEnumerable<string> items) => "[" + string.Join("; ", items) + "]";

    private static string Listed(Decision.Rejected refused) =>
        refused.Problems.IsEmpty
            ? ""
            : " " + List(refused.Problems.Select(static p => $"{p.Field}: {Camel(p.Code)} {p.Argument}".TrimEnd()));
}
