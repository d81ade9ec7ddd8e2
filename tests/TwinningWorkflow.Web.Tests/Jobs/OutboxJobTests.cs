using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>From what a step left in the outbox to a message that left, through faults, repeats and races.</summary>
public sealed class OutboxJobTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Each_holder_of_the_role_on_the_day_gets_the_mail_in_their_own_language(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bob", "clerk", language: "en");
        await scene.PersonAsync("Carla", "clerk", to: new LocalDate(2022, 12, 4));
        await scene.PersonAsync("Dino", "clerk", from: new LocalDate(2022, 12, 6));
        await scene.PersonAsync("Elena", "mayor");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();

        var letters = scene.Letters();
        Assert.Equal(
            ["anna@comune.test", "bob@comune.test"],
            letters.Select(letter => letter.To.Mailboxes.Single().Address)
        );
        Assert.StartsWith("Da fare: Concorda il testo (Kaunas)", letters[0].TextBody);
        Assert.StartsWith("To do: Agree the text (Kaunas)", letters[1].TextBody);
        Assert.All(await scene.MailsAsync(), mail => Assert.Equal(MailRow.Sent, mail.Status));
    }

    [Fact]
    public async Task A_mail_of_a_real_step_says_what_by_when_why_and_where()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");
        var task = await scene.Store.OpenTaskAsync(scene.Instance, "agreeText");
        await using (var database = scene.Store.Database())
            await database
                .Outbox.Where(row => row.Kind == OutboxRow.Mail)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.DoneAt, (Instant?)null));

        await scene.DrainAsync();

        var letter = Assert.Single(scene.Letters());
        Assert.Equal("Da fare entro il 3 febbraio 2023: Concorda il testo (Kaunas)", letter.Subject);
        Assert.Contains("Entro venerdì 3 febbraio 2023: mancano 60 giorni.", letter.TextBody);
        Assert.Contains("dall'assegnazione del 5 dicembre 2022", letter.TextBody);
        Assert.Contains($"https://gemellaggi.comune.test/tasks/{scene.Instance}/{task.TaskId}", letter.TextBody);
        Assert.Contains(
            $"href=\"https://gemellaggi.comune.test/tasks/{scene.Instance}/{task.TaskId}\"",
            letter.HtmlBody
        );
        Assert.Contains("«Ufficio relazioni internazionali»", letter.HtmlBody);
        Assert.Equal("\"Comune di Brescia\" <gemellaggi@brescia.example>", letter.From.ToString());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_job_run_three_times_sends_each_mail_once(Provider provider)
    {
        await using var server = new Server();
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        await scene.DrainAsync();
        await scene.DrainAsync();

        Assert.Single(server.Smtp.Received);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Nodes_that_drain_at_once_send_each_mail_once(Provider provider)
    {
        await using var server = new Server();
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bruno", "clerk");
        var assignment = await scene.AssignmentAsync();
        for (var i = 0; i < 25; i++)
            await scene.LeaveAsync(assignment);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(scene.DrainAsync)));

        Assert.Equal(50, server.Smtp.Received.Count);
        Assert.Equal(50, server.MessageIds().Distinct().Count());
        Assert.All(await scene.MailsAsync(), mail => Assert.Equal((MailRow.Sent, 1), (mail.Status, mail.Attempts)));
    }

    [Fact]
    public async Task A_line_cut_after_the_text_is_uncertain_and_the_copy_carries_the_same_message_id()
    {
        await using var server = new Server();
        server.Smtp.Once("TEXT", ScriptedSmtpServer.Cut);
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        Assert.Equal(MailRow.Uncertain, Assert.Single(await scene.MailsAsync()).Status);
        scene.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.DrainAsync();

        Assert.Equal(MailRow.Sent, Assert.Single(await scene.MailsAsync()).Status);
        Assert.Equal(2, server.Smtp.Received.Count);
        Assert.Single(server.MessageIds().Distinct());
    }

    [Fact]
    public async Task A_mail_claimed_by_a_node_that_died_goes_out_when_its_claim_has_run_out()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();
        await using (var database = scene.Store.Database())
            // as the row stands between a claim and its mark
            await database.Mails.ExecuteUpdateAsync(row =>
                row.SetProperty(it => it.Status, MailRow.Pending)
                    .SetProperty(it => it.SentAt, (Instant?)null)
                    .SetProperty(it => it.NextAttemptAt, scene.Store.Clock.Now + Duration.FromMinutes(5))
            );

        await scene.DrainAsync();
        Assert.Equal(MailRow.Pending, Assert.Single(await scene.MailsAsync()).Status);
        scene.Store.Time.Advance(TimeSpan.FromMinutes(5));
        await scene.DrainAsync();

        Assert.Equal(MailRow.Sent, Assert.Single(await scene.MailsAsync()).Status);
        Assert.Single(scene.Letters());
    }

    [Fact]
    public async Task A_4xx_answer_is_followed_by_another_attempt_a_minute_later()
    {
        await using var server = new Server();
        server.Smtp.Once("RCPT", "450 4.2.0 greylisted");
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        await scene.DrainAsync();
        var waiting = Assert.Single(await scene.MailsAsync());
        scene.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.DrainAsync();

        Assert.Equal((MailRow.Pending, 1), (waiting.Status, waiting.Attempts));
        Assert.Contains("450", waiting.Error);
        Assert.Equal((MailRow.Sent, ""), (await scene.MailsAsync()).Select(mail => (mail.Status, mail.Error)).Single());
        Assert.Empty(await scene.IncidentsAsync());
    }

    [Fact]
    public async Task A_5xx_answer_is_an_incident_at_once_and_the_other_recipients_get_theirs()
    {
        await using var server = new Server();
        server.Smtp.Once("RCPT", "550 5.1.1 no such person");
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bruno", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();

        var mails = await scene.MailsAsync();
        var failed = Assert.Single(mails, mail => mail.Status == MailRow.Failed);
        Assert.Single(mails, mail => mail.Status == MailRow.Sent);
        var incident = Assert.Single(await scene.IncidentsAsync());
        Assert.Equal((failed.Key, "mail", "mail-refused"), (incident.Key, incident.Source, incident.Code));
        Assert.Contains("no such person", incident.Message);
    }

    [Fact]
    public async Task Three_days_without_a_server_lose_nothing()
    {
        await using var server = new Server();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = Unreachable(server.Options);
        await scene.PersonAsync("Anna", "clerk");
        var assignment = await scene.AssignmentAsync();
        for (var i = 0; i < 10; i++)
            await scene.LeaveAsync(assignment);

        await PassAsync(scene, Duration.FromHours(72));
        Assert.All(await scene.MailsAsync(), mail => Assert.Equal(MailRow.Pending, mail.Status));
        scene.Options = server.Options;
        await PassAsync(scene, Duration.FromHours(6));

        Assert.All(await scene.MailsAsync(), mail => Assert.Equal(MailRow.Sent, mail.Status));
        Assert.Equal(10, server.Smtp.Received.Count);
        Assert.Empty(await scene.IncidentsAsync());
    }

    [Fact]
    public async Task After_five_days_without_a_server_a_mail_is_an_incident()
    {
        await using var server = new Server();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = Unreachable(server.Options);
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await PassAsync(scene, Duration.FromDays(5));
        Assert.Equal(MailRow.Pending, Assert.Single(await scene.MailsAsync()).Status);
        await PassAsync(scene, Duration.FromHours(6));

        Assert.Equal(MailRow.Failed, Assert.Single(await scene.MailsAsync()).Status);
        Assert.Equal("mail-gave-up", Assert.Single(await scene.IncidentsAsync()).Code);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Nobody_in_the_role_is_an_incident_and_the_mail_goes_once_somebody_is(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var key = await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        var incident = Assert.Single(await scene.IncidentsAsync());
        await scene.PersonAsync("Anna", "clerk");
        Assert.True(await TryAgainAsync(scene, key));
        await scene.DrainAsync();

        Assert.Equal((key, "mail-no-recipient"), (incident.Key, incident.Code));
        Assert.Single(scene.Letters());
        Assert.NotNull(Assert.Single(await scene.IncidentsAsync()).ResolvedAt);
        Assert.NotNull((await scene.OutboxAsync(key)).DoneAt);
    }

    [Fact]
    public async Task A_refused_mail_tried_again_goes_to_the_address_that_the_person_has_now()
    {
        await using var server = new Server();
        server.Smtp.Once("RCPT", "550 5.1.1 no such person");
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        var anna = await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();
        await using (var database = scene.Store.Database())
            await database
                .People.Where(row => row.Id == anna)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.Email, "anna.rossi@comune.test"));

        Assert.True(await TryAgainAsync(scene, Assert.Single(await scene.IncidentsAsync()).Key));
        await scene.DrainAsync();

        Assert.Contains("anna.rossi@comune.test", Assert.Single(server.Smtp.Received));
        Assert.Equal(MailRow.Sent, Assert.Single(await scene.MailsAsync()).Status);
    }

    [Fact]
    public async Task Another_authority_s_mail_cannot_be_tried_again()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var key = await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();

        Assert.False(await TryAgainAsync(scene, key, new Actor("account-2", "person-2", "cremona", "administrator")));
        Assert.Null(Assert.Single(await scene.IncidentsAsync()).ResolvedAt);
    }

    [Fact]
    public async Task An_address_that_is_none_is_an_incident_and_nothing_is_sent_to_it()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        await using (var database = scene.Store.Database())
            await database
                .People.Where(row => row.Id == anna)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(it => it.Email, "anna@comune.test\r\nRCPT TO:<all@comune.test>")
                );
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();

        Assert.Empty(scene.Letters());
        Assert.Equal("mail-address", Assert.Single(await scene.IncidentsAsync()).Code);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_planned_does_not_keep_the_others_waiting_and_ends_with_a_person()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");
        var poison = await scene.LeaveAsync(new PlannedMail("no-such-template", "agreeText") { Role = "clerk" });
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        Assert.Single(scene.Letters());
        await PassAsync(scene, Duration.FromHours(12));

        Assert.True((await scene.OutboxAsync(poison)).Quarantined);
        Assert.Equal(
            (poison, "mail-not-planned"),
            (await scene.IncidentsAsync()).Select(row => (row.Key, row.Code)).Single()
        );
        Assert.Single(await scene.MailsAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_call_to_a_task_done_before_it_was_planned_is_moot(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await WithdrawAsync(scene);

        await scene.DrainAsync();

        Assert.Empty(scene.Letters());
        Assert.Equal(
            (MailRow.Moot, Moot.TaskClosed),
            (await scene.MailsAsync()).Select(mail => (mail.Status, mail.Error)).Single()
        );
    }

    [Fact]
    public async Task A_call_to_a_task_done_while_the_server_was_away_is_moot()
    {
        await using var server = new Server();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = Unreachable(server.Options);
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();
        await WithdrawAsync(scene);

        scene.Options = server.Options;
        scene.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.DrainAsync();

        Assert.Empty(server.Smtp.Received);
        Assert.Equal(MailRow.Moot, Assert.Single(await scene.MailsAsync()).Status);
    }

    [Theory]
    [InlineData(PlannedMail.Reminder, MailRow.Moot)]
    [InlineData(PlannedMail.TaskAssigned, MailRow.Sent)]
    public async Task Under_a_suspension_reminders_stop_and_other_mail_goes_on(string template, string status)
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");
        await scene.Store.RunAsync(
            scene.Instance,
            new SuspendProcess(scene.Store.Clock.Now, TestStore.Clerk) { Reason = "elections" }
        );
        await scene.LeaveAsync(await scene.AssignmentAsync(template));

        await scene.DrainAsync();

        Assert.Equal(status, Assert.Single(await scene.MailsAsync()).Status);
    }

    private static MailOptions Unreachable(MailOptions options) =>
        new()
        {
            Host = options.Host,
            Port = 9,
            Security = options.Security,
            Certificate = options.Certificate,
            Site = options.Site,
            Timeout = options.Timeout,
        };

    /// <summary>Lets time pass from one due mail to the next, as the sweep would.</summary>
    private static async Task PassAsync(MailScene scene, Duration time)
    {
        var end = scene.Store.Clock.Now + time;
        while (true)
        {
            await scene.DrainAsync();
            var mails = (await scene.MailsAsync())
                .Where(mail => mail.Status is MailRow.Pending or MailRow.Uncertain)
                .Select(mail => mail.NextAttemptAt);
            await using var database = scene.Store.Database();
            var outbox = await database
                .Outbox.Where(row => row.DoneAt == null && !row.Quarantined)
                .Select(row => row.DueAt)
                .ToListAsync();
            var next = mails.Concat(outbox).DefaultIfEmpty(Instant.MaxValue).Min();
            if (next > end)
                break;
            scene.Store.Time.Advance((next - scene.Store.Clock.Now).ToTimeSpan());
        }
        scene.Store.Time.Advance((end - scene.Store.Clock.Now).ToTimeSpan());
    }

    private static async Task WithdrawAsync(MailScene scene) =>
        Assert.IsType<StepResult.Done>(
            await scene.Store.RunAsync(
                scene.Instance,
                new WithdrawProcess(scene.Store.Clock.Now, TestStore.Clerk) { Reason = "no longer wanted" }
            )
        );

    private static async Task<bool> TryAgainAsync(MailScene scene, string key, Actor? actor = null)
    {
        await using var database = scene.Store.Database();
        return await new MailRetry(database, scene.Store.Clock, scene.Store.Bell).TryAgainAsync(
            key,
            actor ?? TestStore.Clerk,
            "seen to",
            CancellationToken.None
        );
    }

    /// <summary>A mail server that does as it is told, and the settings that lead to it.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TestCertificate certificate = new();

        public Server()
        {
            Smtp = new ScriptedSmtpServer(certificate);
            Options = new MailOptions
            {
                Host = "localhost",
                Port = Smtp.Port,
                Security = SmtpSecurity.Tls,
                Certificate = certificate.File,
                Site = "https://gemellaggi.comune.test",
                Timeout = TimeSpan.FromSeconds(5),
            };
        }

        public ScriptedSmtpServer Smtp { get; }
        public MailOptions Options { get; }

        public IEnumerable<string> MessageIds() =>
            Smtp.Received.Select(text =>
                text.Split("\r\n").Single(line => line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))
            );

        public async ValueTask DisposeAsync()
        {
            await Smtp.DisposeAsync();
            certificate.Dispose();
        }
    }
}
