using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class ProcessRunnerTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_started_process_has_its_task_on_the_desk(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));

        var instance = await store.StartAsync("approval");

        var task = await store.OpenTaskAsync(instance, "opinion");
        Assert.Equal("clerk", task.Role);
        Assert.Equal(store.Clock.Now, task.OpenedAt);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_completed_task_is_done_and_its_process_ended(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");

        var result = await store.RunAsync(instance, store.Completing(task.TaskId));

        Assert.IsType<StepResult.Done>(result);
        await using var database = store.Database();
        Assert.Equal(TaskRow.Done, (await database.Tasks.SingleAsync()).Status);
        Assert.Equal("completed", (await database.Instances.SingleAsync()).Status);
    }
}
