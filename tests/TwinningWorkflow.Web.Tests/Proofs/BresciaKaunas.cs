using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Tests.Replay;
using TwinningWorkflow.Web.Tests.Simulation;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>
/// The way of Brescia and Kaunas, walked on a day when all its dates are past: nobody has to wait for anything, and every
/// term is over as soon as it begins.
/// </summary>
internal static class BresciaKaunas
{
    private static readonly LocalDate Day = new(2025, 7, 8);
    private static readonly Scenario Scenario = Scenario.Load(Simulator.ScenarioFile("brescia-kaunas.json"));

    private static readonly LocalDate Ceremony = Scenario
        .Steps.First(step => step.Complete?.Node == "planCeremony")
        .At.Date;

    /// <summary>When it is walked.</summary>
    public static readonly Instant Morning = ScenarioReplay.At(Day.At(new LocalTime(10, 0)));

    /// <summary>What people do on the way, in order.</summary>
    public static readonly IReadOnlyList<ScenarioStep> Acts =
    [
        .. Scenario.Steps.Where(step => step.Actions == 1 && step.Expect?.Rejected is null).Select(Dated),
    ];

    /// <summary>A town on that morning.</summary>
    public static Task<Town> TownAsync(Postgres postgres, Provider provider) =>
        Town.CreateAsync(postgres, provider, Morning);

    /// <summary>The first act of a node (and item), or the message of that name.</summary>
    public static ScenarioStep Act(string name, string item = "") => Acts.First(act => Is(act, name, item));

    /// <summary>A dossier of theirs, not yet opened.</summary>
    public static ScenarioReplay New(Town town, RunningApplication node) => new(town, node.Address, Scenario);

    /// <summary>The acts that come before the first one of that name.</summary>
    public static IEnumerable<ScenarioStep> Before(string name, string item = "") =>
        Acts.TakeWhile(act => !Is(act, name, item));

    /// <summary>The same act with another value in a field.</summary>
    public static ScenarioStep With<T>(ScenarioStep act, string field, T value) =>
        act.Complete is { } done
            ? act with
            {
                Complete = done with { Fields = With(done.Fields, field, value) },
            }
            : act with
            {
                Message = act.Message! with { Fields = With(act.Message.Fields, field, value) },
            };

    private static Dictionary<string, JsonElement> With<T>(
        IReadOnlyDictionary<string, JsonElement> fields,
        string field,
        T value
    ) => new(fields, StringComparer.Ordinal) { [field] = JsonSerializer.SerializeToElement(value) };

    /// <summary>Opens the dossier and takes these acts, all through one node.</summary>
    public static async Task<ScenarioReplay> WalkAsync(
        Town town,
        RunningApplication node,
        IEnumerable<ScenarioStep> acts
    )
    {
        var dossier = New(town, node);
        await dossier.OpenAsync();
        foreach (var act in acts)
            (await dossier.TakeAsync(act))!.Expect(200);
        return dossier;
    }

    private static bool Is(ScenarioStep act, string name, string item) =>
        (act.Complete?.Node ?? act.Message!.Name) == name && (act.Complete?.Item ?? "") == item;

    // from the first ceremony on nothing is dated before the term for observations was over, and that is today
    private static ScenarioStep Dated(ScenarioStep act) =>
        act.At.Date < Ceremony
            ? act
            : (act.Complete?.Fields ?? act.Message!.Fields)
                .Where(field => IsDate(field.Value))
                .Aggregate(act, (dated, field) => With(dated, field.Key, LocalDatePattern.Iso.Format(Day)));

    private static bool IsDate(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && LocalDatePattern.Iso.Parse(value.GetString()!).Success;
}
