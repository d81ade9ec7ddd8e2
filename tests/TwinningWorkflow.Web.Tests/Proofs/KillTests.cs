using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Tests.Replay;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>kill -9 wherever it strikes: the way to the signature is walked to its end, and nothing on it happens twice.</summary>
public sealed class KillTests(Postgres postgres)
{
    private const int Walkers = 4;

    /// <summary>A node lives for fewer acts than this.</summary>
    private const int Lifetime = 12;

    /// <summary>And then for less than this, in milliseconds: any moment of an act, or of the timers, services and mails meanwhile.</summary>
    private const int Afterwards = 400;

    /// <summary>Longer than the walks take and than a mail may be claimed by a node that died with it.</summary>
    private static readonly Duration Claim = Duration.FromHours(2);

    private static readonly int Kills = Pace.Of(ordinary: 5, slow: 20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [Trait("pace", "full")]
    [InlineData(Provider.Postgres)]
    [InlineData(Provider.Sqlite)]
    public async Task Killed_at_random_moments_the_way_to_the_signature_is_walked_to_its_end_and_no_step_is_done_twice(
        Provider provider
    )
    {
        var seed = Pace.Seed();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);

        // given: what the way leaves behind when nobody is killed
        await using var town = await BresciaKaunas.TownAsync(postgres, provider);
        await using var node = new MortalNode(town);
        await node.StartAsync();
        var model = await Walk.ToTheEndAsync(town, node, "undisturbed");

        // when: walkers walk one dossier after the other while the node is killed and started again
        var watch = Stopwatch.StartNew();
        var walks = new ConcurrentBag<Walk>();
        using var kills = new CancellationTokenSource();
        var walking = Task.WhenAll(Enumerable.Range(1, Walkers).Select(WalkOnAsync));
        var cut = new List<int>();
        while (cut.Count < Kills && !walking.IsCompleted)
        {
            var last = node.Sent + random.Next(Lifetime);
            await Until.HoldsAsync(() => Task.FromResult(node.Sent), sent => sent >= last, Patience);
            // no wait for anything, but the moment itself
            await Task.Delay(random.Next(Afterwards));
            cut.Add(await node.KillAsync());
            await node.StartAsync();
        }
        await kills.CancelAsync();
        await walking;
        var walked = watch.Elapsed;
        Assert.True(node.Lost > 0, "Expected that somebody lost an answer, but nobody did.");

        // then: every request, sent again, is answered as it was
        foreach (var walk in walks)
            await walk.RepeatAsync(town, node);
        // and every walk has left what the undisturbed one left, once
        var ledger = await Ledger.ProveAsync(town);
        foreach (var walk in walks)
        {
            Assert.Equal(ledger.Of(model.Instance).Order(), ledger.Of(walk.Instance).Order());
            Assert.Equal(ledger.OfDossier(model.Dossier), ledger.OfDossier(walk.Dossier));
        }
        await using var database = town.Database();
        Assert.Equal(walks.Count + 1, await database.Dossiers.CountAsync());
        Assert.Equal(walks.Count + 1, await database.Instances.CountAsync(row => row.Status == "completed"));
        Assert.Equal(
            Enumerable.Range(1, walks.Count + 1),
            await database.Register.Select(row => row.Number).OrderBy(number => number).ToListAsync()
        );
        var mails = await MailedAsync(town, node, model, walks);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{provider}: {cut.Count} kills in {walked.TotalSeconds:0.0} s, {cut.Sum()} acts cut off, {node.Repeated} sent again; "
                + $"{walks.Count} dossiers walked to the end; {mails.Count} mails, {mails.Count(mail => mail.Attempts > 1)} tried more than once"
        );

        async Task WalkOnAsync(int walker)
        {
            for (var number = 1; !kills.IsCancellationRequested; number++)
                walks.Add(await Walk.ToTheEndAsync(town, node, $"walker {walker}, dossier {number}"));
        }
    }

    /// <summary>
    /// Waits until nothing is left to be sent. Then each dossier has the mails of the undisturbed one, each mail a Message-ID
    /// of its own, and each that was sent lies once in the pickup folder. One that does not say so may lie there too: it was
    /// written, the node died before it could note it, and its task was done when the next tried.
    /// </summary>
    private static async Task<List<MailRow>> MailedAsync(
        Town town,
        MortalNode node,
        Walk model,
        IReadOnlyCollection<Walk> walks
    )
    {
        await node.ActAsync(async life =>
        {
            await BresciaKaunas.New(town, life).PassTimeAsync(BresciaKaunas.Morning + Claim);
            return true;
        });
        var wanted = await new OutgoingMails(town).SinceLastTimeAsync();
        await using var database = town.Database();
        var mails = await database.Mails.AsNoTracking().ToListAsync();
        Assert.Equal(mails.Count, mails.DistinctBy(mail => mail.MessageId, StringComparer.Ordinal).Count());
        // what is kept for somebody's next hour goes then: it was written, and once
        Assert.Equal(
            mails.Count(mail => mail.Status == MailRow.Sent || mail is { Status: MailRow.Pending, KeptFor: not null }),
            wanted.Count(mail => mail.Message is not null)
        );
        foreach (var file in Directory.GetFiles(town.Pickup, "*.eml"))
        {
            var mail = mails.Single(mail => file.EndsWith($"-{mail.MessageId[..16]}.eml", StringComparison.Ordinal));
            Assert.True(mail is { Status: MailRow.Sent } or { Status: MailRow.Moot, Attempts: > 1 }, mail.Key);
        }
        // an entry is taken back from those to whom it had left by then, and that is what a kill decides
        var each = mails
            .Where(mail => mail.Kind != Web.Processes.PlannedMail.TaskGone)
            .ToLookup(mail => mail.InstanceId, mail => $"{mail.Kind} to {mail.ToAddress}");
        foreach (var walk in walks)
            Assert.Equal(each[model.Instance].Order(), each[walk.Instance].Order());
        return mails;
    }
}
