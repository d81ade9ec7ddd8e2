using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Administration;

[Trait("pace", "full")]
public sealed class MailPagesTests
{
    private static readonly Instant Morning = Instant.FromUtc(2022, 12, 5, 7, 0);

    [Theory]
    [InlineData("it", "già tentato 3 volte", "Riprova")]
    [InlineData("en", "tried 3 times", "Try again")]
    public async Task The_queue_tells_what_waits_why_it_did_not_go_and_offers_to_try_again(
        string language,
        string tried,
        string again
    )
    {
        await using var web = await RunningWeb.StartAsync();
        await web.ReadAsync(database =>
        {
            database.Mails.AddRange(
                Mail("wait", MailRow.Pending, 0, ""),
                Mail("tried", MailRow.Pending, 3, "450 later"),
                Mail("failed", MailRow.Failed, 1, "550 no such person"),
                Mail("bounced", MailRow.Bounced, 1, "5.2.2 full"),
                Mail("sent", MailRow.Sent, 1, ""),
                Mail("other", MailRow.Failed, 1, "", RunningWeb.Cremona)
            );
            database.Incidents.Add(
                new IncidentRow
                {
                    Key = "failed",
                    AuthorityId = RunningWeb.Brescia,
                    Source = IncidentRow.Mail,
                    Code = "mail-refused",
                    Message = "550",
                    RaisedAt = Morning,
                }
            );
            return database.SaveChangesAsync();
        });
        var administrator = await web.SignedInAsync(Roles.Administrator, language: language);

        var all = await administrator.GetAsync("/administration/mail");
        var bounced = await administrator.GetAsync("/administration/mail?show=bounced");

        Assert.Contains(tried, all.Words);
        Assert.Contains("550 no such person", all.Words);
        Assert.Contains("/incidents/retry/failed", all.Text);
        Assert.Contains(again, all.Words);
        Assert.DoesNotContain("Oggetto sent", all.Words);
        Assert.DoesNotContain("Oggetto other", all.Words);
        Assert.Contains("Oggetto bounced", bounced.Words);
        Assert.DoesNotContain("Oggetto failed", bounced.Words);
    }

    [Fact]
    public async Task Without_a_mailbox_the_page_says_that_nothing_is_read_and_with_one_how_it_stands()
    {
        await using var without = await RunningWeb.StartAsync();
        await using var with = await RunningWeb.StartAsync(
            ("Mail:Host", "127.0.0.1"),
            ("Mail:Port", "9"),
            ("Mail:Site", "https://gemellaggi.comune.test"),
            ("Mail:Imap:Host", "127.0.0.1"),
            ("Mail:Imap:Port", "9"),
            ("Mail:Imap:User", "gemellaggi@comune.test"),
            ("Mail:Imap:Password", "s3cret")
        );
        await with.ReadAsync(database =>
            database.Database.ExecuteSqlRawAsync(
                "INSERT INTO mailboxes (name, validity, last_uid, error) VALUES ('gemellaggi@comune.test/INBOX', 1, 1, 'The mailbox cannot be read: x') ON CONFLICT (name) DO NOTHING"
            )
        );

        var off = (await (await without.SignedInAsync(Roles.Administrator)).GetAsync("/administration/mail")).Words;
        var on = (await (await with.SignedInAsync(Roles.Administrator)).GetAsync("/administration/mail")).Words;

        Assert.Contains("Nessuna casella è impostata", off);
        Assert.Contains("Nessun server di posta", off);
        Assert.Contains("non si legge", on);
        Assert.Contains("The mailbox cannot be read", on);
    }

    private static MailRow Mail(
        string key,
        string status,
        int attempts,
        string error,
        string authority = RunningWeb.Brescia
    ) =>
        new()
        {
            Key = key,
            AuthorityId = authority,
            DossierId = null,
            InstanceId = null,
            PersonId = null,
            Kind = "task-assigned",
            MessageId = $"{key}@brescia.example",
            ToName = "Anna",
            ToAddress = "anna@brescia.example",
            Language = "it",
            Subject = $"Oggetto {key}",
            Text = "",
            Html = "",
            CreatedAt = Morning,
            // far ahead of the system's clock: the application's own sweep leaves it alone
            NextAttemptAt = Instant.FromUtc(2099, 1, 1, 0, 0),
            Status = status,
            Attempts = attempts,
            SentAt = status is MailRow.Sent or MailRow.Bounced ? Morning : null,
            Error = error,
        };
}
