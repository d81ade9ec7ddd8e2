using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>Both halves together: from what steps left in the outbox to messages that left, once each.</summary>
public sealed class OutboxJobTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_job_run_three_times_sends_each_mail_once(Provider provider)
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        await scene.DrainAsync();
        await scene.DrainAsync();

        Assert.Single(server.Smtp.Received);
    }

    [Fact]
    public async Task A_node_drains_once_at_a_time_and_whoever_asks_meanwhile_does_not_wait_and_is_not_forgotten()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        var assignment = await scene.AssignmentAsync();
        for (var i = 0; i < 25; i++)
            await scene.LeaveAsync(assignment);
        var job = scene.Job();

        var runs = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            runs.Add(Task.Run(() => job.RunAsync(CancellationToken.None)));
            await scene.LeaveAsync(assignment);
            await job.RunAsync(CancellationToken.None);
        }
        await Task.WhenAll(runs);

        Assert.Equal(45, server.MessageIds().Distinct().Count());
        Assert.Equal(45, server.Smtp.Received.Count);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Nodes_that_drain_at_once_send_each_mail_once(Provider provider)
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bruno", "clerk");
        var assignment = await scene.AssignmentAsync();
        for (var i = 0; i < 25; i++)
            await scene.LeaveAsync(assignment);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(scene.DrainAsync)));

        Assert.Equal(50, server.Smtp.Received.Count);
        Assert.Empty(scene.Errors);
        Assert.Equal(50, server.MessageIds().Distinct().Count());
        Assert.All(await scene.MailsAsync(), mail => Assert.Equal((MailRow.Sent, 1), (mail.Status, mail.Attempts)));
    }
}
