using System.Diagnostics;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Tests.Replay;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

using Answer = Replay.Answer;

/// <summary>Branches that end in the same moment on different nodes: the join must count each of them once.</summary>
public sealed class BranchRaceTests(Postgres postgres)
{
    private const string Council = "council";
    private const string Partner = "partnerCouncilAct";
    private const string Window = "window";

    private static readonly int Dossiers = Pace.Of(ordinary: 12, slow: 200);

    /// <summary>Fewer than the workers of two nodes: every timer must find one in which to wait.</summary>
    private static readonly ParallelOptions AFew = new() { MaxDegreeOfParallelism = 6 };

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Who joins the queue in which order; the window does when its timer rings, about a second after it began.</summary>
    private static readonly string[][] Arrivals =
    [
        [Council, Partner, Window],
        [Window, Partner, Council],
        [Partner, Window, Council],
        [Partner, Council, Window],
        [Window, Council, Partner],
        [Council, Window, Partner],
    ];

    /// <summary>The facts with which the three branches end.</summary>
    private static readonly IReadOnlyList<string> Ends =
    [
        "done publishOnAlbo publishCouncil",
        "received partnerAct",
        "fired windowElapsed",
    ];

    /// <summary>What must be told once of each: the ends, every way into the join, and the one way out.</summary>
    private static readonly IReadOnlyList<string> Once =
    [
        .. Ends,
        "flow noticePhase-join",
        "flow publishGiunta-join",
        "flow afterCouncil-join",
        "flow partnerPhase-join",
        "join-passed join",
        "flow join-ceremonyPhase",
        "opened planCeremony",
    ];

    [Fact]
    [Trait("pace", "full")]
    public async Task Both_councils_and_the_window_end_at_once_on_two_nodes_and_every_branch_is_counted()
    {
        // given: dossiers that wait for the publication of the Council's act, for the partner's, and for the delivery with which
        // the term begins and is over
        await using var town = await BresciaKaunas.TownAsync(postgres, Provider.Postgres);
        await using var first = await town.ServeAsync();
        await using var second = await town.ServeAsync();
        RunningApplication[] nodes = [first, second];
        var delivery = BresciaKaunas.Act("recordDelivery", "MAECI");
        var publishing = BresciaKaunas.Act("publishOnAlbo", "publishCouncil");
        var acts = BresciaKaunas
            .Before("publishOnAlbo", "publishCouncil")
            .Where(act => act != delivery)
            .Select(EnforceableAtOnce)
            .ToList();
        var watch = Stopwatch.StartNew();
        var dossiers = new ScenarioReplay[Dossiers];
        await Parallel.ForAsync(
            0,
            Dossiers,
            AFew,
            async (i, _) => dossiers[i] = await BresciaKaunas.WalkAsync(town, nodes[i % 2], acts)
        );
        var walked = watch.Elapsed;

        // when
        await Parallel.ForAsync(
            0,
            Dossiers,
            AFew,
            async (i, _) => await EndAllAtOnceAsync(dossiers[i], Arrivals[i % 6], nodes[i % 2], nodes[(i + 1) % 2])
        );
        var raced = watch.Elapsed - walked;

        // then
        foreach (var dossier in dossiers)
        {
            var process = (await dossier.StandingAsync()).GetProperty("process");
            var open = Assert.Single(process.GetProperty("tasks").EnumerateArray());
            Assert.Equal("planCeremony", open.GetProperty("node").GetString());
            Assert.Empty(process.GetProperty("timers").EnumerateArray());
            Assert.True(
                Assert.Single(process.GetProperty("gates").EnumerateArray()).GetProperty("isOpen").GetBoolean()
            );
        }
        var ledger = await Ledger.ProveAsync(town);
        var last = new List<string>();
        foreach (var dossier in dossiers)
        {
            var facts = ledger.Of(dossier.Instance);
            foreach (var once in Once)
                Assert.Single(facts, once);
            last.Add(facts.Last(Ends.Contains));
        }
        // the race was one: whoever was the last to reach the join differs. Whether the window's timer is ever the last depends on
        // how soon Hangfire rings it, and on nothing that is proved here
        Assert.True(last.Distinct(StringComparer.Ordinal).Count() > 1, string.Join(", ", last));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Dossiers} dossiers walked in {walked.TotalSeconds:0.0} s, raced in {raced.TotalSeconds:0.0} s; the last to "
                + string.Join(", ", last.CountBy(end => end).Select(end => $"{end.Value} x {end.Key}"))
        );

        async Task EndAllAtOnceAsync(
            ScenarioReplay dossier,
            string[] arrivals,
            RunningApplication node,
            RunningApplication other
        )
        {
            var delivered = (await dossier.PrepareAsync(delivery))!;
            var council = (await dossier.PrepareAsync(publishing))!;
            var partner = (await dossier.PrepareAsync(BresciaKaunas.Act(Partner)))!;
            var held = await HeldInstance.TakeAsync(town.Postgres!, dossier.Instance);
            // whoever holds it next stands in the queue right behind the delivery, before its timer can
            var delivering = delivered.SendAsync(town, other.Address);
            await held.UntilWantedByAsync(1);
            var holding = HeldInstance.TakeAsync(town.Postgres!, dossier.Instance);
            await held.UntilWantedByAsync(2);
            await held.DisposeAsync();
            (await delivering).Expect(200);

            var answers = new List<Task<Answer>>();
            await using (held = await holding)
                foreach (var (i, arrival) in arrivals.Index())
                {
                    if (arrival != Window)
                        answers.Add(
                            arrival == Council
                                ? council.SendAsync(town, node.Address)
                                : partner.SendAsync(town, other.Address)
                        );
                    await held.UntilWantedByAsync(i + 1);
                }

            // nobody lost: they ended different branches, so none has to be sent again
            foreach (var answer in answers)
                (await answer).Expect(200);
            await Until.HoldsAsync(IsAtTheCeremonyAsync, isThere => isThere, Patience);

            async Task<bool> IsAtTheCeremonyAsync() =>
                (await dossier.StandingAsync())
                    .GetProperty("process")
                    .GetProperty("tasks")
                    .EnumerateArray()
                    .Any(task => task.GetProperty("node").GetString() == "planCeremony");
        }

        // so that the Council's branch ends with the publication, and not with the timer that would follow it
        static ScenarioStep EnforceableAtOnce(ScenarioStep act) =>
            act.Complete?.Node == Council ? BresciaKaunas.With(act, "immediatelyEnforceable", true) : act;
    }
}
