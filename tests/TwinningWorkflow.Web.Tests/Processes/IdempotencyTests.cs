using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class IdempotencyTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_same_request_under_the_same_key_gets_the_same_answer_later_too(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        var first = Assert.IsType<StepResult.Done>(await CompleteAsync(store, instance, task.TaskId, "key-1"));
        store.Time.Advance(TimeSpan.FromMinutes(5));

        var second = Assert.IsType<StepResult.Done>(await CompleteAsync(store, instance, task.TaskId, "key-1"));

        Assert.Equal(first with { Repeated = true }, second);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Another_request_under_the_same_key_is_refused(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        await CompleteAsync(store, instance, task.TaskId, "key-1");

        var second = await CompleteAsync(store, instance, task.TaskId + 1, "key-1");

        Assert.IsType<StepResult.KeyReused>(second);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_refused_request_may_be_mended_under_its_key(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        Assert.IsType<StepResult.Refused>(await CompleteAsync(store, instance, task.TaskId + 1, "key-1"));

        var mended = await CompleteAsync(store, instance, task.TaskId, "key-1");

        Assert.IsType<StepResult.Done>(mended);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_request_sent_twice_at_once_is_done_once_and_answered_twice(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => CompleteAsync(store, instance, task.TaskId, "key-1")))
        );

        Assert.Single(results.Cast<StepResult.Done>(), done => !done.Repeated);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_start_sent_twice_at_once_starts_one_process(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ =>
                    Task.Run(() =>
                        store.Runner.StartAsync(
                            store.Starting("approval") with
                            {
                                IdempotencyKey = "key-1",
                            },
                            CancellationToken.None
                        )
                    )
                )
        );

        Assert.Single(results.Cast<StepResult.Done>().Select(done => done.Instance).Distinct());
        await using var database = store.Database();
        Assert.Equal(1, await database.Instances.CountAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_fact_kept_under_a_key_is_kept_once(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var request = new StepRequest(TestStore.Authority, instance, store.Receiving("partner"))
        {
            IdempotencyKey = "key-1",
        };
        var first = Assert.IsType<StepResult.Kept>(await store.Runner.RunAsync(request, CancellationToken.None));

        var second = Assert.IsType<StepResult.Kept>(await store.Runner.RunAsync(request, CancellationToken.None));

        Assert.Equal(first with { Repeated = true }, second);
        await using var database = store.Database();
        Assert.Equal(1, await database.Inbox.CountAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_was_asked_cannot_be_found_again_by_its_hash(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        foreach (var key in (string[])["key-1", "key-2"])
            await store.Runner.StartAsync(
                store.Starting("approval") with
                {
                    IdempotencyKey = key,
                    RequestHash = "Mario Rossi",
                },
                CancellationToken.None
            );

        await using var database = store.Database();
        var marks = await database.Answers.Select(row => row.RequestHash).ToListAsync();
        var plain = Convert.ToHexStringLower(SHA256.HashData("Mario Rossi"u8));
        Assert.Equal(2, marks.Distinct().Count());
        Assert.All(marks, mark => Assert.DoesNotContain("Mario Rossi", mark, StringComparison.Ordinal));
        Assert.All(marks, mark => Assert.DoesNotContain(plain, mark, StringComparison.Ordinal));
    }

    private static Task<StepResult> CompleteAsync(TestStore store, Guid instance, long task, string key) =>
        store.Runner.RunAsync(
            new StepRequest(TestStore.Authority, instance, store.Completing(task)) { IdempotencyKey = key },
            CancellationToken.None
        );
}
