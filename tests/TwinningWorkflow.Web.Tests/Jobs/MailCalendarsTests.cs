using Microsoft.EntityFrameworkCore;
using MimeKit;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Access.Duties;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>What a deadline's mails bring into the reader's calendar.</summary>
public sealed class MailCalendarsTests(Postgres postgres)
{
    private static readonly LocalDate First = new(2023, 2, 6);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_deadline_comes_as_an_entry_that_keeps_its_name_and_counts_up_when_the_day_moves(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        var assignment = await scene.AssignmentAsync();

        await TellAsync(scene, assignment with { Term = Until(First) });
        await TellAsync(scene, assignment with { Term = Until(First) });
        await TellAsync(
            scene,
            assignment with
            {
                Template = PlannedMail.TermMoved,
                Term = Until(First.PlusDays(7)),
                Revision = 7,
            }
        );

        var entries = Entries(scene);
        Assert.Equal(3, entries.Count);
        Assert.Single(entries.Select(entry => Line(entry, "UID")).Distinct());
        Assert.Equal(["0", "0", "7"], entries.Select(entry => Line(entry, "SEQUENCE")));
        Assert.Equal(["20230206", "20230206", "20230213"], entries.Select(entry => Line(entry, "DTSTART;VALUE=DATE")));
        Assert.All(entries, entry => Assert.Equal("PUBLISH", Line(entry, "METHOD")));
        Assert.Equal(
            $"task-{scene.Instance:D}-{assignment.TaskId}@{TestStore.Authority}.twinning",
            Line(entries[0], "UID")
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_task_that_is_gone_is_taken_out_of_the_calendars_of_those_who_were_told(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        await TellAsync(scene, await scene.AssignmentAsync() with { Term = Until(First) });
        await scene.PersonAsync("Bruno", "clerk");

        await scene.WithdrawAsync();
        await scene.DrainAsync();

        var gone = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskGone);
        Assert.Equal("Anna", gone.ToName);
        var entry = Entries(scene)[^1];
        Assert.Equal("CANCEL", Line(entry, "METHOD"));
        Assert.Equal("CANCELLED", Line(entry, "STATUS"));
        Assert.True(long.Parse(Line(entry, "SEQUENCE"), System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Empty(await scene.IncidentsAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_term_that_is_over_before_its_last_day_is_taken_out_of_the_calendars_of_those_who_were_told(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        await scene.RunningAsync(77, 78);
        await TellAsync(scene, Started(77));
        await TellAsync(
            scene,
            Started(77) with
            {
                Template = PlannedMail.TermMoved,
                Term = Until(First.PlusDays(7)),
                Revision = 7,
            }
        );
        await scene.PersonAsync("Bruno", "clerk");
        await TellAsync(scene, Started(78));

        await TellAsync(
            scene,
            new PlannedMail(PlannedMail.TermGone, "agreeText")
            {
                TimerId = 77,
                Term = Until(First),
                Revision = 5,
            }
        );
        // nobody was told of this one, and that is no gap
        await TellAsync(
            scene,
            new PlannedMail(PlannedMail.TermGone, "agreeText") { TimerId = 79, Term = Until(First) }
        );

        var gone = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TermGone);
        Assert.Equal(("Anna", 8), (gone.ToName, gone.CalendarSequence));
        var entry = Entries(scene)[^1];
        Assert.Equal(("CANCEL", "CANCELLED"), (Line(entry, "METHOD"), Line(entry, "STATUS")));
        Assert.Equal("20230213", Line(entry, "DTSTART;VALUE=DATE"));
        Assert.Equal($"term-{scene.Instance:D}-77@{TestStore.Authority}.twinning", Line(entry, "UID"));
        Assert.Empty(await scene.IncidentsAsync());

        PlannedMail Started(long timer) =>
            new(PlannedMail.TermStarted, "agreeText")
            {
                Role = "clerk",
                TimerId = timer,
                Term = Until(First),
            };
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_did_the_task_gets_their_entry_taken_back_too_in_words_of_its_own(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var anna = await scene.PersonAsync("Anna", "clerk");
        await scene.PersonAsync("Bruno", "clerk");
        var assignment = await scene.AssignmentAsync() with { Term = Until(First) };
        await TellAsync(scene, assignment);
        await scene.DoneByAsync(assignment.TaskId, anna);

        await TellAsync(
            scene,
            new PlannedMail(PlannedMail.TaskGone, "agreeText")
            {
                TaskId = assignment.TaskId,
                Term = Until(First),
                Revision = 9,
            }
        );

        var gone = (await scene.MailsAsync()).FindAll(mail => mail.Kind == PlannedMail.TaskGone);
        Assert.Equal(["Anna", "Bruno"], gone.Select(mail => mail.ToName));
        Assert.StartsWith("Fatto: ", gone[0].Subject);
        Assert.Contains("L'ha fatto Anna.", gone[1].Text);
        // she knows it: the next morning is soon enough
        Assert.Equal((true, false), (gone[0].KeptFor > scene.Store.Clock.Now, gone[1].KeptFor is not null));
        Assert.All(gone, mail => Assert.Contains("METHOD:CANCEL", mail.Calendar));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_task_that_passes_to_another_leaves_the_calendar_of_who_had_it_and_comes_back_with_it(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        var assignment = await scene.AssignmentAsync() with { Term = Until(First) };
        await scene.GiveAsync(anna);
        await TellAsync(scene, assignment with { Person = anna });

        await scene.GiveAsync(bruno);
        await TellAsync(scene, assignment with { Person = bruno });
        await TellAsync(scene, Passed(assignment, from: anna, revision: 9));

        var passed = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskPassed);
        Assert.Equal(("Anna", MailRow.Sent, 9), (passed.ToName, passed.Status, passed.CalendarSequence));
        Assert.Contains("Ora tocca a Bruno.", passed.Text);
        Assert.Equal("CANCEL", Line(Entries(scene)[^1], "METHOD"));

        await scene.GiveAsync(anna);
        await TellAsync(scene, assignment with { Person = anna });
        await TellAsync(scene, Passed(assignment, from: bruno, revision: 8));

        Assert.Equal(
            [("PUBLISH", "10"), ("CANCEL", "8")],
            Entries(scene)[^2..].Select(entry => (Line(entry, "METHOD"), Line(entry, "SEQUENCE")))
        );

        await scene.WithdrawAsync();
        await scene.DrainAsync();

        var gone = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskGone);
        Assert.Equal("Anna", gone.ToName);
        Assert.True(gone.CalendarSequence > 10);
    }

    [Fact]
    public async Task Who_passed_a_task_on_hears_of_it_the_next_morning_and_not_at_all_when_it_came_back_before()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        var assignment = await scene.AssignmentAsync() with { Term = Until(First) };
        await scene.GiveAsync(anna);
        await TellAsync(scene, assignment with { Person = anna });
        await scene.GiveAsync(bruno);
        await TellAsync(scene, Passed(assignment, from: anna, revision: 9) with { By = anna });
        await TellAsync(scene, Passed(assignment, from: anna, revision: 11) with { By = anna });

        await scene.PassAsync(Duration.FromDays(1));

        var passed = (await scene.MailsAsync()).FindAll(mail => mail.Kind == PlannedMail.TaskPassed);
        Assert.All(passed, mail => Assert.NotNull(mail.KeptFor));
        Assert.Equal(
            [(9, MailRow.Moot), (11, MailRow.Sent)],
            passed.OrderBy(mail => mail.CalendarSequence).Select(mail => (mail.CalendarSequence, mail.Status))
        );
        await TellAsync(scene, Passed(assignment, from: anna, revision: 13) with { By = anna });
        Assert.Equal(2, (await scene.MailsAsync()).Count(mail => mail.Kind == PlannedMail.TaskPassed));

        await scene.GiveAsync(anna);
        await TellAsync(scene, assignment with { Person = anna });
        await scene.GiveAsync(bruno);
        await TellAsync(scene, Passed(assignment, from: anna, revision: 15) with { By = anna });
        await scene.GiveAsync(anna);
        await scene.PassAsync(Duration.FromDays(1));

        var last = (await scene.MailsAsync()).Single(mail => mail.CalendarSequence == 15);
        Assert.Equal((MailRow.Moot, Moot.Superseded), (last.Status, last.Error));
    }

    [Theory]
    [InlineData(MailRow.Pending)]
    [InlineData(MailRow.Uncertain)]
    public async Task A_task_that_closes_before_word_of_its_passing_has_left_leaves_the_calendar_all_the_same(
        string status
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        var assignment = await scene.AssignmentAsync() with { Term = Until(First) };
        await scene.GiveAsync(anna);
        await TellAsync(scene, assignment with { Person = anna });
        await scene.GiveAsync(bruno);
        await scene.LeaveAsync(Passed(assignment, from: anna, revision: 9));
        await scene.PlanAsync();
        await using (var database = scene.Store.Database())
            await database
                .Mails.Where(row => row.Kind == PlannedMail.TaskPassed)
                .ExecuteUpdateAsync(row =>
                    row.SetProperty(it => it.Status, status)
                        .SetProperty(it => it.Attempts, 1)
                        .SetProperty(it => it.NextAttemptAt, scene.Store.Clock.Now + Duration.FromMinutes(5))
                );

        await scene.WithdrawAsync();
        await scene.PassAsync(Duration.FromMinutes(10));

        var entry = Entries(scene)[^1];
        Assert.Equal("CANCEL", Line(entry, "METHOD"));
        Assert.True(int.Parse(Line(entry, "SEQUENCE"), System.Globalization.CultureInfo.InvariantCulture) > 9);
        Assert.Equal(
            [(PlannedMail.TaskGone, MailRow.Sent), (PlannedMail.TaskPassed, MailRow.Moot)],
            (await scene.MailsAsync())
                .Where(mail => PlannedMail.TakesBack(mail.Kind))
                .Select(mail => (mail.Kind, mail.Status))
                .Order()
        );
    }

    [Fact]
    public async Task A_head_who_hands_a_task_down_has_it_no_longer_although_they_stand_above_it()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var staff = await new Staff(scene.Store).AddAsync("Bruno", "Office", "clerk");
        await staff.AddAsync("Anna", "Office", "clerk", "departmentHead");
        await staff.DepartmentAsync("Office", "Anna");
        var assignment = await scene.AssignmentAsync() with { Term = Until(First) };
        await scene.GiveAsync(staff["Anna"]);
        await TellAsync(scene, assignment with { Person = staff["Anna"] });
        // in the evening: kept for the next morning
        scene.Store.Time.Advance(TimeSpan.FromHours(12));
        await scene.LeaveAsync(assignment with { Person = staff["Anna"] });
        await scene.DrainAsync();

        await scene.GiveAsync(staff["Bruno"]);
        await TellAsync(scene, Passed(assignment, from: staff["Anna"], revision: 9));
        await scene.PassAsync(Duration.FromHours(12));

        Assert.Equal(
            [
                (PlannedMail.TaskAssigned, MailRow.Moot, Moot.HandedOver),
                (PlannedMail.TaskAssigned, MailRow.Sent, ""),
                (PlannedMail.TaskPassed, MailRow.Sent, ""),
            ],
            (await scene.MailsAsync())
                .Where(mail => mail.PersonId == staff["Anna"])
                .Select(mail => (mail.Kind, mail.Status, mail.Error))
                .Order()
        );
    }

    [Fact]
    public async Task Word_of_a_task_s_passing_names_who_has_it_when_the_word_leaves()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        var carla = await scene.PersonAsync("Carla", "clerk");
        var assignment = await scene.AssignmentAsync() with { Term = Until(First) };
        await scene.GiveAsync(anna);
        await TellAsync(scene, assignment with { Person = anna });
        await scene.GiveAsync(bruno);
        await TellAsync(scene, Passed(assignment, from: anna, revision: 9) with { By = anna });

        await scene.GiveAsync(carla);
        await scene.PassAsync(Duration.FromDays(1));

        var passed = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskPassed);
        Assert.Contains("Ora tocca a Carla.", passed.Text);
        Assert.StartsWith("Passato ad altri: ", passed.Text);
    }

    private static PlannedMail Passed(PlannedMail assignment, Guid from, long revision) =>
        new(PlannedMail.TaskPassed, assignment.Node)
        {
            TaskId = assignment.TaskId,
            Person = from,
            Term = assignment.Term,
            Revision = revision,
        };

    [Fact]
    public async Task Who_was_told_of_a_task_from_above_is_not_told_that_they_need_not_do_it()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        await scene.UntilAsync(First);
        var assignment = await scene.AssignmentAsync(PlannedMail.Reminder) with { Term = Until(First) };
        await scene.LeaveReminderAsync(assignment with { Person = anna, ToldAs = PlannedMail.Superior }, "after1-1");
        await scene.DrainAsync();

        await scene.WithdrawAsync();
        await scene.DrainAsync();

        var gone = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskGone);
        Assert.StartsWith("Non c'è più niente da seguire", gone.Text.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Whose_one_account_is_disabled_and_another_is_not_gets_their_entry_taken_back()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        await TellAsync(scene, await scene.AssignmentAsync() with { Term = Until(First) });
        await using (var database = scene.Store.Database())
        {
            database.Users.AddRange(
                AccountOf(anna, disabled: true),
                AccountOf(anna, disabled: false),
                AccountOf(bruno, disabled: true)
            );
            await database.SaveChangesAsync();
        }

        await scene.WithdrawAsync();
        await scene.DrainAsync();

        Assert.Equal("Anna", Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskGone).ToName);

        static Account AccountOf(Guid person, bool disabled) =>
            new()
            {
                Id = Guid.CreateVersion7(),
                PersonId = person,
                AuthorityId = TestStore.Authority,
                UserName = $"{Guid.CreateVersion7():N}",
                Disabled = disabled,
            };
    }

    [Fact]
    public async Task Who_did_a_task_that_was_in_nobody_s_calendar_gets_no_mail_for_it()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var assignment = await scene.AssignmentAsync();
        await TellAsync(scene, assignment);
        await scene.DoneByAsync(assignment.TaskId, anna);

        await TellAsync(scene, new PlannedMail(PlannedMail.TaskGone, "agreeText") { TaskId = assignment.TaskId });

        Assert.DoesNotContain(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskGone);
    }

    [Fact]
    public void The_name_of_an_entry_is_found_in_its_file_however_long_it_is()
    {
        var uid = CalendarEntry.UidOf(CalendarEntry.TermKey(Guid.Empty, 77), new string('x', 60));

        var file = new CalendarEntry(uid, 0, First, "UID:altro", "UID:altro", "a@comune.test").Write(
            Instant.FromUtc(2022, 12, 5, 8, 0)
        );

        Assert.Equal(uid, CalendarEntry.UidIn(file));
    }

    [Fact]
    public async Task A_mail_program_sees_by_the_part_s_method_what_to_do_with_it()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");

        await TellAsync(scene, await scene.AssignmentAsync() with { Term = Until(First) });

        var part = Assert.IsType<TextPart>(Assert.Single(Assert.Single(scene.Letters()).Attachments));
        Assert.Equal("PUBLISH", part.ContentType.Parameters["method"]);
        Assert.Equal("scadenza.ics", part.FileName);
    }

    [Fact]
    public async Task All_mail_of_a_dossier_is_one_thread_and_says_which_dossier()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");

        await TellAsync(scene, await scene.AssignmentAsync());
        await TellAsync(scene, await scene.AssignmentAsync());

        var thread = Assert.Single(scene.Letters().Select(letter => letter.References[0]).Distinct());
        await using var database = scene.Store.Database();
        var ids = new Web.Mail.MailIds(await Web.Database.MailKey.ReadAsync(database, CancellationToken.None));
        Assert.Equal(scene.Store.Dossier, ids.DossierOf(thread));
    }

    private static async Task TellAsync(MailScene scene, PlannedMail mail)
    {
        await scene.LeaveAsync(mail);
        await scene.DrainAsync();
        scene.Store.Time.Advance(TimeSpan.FromMinutes(1));
    }

    private static ResolvedTerm Until(LocalDate last) =>
        new(
            last.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/Rome"]).ToInstant(),
            last.PlusDays(-10),
            last,
            last,
            []
        );

    /// <summary>In the order in which they were sent, unfolded.</summary>
    private static List<string> Entries(MailScene scene) =>
        [
            .. scene
                .Letters()
                .OrderBy(letter => letter.Date)
                .SelectMany(letter => letter.Attachments.OfType<TextPart>())
                .Select(part => part.Text.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal)),
        ];

    private static string Line(string entry, string name) =>
        entry.Split('\n').Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..];
}
