using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Reading;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

public sealed class PastDurationsTests(Postgres postgres)
{
    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_step_takes_as_long_as_half_of_the_last_ones_took(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.OneTask("approval"),
            Bpmn.OneTask("other")
        );
        foreach (var days in new[] { 1, 20, 4 })
            await TakeAsync(store, "approval", days);
        // of another process, and too few to say anything
        await TakeAsync(store, "other", 90);

        var past = new PastDurations(store.Connections);

        Assert.Equal(
            [KeyValuePair.Create("opinion", 4)],
            await past.OfAsync(TestStore.Authority, "approval", Rome, CancellationToken.None)
        );
        Assert.Empty(await past.OfAsync(TestStore.Authority, "other", Rome, CancellationToken.None));
        Assert.Empty(await past.OfAsync("elsewhere", "approval", Rome, CancellationToken.None));
    }

    private static async Task TakeAsync(TestStore store, string process, int days)
    {
        var instance = await store.StartAsync(process);
        var task = await store.OpenTaskAsync(instance, "opinion");
        await store.RunAsync(instance, store.Completing(task.TaskId));
        await using var database = store.Database();
        var done = task.OpenedAt + Duration.FromDays(days);
        await database
            .Tasks.Where(row => row.InstanceId == instance)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.ClosedAt, done));
    }
}
