using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Simulation;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>
/// Plays a scenario through the API: what the simulator does with a virtual clock happens here in the running application, on
/// its database, with its jobs and its mail.
/// </summary>
internal sealed class ScenarioReplay(Town town, Uri application, Scenario scenario)
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    /// <summary>The dossier; known once it was opened.</summary>
    public Guid Dossier { get; private set; }

    /// <summary>Its process; known once it was opened.</summary>
    public Guid Instance { get; private set; }

    /// <summary>Where mails to the partner city go.</summary>
    public string PartnerAddress => scenario.Dossier.Contact?.Email ?? "";

    public static Instant At(LocalDateTime time) => Zone.AtLeniently(time).ToInstant();

    public static LocalDateTime Local(Instant instant) => instant.InZone(Zone).LocalDateTime;

    /// <summary>Lets time pass. The jobs due on the way are done before it answers.</summary>
    public async Task PassTimeAsync(Instant until)
    {
        var administrator = await town.OfficialAsync(application, "administrator");
        var now = InstantPattern
            .ExtendedIso.Parse((await administrator.GetAsync("demo/clock")).Expect(200).GetProperty("now").GetString()!)
            .Value;
        if (until > now)
            (await administrator.PostAsync("demo/clock", new { to = InstantPattern.ExtendedIso.Format(until) })).Expect(
                200
            );
    }

    /// <summary>The request that opens the dossier.</summary>
    public PreparedAct Opening => new(scenario.By, "dossiers", Body(scenario.Dossier));

    public async Task<Answer> OpenAsync(string? key = null)
    {
        var answer = await Opening.SendAsync(town, application, key);
        var opened = answer.Expect(201);
        Dossier = opened.GetProperty("id").GetGuid();
        Instance = opened.GetProperty("instance").GetGuid();
        return answer;
    }

    /// <summary>Where the dossier stands.</summary>
    public async Task<JsonElement> StandingAsync() =>
        (await (await town.OfficialAsync(application, scenario.By)).GetAsync($"dossiers/{Dossier:D}")).Expect(200);

    /// <summary>The same dossier through another node.</summary>
    public ScenarioReplay On(Uri node) => new(town, node, scenario) { Dossier = Dossier, Instance = Instance };

    /// <summary>Takes the step's action; null when it has none.</summary>
    public async Task<Answer?> TakeAsync(ScenarioStep step, string? key = null) =>
        step.Actions == 0 ? null
        : await PrepareAsync(step) is { } act ? await act.SendAsync(town, application, key)
        : new Answer(404, default);

    /// <summary>
    /// The request that takes the step's action, its files uploaded; null when its task is not open. It can be sent to any
    /// node and as often as one likes.
    /// </summary>
    public async Task<PreparedAct?> PrepareAsync(ScenarioStep step) =>
        step switch
        {
            { Complete: { } done } => await CompletingAsync(step.By, done),
            { Message: { } message } => await RecordingAsync(step.By, message),
            { Correct: { } correction } => await CorrectingAsync(step.By, correction),
            { Suspend: not null } => await OrderingAsync("suspend", step),
            { Resume: not null } => await OrderingAsync("resume", step),
            _ => await OrderingAsync("withdraw", step),
        };

    private async Task<PreparedAct?> OrderingAsync(string what, ScenarioStep step)
    {
        var official = await town.OfficialAsync(application, step.By);
        var body = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (field, value) in step.Order!.Fields(step.At.Date, step.NeedsAct))
            body[field] =
                value.ValueKind == JsonValueKind.Object
                    ? new[] { await UploadAsync(official, value.GetProperty("file")) }
                    : value;
        return new PreparedAct(step.By, $"dossiers/{Dossier:D}/{what}", body);
    }

    private static async Task<object> UploadAsync(Official official, JsonElement name) =>
        new
        {
            file = await official.UploadAsync(name.GetString()!, PseudoFile.Bytes(name.GetString()!)),
            name = name.GetString(),
        };

    private async Task<PreparedAct?> CompletingAsync(string role, ScenarioCompletion done)
    {
        var official = await town.OfficialAsync(application, role);
        var task = (await StandingAsync())
            .GetProperty("process")
            .GetProperty("tasks")
            .EnumerateArray()
            .FirstOrDefault(x =>
                x.GetProperty("node").GetString() == done.Node && x.GetProperty("item").GetString() == done.Item
            );
        if (task.ValueKind == JsonValueKind.Undefined)
            return null;
        var path = $"tasks/{Instance:D}/{task.GetProperty("task").GetInt64()}";
        var form = (await official.GetAsync(path)).Expect(200).GetProperty("form");
        var fields = await FieldsAsync(official, form, done.Fields);
        object body = done.Outcome.Length == 0 ? new { fields } : new { outcome = done.Outcome, fields };
        return new PreparedAct(role, path + "/complete", body);
    }

    private async Task<PreparedAct> RecordingAsync(string role, ScenarioMessage message)
    {
        var official = await town.OfficialAsync(application, role);
        var form = (await StandingAsync())
            .GetProperty("process")
            .GetProperty("messages")
            .EnumerateArray()
            .Single(x => x.GetProperty("message").GetString() == message.Name)
            .GetProperty("form");
        var fields = await FieldsAsync(official, form, message.Fields);
        object body = message.Key is null
            ? new { message = message.Name, fields }
            : new
            {
                message = message.Name,
                key = message.Key,
                fields,
            };
        return new PreparedAct(role, $"dossiers/{Dossier:D}/messages", body);
    }

    private async Task<PreparedAct> CorrectingAsync(string role, ScenarioCorrection correction)
    {
        var official = await town.OfficialAsync(application, role);
        var recorded = (await official.GetAsync($"dossiers/{Dossier:D}/recorded"))
            .Expect(200)
            .EnumerateArray()
            .FirstOrDefault(x =>
                correction.Values.ContainsKey(x.GetProperty("variable").GetString()!)
                && (correction.Item.Length == 0 || x.GetProperty("item").GetString() == correction.Item)
            );
        long? scope = recorded.ValueKind == JsonValueKind.Undefined ? null : recorded.GetProperty("scope").GetInt64();
        return new PreparedAct(
            role,
            $"dossiers/{Dossier:D}/corrections",
            new
            {
                scope,
                reason = correction.Reason,
                values = correction.Values,
            }
        );
    }

    private static async Task<Dictionary<string, object>> FieldsAsync(
        Official official,
        JsonElement form,
        IReadOnlyDictionary<string, JsonElement> given
    )
    {
        var kinds = form.GetProperty("fields")
            .EnumerateArray()
            .ToDictionary(x => x.GetProperty("id").GetString()!, x => x.GetProperty("kind").GetString()!);
        var fields = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (id, value) in given)
            fields[id] = value.ValueKind != JsonValueKind.Object ? value : await NamedAsync(value, kinds[id]);
        return fields;

        async Task<object> NamedAsync(JsonElement value, string kind)
        {
            if (value.TryGetProperty("file", out var file))
                return new[] { await UploadAsync(official, file) };
            if (value.TryGetProperty("files", out var files))
                return await Task.WhenAll(files.EnumerateArray().Select(x => UploadAsync(official, x)));
            var text = value.GetProperty("text").EnumerateObject().ToList();
            if (kind == "textVersion")
                return TextVersionHash.Compute(
                    text.Select(x => KeyValuePair.Create(x.Name, PseudoFile.Hash(x.Value.GetString()!)))
                );
            var languages = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var language in text)
                languages[language.Name] = await UploadAsync(official, language.Value);
            return languages;
        }
    }

    private static object Body(ScenarioDossier data) =>
        new
        {
            data.Title,
            data.Kind,
            data.PartnerCity,
            data.PartnerCountry,
            data.Objectives,
            data.PrioritySectors,
            data.Departments,
            data.BudgetChapter,
            data.FundingSources,
            data.Profile,
            data.Contact,
            data.Relations,
        };
}

/// <summary>A request as somebody of a role would send it, ready to be sent.</summary>
internal sealed record PreparedAct(string Role, string Path, object Body)
{
    public async Task<Answer> SendAsync(Town town, Uri node, string? key = null) =>
        await (await town.OfficialAsync(node, Role)).PostAsync(Path, Body, key);
}
