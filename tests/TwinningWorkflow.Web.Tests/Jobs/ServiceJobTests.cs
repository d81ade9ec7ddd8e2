using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

public sealed class ServiceJobTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_registration_enters_the_agreement_and_completes_its_step(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Service("approval", "register-agreement")
        );
        var instance = await store.StartAsync("approval");

        Assert.Equal(1, await store.Services().DrainAsync(CancellationToken.None));

        await using var database = store.Database();
        var entry = await database.Register.SingleAsync();
        Assert.Equal((2022, 1, "Kaunas"), (entry.Year, entry.Number, entry.PartnerCity));
        var view = await new InstanceReader(database, store.Catalog).FindAsync(
            TestStore.Authority,
            instance,
            CancellationToken.None
        );
        Assert.Equal(DataValue.Of("2022/1"), view!.State.Data["work.number"]);
        Assert.NotNull(await store.OpenTaskAsync(instance, "opinion"));
        Assert.Equal(1, await database.Journal.CountAsync(row => row.Kind == "agreement-registered"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Drains_at_once_register_once(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Service("approval", "register-agreement")
        );
        for (var i = 0; i < 5; i++)
            await store.StartAsync("approval");

        await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => store.Services().DrainAsync(CancellationToken.None)))
        );

        await using var database = store.Database();
        // five processes of one dossier share its one entry
        Assert.Equal(1, await database.Register.CountAsync());
        Assert.Equal(5, await database.Tasks.CountAsync(row => row.Status == TaskRow.Open));
        Assert.False(await database.Outbox.AnyAsync(row => row.Kind == OutboxRow.Service && row.DoneAt == null));
        await Processes.ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_service_that_nobody_knows_is_an_incident_of_the_process(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Service("approval", "fetch-the-moon")
        );
        await store.StartAsync("approval");

        await store.Services().DrainAsync(CancellationToken.None);

        await using var database = store.Database();
        Assert.Contains("fetch-the-moon", (await database.Incidents.SingleAsync()).Message, StringComparison.Ordinal);
        Assert.False(await database.Outbox.AnyAsync(row => row.Kind == OutboxRow.Service && row.DoneAt == null));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_service_whose_incident_is_retried_is_asked_for_again(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Service("approval", "fetch-the-moon")
        );
        var instance = await store.StartAsync("approval");
        await store.Services().DrainAsync(CancellationToken.None);
        await using var database = store.Database();
        var incident = await database.Incidents.AsNoTracking().SingleAsync();

        await store.RunAsync(
            instance,
            new RetryIncident(
                store.Clock.Now,
                TestStore.Clerk,
                long.Parse(incident.Key.Split('/')[1], CultureInfo.InvariantCulture)
            )
            {
                Reason = "the moon has risen",
            }
        );
        await store.Services().DrainAsync(CancellationToken.None);

        // it was asked for, and failed again
        var open = await database.Incidents.AsNoTracking().SingleAsync(row => row.ResolvedAt == null);
        Assert.NotEqual(incident.Key, open.Key);
        Assert.False(await database.Outbox.AnyAsync(row => row.Kind == OutboxRow.Service && row.DoneAt == null));
        await Processes.ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_service_that_is_passed_by_a_move_is_not_asked_for_again(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Service("approval", "fetch-the-moon")
        );
        var instance = await store.StartAsync("approval");
        await store.Services().DrainAsync(CancellationToken.None);
        await using var database = store.Database();
        var incident = await database.Incidents.AsNoTracking().SingleAsync();

        await store.RunAsync(
            instance,
            new MoveToken(
                store.Clock.Now,
                TestStore.Clerk,
                long.Parse(incident.Key.Split('/')[1], CultureInfo.InvariantCulture),
                "opinion"
            )
            {
                Reason = "the moon is not needed",
            }
        );

        Assert.NotNull((await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        Assert.Equal("opinion", (await store.OpenTaskAsync(instance, "opinion")).Node);
        Assert.False(await database.Outbox.AnyAsync(row => row.Kind == OutboxRow.Service && row.DoneAt == null));
        await Processes.ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_registration_that_fails_writes_nothing_and_is_tried_again_later(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Service("approval", "register-agreement")
        );
        await store.StartAsync("approval");
        await using var database = store.Database();
        // the number that comes next is taken
        database.Register.Add(
            new RegisterEntry
            {
                AuthorityId = TestStore.Authority,
                Year = 2022,
                Number = 1,
                PartnerCity = "Troyes",
                PartnerCountry = "FR",
                SignedOn = null,
            }
        );
        await database.SaveChangesAsync();

        Assert.Equal(0, await store.Services().DrainAsync(CancellationToken.None));

        var row = await database.Outbox.AsNoTracking().SingleAsync(it => it.Kind == OutboxRow.Service);
        Assert.Equal((1, null), (row.Attempts, row.DoneAt));
        Assert.True(row.DueAt > store.Clock.Now);
        Assert.False(await database.Journal.AnyAsync(it => it.Kind == "agreement-registered"));

        await database.Register.ExecuteDeleteAsync();
        store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await store.Services().DrainAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_withdrawn_process_is_not_registered(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Service("approval", "register-agreement")
        );
        var instance = await store.StartAsync("approval");
        await store.RunAsync(instance, new WithdrawProcess(store.Clock.Now, TestStore.Clerk) { Reason = "no money" });

        await store.Services().DrainAsync(CancellationToken.None);

        await using var database = store.Database();
        Assert.Empty(await database.Register.ToListAsync());
        Assert.False(await database.Outbox.AnyAsync(row => row.Kind == OutboxRow.Service && row.DoneAt == null));
    }
}
