using System.Net;
using Microsoft.AspNetCore.TestHost;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Tests.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Administration;

[Trait("pace", "full")]
public sealed class AdministrationPagesTests(Postgres postgres)
{
    private static readonly Instant Midnight = Instant.FromUtc(2022, 12, 4, 23, 0);
    private static readonly Instant Morning = Instant.FromUtc(2022, 12, 5, 7, 0);

    [Fact]
    public async Task Only_an_administrator_opens_these_pages_or_sends_their_forms()
    {
        await using var web = await RunningWeb.StartAsync();
        string[] pages =
        [
            "/administration",
            "/administration/people",
            "/administration/people/new",
            $"/administration/people/{Guid.Empty:D}",
            $"/administration/people/{Guid.Empty:D}/roles/{Guid.Empty:D}",
            "/administration/recipients",
            "/administration/recipients/DARA",
            "/administration/mail",
            "/administration/mail/templates",
        ];

        foreach (var role in Roles.All.Where(x => x != Roles.Administrator))
        {
            var other = await web.SignedInAsync(role);
            var hidden = await other.HiddenAsync("/desk");
            foreach (var page in pages)
            {
                Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(page)).Status);
                Assert.Equal(HttpStatusCode.Forbidden, (await other.SendFormAsync(page, hidden)).Status);
            }
        }
        Assert.Equal(HttpStatusCode.Redirect, (await web.Browser().GetAsync("/administration")).Status);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_queue_of_mails_is_told_by_what_waits_was_tried_failed_and_went_today(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        await web.ReadAsync(database =>
        {
            database.Mails.AddRange(
                Mail("a", MailRow.Pending, attempts: 0, next: Morning + Duration.FromHours(30)),
                Mail("b", MailRow.Pending, attempts: 3, next: Morning + Duration.FromHours(20)),
                Mail("c", MailRow.Uncertain, attempts: 1, next: Morning + Duration.FromHours(22)),
                Mail("d", MailRow.Failed, attempts: 25, next: Morning),
                Mail("e", MailRow.Sent, attempts: 1, next: Morning, sent: Morning),
                // midnight in Brescia, and the last moment before
                Mail("f", MailRow.Sent, attempts: 1, next: Morning, sent: Midnight),
                Mail("j", MailRow.Sent, attempts: 1, next: Morning, sent: Midnight - Duration.FromMilliseconds(1)),
                Mail("g", MailRow.Sent, attempts: 1, next: Morning, sent: Morning - Duration.FromDays(3)),
                Mail("h", MailRow.Moot, attempts: 0, next: Morning),
                Mail("i", MailRow.Failed, attempts: 25, next: Morning, authority: RunningWeb.Cremona)
            );
            return database.SaveChangesAsync();
        });
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var queue = await web.ReadAsync(x =>
            new MailQueueReader(x, new Web.Clocks.BusinessClock(web.Time)).ReadAsync(
                RunningWeb.Brescia,
                DateTimeZoneProviders.Tzdb["Europe/Rome"],
                CancellationToken.None
            )
        );
        var failed = await administrator.GetAsync("/messages?status=failed");

        Assert.Equal(new MailQueue(0, 1, 2, 1, 0, 2, Morning + Duration.FromHours(20)), queue);
        Assert.Contains(
            "6 dicembre 2022, 04:00",
            (await administrator.GetAsync("/administration")).Words,
            StringComparison.Ordinal
        );
        Assert.Contains("Oggetto d", failed.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Oggetto e", failed.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Oggetto i", failed.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demonstrations_clock_says_what_will_happen_and_what_happened_and_a_second_click_moves_it_no_further()
    {
        await using var demo = await DemoApplication.StartAsync(postgres, Provider.Sqlite);
        var administrator = new Browser(demo.App.GetTestClient(), "it");
        await administrator.SignInAsync(DemoPeople.Administrator.Email, DemoPeople.Password);
        var before = await administrator.GetAsync("/administration");
        var hidden = await administrator.HiddenAsync("/administration");

        var first = await administrator.SendFormAsync("/administration?handler=Next", hidden);
        var there = demo.Clock.Now;
        var second = await administrator.SendFormAsync("/administration?handler=Next", hidden);
        var after = await administrator.GetAsync(second.Location!.OriginalString);

        Assert.Contains("Alla prossima scadenza, 22 dicembre 2022, 08:00:", before.Words, StringComparison.Ordinal);
        Assert.Contains("Promemoria a Ragioneria: Parere contabile.", before.Words, StringComparison.Ordinal);
        Assert.Equal(first.Location, second.Location);
        Assert.True(demo.Clock.Now - there < Duration.FromHours(1));
        Assert.Contains("Che cosa è successo", after.Words, StringComparison.Ordinal);
        Assert.Contains(
            "Email a Paolo Galli: In ritardo di 9 giorni: Parere contabile (Braga)",
            after.Words,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "Scegli un giorno.")]
    [InlineData("2022-12-21", "L'orologio va solo avanti.")]
    [InlineData("2024-01-21", "Al massimo un anno per volta.")]
    [InlineData("domani", "«domani» non è un valore valido.")]
    public async Task The_demonstrations_clock_refuses_a_day_beside_its_field(string day, string said)
    {
        await using var demo = await DemoApplication.StartAsync(postgres, Provider.Sqlite);
        var administrator = new Browser(demo.App.GetTestClient(), "it");
        await administrator.SignInAsync(DemoPeople.Administrator.Email, DemoPeople.Password);
        var before = demo.Clock.Now;

        var answer = await administrator.SendFormAsync(
            "/administration?handler=Move",
            await administrator.HiddenAsync("/administration"),
            ("Day", day)
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#Day">Oppure vai al giorno: {said}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.True(demo.Clock.Now - before < Duration.FromHours(1));
    }

    [Fact]
    public async Task Outside_the_demonstration_there_is_no_clock_to_move()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var hidden = await administrator.HiddenAsync("/administration");

        var next = await administrator.SendFormAsync("/administration?handler=Next", hidden);
        var move = await administrator.SendFormAsync("/administration?handler=Move", hidden, ("Day", "2022-12-21"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (next.Status, move.Status));
        Assert.DoesNotContain(
            "orologio",
            (await administrator.GetAsync("/administration")).Words,
            StringComparison.Ordinal
        );
    }

    private static MailRow Mail(
        string key,
        string status,
        int attempts,
        Instant next,
        Instant? sent = null,
        string authority = RunningWeb.Brescia
    ) =>
        new()
        {
            Key = key,
            AuthorityId = authority,
            DossierId = null,
            InstanceId = null,
            PersonId = null,
            Kind = "notice",
            MessageId = key + "@brescia.example",
            ToName = "Prova",
            ToAddress = "prova@brescia.example",
            Language = "it",
            Subject = "Oggetto " + key,
            Text = "Prova",
            Html = "<p>Prova</p>",
            CreatedAt = Morning,
            Status = status,
            NextAttemptAt = next,
            Attempts = attempts,
            SentAt = sent,
        };
}
