using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Tests.Access.Duties;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>A clerk's task from Monday 5 December 2022, to be done by Thursday the 15th; half-way is Friday the 9th.</summary>
public sealed class ReminderLooksTests(Postgres postgres)
{
    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Each_holder_is_reminded_at_their_own_hour_on_their_own_days(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var staff = await new Staff(store).AddAsync("Ada", "", "clerk");
        await staff.AddAsync("Bea", "", "clerk");
        await staff.AddAsync("Sara", "", "secretariat");
        await WishAsync(store, staff["Bea"], new MailWishes { Hour = 10, WorkingDays = "124" });

        await PassAsync(store, until: new LocalDate(2022, 12, 15));

        Assert.Equal(
            [
                "2022-12-06T10:00 Bea halfway-1", // Wednesday is none of hers, and Thursday a holiday
                "2022-12-09T08:00 Ada halfway-1",
                "2022-12-13T10:00 Bea before1-1",
                "2022-12-14T08:00 Ada before1-1",
                "2022-12-15T08:00 Ada due-1",
                "2022-12-15T10:00 Bea due-1",
            ],
            await LeftAsync(store, staff)
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_is_late_reaches_deputy_and_superior_and_climbs(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var staff = await new Staff(store).AddAsync("Ada", "office", "clerk");
        await staff.AddAsync("Dan", "office");
        await staff.AddAsync("Eva", "office");
        await staff.AddAsync("Ugo", "office");
        await staff.DepartmentAsync("office", "Eva", "town");
        await staff.DepartmentAsync("town", "Ugo");
        await staff.AbsentAsync("Ada", "Dan", from: new LocalDate(2022, 12, 19), to: new LocalDate(2022, 12, 20));

        await PassAsync(store, until: new LocalDate(2022, 12, 22));

        Assert.Equal(
            [
                "2022-12-09T08:00 Ada halfway-1",
                "2022-12-14T08:00 Ada before1-1",
                "2022-12-15T08:00 Ada due-1",
                "2022-12-16T08:00 Ada after1-1",
                "2022-12-16T08:00 Eva superior of Ada after1-1",
                "2022-12-19T08:00 Dan deputy for Ada after1-2",
                "2022-12-19T08:00 Eva superior of Ada after1-2",
                "2022-12-22T08:00 Ada after1-4",
                "2022-12-22T08:00 Eva superior of Ada after1-4",
                "2022-12-22T08:00 Ugo superior of Ada after1-4",
            ],
            await LeftAsync(store, staff)
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task After_a_stand_still_one_goes_to_each_and_a_clock_that_goes_back_repeats_none(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var staff = await new Staff(store).AddAsync("Ada", "", "clerk");
        await staff.AddAsync("Bea", "", "clerk");

        store.Time.SetUtcNow(At(new LocalDate(2022, 12, 20), 15).ToDateTimeOffset());
        var work = store.DueWork();
        await work.RunAllDueAsync(CancellationToken.None);
        var once = await LeftAsync(store, staff);
        Assert.Equal(["2022-12-19T08:00 Ada after1-2", "2022-12-19T08:00 Bea after1-2"], once);

        store.Time.AdjustTime(At(new LocalDate(2022, 12, 14), 7).ToDateTimeOffset());
        await work.RunAllDueAsync(CancellationToken.None);
        await PassAsync(store, until: new LocalDate(2022, 12, 20));

        var left = await LeftAsync(store, staff);
        Assert.Equal(left.Count, left.Distinct().Count());
        Assert.Subset(left.ToHashSet(), once.ToHashSet());
        Assert.Equal(2, left.Count(x => x.EndsWith("after1-2", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_is_given_a_task_is_reminded_from_then_on_and_of_nothing_that_was_before(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var staff = await new Staff(store).AddAsync("Ada", "", "clerk");
        await staff.AddAsync("Bea", "", "clerk");
        await WishAsync(store, staff["Bea"], new MailWishes { Hour = 7 });
        await PassAsync(store, until: new LocalDate(2022, 12, 13));
        await using (var database = store.Database())
            await database.Tasks.ExecuteUpdateAsync(row => row.SetProperty(x => x.Assignee, staff["Bea"]));

        var task = await OpenAsync(store);
        await store.Reminders().LookAnewAsync(task.InstanceId, CancellationToken.None);
        await PassAsync(store, until: new LocalDate(2022, 12, 15));

        Assert.Equal(
            [
                "2022-12-09T07:00 Bea halfway-1",
                "2022-12-09T08:00 Ada halfway-1",
                "2022-12-14T07:00 Bea before1-1",
                "2022-12-15T07:00 Bea due-1",
            ],
            await LeftAsync(store, staff)
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_role_that_is_given_for_a_later_day_is_known_on_that_day(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var staff = await new Staff(store).AddAsync("Ada", "", "secretariat");
        await using (var database = store.Database())
        {
            database.RoleAssignments.Add(
                new RoleAssignment
                {
                    Id = Guid.CreateVersion7(),
                    AuthorityId = TestStore.Authority,
                    PersonId = staff["Ada"],
                    Role = "clerk",
                    ValidFrom = new LocalDate(2022, 12, 14),
                }
            );
            await database.SaveChangesAsync();
        }
        await WishAsync(store, staff["Ada"], new MailWishes { Hour = 6 });

        await PassAsync(store, until: new LocalDate(2022, 12, 14));

        Assert.Equal(
            ["2022-12-09T08:00 nobody halfway-1", "2022-12-14T06:00 Ada before1-1"],
            await LeftAsync(store, staff)
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_answers_on_the_day_on_which_a_reminder_goes_out_is_told_also_where_their_days_moved_it(
        Provider provider
    )
    {
        // given: the last day is Saturday the 17th, so that it is told on Friday; Ada is back on that Saturday
        await using var store = await StartedAsync(provider, days: 12);
        var staff = await new Staff(store).AddAsync("Ada", "", "clerk");
        await staff.AddAsync("Dan");
        await staff.AbsentAsync("Ada", "Dan", from: new LocalDate(2022, 12, 14), to: new LocalDate(2022, 12, 16));
        await WishAsync(store, staff["Dan"], new MailWishes { Hour = 9 });

        await PassAsync(store, until: new LocalDate(2022, 12, 17));

        Assert.Equal(
            [
                "2022-12-09T08:00 Ada halfway-1", // Sunday the 11th
                "2022-12-15T09:00 Dan deputy for Ada before1-1",
                "2022-12-16T09:00 Dan deputy for Ada due-1",
            ],
            await LeftAsync(store, staff)
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_reminder_that_falls_between_the_days_of_two_goes_to_who_answers_on_the_office_s_day(
        Provider provider
    )
    {
        // given: of Ada, back on Wednesday the 14th, that is no working day: hers would be Tuesday, when Dan replaces her; his is Wednesday
        await using var store = await StartedAsync(provider);
        var staff = await new Staff(store).AddAsync("Ada", "", "clerk");
        await staff.AddAsync("Dan");
        await staff.AbsentAsync("Ada", "Dan", from: new LocalDate(2022, 12, 10), to: new LocalDate(2022, 12, 13));
        await WishAsync(store, staff["Ada"], new MailWishes { WorkingDays = "1245" });

        await PassAsync(store, until: new LocalDate(2022, 12, 15));

        Assert.Equal(
            ["2022-12-09T08:00 Ada halfway-1", "2022-12-14T08:00 Ada before1-1", "2022-12-15T08:00 Ada due-1"],
            await LeftAsync(store, staff)
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Suspended_and_resumed_on_one_day_the_reminder_of_that_day_comes_all_the_same(Provider provider)
    {
        await using var store = await StartedAsync(provider);
        var staff = await new Staff(store).AddAsync("Ada", "", "clerk");
        var instance = (await OpenAsync(store)).InstanceId;
        await PassAsync(store, until: new LocalDate(2022, 12, 14));
        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, store.Suspending("elections")));
        await store.SweepAsync(At(new LocalDate(2022, 12, 15), 9));
        Assert.DoesNotContain("2022-12-15T08:00 Ada due-1", await LeftAsync(store, staff));

        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, store.Resuming("over")));
        await store.SweepAsync();

        Assert.Contains("2022-12-15T08:00 Ada due-1", await LeftAsync(store, staff));
    }

    [Theory]
    [InlineData("clerk", true)]
    [InlineData("secretariat", false)]
    public async Task The_tasks_of_a_role_are_looked_at_anew_when_its_people_change(string role, bool isRung)
    {
        await using var store = await StartedAsync(Provider.Sqlite);
        await store.SweepAsync(At(new LocalDate(2022, 12, 6), 9));

        await store.ChangePeopleAsync(role);

        await using var database = store.Database();
        var row = await database.Timers.SingleAsync();
        Assert.Equal(
            isRung ? (store.Clock.Now, 3) : (At(new LocalDate(2022, 12, 9), 8), 2),
            (row.DueAt, row.Generation)
        );
    }

    [Fact]
    public async Task A_look_that_read_its_people_before_they_changed_is_done_again()
    {
        await using var store = await StartedAsync(Provider.Sqlite);
        store.Time.SetUtcNow(At(new LocalDate(2022, 12, 6), 9).ToDateTimeOffset());
        await using var database = store.Database();
        var read = await database.Timers.AsNoTracking().SingleAsync();
        await store.ChangePeopleAsync(null);

        var looks = new ReminderLooks(store.Connections, store.Catalog, store.Bell);
        var row = new DueTimer(read.InstanceId, read.Kind, read.TimerId, read.Generation, read.AuthorityId);
        Assert.False(
            await looks.LookAsync(
                row,
                new PeopleByDay(store.Databases, store.Clock.Now),
                store.Clock.Now,
                CancellationToken.None
            )
        );
        Assert.True((await database.Timers.AsNoTracking().SingleAsync()).DueAt <= store.Clock.Now);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_term_is_told_when_it_starts_and_reminded_of_while_it_runs(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Window);
        var staff = await new Staff(store).AddAsync("Ada", "", "clerk");
        var instance = await store.StartAsync("window");
        var done = store.Completing((await store.OpenTaskAsync(instance, "delivery")).TaskId);
        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, done));

        await PassAsync(store, until: new LocalDate(2023, 1, 10));

        await using var database = store.Database();
        var mails = (await database.Outbox.OrderBy(row => row.DueAt).ToListAsync())
            .Select(row => (row.DueAt, Mail: OutboxPayload.Mail(row.Payload)))
            .Where(x => x.Mail.Template.StartsWith("term", StringComparison.Ordinal))
            .Select(x => $"{Local(x.DueAt)} {x.Mail.Template} {x.Mail.Occurrence} {x.Mail.Role}".Trim());
        // thirty days from the 5th, the 4th of January
        Assert.Equal(
            [
                "2022-12-05T10:00 term-started  clerk",
                "2022-12-23T08:00 term-reminder before10-1 clerk", // the 25th is Christmas, a Sunday
                "2022-12-30T08:00 term-reminder before3-1 clerk", // the 1st is a Sunday
                "2023-01-05T00:00 term-elapsed  clerk",
            ],
            mails
        );
        Assert.Empty(await database.Timers.ToListAsync());
        Assert.NotEmpty(staff.Names);
    }

    private static readonly string Window = Bpmn.Process(
        "window",
        $"""
        <bpmn:laneSet id="lanes">
          <bpmn:lane id="lane"><bpmn:extensionElements><tw:lane role="clerk" /></bpmn:extensionElements>
            <bpmn:flowNodeRef>elapsed</bpmn:flowNodeRef></bpmn:lane>
        </bpmn:laneSet>
        <bpmn:startEvent id="start" />
        {Bpmn.Task("delivery")}
        <bpmn:intermediateCatchEvent id="elapsed" name="elapsed">
          <bpmn:timerEventDefinition>
            <bpmn:extensionElements>
              <tw:term amount="30" unit="days" from="today">
                <tw:remind at="start" />
                <tw:remind at="before" days="10" />
                <tw:remind at="before" days="3" />
              </tw:term>
            </bpmn:extensionElements>
          </bpmn:timerEventDefinition>
        </bpmn:intermediateCatchEvent>
        <bpmn:endEvent id="end" />
        {Bpmn.Flow("f1", "start", "delivery")}
        {Bpmn.Flow("f2", "delivery", "elapsed")}
        {Bpmn.Flow("f3", "elapsed", "end")}
        """
    );

    private async Task<TestStore> StartedAsync(Provider provider, int days = 10)
    {
        var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithDeadline("approval", days));
        await store.StartAsync("approval");
        return store;
    }

    private static async Task<TaskRow> OpenAsync(TestStore store)
    {
        await using var database = store.Database();
        return await database.Tasks.AsNoTracking().SingleAsync(row => row.Status == TaskRow.Open);
    }

    private static async Task WishAsync(TestStore store, Guid person, MailWishes wishes)
    {
        await using var database = store.Database();
        (await database.People.SingleAsync(row => row.Id == person)).Wishes = wishes;
        await database.SaveChangesAsync();
    }

    /// <summary>Lets time pass from one due instant to the next, to the end of a day.</summary>
    private static async Task PassAsync(TestStore store, LocalDate until)
    {
        var end = At(until, 23);
        while (await store.DueWork().NextDueAsync(CancellationToken.None) is { } next && next <= end)
            if (next > store.Clock.Now)
                await store.SweepAsync(next);
            else
                await store.SweepAsync();
        store.Time.SetUtcNow(end.ToDateTimeOffset());
    }

    private static Instant At(LocalDate day, int hour) => Rome.AtStrictly(day.At(new LocalTime(hour, 0))).ToInstant();

    private static string Local(Instant at) => at.InZone(Rome).ToString("uuuu-MM-dd'T'HH:mm", null);

    private static async Task<List<string>> LeftAsync(TestStore store, Staff staff)
    {
        await using var database = store.Database();
        var rows = await database.Outbox.Where(row => row.Key.Contains("/reminder/")).ToListAsync();
        return
        [
            .. rows.Select(row =>
                {
                    var mail = OutboxPayload.Mail(row.Payload);
                    var told = mail.ToldAs switch
                    {
                        PlannedMail.Deputy => $" deputy for {Name(mail.OnBehalfOf)}",
                        PlannedMail.Superior => $" superior of {Name(mail.Below)}",
                        _ => "",
                    };
                    return $"{Local(row.DueAt)} {Name(mail.Person)}{told} {mail.Occurrence}";
                })
                .Order(StringComparer.Ordinal),
        ];

        string Name(Guid? person) => staff.Names.FirstOrDefault(name => staff[name] == person) ?? "nobody";
    }
}
