using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>Holds what a scenario expects against what the application answers, mails and has written.</summary>
internal sealed class ReplayCheck(Town town, ScenarioReplay replay, ScenarioExpectation expected)
{
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    /// <summary>What came of the step's request.</summary>
    public void Answered(Answer answer)
    {
        if (expected.Rejected is { } refusal)
        {
            Assert.InRange(answer.Status, 400, 499);
            if (answer.Body.ValueKind == JsonValueKind.Undefined)
                return;
            Assert.Equal(refusal.Code, answer.Body.GetProperty("code").GetString());
            if (refusal.Fields is { } fields)
                Same(
                    fields,
                    answer.Body.TryGetProperty("errors", out var errors)
                        ? errors.EnumerateArray().Select(x => Text(x, "field"))
                        : []
                );
        }
        else
            answer.Expect(expected.Kept == true ? 202 : 200);
    }

    /// <summary>Where the dossier stands.</summary>
    public async Task StandsAsync()
    {
        var standing = await replay.StandingAsync();
        var process = standing.GetProperty("process");
        var tasks = List(process, "tasks").ToLookup(TaskName);
        Same(expected.Tasks, tasks.SelectMany(x => x.Select(_ => x.Key)));
        foreach (var (task, day) in expected.Deadlines ?? new Dictionary<string, LocalDate>())
            Assert.Equal(
                [LocalDatePattern.Iso.Format(day)],
                tasks[task].Select(x => Text(x, "dueOn")).Distinct(StringComparer.Ordinal)
            );
        Same(expected.Messages, List(process, "waits").Select(x => Text(x, "message")));
        Same(
            expected.Timers?.Select(x => $"{x.Key} {Minute.Format(x.Value)}"),
            List(process, "timers").Select(x => $"{Text(x, "node")} {Minute.Format(LocalOf(x, "dueAt"))}")
        );
        Same(expected.Inbox, List(standing, "kept").Select(x => Text(x, "message")));
        Gates(process, expected.Closed, binding: true);
        Gates(process, expected.Warned, binding: false);
        if (expected.Suspended is { } suspended)
            Assert.Equal(suspended, process.GetProperty("suspended").GetBoolean());
        if (expected.Ended is { } end)
            Assert.Equal($"{end.How} at {end.At}", $"{Text(process, "status")} at {Text(process, "lastEnd")}");
        if (expected.Done is { } done)
            Assert.Subset(await PassedAsync(process.GetProperty("instance").GetGuid()), done.ToHashSet());
    }

    private static void Gates(
        JsonElement process,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? wanted,
        bool binding
    )
    {
        foreach (var (gate, conditions) in wanted ?? new Dictionary<string, IReadOnlyList<string>>())
            Same(
                conditions,
                List(process, "gates")
                    .Where(x => Text(x, "gate") == gate)
                    .SelectMany(x => List(x, "conditions"))
                    .Where(x => x.GetProperty("binds").GetBoolean() == binding && !x.GetProperty("holds").GetBoolean())
                    .Select(x => Text(x, "condition"))
            );
    }

    /// <summary>The mails wanted since the step before; each one expected lies in the pickup folder.</summary>
    public void Mailed(IReadOnlyList<WantedMail> since)
    {
        foreach (var mail in expected.Mails ?? [])
        {
            var found = since.FirstOrDefault(x => x.Message is not null && Matches(mail, x));
            Assert.True(
                found is not null,
                $"Expected {mail}, but found only:\n{string.Join('\n', since.Select(Words))}"
            );
            var message = found.Message!;
            Assert.Equal(mail.Address ?? AddressOf(found.Plan), message.To.Mailboxes.Single().Address);
            Assert.False(string.IsNullOrWhiteSpace(message.Subject));
            Assert.False(string.IsNullOrWhiteSpace(message.TextBody));
            Assert.False(string.IsNullOrWhiteSpace(message.HtmlBody));
        }
        foreach (var mail in expected.NoMails ?? [])
            Assert.DoesNotContain(since, x => Matches(mail, x));
    }

    /// <summary>The nodes and flows that its history tells of.</summary>
    private async Task<HashSet<string>> PassedAsync(Guid instance)
    {
        await using var database = town.Database();
        var stream = Journal.OfInstance(instance);
        var passed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in await database.Journal.Where(x => x.Stream == stream).Select(x => x.Body).ToListAsync())
        {
            var row = JsonDocument.Parse(body).RootElement;
            var data = row.GetProperty("data");
            switch (Text(row, "kind"))
            {
                case "flows-taken":
                    passed.UnionWith(data.GetProperty("flows").EnumerateArray().Select(x => x.GetString()!));
                    break;
                case "task-completed"
                or "service-completed"
                or "element-completed"
                or "timer-fired"
                or "message-received"
                or "message-sent":
                    passed.Add(Text(data, "node"));
                    break;
            }
        }
        return passed;
    }

    private static bool Matches(ScenarioMail mail, WantedMail wanted) =>
        (mail.To is null || mail.To == wanted.Plan.Role + wanted.Plan.Recipient)
        && (mail.Kind is null || mail.Kind == wanted.Plan.Template)
        && (mail.Node is null || mail.Node == wanted.Plan.Node || mail.Node == $"{wanted.Plan.Node}:{wanted.Plan.Item}")
        && (mail.On is null || mail.On == ScenarioReplay.Local(wanted.At).Date);

    /// <summary>The recipient's own; one that the process gives instead is the scenario's to name.</summary>
    private string AddressOf(PlannedMail plan) =>
        plan.Role.Length > 0 ? Town.EmailOf(plan.Role)
        : plan.Recipient == "PARTNER" ? replay.PartnerAddress
        : $"gemellaggi@{plan.Recipient.ToLowerInvariant()}.example";

    private static string Words(WantedMail wanted) =>
        $"{wanted.Plan.Template} of {wanted.Plan.Node} to {wanted.Plan.Role}{wanted.Plan.Recipient} on "
        + $"{ScenarioReplay.Local(wanted.At):uuuu-MM-dd}{(wanted.Message is null ? ", moot" : "")}";

    private static void Same(IEnumerable<string>? expected, IEnumerable<string> found)
    {
        if (expected is not null)
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static string TaskName(JsonElement task) =>
        Text(task, "item") is { Length: > 0 } item ? $"{Text(task, "node")}:{item}" : Text(task, "node");

    private static LocalDateTime LocalOf(JsonElement element, string member) =>
        ScenarioReplay.Local(InstantPattern.ExtendedIso.Parse(Text(element, member)).Value);

    private static IEnumerable<JsonElement> List(JsonElement element, string member) =>
        element.GetProperty(member).EnumerateArray();

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString() ?? "";
}
