using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

public sealed class ForgottenAnswersTests(Postgres postgres)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 31, 3, 0);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Keys_are_forgotten_after_thirty_days_however_many_and_no_younger_one(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using var database = store.Database();
        var over = Now - Duration.FromDays(30) - Duration.FromSeconds(1);
        for (var i = 0; i < 1_001; i++)
            database.Answers.Add(Answer($"old-{i}", over));
        database.Answers.Add(Answer("young", Now - Duration.FromDays(30)));
        await database.SaveChangesAsync();

        var forgotten = await Job(store).ForgetAsync(CancellationToken.None);

        Assert.Equal(1_001, forgotten);
        Assert.Equal(["young"], await database.Answers.Select(row => row.Key).ToListAsync());
        Assert.Equal(0, await Job(store).ForgetAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_leap_of_the_business_clock_forgets_no_key(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        var request = new StepRequest(TestStore.Authority, instance, store.Completing(task.TaskId))
        {
            IdempotencyKey = "key-1",
        };
        await store.Runner.RunAsync(request, CancellationToken.None);
        store.Time.Advance(TimeSpan.FromDays(60));

        await new ForgottenAnswers(store.Connections, TimeProvider.System).ForgetAsync(CancellationToken.None);

        var again = await store.Runner.RunAsync(request, CancellationToken.None);
        Assert.True(Assert.IsType<StepResult.Done>(again).Repeated);
    }

    private static ForgottenAnswers Job(TestStore store) =>
        new(store.Connections, new FakeTimeProvider(Now.ToDateTimeOffset()));

    private static IdempotencyRow Answer(string key, Instant at) =>
        new()
        {
            Account = "account-1",
            Key = key,
            RequestHash = "00.00",
            Answer = "{}",
            At = at,
        };
}
