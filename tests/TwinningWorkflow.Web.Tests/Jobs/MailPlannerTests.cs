using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Access.Duties;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>Who gets a mail, who does not, and what happens when nobody can.</summary>
public sealed class MailPlannerTests(Postgres postgres)
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
        await using var database = scene.Store.Database();
        var ids = new MailIds(await MailKey.ReadAsync(database, CancellationToken.None));
        Assert.All(
            await scene.MailsAsync(),
            mail =>
            {
                Assert.Equal(MailRow.Sent, mail.Status);
                Assert.Equal(ids.MessageIdOf(mail.Key, "brescia.example"), mail.MessageId);
            }
        );
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
        Assert.Equal("Da fare entro venerdì 3 febbraio 2023: Concorda il testo (Kaunas)", letter.Subject);
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
    public async Task A_mail_of_a_task_that_nobody_may_do_has_no_incident_of_its_own_and_goes_when_somebody_may(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var key = await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        Assert.Empty(await scene.IncidentsAsync());
        Assert.Null((await scene.OutboxAsync(key)).DoneAt);
        await scene.Store.Orphans().ReleaseAsync(CancellationToken.None);
        var incident = Assert.Single(await scene.IncidentsAsync());
        await scene.PersonAsync("Anna", "clerk");
        await scene.Store.Orphans().ReleaseAsync(CancellationToken.None);
        await scene.DrainAsync();

        Assert.Equal(("role-vacant", "clerk"), (incident.Code, incident.Source));
        Assert.Single(scene.Letters());
        Assert.NotNull(Assert.Single(await scene.IncidentsAsync()).ResolvedAt);
        Assert.NotNull((await scene.OutboxAsync(key)).DoneAt);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Nobody_in_the_role_of_a_term_is_an_incident_and_the_mail_goes_once_somebody_is(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var key = await scene.LeaveAsync(await scene.AssignmentAsync() with { TaskId = 0 });

        await scene.DrainAsync();
        var incident = Assert.Single(await scene.IncidentsAsync());
        await scene.PersonAsync("Anna", "clerk");
        Assert.True(await scene.TryAgainAsync(key));
        await scene.DrainAsync();

        Assert.Equal((key, "mail-no-recipient"), (incident.Key, incident.Code));
        Assert.Single(scene.Letters());
        Assert.NotNull(Assert.Single(await scene.IncidentsAsync()).ResolvedAt);
        Assert.NotNull((await scene.OutboxAsync(key)).DoneAt);
        Assert.Equal(["mail-failed", "mail-tried-again"], (await scene.HistoryAsync()).Select(x => x.Kind));
    }

    [Fact]
    public async Task Another_authority_s_mail_cannot_be_tried_again()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var key = await scene.LeaveAsync(await scene.AssignmentAsync() with { TaskId = 0 });
        await scene.DrainAsync();

        Assert.False(await scene.TryAgainAsync(key, new Actor("account-2", "person-2", "cremona", "administrator")));
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
        await scene.PassAsync(Duration.FromHours(12));

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
        await scene.WithdrawAsync();

        await scene.DrainAsync();

        Assert.Empty(scene.Letters());
        Assert.Equal(
            (MailRow.Moot, Moot.TaskClosed),
            (await scene.MailsAsync()).Select(mail => (mail.Status, mail.Error)).Single()
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_reminder_of_a_day_that_has_moved_meanwhile_is_not_sent(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var person = await scene.PersonAsync("Anna", "clerk");
        var reminder = await scene.AssignmentAsync(PlannedMail.Reminder) with { Person = person };
        var task = await scene.Store.OpenTaskAsync(scene.Instance, "agreeText");
        var last = task.DueOn!.Value;

        await scene.LeaveReminderAsync(reminder with { Term = Until(last.PlusDays(-3)) }, "before1-1");
        await scene.DrainAsync();
        Assert.Equal(Moot.Superseded, Assert.Single(await scene.MailsAsync()).Error);

        await scene.LeaveReminderAsync(reminder with { Term = Until(last) }, "due-1");
        await scene.DrainAsync();
        Assert.Contains(await scene.MailsAsync(), mail => mail.Status == MailRow.Sent);

        static TwinningWorkflow.Engine.ResolvedTerm Until(LocalDate day) =>
            new(
                day.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/Rome"]).ToInstant(),
                day.PlusDays(-10),
                day,
                day,
                []
            );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_several_reminders_that_waited_out_a_stand_still_the_last_one_goes(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var reminder = await scene.AssignmentAsync(PlannedMail.Reminder);
        var anna = reminder with { Person = await scene.PersonAsync("Anna", "clerk") };
        var bruno = reminder with { Person = await scene.PersonAsync("Bruno", "clerk") };
        await scene.LeaveReminderAsync(anna, "before1-1");
        await scene.LeaveReminderAsync(bruno, "before1-1");
        scene.Store.Time.Advance(TimeSpan.FromDays(1));
        await scene.LeaveReminderAsync(anna, "due-1");

        await scene.DrainAsync();

        Assert.Equal(2, scene.Letters().Count);
        Assert.Equal(
            [("Anna", "", MailRow.Sent), ("Anna", Moot.Superseded, MailRow.Moot), ("Bruno", "", MailRow.Sent)],
            (await scene.MailsAsync()).Select(mail => (mail.ToName, mail.Error, mail.Status)).Order()
        );
    }

    [Fact]
    public async Task A_reminder_that_was_kept_gives_way_to_a_later_one_of_the_same_task()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var reminder = await scene.AssignmentAsync(PlannedMail.Reminder);
        var anna = reminder with { Person = await scene.PersonAsync("Anna", "clerk") };
        // a Saturday: kept for Monday
        scene.Store.Time.Advance(TimeSpan.FromDays(5));
        await scene.LeaveReminderAsync(anna, "before1-1");
        await scene.DrainAsync();
        Assert.Empty(scene.Letters());
        scene.Store.Time.Advance(TimeSpan.FromDays(2));
        await scene.LeaveReminderAsync(anna, "due-1");

        await scene.DrainAsync();

        Assert.Single(scene.Letters());
        Assert.Equal(
            [("", MailRow.Sent), (Moot.Superseded, MailRow.Moot)],
            (await scene.MailsAsync()).Select(mail => (mail.Error, mail.Status)).Order()
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_reminders_of_a_term_that_an_outage_kept_the_later_alone_leaves(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        await scene.RunningAsync(77, 78);
        var folder = scene.Options;
        scene.Options = Away;
        await scene.LeaveReminderAsync(OfTerm(77, anna), "before1-1");
        // another's, and another term's, are nothing that it could take the place of
        await scene.LeaveReminderAsync(OfTerm(77, bruno), "before1-1");
        await scene.PassAsync(Duration.FromDays(1));
        await scene.LeaveReminderAsync(OfTerm(78, anna), "before1-1");
        await scene.PassAsync(Duration.FromDays(1));
        await scene.LeaveReminderAsync(OfTerm(77, anna), "before2-1");
        await scene.DrainAsync();

        scene.Options = folder;
        await scene.PassAsync(Duration.FromDays(1));

        Assert.Equal(
            [
                ("Anna", 77L, "before1-1", MailRow.Moot, Moot.Superseded),
                ("Anna", 77L, "before2-1", MailRow.Sent, ""),
                ("Anna", 78L, "before1-1", MailRow.Sent, ""),
                ("Bruno", 77L, "before1-1", MailRow.Sent, ""),
            ],
            (await scene.MailsAsync())
                .Select(mail =>
                    (mail.ToName, OutboxRow.RemindedBy(mail.Key), mail.Key.Split('/')[4], mail.Status, mail.Error)
                )
                .Order()
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite, false)]
    [InlineData(Provider.Postgres, false)]
    [InlineData(Provider.Sqlite, true)]
    public async Task A_reminder_that_waits_for_the_server_as_a_line_of_a_digest_gives_way_to_a_later_one(
        Provider provider,
        bool isAll
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var anna = await scene.PersonAsync("Anna", "clerk");
        await scene.RunningAsync(77, 78);
        var folder = scene.Options;
        scene.Options = Away;
        await scene.LeaveReminderAsync(OfTerm(77, anna), "before1-1");
        await scene.LeaveReminderAsync(OfTerm(78, anna), "before1-1");
        await scene.PassAsync(Duration.FromDays(1));
        var digest = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == MailDigests.Kind);
        Assert.Equal(MailRow.Pending, digest.Status);
        await scene.LeaveReminderAsync(OfTerm(77, anna), "before2-1");
        if (isAll)
            await scene.LeaveReminderAsync(OfTerm(78, anna), "before2-1");
        await scene.DrainAsync();

        scene.Options = folder;
        await scene.PassAsync(Duration.FromDays(1));

        var mails = await scene.MailsAsync();
        Assert.Equal(
            isAll ? (MailRow.Moot, Moot.Superseded) : (MailRow.Sent, ""),
            mails.Where(mail => mail.Key == digest.Key).Select(mail => (mail.Status, mail.Error)).Single()
        );
        Assert.Equal(
            (MailRow.Moot, Moot.Superseded, ""),
            mails
                .Where(mail => mail.Key.Contains("/77/reminder/") && mail.Key.Contains("/before1-1/"))
                .Select(mail => (mail.Status, mail.Error, mail.BundledIn))
                .Single()
        );
        // each term is told once, in a message of its own or as a line
        Assert.Equal(
            2,
            mails.Count(mail => mail.Kind == PlannedMail.TermReminder && mail.Status is MailRow.Sent or MailRow.Bundled)
        );
    }

    private static readonly MailOptions Away = new()
    {
        Host = "127.0.0.1",
        Port = 1,
        Site = "https://gemellaggi.comune.test",
    };

    private static PlannedMail OfTerm(long timer, Guid person) =>
        new(PlannedMail.TermReminder, "agreeText")
        {
            Role = "clerk",
            TimerId = timer,
            Person = person,
            Term = new(
                new LocalDate(2022, 12, 17).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/Rome"]).ToInstant(),
                new LocalDate(2022, 12, 5),
                new LocalDate(2022, 12, 16),
                new LocalDate(2022, 12, 16),
                []
            ),
        };

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_no_longer_answers_for_a_task_is_not_called_to_it_whether_it_is_planned_or_about_to_be_sent(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var assignment = await scene.AssignmentAsync();
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        // in the evening: kept for the next morning
        scene.Store.Time.Advance(TimeSpan.FromHours(12));
        await scene.LeaveAsync(assignment);
        await scene.DrainAsync();
        await scene.GiveAsync(bruno);
        await scene.LeaveReminderAsync(assignment with { Template = PlannedMail.Reminder, Person = anna }, "due-1");

        await scene.PassAsync(Duration.FromHours(12));

        Assert.Equal("Bruno", Assert.Single(scene.Letters()).To.Mailboxes.Single().Name);
        Assert.Equal(
            [("Anna", Moot.HandedOver), ("Anna", Moot.HandedOver), ("Bruno", "")],
            (await scene.MailsAsync()).Select(mail => (mail.ToName, mail.Error)).Order()
        );
        Assert.Empty(await scene.IncidentsAsync());
    }

    [Fact]
    public async Task Who_stands_above_an_absent_head_is_told_of_what_the_one_has_who_replaces_the_head()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var staff = await new Staff(scene.Store).AddAsync("Pia", "Office", Roles.Clerk);
        await staff.AddAsync("Ezio", "Office", Roles.DepartmentHead);
        await staff.AddAsync("Bice", "Town", Roles.Secretariat);
        await staff.DepartmentAsync("Office", "Ezio", "Town");
        await staff.DepartmentAsync("Town", "Bice");
        await staff.AbsentAsync("Ezio", "Pia");
        await scene.GiveAsync(staff["Pia"]);
        Assert.Empty(await staff.SuperiorsAsync(1, Roles.Clerk, "Pia"));
        Assert.Equal(["Bice above Pia (2)"], await staff.SuperiorsAsync(2, Roles.Clerk, "Pia"));

        var reminder = await scene.AssignmentAsync(PlannedMail.Reminder);
        await scene.LeaveReminderAsync(
            reminder with
            {
                Person = staff["Bice"],
                ToldAs = PlannedMail.Superior,
                Below = staff["Pia"],
            },
            "after1-4"
        );
        await scene.DrainAsync();

        var mail = Assert.Single(await scene.MailsAsync());
        Assert.Equal(("Bice", MailRow.Sent, ""), (mail.ToName, mail.Status, mail.Error));
    }

    [Theory]
    [InlineData(PlannedMail.Reminder, MailRow.Moot)]
    [InlineData(PlannedMail.TaskAssigned, MailRow.Sent)]
    public async Task Under_a_suspension_reminders_stop_and_other_mail_goes_on(string template, string status)
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");
        await scene.Store.RunAsync(scene.Instance, scene.Store.Suspending());
        await scene.LeaveAsync(await scene.AssignmentAsync(template));

        await scene.DrainAsync();

        Assert.Equal(status, Assert.Single(await scene.MailsAsync()).Status);
    }
}
