using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Features;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>The clerk has opened a dossier on the Monday on which the application of these tests begins: one task of theirs is open.</summary>
public sealed class BegunDutiesTests(Postgres postgres)
{
    private static readonly LocalDate Today = new(2022, 12, 5);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_is_given_a_role_hears_once_of_what_is_open_in_it(Provider provider)
    {
        await using var web = await OpenedAsync(provider);
        await GiveAsync(web, Roles.Mayor, Roles.Clerk, Today);

        await WriteAsync(web);
        await WriteAsync(web);
        web.Time.Advance(TimeSpan.FromDays(1));
        await WriteAsync(web);

        var mail = Assert.Single(await MailsAsync(web));
        Assert.Equal(RunningWeb.EmailOf(Roles.Mayor), mail.ToAddress);
        Assert.Equal("Ora rispondi di un'attività aperta", mail.Subject);
        Assert.Contains("Concorda il testo", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_replaces_somebody_hears_on_the_first_day_and_who_did_so_before_hears_nothing_again()
    {
        await using var web = await OpenedAsync(Provider.Sqlite);
        await ReplaceAsync(web, Roles.Clerk, Roles.Mayor, Today.PlusDays(1));

        await WriteAsync(web);
        Assert.Empty(await MailsAsync(web));
        web.Time.Advance(TimeSpan.FromDays(1));
        await WriteAsync(web);

        var mail = Assert.Single(await MailsAsync(web));
        Assert.Equal(RunningWeb.EmailOf(Roles.Mayor), mail.ToAddress);
        Assert.Matches(@"Sostituisci\s+clerk\s+di\s+brescia", mail.Text);
        await GiveAsync(web, Roles.Mayor, Roles.Clerk, Today.PlusDays(2));
        web.Time.Advance(TimeSpan.FromDays(1));
        await WriteAsync(web);
        Assert.Single(await MailsAsync(web));
    }

    [Fact]
    public async Task Who_is_back_hears_of_what_was_opened_meanwhile()
    {
        await using var web = await RunningWeb.StartAsync(postgres, Provider.Sqlite);
        await ReplaceAsync(web, Roles.Clerk, Roles.Mayor, Today);
        await (await web.SignedInAsync(Roles.Mayor)).OpenDossierAsync();
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);

        await WriteAsync(web);
        Assert.Empty(await MailsAsync(web));
        web.Time.Advance(TimeSpan.FromDays(2));
        await WriteAsync(web);

        Assert.Equal(RunningWeb.EmailOf(Roles.Clerk), Assert.Single(await MailsAsync(web)).ToAddress);
    }

    [Fact]
    public async Task Who_was_told_that_a_task_is_another_s_hears_of_it_again_in_the_other_s_place()
    {
        await using var web = await OpenedAsync(Provider.Sqlite);
        await ReplaceAsync(web, Roles.Clerk, Roles.Mayor, Today.PlusDays(1));
        await web.ReadAsync(async database =>
        {
            var mayor = await database.People.SingleAsync(x => x.Email == RunningWeb.EmailOf(Roles.Mayor));
            var task = await database.Tasks.SingleAsync();
            var at = Instant.FromUtc(2022, 12, 5, 8, 0);
            database.Mails.AddRange(
                Told(mayor, task, PlannedMail.TaskAssigned, at),
                Told(mayor, task, PlannedMail.TaskPassed, at + Duration.FromHours(1))
            );
            return await database.SaveChangesAsync();
        });

        web.Time.Advance(TimeSpan.FromDays(1));
        await WriteAsync(web);

        Assert.Equal(RunningWeb.EmailOf(Roles.Mayor), Assert.Single(await MailsAsync(web)).ToAddress);
    }

    [Fact]
    public async Task From_what_four_eyes_keep_them_nobody_hears_that_it_is_theirs()
    {
        await using var web = await OpenedAsync(Provider.Sqlite);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await web.AgreeTextAsync(clerk);
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);
        await GiveAsync(web, Roles.Clerk, Roles.DepartmentHead, Today);

        await WriteAsync(web);

        Assert.Empty(await MailsAsync(web));
    }

    [Fact]
    public async Task It_waits_for_the_hours_of_the_person_and_tells_of_all_that_has_begun()
    {
        await using var web = await OpenedAsync(Provider.Sqlite);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await web.AgreeTextAsync(clerk);
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);
        await web.ReadAsync(async database =>
        {
            (await database.People.SingleAsync(x => x.Email == RunningWeb.EmailOf(Roles.Mayor))).Wishes.Hour = 15;
            return await database.SaveChangesAsync();
        });
        await GiveAsync(web, Roles.Mayor, Roles.DepartmentHead, Today);
        await GiveAsync(web, Roles.Mayor, Roles.Accounting, Today);

        await WriteAsync(web);
        Assert.Empty(await MailsAsync(web));
        web.Time.Advance(TimeSpan.FromHours(5));
        await WriteAsync(web);
        await WriteAsync(web);

        Assert.Equal("Ora rispondi di 2 attività aperte", Assert.Single(await MailsAsync(web)).Subject);
    }

    private static MailRow Told(Person person, TaskRow task, string kind, Instant at) =>
        new()
        {
            Key = kind,
            AuthorityId = task.AuthorityId,
            DossierId = task.DossierId,
            InstanceId = task.InstanceId,
            TaskId = task.TaskId,
            PersonId = person.Id,
            Kind = kind,
            MessageId = $"{kind}@brescia.example",
            ToName = person.Name,
            ToAddress = person.Email,
            Language = "it",
            Subject = kind,
            Text = kind,
            Html = kind,
            CreatedAt = at,
            NextAttemptAt = at,
            Status = MailRow.Sent,
        };

    private async Task<RunningWeb> OpenedAsync(Provider provider)
    {
        var web = await RunningWeb.StartAsync(postgres, provider);
        await (await web.SignedInAsync(Roles.Clerk)).OpenDossierAsync();
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);
        return web;
    }

    private static Task WriteAsync(RunningWeb web) =>
        web.Services.GetRequiredService<DeskLetters>().WriteDueAsync(CancellationToken.None);

    /// <summary>The letters; the other rows say of which cause a letter has told as well.</summary>
    private static Task<List<MailRow>> MailsAsync(RunningWeb web) =>
        web.ReadAsync(x =>
            x.Mails.AsNoTracking()
                .Where(row => row.Kind == BegunDuties.Kind && row.Status != MailRow.Moot)
                .ToListAsync()
        );

    private static Task GiveAsync(RunningWeb web, string whose, string role, LocalDate from) =>
        web.ReadAsync(async database =>
        {
            database.RoleAssignments.Add(
                new RoleAssignment
                {
                    Id = Guid.CreateVersion7(),
                    AuthorityId = RunningWeb.Brescia,
                    PersonId = await PersonAsync(database, whose),
                    Role = role,
                    ValidFrom = from,
                }
            );
            return await database.SaveChangesAsync();
        });

    private static Task ReplaceAsync(RunningWeb web, string absent, string deputy, LocalDate from) =>
        web.ReadAsync(async database =>
        {
            database.Absences.Add(
                new Absence
                {
                    Id = Guid.CreateVersion7(),
                    AuthorityId = RunningWeb.Brescia,
                    PersonId = await PersonAsync(database, absent),
                    DeputyId = await PersonAsync(database, deputy),
                    ValidFrom = from,
                    ValidTo = from.PlusDays(1),
                }
            );
            return await database.SaveChangesAsync();
        });

    private static Task<Guid> PersonAsync(TwinningDatabase database, string role) =>
        database.People.Where(x => x.Email == RunningWeb.EmailOf(role)).Select(x => x.Id).SingleAsync();
}
