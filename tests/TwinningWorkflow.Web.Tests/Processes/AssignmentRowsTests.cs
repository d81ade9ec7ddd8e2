using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

/// <summary>Who has a task stands in its row as in the state, and who was given it is written to.</summary>
public sealed class AssignmentRowsTests(Postgres postgres)
{
    private static readonly Guid Ada = Guid.CreateVersion7();
    private static readonly Guid Bea = Guid.CreateVersion7();

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_row_says_who_has_the_task_and_the_journal_gives_the_same_state(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var instance = await store.StartAsync("approval");
        var task = await TaskAsync(store, instance);

        await store.RunAsync(instance, new ClaimTask(store.Clock.Now, Actor(Ada), task.TaskId));
        Assert.Equal(Ada, (await TaskAsync(store, instance)).Assignee);
        Assert.Equal([null], await MailsAsync(store));

        var handing = new AssignTask(store.Clock.Now, Actor(Ada), task.TaskId, $"{Bea:D}") { Reason = "on leave" };
        await store.RunAsync(instance, handing);
        Assert.Equal(Bea, (await TaskAsync(store, instance)).Assignee);
        Assert.Equal([null, Bea], await MailsAsync(store));

        await store.RunAsync(instance, new ReleaseTask(store.Clock.Now, Actor(Bea), task.TaskId));
        Assert.Null((await TaskAsync(store, instance)).Assignee);
        Assert.Equal([null, Bea, null], await MailsAsync(store));

        Assert.Equal(0, await new ReplayCheck(store.Databases, store.Clock).RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Only_what_somebody_had_and_another_has_now_is_taken_back_from_their_calendar()
    {
        var file = Bpmn.TaskWithDeadline("approval", days: 3);
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, file);
        var instance = await store.StartAsync("approval");
        var task = await TaskAsync(store, instance);

        await store.RunAsync(instance, new ClaimTask(store.Clock.Now, Actor(Ada), task.TaskId));
        Assert.Empty(await PassedAsync(store));

        var handing = new AssignTask(store.Clock.Now, Actor(Ada), task.TaskId, $"{Bea:D}") { Reason = "on leave" };
        await store.RunAsync(instance, handing);

        var passed = Assert.Single(await PassedAsync(store));
        Assert.Equal((Ada, Ada, task.TaskId), (passed.Person, passed.By, passed.TaskId));
        Assert.True(passed.Revision > task.TaskId);
    }

    [Fact]
    public async Task With_the_step_by_which_a_task_passes_its_reminders_are_looked_at_anew()
    {
        var file = Bpmn.TaskWithDeadline("approval", days: 3);
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, file);
        var instance = await store.StartAsync("approval");
        var task = await TaskAsync(store, instance);
        Assert.True(await LookAsync() > store.Clock.Now);

        await store.RunAsync(instance, new ClaimTask(store.Clock.Now, Actor(Ada), task.TaskId));

        Assert.Equal(store.Clock.Now, await LookAsync());

        async Task<NodaTime.Instant> LookAsync()
        {
            await using var database = store.Database();
            return await database.Timers.Where(x => x.Kind == TimerRow.Reminder).Select(x => x.DueAt).SingleAsync();
        }
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_who_take_a_task_on_at_once_one_has_it_and_the_other_is_told(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var instance = await store.StartAsync("approval");
        var task = await TaskAsync(store, instance);

        var results = await Task.WhenAll(
            store.RunAsync(instance, new ClaimTask(store.Clock.Now, Actor(Ada), task.TaskId)),
            store.RunAsync(instance, new ClaimTask(store.Clock.Now, Actor(Bea), task.TaskId))
        );

        Assert.Single(results.OfType<StepResult.Done>());
        Assert.Equal(RejectionCode.AssignedToAnother, Assert.Single(results.OfType<StepResult.Refused>()).Code);
        var winner = results[0] is StepResult.Done ? Ada : Bea;
        Assert.Equal(winner, (await TaskAsync(store, instance)).Assignee);
    }

    private static Actor Actor(Guid person) => TestStore.Clerk with { Person = $"{person:D}" };

    private static async Task<TaskRow> TaskAsync(TestStore store, Guid instance)
    {
        await using var database = store.Database();
        return await database.Tasks.AsNoTracking().SingleAsync(task => task.InstanceId == instance);
    }

    /// <summary>To whom the mails go that tell of the task, in order; null: to its role.</summary>
    private static async Task<IEnumerable<Guid?>> MailsAsync(TestStore store) =>
        (await OutboxAsync(store, PlannedMail.TaskAssigned)).Select(mail => mail.Person);

    private static Task<List<PlannedMail>> PassedAsync(TestStore store) => OutboxAsync(store, PlannedMail.TaskPassed);

    private static async Task<List<PlannedMail>> OutboxAsync(TestStore store, string template)
    {
        await using var database = store.Database();
        var rows = await database.Outbox.Where(row => row.Kind == OutboxRow.Mail).ToListAsync();
        return rows.ConvertAll(row => OutboxPayload.Mail(row.Payload)).FindAll(mail => mail.Template == template);
    }
}
