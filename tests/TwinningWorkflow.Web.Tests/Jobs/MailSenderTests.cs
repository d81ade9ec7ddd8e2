using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>What becomes of a message through the faults of servers and nodes.</summary>
[Trait("pace", "full")]
public sealed class MailSenderTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_mail_that_leaves_days_after_it_was_written_says_what_is_true_on_that_day(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        var today = scene.Store.Clock.Today(DateTimeZoneProviders.Tzdb["Europe/Rome"]);
        var last = today.PlusDays(3);
        await scene.LeaveAsync(
            await scene.AssignmentAsync() with
            {
                Term = new(
                    last.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/Rome"]).ToInstant(),
                    today,
                    last,
                    last,
                    []
                ),
            }
        );
        var folder = scene.Options;
        scene.Options = new MailOptions
        {
            Host = "127.0.0.1",
            Port = 1,
            Site = "https://gemellaggi.comune.test",
        };
        await scene.DrainAsync();
        Assert.Contains("mancano 3 giorni", Assert.Single(await scene.MailsAsync()).Text);

        await scene.PassAsync(Duration.FromDays(2));
        scene.Options = folder;
        await scene.PassAsync(Duration.FromHours(6));

        var letter = Assert.Single(scene.Letters());
        Assert.Contains("Entro domani", letter.TextBody);
        // of the attempt by which it left, and not of those that found no server
        Assert.InRange(
            letter.Date,
            scene.Store.Clock.Now.ToDateTimeOffset().AddHours(-6),
            scene.Store.Clock.Now.ToDateTimeOffset()
        );
        Assert.DoesNotContain("mancano", letter.HtmlBody);
    }

    [Fact]
    public async Task A_digest_that_was_refused_goes_to_the_address_that_the_person_has_when_it_is_tried_again()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        await using (var database = scene.Store.Database())
        {
            database.Mails.Add(
                new MailRow
                {
                    Key = "digest/1/anna",
                    AuthorityId = TestStore.Authority,
                    DossierId = null,
                    InstanceId = null,
                    PersonId = anna,
                    Kind = "weekly",
                    MessageId = "0123456789abcdef@comune.test",
                    ToName = "Anna",
                    ToAddress = "gone@comune.test",
                    Language = "it",
                    Subject = "Riepilogo",
                    Text = "Riepilogo",
                    Html = "Riepilogo",
                    CreatedAt = scene.Store.Clock.Now,
                    NextAttemptAt = scene.Store.Clock.Now,
                    Status = MailRow.Failed,
                }
            );
            database.Incidents.Add(
                new IncidentRow
                {
                    Key = "digest/1/anna",
                    AuthorityId = TestStore.Authority,
                    Source = IncidentRow.Mail,
                    Code = "mail-refused",
                    Message = "550",
                    RaisedAt = scene.Store.Clock.Now,
                }
            );
            await database.SaveChangesAsync();
        }

        Assert.True(await scene.TryAgainAsync("digest/1/anna"));
        await scene.DrainAsync();

        Assert.Equal("anna@comune.test", Assert.Single(Assert.Single(scene.Letters()).To.Mailboxes).Address);
    }

    [Fact]
    public async Task A_line_cut_after_the_text_is_uncertain_and_the_copy_carries_the_same_message_id()
    {
        await using var server = new ScriptedMail();
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
        Assert.Single(
            server
                .Smtp.Received.Select(text =>
                    text.Split("\r\n").Single(line => line.StartsWith("Date:", StringComparison.Ordinal))
                )
                .Distinct()
        );
    }

    [Fact]
    public async Task After_the_third_line_cut_in_the_text_a_person_is_asked_instead_of_a_further_copy()
    {
        await using var server = new ScriptedMail();
        for (var copy = 0; copy < 3; copy++)
            server.Smtp.Once("TEXT", ScriptedSmtpServer.Cut);
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.PassAsync(Duration.FromDays(1));

        Assert.Equal(MailRow.Failed, Assert.Single(await scene.MailsAsync()).Status);
        Assert.Equal(3, server.Smtp.Received.Count);
        Assert.Equal("mail-uncertain", Assert.Single(await scene.IncidentsAsync()).Code);
    }

    [Fact]
    public async Task A_report_that_comes_before_the_receipt_stays()
    {
        await using var server = new ScriptedMail();
        server.Smtp.Once("TEXT", ScriptedSmtpServer.Slow);
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        var sending = Task.Run(scene.DrainAsync);
        await server.Smtp.ArrivalAsync();
        await using (var database = scene.Store.Database())
            await database.Mails.ExecuteUpdateAsync(row => row.SetProperty(it => it.Status, MailRow.Bounced));
        await sending;

        Assert.Equal(MailRow.Bounced, Assert.Single(await scene.MailsAsync()).Status);
    }

    [Fact]
    public async Task An_outage_is_one_warning_however_many_mails_and_attempts_it_meets()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Gone;
        await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bruno", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        var job = scene.Job();

        for (var minute = 0; minute < 3; minute++)
        {
            await job.DrainAsync(CancellationToken.None);
            scene.Store.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.All(await scene.MailsAsync(), mail => Assert.True(mail.Attempts > 1));
        Assert.StartsWith("Mail waits", Assert.Single(scene.Warnings));
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
    public async Task A_node_that_lost_its_claim_and_comes_late_does_not_undo_what_its_successor_did()
    {
        await using var server = new ScriptedMail();
        server.Smtp.Once("TEXT", ScriptedSmtpServer.Silence);
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        var late = Task.Run(scene.DrainAsync);
        await server.Smtp.ArrivalAsync();
        scene.Store.Time.Advance(TimeSpan.FromMinutes(15));
        await scene.DrainAsync();
        await late;

        Assert.Equal((MailRow.Sent, ""), (await scene.MailsAsync()).Select(mail => (mail.Status, mail.Error)).Single());
    }

    [Fact]
    public async Task A_4xx_answer_is_followed_by_another_attempt_a_minute_later()
    {
        await using var server = new ScriptedMail();
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
        await using var server = new ScriptedMail();
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
        var told = Assert.Single(await scene.HistoryAsync());
        Assert.Equal("mail-failed", told.Kind);
        // what a server says may name the person
        Assert.DoesNotContain("no such person", Encoding.UTF8.GetString(told.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_says_of_a_person_s_address_is_kept_without_it()
    {
        await using var server = new ScriptedMail();
        server.Smtp.Once("RCPT", "550 5.1.1 <Anna@comune.test>: no such person");
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();

        Assert.EndsWith("<a…@comune.test>: no such person", Assert.Single(await scene.MailsAsync()).Error);
        Assert.EndsWith("<a…@comune.test>: no such person", Assert.Single(await scene.IncidentsAsync()).Message);
    }

    [Fact]
    public async Task Three_days_without_a_server_lose_nothing()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Gone;
        await scene.PersonAsync("Anna", "clerk");
        var assignment = await scene.AssignmentAsync();
        for (var i = 0; i < 10; i++)
            await scene.LeaveAsync(assignment);

        await scene.PassAsync(Duration.FromHours(72));
        Assert.All(await scene.MailsAsync(), mail => Assert.Equal(MailRow.Pending, mail.Status));
        scene.Options = server.Options;
        await scene.PassAsync(Duration.FromHours(6));

        Assert.All(await scene.MailsAsync(), mail => Assert.Equal(MailRow.Sent, mail.Status));
        Assert.Equal(10, server.Smtp.Received.Count);
        Assert.Empty(await scene.IncidentsAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_is_due_goes_in_the_order_of_its_last_day_and_what_tells_none_goes_last(Provider provider)
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = server.Options;
        string[] names = ["Anna", "Bruno", "Carla", "Dario"];
        foreach (var name in names)
            await scene.PersonAsync(name, "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.PlanAsync();
        await scene.DueOnAsync("Bruno", new LocalDate(2022, 12, 30));
        await scene.DueOnAsync("Dario", new LocalDate(2022, 12, 7));
        await scene.DueOnAsync("Carla", new LocalDate(2022, 12, 9));

        await scene.DrainAsync();

        Assert.Equal(["dario", "carla", "bruno", "anna"], server.Recipients());
    }

    [Fact]
    public async Task A_minute_sends_as_many_as_it_may_and_the_next_goes_on()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Options;
        scene.Options.PerMinute = 2;
        await scene.PersonAsync("Anna", "clerk");
        var assignment = await scene.AssignmentAsync();
        for (var i = 0; i < 5; i++)
            await scene.LeaveAsync(assignment);

        var left = new List<int>();
        for (var minute = 0; minute < 4; minute++)
        {
            await scene.DrainAsync();
            await scene.DrainAsync();
            left.Add(server.Smtp.Received.Count);
            scene.System.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([2, 4, 5, 5], left);
        Assert.All(await scene.MailsAsync(), mail => Assert.Equal((MailRow.Sent, 1), (mail.Status, mail.Attempts)));
    }

    [Fact]
    public async Task A_mail_is_tried_until_the_last_day_that_it_tells_is_over()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Gone;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();
        // nine days from now, in Rome
        await scene.DueOnAsync("Anna", new LocalDate(2022, 12, 14));

        await scene.PassAsync(new LocalDateTime(2022, 12, 14, 22, 59).InUtc().ToInstant() - scene.Store.Clock.Now);
        var onTheLastDay = Assert.Single(await scene.MailsAsync());
        await scene.PassAsync(Duration.FromHours(6));

        Assert.Equal(MailRow.Pending, onTheLastDay.Status);
        Assert.True(onTheLastDay.Attempts > 25);
        Assert.Equal(MailRow.Failed, Assert.Single(await scene.MailsAsync()).Status);
        Assert.Equal("mail-gave-up", Assert.Single(await scene.IncidentsAsync()).Code);
    }

    [Fact]
    public async Task After_three_days_without_a_server_all_goes_in_the_order_of_its_last_day()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Gone;
        string[] names = ["Anna", "Bruno", "Carla", "Dario"];
        foreach (var name in names)
            await scene.PersonAsync(name, "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();
        await scene.DueOnAsync("Bruno", new LocalDate(2022, 12, 6));
        await scene.DueOnAsync("Carla", new LocalDate(2022, 12, 30));
        await scene.DueOnAsync("Dario", new LocalDate(2022, 12, 9));

        await scene.PassAsync(Duration.FromHours(72));
        scene.Options = server.Options;
        await scene.PassAsync(Duration.FromHours(6));

        Assert.Equal(["bruno", "dario", "carla", "anna"], server.Recipients());
        Assert.Empty(await scene.IncidentsAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task When_the_server_is_back_after_three_days_the_first_that_gets_through_brings_all_others_along(
        Provider provider
    )
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = server.Gone;
        string[] names = ["Anna", "Bruno", "Carla", "Dario"];
        foreach (var name in names)
            await scene.PersonAsync(name, "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();
        await scene.DueOnAsync("Bruno", new LocalDate(2022, 12, 6));
        await scene.DueOnAsync("Carla", new LocalDate(2022, 12, 30));
        await scene.DueOnAsync("Dario", new LocalDate(2022, 12, 9));
        await scene.PassAsync(Duration.FromHours(71));
        await scene.StrangerAsync("elena", "450 4.2.0 greylisted");
        scene.Options = server.Options;
        await scene.DrainAsync();
        Assert.Empty(server.Recipients());

        // the one that happens to come first is the least urgent
        await scene.DueNowAsync("Anna");
        await scene.DrainAsync();

        Assert.Equal(["anna", "bruno", "dario", "carla"], server.Recipients());
        // what a server answered about this one recipient is nothing that the others' success changes
        Assert.Single(await scene.MailsAsync(), mail => mail.Status == MailRow.Pending);
    }

    [Fact]
    public async Task What_is_brought_along_after_an_outage_keeps_to_the_minute_s_share()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Gone;
        string[] names = ["Anna", "Bruno", "Carla", "Dario"];
        foreach (var name in names)
            await scene.PersonAsync(name, "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.PassAsync(Duration.FromHours(71));
        scene.Options = server.Options;
        scene.Options.PerMinute = 3;
        await scene.DueNowAsync("Anna");

        await scene.DrainAsync();
        Assert.Equal(3, server.Recipients().Count());
        scene.System.Advance(TimeSpan.FromMinutes(1));
        await scene.DrainAsync();

        Assert.Equal(4, server.Recipients().Count());
    }

    [Fact]
    public async Task A_server_that_comes_and_goes_uses_up_no_attempts()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bruno", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        scene.Options = server.Gone;
        await scene.PassAsync(Duration.FromHours(71));
        var tried = (await scene.MailsAsync())[1].Attempts;
        scene.Options = server.Options;
        scene.Options.PerMinute = 1;
        await scene.DueNowAsync("Anna");

        await scene.DrainAsync();

        Assert.True(tried > 10);
        var waiting = (await scene.MailsAsync())[1];
        Assert.Equal(
            (MailRow.Pending, 1, scene.Store.Clock.Now),
            (waiting.Status, waiting.Attempts, waiting.NextAttemptAt)
        );
    }

    [Fact]
    public async Task After_five_days_without_a_server_a_mail_is_an_incident()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Gone;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.PassAsync(Duration.FromDays(5));
        Assert.Equal(MailRow.Pending, Assert.Single(await scene.MailsAsync()).Status);
        await scene.PassAsync(Duration.FromHours(6));

        Assert.Equal(MailRow.Failed, Assert.Single(await scene.MailsAsync()).Status);
        Assert.Equal("mail-gave-up", Assert.Single(await scene.IncidentsAsync()).Code);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_mail_that_cannot_be_put_together_is_an_incident_the_same_day_and_the_others_go_meanwhile(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bruno", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.PlanAsync();
        var whole = await scene.BreakAsync("Anna");

        await scene.PassAsync(Duration.FromHours(2));
        Assert.Equal(["bruno@comune.test"], scene.Letters().Select(letter => letter.To.Mailboxes.Single().Address));
        Assert.Empty(await scene.IncidentsAsync());
        await scene.PassAsync(Duration.FromHours(1));

        var failed = (await scene.MailsAsync())[0];
        Assert.Equal((MailRow.Failed, 5), (failed.Status, failed.Attempts));
        var incident = Assert.Single(await scene.IncidentsAsync());
        Assert.Equal((failed.Key, MailIncidents.NotComposed), (incident.Key, incident.Code));
        Assert.StartsWith("The message could not be put together: ", incident.Message);
        await scene.MendAsync("Anna", whole);
        Assert.True(await scene.TryAgainAsync(failed.Key));
        await scene.DrainAsync();
        Assert.Equal(2, scene.Letters().Count);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task How_often_the_server_was_away_is_not_counted_against_a_mail_that_cannot_be_put_together(
        Provider provider
    )
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = server.Gone;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.PassAsync(Duration.FromDays(2));
        var tried = Assert.Single(await scene.MailsAsync()).Attempts;
        var whole = await scene.BreakAsync("Anna");
        scene.Options = server.Options;
        await scene.DueNowAsync("Anna");

        await scene.PassAsync(Duration.FromHours(2));
        var waiting = Assert.Single(await scene.MailsAsync());
        await scene.MendAsync("Anna", whole);
        await scene.PassAsync(Duration.FromHours(1));

        Assert.True(tried > RetrySchedule.LastOfOurs);
        Assert.Equal((MailRow.Pending, 4), (waiting.Status, waiting.Attempts));
        Assert.Equal((MailRow.Sent, ""), (await scene.MailsAsync()).Select(mail => (mail.Status, mail.Error)).Single());
        Assert.Empty(await scene.IncidentsAsync());
    }

    [Fact]
    public async Task A_letter_of_no_dossier_is_answered_at_our_mailbox_where_that_is_read()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.StrangerAsync("elena", "");
        await scene.PassAsync(Duration.FromHours(2));
        scene.Options.Imap = new() { Host = "mail.comune.test", User = "gemellaggi@comune.test" };
        await scene.StrangerAsync("fabio", "");

        await scene.PassAsync(Duration.FromHours(2));

        Assert.Equal(
            [("elena", ""), ("fabio", "gemellaggi@comune.test")],
            scene
                .Letters()
                .Select(letter => (letter.Subject, string.Concat(letter.ReplyTo.Mailboxes.Select(x => x.Address))))
        );
    }

    [Fact]
    public async Task A_refused_mail_tried_again_goes_to_the_address_that_the_person_has_now()
    {
        await using var server = new ScriptedMail();
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

        Assert.True(await scene.TryAgainAsync(Assert.Single(await scene.IncidentsAsync()).Key));
        await scene.DrainAsync();

        Assert.Contains("anna.rossi@comune.test", Assert.Single(server.Smtp.Received));
        Assert.Equal(MailRow.Sent, Assert.Single(await scene.MailsAsync()).Status);
    }

    [Fact]
    public async Task A_call_to_a_task_done_while_the_server_was_away_is_moot()
    {
        await using var server = new ScriptedMail();
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        scene.Options = server.Gone;
        await scene.PersonAsync("Anna", "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        await scene.DrainAsync();
        await scene.WithdrawAsync();

        scene.Options = server.Options;
        scene.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.DrainAsync();

        Assert.Empty(server.Smtp.Received);
        Assert.Equal(MailRow.Moot, Assert.Single(await scene.MailsAsync()).Status);
    }
}
