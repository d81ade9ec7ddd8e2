using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Tests.Features;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>The digest of the week, on the Monday on which the application of these tests begins.</summary>
public sealed class WeeklyDigestsTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Heads_and_the_secretary_get_one_a_week_however_often_it_is_asked_for(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        await SignedAsync(web, new(2022, 12, 2));
        await SignedAsync(web, new(2022, 12, 9));

        await WriteAsync(web);
        await WriteAsync(web);
        web.Time.Advance(TimeSpan.FromDays(1));
        await WriteAsync(web);

        var readers = await MailsAsync(web, RunningWeb.Brescia);
        Assert.Equal(
            [RunningWeb.EmailOf(Roles.DepartmentHead), RunningWeb.EmailOf(Roles.Secretariat)],
            readers.Select(mail => mail.ToAddress).Order(StringComparer.Ordinal)
        );
        web.Time.Advance(TimeSpan.FromDays(6));
        await WriteAsync(web);
        Assert.Equal(4, (await MailsAsync(web, RunningWeb.Brescia)).Count);
    }

    [Fact]
    public async Task It_comes_at_the_person_s_hour_of_their_first_working_day()
    {
        await using var web = await RunningWeb.StartAsync();
        await SignedAsync(web, new(2022, 12, 2));
        await WishAsync(web, wishes => (wishes.Hour, wishes.WorkingDays) = (15, "24"));

        await WriteAsync(web);
        web.Time.Advance(TimeSpan.FromDays(1));
        await WriteAsync(web);
        Assert.Single(await MailsAsync(web, RunningWeb.Brescia));

        web.Time.Advance(TimeSpan.FromHours(5));
        await WriteAsync(web);
        Assert.Equal(2, (await MailsAsync(web, RunningWeb.Brescia)).Count);
    }

    [Fact]
    public async Task Who_wants_none_gets_none()
    {
        await using var web = await RunningWeb.StartAsync();
        await SignedAsync(web, new(2022, 12, 2));
        await WishAsync(web, wishes => wishes.Weekly = false);

        await WriteAsync(web);

        Assert.Equal(
            RunningWeb.EmailOf(Roles.Secretariat),
            Assert.Single(await MailsAsync(web, RunningWeb.Brescia)).ToAddress
        );
    }

    [Fact]
    public async Task It_tells_what_the_desk_shows_late_due_awaited_and_signed()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        await SignedAsync(web, new(2022, 12, 23));
        // ten working days from 5 December, with one festivo: the opinions are due on 20 December
        web.Time.Advance(TimeSpan.FromDays(21));
        // Christmas fell on a Sunday, and Monday 26 December is a festivo
        web.Time.Advance(TimeSpan.FromDays(1));

        await WriteAsync(web);

        var head = Assert.Single(
            await MailsAsync(web, RunningWeb.Brescia),
            mail => mail.ToAddress == RunningWeb.EmailOf(Roles.DepartmentHead)
        );
        Assert.Contains("2 in ritardo", head.Subject);
        Assert.Contains("Parere tecnico", head.Text);
        Assert.Contains("Parere contabile (Ragioneria)", head.Text);
        Assert.Contains("Logroño", head.Text);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_falls_due_is_counted_and_named_beside_more_late_tasks_than_a_page_holds(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        await (await web.SignedInAsync(Roles.Clerk)).OpenDossierAsync();
        await OpenAsync(web, Roles.DepartmentHead, 60, new(2022, 12, 1));
        await OpenAsync(web, Roles.DepartmentHead, 3, new(2022, 12, 7));
        await OpenAsync(web, Roles.Accounting, 60, new(2022, 12, 2));
        await OpenAsync(web, Roles.Accounting, 30, new(2022, 12, 9));
        await OpenAsync(web, Roles.Accounting, 1, new(2022, 12, 12));

        await WriteAsync(web);

        var head = Assert.Single(
            await MailsAsync(web, RunningWeb.Brescia),
            mail => mail.ToAddress == RunningWeb.EmailOf(Roles.DepartmentHead)
        );
        Assert.Equal("La settimana dei gemellaggi: 120 in ritardo, 33 in scadenza", head.Subject);
        Assert.Contains("In scadenza questa settimana (33)", head.Html);
        Assert.Equal(3, head.Text.Split("mercoledì 7 dicembre 2022").Length - 1);
        Assert.Contains("Le altre sono sulla scrivania: 13.", head.Text);
    }

    [Fact]
    public async Task A_week_in_which_there_is_nothing_to_tell_is_not_written()
    {
        await using var web = await RunningWeb.StartAsync();

        await WriteAsync(web);

        Assert.Empty(await MailsAsync(web, RunningWeb.Brescia));
    }

    private static Task SignedAsync(RunningWeb web, NodaTime.LocalDate on) =>
        web.ReadAsync(async database =>
        {
            database.Register.Add(
                new RegisterEntry
                {
                    AuthorityId = RunningWeb.Brescia,
                    Year = 2022,
                    Number = on.DayOfYear,
                    PartnerCity = "Logroño",
                    PartnerCountry = "ES",
                    SignedOn = on,
                }
            );
            return await database.SaveChangesAsync();
        });

    /// <summary>Open tasks like the one that is open.</summary>
    private static Task OpenAsync(RunningWeb web, string role, int count, NodaTime.LocalDate due) =>
        web.ReadAsync(async database =>
        {
            var like = await database.Tasks.AsNoTracking().FirstAsync(row => row.Status == TaskRow.Open);
            var next = await database.Tasks.MaxAsync(row => row.TaskId) + 1;
            for (var i = 0; i < count; i++)
                database.Tasks.Add(
                    new TaskRow
                    {
                        InstanceId = like.InstanceId,
                        TaskId = next + i,
                        AuthorityId = like.AuthorityId,
                        DossierId = like.DossierId,
                        Node = like.Node,
                        Item = like.Item,
                        Role = role,
                        Status = TaskRow.Open,
                        OpenedAt = like.OpenedAt,
                        DueOn = due,
                    }
                );
            return await database.SaveChangesAsync();
        });

    private static Task WriteAsync(RunningWeb web) =>
        web.Services.GetRequiredService<DeskLetters>().WriteDueAsync(CancellationToken.None);

    private static Task<List<MailRow>> MailsAsync(RunningWeb web, string authority) =>
        web.ReadAsync(x =>
            x.Mails.AsNoTracking()
                .Where(row => row.Kind == WeeklyDigests.Kind && row.AuthorityId == authority)
                .ToListAsync()
        );

    private static Task WishAsync(RunningWeb web, Action<MailWishes> wish) =>
        web.ReadAsync(async database =>
        {
            var email = RunningWeb.EmailOf(Roles.DepartmentHead);
            wish((await database.People.SingleAsync(row => row.Email == email)).Wishes);
            return await database.SaveChangesAsync();
        });
}
