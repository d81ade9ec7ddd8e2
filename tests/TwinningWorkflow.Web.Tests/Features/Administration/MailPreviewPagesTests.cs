using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Tests.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Administration;

[Trait("pace", "full")]
public sealed class MailPreviewPagesTests(LookedAtDemo town) : IClassFixture<LookedAtDemo>
{
    [Fact]
    public void Every_mail_that_the_application_sends_can_be_shown() =>
        Assert.Equal(
            new[]
            {
                MailDigests.Kind,
                WeeklyDigests.Kind,
                BegunDuties.Kind,
                MailChoices.Confirmation,
                MailChoices.AddressChanged,
                PreviewedMails.ReminderToDeputy,
                PreviewedMails.ReminderToSuperior,
            }
                .Concat(MailTemplates.Names)
                .Order(StringComparer.Ordinal),
            PreviewedMails.Names.Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task Every_mail_is_shown_in_both_languages_with_its_link_its_unsubscribe_line_and_its_calendar_entry()
    {
        var administrator = await town.AdministratorAsync();
        await using var database = await town.DatabaseAsync();
        var written = await database.Mails.CountAsync();
        // both councils have decided, and the window runs
        var kaunas = await DossierAsync(database, "Kaunas");
        // the accounts' opinion is open
        var braga = await DossierAsync(database, "Braga");

        foreach (var name in PreviewedMails.Names)
        {
            var dossier = PreviewedMails.Letters.Contains(name) ? braga : kaunas;
            var page = await administrator.GetAsync(
                $"/administration/mail/templates?template={name}&dossier={dossier:D}"
            );
            Assert.True(page.Words.Contains("In italiano", StringComparison.Ordinal), name);
            Assert.True(page.Words.Contains("In inglese", StringComparison.Ordinal), name);
            // each has a name that people read
            Assert.DoesNotContain($">{name}<", page.Text);
            Assert.True(
                HasEntry.Contains(name) == page.Words.Contains("scadenza.ics, ", StringComparison.Ordinal),
                $"{name} and its calendar entry"
            );
            foreach (var language in MailWords.Languages)
            {
                var mail = await administrator.GetAsync($"/mail-preview/templates/{name}/{dossier:D}/{language}");
                Assert.Equal(HttpStatusCode.OK, mail.Status);
                Assert.Contains($"<html lang=\"{language}\"", mail.Text);
                Assert.True(
                    GoesToBody.Contains(name) != mail.Text.Contains("class=\"go\"", StringComparison.Ordinal),
                    $"{name} and its link"
                );
                Assert.True(
                    MailTemplates.IsOptional(name) == mail.Text.Contains("/mail/stop\">", StringComparison.Ordinal),
                    $"{name} and its unsubscribe line"
                );
                Assert.DoesNotContain("CfDJ8", mail.Text);
                Assert.DoesNotContain("/act/", mail.Text);
            }
        }
        Assert.Equal(written, await database.Mails.CountAsync());
    }

    private static readonly string[] GoesToBody = ["notice", "partner-reminder", "registered"];

    /// <summary>What tells a day that is to come, or takes one back.</summary>
    private static readonly string[] HasEntry =
    [
        "task-assigned",
        "reminder",
        "reminder-deputy",
        "reminder-superior",
        "term-started",
        "term-reminder",
        "term-moved",
        "task-gone",
        "task-passed",
        "term-gone",
        "digest",
    ];

    [Fact]
    public async Task Letters_tell_of_the_dossier_s_tasks_where_the_administrator_s_desk_is_empty_and_reminders_to_others_name_whose_task_it_is()
    {
        var administrator = await town.AdministratorAsync();
        await using var database = await town.DatabaseAsync();
        var braga = await DossierAsync(database, "Braga");

        var digest = await MailAsync(PreviewedMails.Digest);
        var begun = await MailAsync(PreviewedMails.DutiesBegun);
        var weekly = await MailAsync(PreviewedMails.Weekly);
        var deputy = await MailAsync(PreviewedMails.ReminderToDeputy);
        var superior = await MailAsync(PreviewedMails.ReminderToSuperior);
        var inTime = await MailAsync(PreviewedMails.ReminderToSuperior, await DossierAsync(database, "Tartu"));
        var address = await MailAsync(MailChoices.Confirmation);

        Assert.Contains("Parere contabile", digest);
        Assert.Contains("Braga", digest);
        Assert.Contains("Hai il ruolo Ragioneria.", begun);
        Assert.Contains("Parere contabile", begun);
        Assert.Contains("Parere contabile (Ragioneria)", weekly);
        Assert.Contains("al posto di Elena Conti, che oggi sostituisci", deputy);
        Assert.Contains("spetta a Elena Conti (ruolo «Ragioneria») ed è in ritardo", superior);
        // a superior hears of what is late alone
        Assert.Contains("Era da fare entro ieri, lunedì 27 febbraio 2023", inTime);
        Assert.Contains("sara.moretti@brescia.example", address);

        async Task<string> MailAsync(string name, Guid? dossier = null) =>
            (await administrator.GetAsync($"/mail-preview/templates/{name}/{dossier ?? braga:D}/it")).Words;
    }

    [Fact]
    public async Task The_partner_s_reminder_names_the_text_to_be_signed_as_it_would_be_told()
    {
        var administrator = await town.AdministratorAsync();
        await using var database = await town.DatabaseAsync();
        var kaunas = await DossierAsync(database, "Kaunas");

        var mail = await administrator.GetAsync($"/mail-preview/templates/partner-reminder/{kaunas:D}/it");

        Assert.Contains("Testo da firmare", mail.Words);
        Assert.Contains("Versione 1, in allegato", mail.Words);
    }

    [Fact]
    public async Task Where_no_term_runs_any_more_the_last_that_was_counted_is_told()
    {
        var administrator = await town.AdministratorAsync();
        await using var database = await town.DatabaseAsync();
        var tartu = await DossierAsync(database, "Tartu");
        Assert.False(await database.Timers.AnyAsync(x => x.DossierId == tartu && x.Kind == TimerRow.Process));
        Assert.False(await database.Mails.AnyAsync(x => x.DossierId == tartu && x.Kind == PlannedMail.TermGone));

        var page = await administrator.GetAsync($"/administration/mail/templates?template=term-gone&dossier={tartu:D}");

        Assert.Contains("scadenza.ics, ", page.Words);
        Assert.Contains("esce dal calendario", page.Words);
    }

    [Fact]
    public async Task Of_a_dossier_without_terms_the_page_says_that_there_is_none_and_others_may_not_look()
    {
        await using var web = await RunningWeb.StartAsync();
        var opened = await (await web.SignedInAsync(Roles.Clerk)).OpenDossierAsync();
        var dossier = Guid.Parse(opened.Split('/')[^1]);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var none = await administrator.GetAsync(
            $"/administration/mail/templates?template=window-elapsed&dossier={dossier:D}"
        );
        var moved = await administrator.GetAsync(
            $"/administration/mail/templates?template=term-gone&dossier={dossier:D}"
        );
        var rendered = await administrator.GetAsync($"/mail-preview/templates/task-assigned/{dossier:D}/en");
        var unknown = await administrator.GetAsync($"/mail-preview/templates/nothing/{dossier:D}/en");
        var clerk = await (await web.SignedInAsync(Roles.Clerk)).GetAsync(
            $"/mail-preview/templates/task-assigned/{dossier:D}/en"
        );
        var elsewhere = await (await web.SignedInAsync(Roles.Administrator, RunningWeb.Cremona)).GetAsync(
            $"/mail-preview/templates/task-assigned/{dossier:D}/en"
        );
        var letterElsewhere = await (await web.SignedInAsync(Roles.Administrator, RunningWeb.Cremona)).GetAsync(
            $"/mail-preview/templates/digest/{dossier:D}/en"
        );

        Assert.Contains("non ha un passo o un termine di cui questa email parlerebbe", none.Words);
        Assert.Contains("non ha un passo o un termine di cui questa email parlerebbe", moved.Words);
        Assert.Equal(HttpStatusCode.OK, rendered.Status);
        Assert.Contains("sandbox", rendered.Message.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(HttpStatusCode.Forbidden, clerk.Status);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.Status);
        Assert.Equal(HttpStatusCode.NotFound, letterElsewhere.Status);
        // what a job wrote meanwhile has a reader
        Assert.False(await web.ReadAsync(x => x.Mails.AnyAsync(mail => mail.ToAddress == "")));
    }

    private static Task<Guid> DossierAsync(TwinningDatabase database, string city) =>
        database.Dossiers.Where(x => x.PartnerCity == city).Select(x => x.Id).SingleAsync();
}

/// <summary>One demonstration for tests that only look.</summary>
public sealed class LookedAtDemo(Postgres postgres) : IAsyncDisposable
{
    private readonly Lazy<Task<DemoApplication>> demo = new(() =>
        DemoApplication.StartAsync(postgres, Provider.Sqlite)
    );

    internal async Task<TwinningDatabase> DatabaseAsync() => (await demo.Value).Database();

    internal async Task<Browser> AdministratorAsync()
    {
        var administrator = new Browser((await demo.Value).App.GetTestClient(), "it");
        await administrator.SignInAsync(DemoPeople.Administrator.Email, DemoPeople.Password);
        return administrator;
    }

    public async ValueTask DisposeAsync()
    {
        if (demo.IsValueCreated)
            await (await demo.Value).DisposeAsync();
    }
}
