using System.Collections.Immutable;
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
        var done = await database.Tasks.SingleAsync();
        Assert.Equal((TaskRow.Done, "account-1", store.Clock.Now), (done.Status, done.ClosedBy, done.ClosedAt));
        Assert.Equal("completed", (await database.Instances.SingleAsync()).Status);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_many_who_complete_one_task_at_once_one_does_and_the_others_are_told(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskThenMessage("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.RunAsync(instance, store.Completing(task.TaskId))))
        );

        Assert.Single(results, result => result is StepResult.Done);
        Assert.All(
            results.OfType<StepResult.Refused>(),
            refused => Assert.Equal(RejectionCode.TaskNotOpen, refused.Code)
        );
        Assert.Equal(7, results.OfType<StepResult.Refused>().Count());
        await ReplayTests.AssertReplaysAsync(store);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_step_whose_last_row_cannot_be_written_leaves_nothing(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        var document = new Document
        {
            Id = Guid.CreateVersion7(),
            DossierId = store.Dossier,
            AuthorityId = TestStore.Authority,
            FileHash = "00",
            FileName = "twice.pdf",
            Size = 1,
            AddedAt = store.Clock.Now,
            AddedBy = "account-1",
        };
        var request = new StepRequest(TestStore.Authority, instance, store.Completing(task.TaskId))
        {
            Attachments = new StepAttachments([], [document, document], [], []),
        };

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            store.Runner.RunAsync(request, CancellationToken.None)
        );

        await using var database = store.Database();
        Assert.Equal(TaskRow.Open, (await database.Tasks.SingleAsync()).Status);
        Assert.Empty(await database.Documents.ToListAsync());
        var version = (await database.Instances.SingleAsync()).Version;
        Assert.Equal(version, await database.Journal.CountAsync(row => row.Stream == Journal.OfInstance(instance)));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_is_attached_to_a_step_is_filed_with_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        var text = new TextVersion
        {
            DossierId = store.Dossier,
            Number = 0,
            Hash = "aa",
            CreatedAt = store.Clock.Now,
            Files =
            [
                new()
                {
                    Language = "it",
                    FileHash = "bb",
                    FileName = "accordo.pdf",
                },
            ],
        };
        var request = new StepRequest(TestStore.Authority, instance, store.Completing(task.TaskId))
        {
            Attachments = new StepAttachments([], [], [text], []),
        };

        await store.Runner.RunAsync(request, CancellationToken.None);

        await using var database = store.Database();
        var filed = await database.TextVersions.SingleAsync();
        Assert.Equal(1, filed.Number);
        Assert.Equal("accordo.pdf", Assert.Single(filed.Files).FileName);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_instance_of_another_authority_is_not_found(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");

        var result = await store.Runner.RunAsync(
            new StepRequest("cremona", instance, store.Completing(task.TaskId)),
            CancellationToken.None
        );

        Assert.IsType<StepResult.NotFound>(result);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Trying_anothers_step_is_told_in_the_authority_s_stream(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        var mayor = new Actor("account-2", "person-2", TestStore.Authority, "mayor");

        var result = await store.RunAsync(instance, store.Completing(task.TaskId) with { Actor = mayor });

        Assert.Equal(RejectionCode.NotYours, Assert.IsType<StepResult.Refused>(result).Code);
        await using var database = store.Database();
        var told = Assert.Single(
            await new JournalReader(database).ReadAsync(
                TestStore.Authority,
                Journal.OfAuthority(TestStore.Authority),
                CancellationToken.None
            )
        );
        Assert.Equal("account-2", told.Actor.Account);
        Assert.Equal("complete-task", Assert.IsType<StepRefused>(told.Fact).Request);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_bell_rings_after_the_commit_and_not_for_a_refusal(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        var rings = new List<Ring>();
        using var listening = store.Bell.Listen(rings.Add);
        var instance = await store.StartAsync("approval");

        await store.RunAsync(instance, store.Completing(99));

        var ring = Assert.Single(rings);
        Assert.Equal(instance, ring.Instance);
        Assert.Equal(BellParts.Timers | BellParts.Mail, ring.Parts);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_cancelled_timer_s_row_goes_and_its_job_is_named_to_the_bell(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.TaskWithTimer("approval", "PT24H")
        );
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        await using var database = store.Database();
        await database.Timers.ExecuteUpdateAsync(row => row.SetProperty(it => it.JobId, "job-7"));
        var rings = new List<Ring>();
        using var listening = store.Bell.Listen(rings.Add);

        await store.RunAsync(instance, store.Completing(task.TaskId));

        Assert.Empty(await database.Timers.ToListAsync());
        Assert.Equal(["job-7"], Assert.Single(rings).CancelledJobs);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_process_starts_on_a_dossier_of_its_own_authority_only(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));

        var result = await store.Runner.StartAsync(
            store.Starting("approval") with
            {
                Authority = "cremona",
            },
            CancellationToken.None
        );

        Assert.IsType<StepResult.NotFound>(result);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Personal_values_stay_out_of_the_hashed_bytes(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Process(
                "approval",
                $"""
                <bpmn:startEvent id="start" />
                {Bpmn.Task("opinion", """<tw:field id="signer" type="text" personal="true" />""")}
                <bpmn:endEvent id="end" />
                {Bpmn.Flow("f1", "start", "opinion")}
                {Bpmn.Flow("f2", "opinion", "end")}
                """
            )
        );
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "opinion");
        var reference = Guid.CreateVersion7();
        var request = new StepRequest(
            TestStore.Authority,
            instance,
            store.Completing(task.TaskId) with
            {
                Fields = ImmutableDictionary<string, DataValue>.Empty.Add(
                    "signer",
                    new DataValue.Personal(reference.ToString("D"), new string('a', 64))
                ),
            }
        )
        {
            Attachments = new StepAttachments(
                [],
                [],
                [],
                [
                    new PersonalValue
                    {
                        Reference = reference,
                        AuthorityId = TestStore.Authority,
                        DossierId = store.Dossier,
                        Salt = [1],
                        Value = "Maria Bianchi",
                    },
                ]
            ),
        };

        Assert.IsType<StepResult.Done>(await store.Runner.RunAsync(request, CancellationToken.None));

        await using var database = store.Database();
        Assert.Equal("Maria Bianchi", (await database.PersonalValues.SingleAsync()).Value);
        var bodies = await database.Journal.Select(row => row.Body).ToListAsync();
        Assert.DoesNotContain(
            bodies,
            body => System.Text.Encoding.UTF8.GetString(body).Contains("Bianchi", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("Bianchi", (await database.Instances.SingleAsync()).State, StringComparison.Ordinal);
    }
}
