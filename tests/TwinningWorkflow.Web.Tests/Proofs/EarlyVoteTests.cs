using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Tests.Replay;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

using Answer = Replay.Answer;

/// <summary>The partner's council votes when it likes. Whatever node hears of it, the vote is there when its step opens.</summary>
public sealed class EarlyVoteTests(Postgres postgres)
{
    private const string Vote = "partnerCouncilAct";
    private const string Opening = "giunta";

    private const int VoteFirst = 0;
    private const int ByChance = 2;

    private static readonly int Tries = Pace.Of(ordinary: 12, slow: 150);
    private static readonly ParallelOptions AFew = new() { MaxDegreeOfParallelism = 6 };

    [Fact]
    [Trait("pace", "full")]
    public async Task A_vote_that_comes_early_to_one_node_is_kept_shown_by_the_other_and_matched_once_when_its_step_opens()
    {
        // given
        await using var town = await BresciaKaunas.TownAsync(postgres, Provider.Postgres);
        await using var first = await town.ServeAsync();
        await using var second = await town.ServeAsync();
        var dossier = await BresciaKaunas.WalkAsync(town, first, BresciaKaunas.Before("technicalOpinion"));
        var elsewhere = dossier.On(second.Address);

        // when
        var vote = (await dossier.PrepareAsync(BresciaKaunas.Act(Vote)))!;
        var early = await vote.SendAsync(town, first.Address, "the vote");
        var repeated = await vote.SendAsync(town, second.Address, "the vote");

        // then: kept once, and shown until its step opens
        var id = early.Expect(202).GetProperty("kept").GetGuid();
        Assert.Equal(id, repeated.Expect(202).GetProperty("kept").GetGuid());
        foreach (var act in BresciaKaunas.Acts.SkipWhile(act => act.Complete?.Node != "technicalOpinion"))
        {
            var kept = Assert.Single((await elsewhere.StandingAsync()).GetProperty("kept").EnumerateArray());
            Assert.Equal((id, Vote), (kept.GetProperty("id").GetGuid(), kept.GetProperty("message").GetString()));
            Assert.Contains("Arrivati in anticipo", await PageAsync(second, dossier.Dossier), StringComparison.Ordinal);
            (await elsewhere.TakeAsync(act))!.Expect(200);
            if (act.Complete!.Node == Opening)
                break;
        }
        Assert.Empty((await dossier.StandingAsync()).GetProperty("kept").EnumerateArray());
        Assert.DoesNotContain(
            "Arrivati in anticipo",
            await PageAsync(first, dossier.Dossier),
            StringComparison.Ordinal
        );
        await AssertMatchedOnceAsync(town, dossier, wasKept: true, await Ledger.ProveAsync(town));
    }

    [Fact]
    [Trait("pace", "full")]
    public async Task A_vote_on_one_node_and_the_opening_of_its_step_on_another_at_once_always_meet()
    {
        // given
        await using var town = await BresciaKaunas.TownAsync(postgres, Provider.Postgres);
        await using var first = await town.ServeAsync();
        await using var second = await town.ServeAsync();
        RunningApplication[] nodes = [first, second];
        var dossiers = new ScenarioReplay[Tries];
        var acts = BresciaKaunas.Before(Opening).ToList();
        await Parallel.ForAsync(
            0,
            Tries,
            AFew,
            async (i, _) => dossiers[i] = await BresciaKaunas.WalkAsync(town, nodes[i % 2], acts)
        );

        // when: in a third of them the vote is first, in a third the opening, and a third is left to chance
        var watch = Stopwatch.StartNew();
        var kept = new bool[Tries];
        await Parallel.ForAsync(0, Tries, AFew, async (i, _) => kept[i] = await MeetAsync(dossiers[i], i % 3));
        var took = watch.Elapsed;

        // then
        var ledger = await Ledger.ProveAsync(town);
        foreach (var (i, dossier) in dossiers.Index())
            await AssertMatchedOnceAsync(town, dossier, kept[i], ledger);
        Assert.Equal([false, true], kept.Distinct().Order());
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Tries} votes in {took.TotalSeconds:0.0} s: {kept.Count(x => x)} kept and matched, {kept.Count(x => !x)} met by their step"
        );

        async Task<bool> MeetAsync(ScenarioReplay dossier, int way)
        {
            var vote = (await dossier.PrepareAsync(BresciaKaunas.Act(Vote)))!;
            var opening = (await dossier.PrepareAsync(BresciaKaunas.Act(Opening)))!;
            Func<Task<Answer>> voting = () => vote.SendAsync(town, first.Address);
            Func<Task<Answer>> open = () => opening.SendAsync(town, second.Address);
            Task<Answer>[] sent;
            if (way == ByChance)
                sent = [voting(), open()];
            else
            {
                await using var held = await HeldInstance.TakeAsync(town.Postgres!, dossier.Instance);
                var before = way == VoteFirst ? voting() : open();
                await held.UntilWantedByAsync(1);
                var after = way == VoteFirst ? open() : voting();
                await held.UntilWantedByAsync(2);
                sent = way == VoteFirst ? [before, after] : [after, before];
            }
            (await sent[1]).Expect(200);
            var voted = await sent[0];
            voted.Expect(voted.Status == 202 ? 202 : 200);
            return voted.Status == 202;
        }
    }

    private static async Task AssertMatchedOnceAsync(Town town, ScenarioReplay dossier, bool wasKept, Ledger ledger)
    {
        Assert.Single(ledger.Of(dossier.Instance), "received partnerAct");
        Assert.Equal(wasKept ? 1 : 0, ledger.OfDossier(dossier.Dossier).Count(fact => fact == "fact-kept"));
        await using var database = town.Database();
        Assert.Equal(
            wasKept ? [InboxRow.Matched] : [],
            await database
                .Inbox.Where(row => row.InstanceId == dossier.Instance)
                .Select(row => row.Status)
                .ToListAsync()
        );
        var standing = await dossier.StandingAsync();
        Assert.Empty(standing.GetProperty("kept").EnumerateArray());
        var gate = Assert.Single(standing.GetProperty("process").GetProperty("gates").EnumerateArray());
        Assert.Contains(
            gate.GetProperty("conditions").EnumerateArray(),
            x => x.GetProperty("condition").GetString() == "partnerActHeld" && x.GetProperty("holds").GetBoolean()
        );
    }

    private static async Task<string> PageAsync(RunningApplication node, Guid dossier)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = node.Address,
        };
        var clerk = new Browser(client, "it");
        await clerk.SignInAsync(Town.EmailOf(Roles.Clerk), DemoPeople.Password);
        var page = await clerk.GetAsync($"/dossiers/{dossier:D}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page.Words;
    }
}
