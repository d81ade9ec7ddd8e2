using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class IncidentDeskTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_correction_leaves_the_incident_open_and_a_retry_closes_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.Stopping("stopping"));
        var instance = await StopAsync(store);
        await using var database = store.Database();
        var incident = await database.Incidents.AsNoTracking().SingleAsync();
        var number = long.Parse(incident.Key.Split('/')[1], CultureInfo.InvariantCulture);
        var values = ImmutableDictionary<string, DataValue>.Empty.Add("vote.votes", DataValue.Of(27));

        await store.RunAsync(
            instance,
            new CorrectData(store.Clock.Now, TestStore.Clerk, number, values) { Reason = "read again" }
        );
        Assert.Null((await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        await ReplayTests.AssertReplaysAsync(store);
        await store.RunAsync(
            instance,
            new RetryIncident(store.Clock.Now, TestStore.Clerk, number) { Reason = "read again" }
        );

        Assert.NotNull((await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        Assert.Equal("sign", (await store.OpenTaskAsync(instance, "sign")).Node);
        await ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_move_closes_the_incident_and_opens_the_other_step(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.Stopping("stopping"));
        var instance = await StopAsync(store);
        await using var database = store.Database();
        var incident = await database.Incidents.AsNoTracking().SingleAsync();
        var number = long.Parse(incident.Key.Split('/')[1], CultureInfo.InvariantCulture);

        await store.RunAsync(
            instance,
            new MoveToken(store.Clock.Now, TestStore.Clerk, number, "vote") { Reason = "vote again" }
        );

        Assert.NotNull((await database.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        Assert.Equal(2, await database.Tasks.CountAsync(row => row.Node == "vote"));
        Assert.Equal(1, await database.Tasks.CountAsync(row => row.Node == "vote" && row.Status == TaskRow.Open));
        await ReplayTests.AssertReplaysAsync(store);
    }

    private static async Task<Guid> StopAsync(TestStore store)
    {
        var instance = await store.StartAsync("stopping");
        var fields = ImmutableDictionary<string, DataValue>.Empty.Add("votes", DataValue.Of(7));
        var task = (await store.OpenTaskAsync(instance, "vote")).TaskId;
        await store.RunAsync(instance, store.Completing(task, "yes") with { Fields = fields });
        return instance;
    }
}
