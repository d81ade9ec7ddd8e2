using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class EarlyFactsTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_vote_that_comes_before_its_step_is_kept_and_told_in_the_dossier_s_history(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");

        var result = await store.RunAsync(instance, store.Receiving("partner"));

        var kept = Assert.IsType<StepResult.Kept>(result);
        await using var database = store.Database();
        Assert.Equal(InboxRow.Waiting, (await database.Inbox.SingleAsync(row => row.Id == kept.Inbox)).Status);
        var history = await new JournalReader(database).ReadAsync(
            TestStore.Authority,
            Journal.OfDossier(store.Dossier),
            CancellationToken.None
        );
        Assert.Equal("partner", Assert.IsType<FactKept>(Assert.Single(history).Fact).Message);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_kept_vote_is_matched_when_its_step_opens_in_the_name_of_who_brought_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var colleague = new Actor("account-9", "person-9", TestStore.Authority, "clerk");
        await store.RunAsync(instance, store.Receiving("partner") with { Actor = colleague, Reason = "sent by post" });
        store.Time.Advance(TimeSpan.FromDays(30));

        await store.RunAsync(instance, store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId));

        await using var database = store.Database();
        Assert.NotNull(await store.OpenTaskAsync(instance, "sign"));
        var row = await database.Inbox.SingleAsync();
        Assert.Equal((InboxRow.Matched, store.Clock.Now), (row.Status, row.MatchedAt));
        var received = (
            await new JournalReader(database).ReadAsync(
                TestStore.Authority,
                Journal.OfInstance(instance),
                CancellationToken.None
            )
        ).Single(entry => entry.Event is MessageReceived);
        Assert.Equal((colleague, "sent by post", store.Clock.Now), (received.Actor, received.Reason, received.At));
        await ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_kept_vote_that_the_process_ends_without_stays_and_the_history_tells_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var kept = Assert.IsType<StepResult.Kept>(await store.RunAsync(instance, store.Receiving("partner")));

        await store.RunAsync(instance, new WithdrawProcess(store.Clock.Now, TestStore.Clerk) { Reason = "no funds" });

        await using var database = store.Database();
        Assert.Equal(InboxRow.Unclaimed, (await database.Inbox.SingleAsync()).Status);
        var told = (
            await new JournalReader(database).ReadAsync(
                TestStore.Authority,
                Journal.OfDossier(store.Dossier),
                CancellationToken.None
            )
        )[^1];
        Assert.Equal(
            new FactUnclaimed($"{kept.Inbox:D}", $"{instance:D}", "partner", ""),
            Assert.IsType<FactUnclaimed>(told.Fact)
        );
        Assert.Equal("no funds", told.Reason);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_kept_votes_the_older_is_matched_and_the_other_stays(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        await store.RunAsync(instance, store.Receiving("partner"));
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.RunAsync(instance, store.Receiving("partner"));

        await store.RunAsync(instance, store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId));

        await using var database = store.Database();
        Assert.Equal(
            [InboxRow.Matched, InboxRow.Waiting],
            await database.Inbox.OrderBy(row => row.ReceivedAt).Select(row => row.Status).ToListAsync()
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_kept_vote_that_the_process_refuses_stays_and_somebody_is_told(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var fields = ImmutableDictionary<string, DataValue>.Empty;
        await store.RunAsync(
            instance,
            store.Receiving("partner") with
            {
                Fields = fields.Add("votes", DataValue.Of(41)),
            }
        );

        var result = await store.RunAsync(
            instance,
            store.Completing((await store.OpenTaskAsync(instance, "opinion")).TaskId) with
            {
                Fields = fields.Add("seats", DataValue.Of(33)),
            }
        );

        Assert.IsType<StepResult.Done>(result);
        await using var database = store.Database();
        Assert.Equal(InboxRow.Waiting, (await database.Inbox.SingleAsync()).Status);
        Assert.Equal("kept-fact-refused", (await database.Incidents.SingleAsync()).Code);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_vote_that_nobody_waited_for_when_the_process_ended_stays_visible(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        await store.RunAsync(instance, store.Receiving("partner"));

        await store.RunAsync(instance, new WithdrawProcess(store.Clock.Now, TestStore.Clerk) { Reason = "no money" });

        await using var database = store.Database();
        Assert.Equal(InboxRow.Unclaimed, (await database.Inbox.SingleAsync()).Status);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_vote_and_the_opening_of_its_step_at_once_always_meet(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        for (var round = 0; round < 10; round++)
        {
            var instance = await store.StartAsync("approval");
            var task = await store.OpenTaskAsync(instance, "opinion");

            await Task.WhenAll(
                Task.Run(() => store.RunAsync(instance, store.Receiving("partner"))),
                Task.Run(() => store.RunAsync(instance, store.Completing(task.TaskId)))
            );

            Assert.NotNull(await store.OpenTaskAsync(instance, "sign"));
        }
    }
}
