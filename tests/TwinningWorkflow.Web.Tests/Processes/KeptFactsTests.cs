using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class KeptFactsTests(Postgres postgres)
{
    private static readonly Actor Administrator = new(
        "account-8",
        "person-8",
        TestStore.Authority,
        Roles.Administrator
    );

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_fact_set_aside_is_not_matched_when_its_step_opens_and_stays_with_who_and_why(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var (instance, fact) = await KeepAsync(store);
        store.Time.Advance(TimeSpan.FromHours(1));
        var then = store.Clock.Now;

        var result = await SetAsideAsync(store, fact, Administrator, "of the round that is over");

        Assert.IsType<SetAside.Done>(result);
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.RunAsync(instance, store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId));
        await using var database = store.Database();
        Assert.False(await database.Tasks.AnyAsync(row => row.Node == "sign"));
        Assert.Equal("partner", (await database.Waits.SingleAsync()).Message);
        var row = await database.Inbox.SingleAsync();
        Assert.Equal((InboxRow.Aside, then, "person-8"), (row.Status, row.SetAsideAt, row.SetAsideBy));
        Assert.Contains("\"message\":\"partner\"", row.Command, StringComparison.Ordinal);
        var told = (await HistoryAsync(store))[^1];
        Assert.Equal(new FactSetAside($"{fact:D}", $"{instance:D}", "partner", ""), told.Fact);
        Assert.Equal((then, Administrator, "of the round that is over"), (told.At, told.Actor, told.Reason));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_facts_of_a_kind_the_one_that_was_not_set_aside_is_matched(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var (instance, older) = await KeepAsync(store);
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.RunAsync(instance, store.Receiving("partner"));
        await SetAsideAsync(store, older, Administrator);

        await store.RunAsync(instance, store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId));

        await using var database = store.Database();
        Assert.Equal(
            [InboxRow.Aside, InboxRow.Matched],
            await database.Inbox.OrderBy(row => row.ReceivedAt).Select(row => row.Status).ToListAsync()
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_many_who_set_a_fact_aside_at_once_one_does_and_the_others_are_told_that_it_waits_no_more(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var (_, fact) = await KeepAsync(store);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i =>
                    Task.Run(() => SetAsideAsync(store, fact, Administrator with { Account = $"account-{i}" }))
                )
        );

        Assert.Single(results.OfType<SetAside.Done>());
        var late = results.OfType<SetAside.NotKept>().ToList();
        Assert.Equal(3, late.Count);
        Assert.All(late, x => Assert.Equal(InboxRow.Aside, x.Now.Row.Status));
        Assert.Single(await HistoryAsync(store), x => x.Fact is FactSetAside);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_same_request_under_one_key_is_done_once_and_another_under_it_is_refused(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var (_, fact) = await KeepAsync(store);

        var first = await SetAsideAsync(store, fact, Administrator, key: "key-1");
        var second = await SetAsideAsync(store, fact, Administrator, key: "key-1");
        var other = await SetAsideAsync(store, fact, Administrator, "another reason", "key-1");

        Assert.IsType<SetAside.Done>(first);
        Assert.IsType<SetAside.Done>(second);
        Assert.IsType<SetAside.KeyReused>(other);
        Assert.Single(await HistoryAsync(store), x => x.Fact is FactSetAside);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_fact_that_its_step_takes_at_the_same_moment_is_either_taken_or_set_aside(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        for (var round = 0; round < 8; round++)
        {
            var (instance, fact) = await KeepAsync(store);
            var task = await store.OpenTaskAsync(instance, "opinion");

            var aside = Task.Run(() => SetAsideAsync(store, fact, Administrator));
            await Task.WhenAll(aside, Task.Run(() => store.RunAsync(instance, store.Completing(task.TaskId))));

            await using var database = store.Database();
            var taken = await database.Tasks.AnyAsync(row => row.InstanceId == instance && row.Node == "sign");
            var row = await database.Inbox.SingleAsync(x => x.Id == fact);
            Assert.Equal(taken ? InboxRow.Matched : InboxRow.Aside, row.Status);
            Assert.Equal(taken, await aside is SetAside.NotKept { Now.Row.Status: InboxRow.Matched });
        }
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_fact_that_its_step_refused_leaves_no_open_incident_when_it_is_set_aside(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var fields = ImmutableDictionary<string, DataValue>.Empty;
        var wrong = store.Receiving("partner") with { Fields = fields.Add("votes", DataValue.Of(41)) };
        var fact = ((StepResult.Kept)await store.RunAsync(instance, wrong)).Inbox;
        await store.RunAsync(
            instance,
            store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId) with
            {
                Fields = fields.Add("seats", DataValue.Of(33)),
            }
        );
        await using var database = store.Database();
        Assert.Null((await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);

        await SetAsideAsync(store, fact, Administrator);

        Assert.Equal(store.Clock.Now, (await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Whose_it_is_not_is_refused_and_the_authority_s_history_tells_that_it_was_tried(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var (instance, fact) = await KeepAsync(store);

        var result = await SetAsideAsync(store, fact, TestStore.Clerk with { Role = Roles.Auditor });

        Assert.IsType<SetAside.NotYours>(result);
        await using var database = store.Database();
        Assert.Equal(InboxRow.Waiting, (await database.Inbox.SingleAsync()).Status);
        var told = await new JournalReader(database).ReadAsync(
            TestStore.Authority,
            Journal.OfAuthority(TestStore.Authority),
            CancellationToken.None
        );
        Assert.Equal(new StepRefused($"{instance:D}", "set-fact-aside", "NotYours"), Assert.Single(told).Fact);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_the_process_ended_without_is_not_set_aside_any_more(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var (instance, fact) = await KeepAsync(store);
        await store.RunAsync(instance, new WithdrawProcess(store.Clock.Now, TestStore.Clerk) { Reason = "no funds" });

        var result = await SetAsideAsync(store, fact, Administrator);

        Assert.Equal(InboxRow.Unclaimed, Assert.IsType<SetAside.NotKept>(result).Now.Row.Status);
    }

    private static async Task<(Guid Instance, Guid Fact)> KeepAsync(TestStore store)
    {
        var instance = await store.StartAsync("approval");
        return (instance, ((StepResult.Kept)await store.RunAsync(instance, store.Receiving("partner"))).Inbox);
    }

    private static async Task<SetAside> SetAsideAsync(
        TestStore store,
        Guid fact,
        Actor actor,
        string reason = "superseded",
        string? key = null
    )
    {
        await using var database = store.Database();
        var facts = new KeptFacts(database, store.Connections, store.Catalog, store.Clock);
        var kept = await facts.FindAsync(TestStore.Authority, store.Dossier, fact, CancellationToken.None);
        return await facts.SetAsideAsync(kept!, actor, reason, key, CancellationToken.None);
    }

    private static async Task<IReadOnlyList<JournalEntry>> HistoryAsync(TestStore store)
    {
        await using var database = store.Database();
        return await new JournalReader(database).ReadAsync(
            TestStore.Authority,
            Journal.OfDossier(store.Dossier),
            CancellationToken.None
        );
    }
}
