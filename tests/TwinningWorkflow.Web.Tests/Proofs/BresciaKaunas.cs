using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Tests.Replay;
using TwinningWorkflow.Web.Tests.Simulation;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>
/// The way of Brescia and Kaunas to the signature, walked on a day when all its dates are past: nobody has to wait for
/// anything, and the term for observations is over as soon as it begins.
/// </summary>
internal static class BresciaKaunas
{
    private static readonly LocalDate Day = new(2024, 7, 8);
    private static readonly Scenario Scenario = Scenario.Load(Simulator.ScenarioFile("brescia-kaunas.json"));

    /// <summary>When it is walked.</summary>
    public static readonly Instant Morning = ScenarioReplay.At(Day.At(new LocalTime(10, 0)));

    /// <summary>What people do on the way, in order.</summary>
    public static readonly IReadOnlyList<ScenarioStep> Acts =
    [
        .. Scenario.Steps.Where(step => step.Actions == 1 && step.Expect?.Rejected is null).Select(SignedToday),
    ];

    /// <summary>The first act of a node (and item), or the message of that name.</summary>
    public static ScenarioStep Act(string name, string item = "") =>
        Acts.First(act => NameOf(act) == name && (act.Complete?.Item ?? "") == item);

    /// <summary>A dossier of theirs, not yet opened.</summary>
    public static ScenarioReplay New(Town town, RunningApplication node) => new(town, node, Scenario);

    /// <summary>The acts that come before the first one of that name.</summary>
    public static IEnumerable<ScenarioStep> Before(string name) => Acts.TakeWhile(act => NameOf(act) != name);

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

    private static string NameOf(ScenarioStep act) => act.Complete?.Node ?? act.Message!.Name;

    // not before the term for observations was over, and that is today
    private static ScenarioStep SignedToday(ScenarioStep act) =>
        act.Complete is { Node: "sign", Outcome: "signed" } sign
            ? act with
            {
                Complete = sign with
                {
                    Fields = new Dictionary<string, JsonElement>(sign.Fields, StringComparer.Ordinal)
                    {
                        ["signedOn"] = JsonSerializer.SerializeToElement(LocalDatePattern.Iso.Format(Day)),
                    },
                },
            }
            : act;
}
