using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Mine;

/// <summary>How a person chooses to be written to.</summary>
public sealed class MailTests(Postgres postgres)
{
    private const string Page = "/account/mail";

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_a_person_chooses_holds_and_is_told_in_the_history(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var head = await web.SignedInAsync(Roles.DepartmentHead);

        var saved = await head.SubmitAsync(Page, [.. Choices(), ("WorkingDays", "2"), ("WorkingDays", "4")]);

        Assert.Equal(HttpStatusCode.Redirect, saved.Status);
        var wishes = (await HeadAsync(web)).Wishes;
        Assert.Equal(
            (7, true, "24", false, false),
            (wishes.Hour, wishes.Digest, wishes.WorkingDays, wishes.Information, wishes.Weekly)
        );
        Assert.Equal("en", (await HeadAsync(web)).Language);
        var shown = (await head.GetAsync(Page)).Text;
        Assert.Matches("<option(?=[^>]* value=\"7\")(?=[^>]* selected)", shown);
        var told = await web.ReadAsync(x => x.Journal.Where(row => row.Kind == "mail-wishes-changed").CountAsync());
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task The_same_choice_again_changes_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        await head.SubmitAsync(Page, Choices());

        await head.SubmitAsync(Page, Choices());

        Assert.Equal(
            1,
            await web.ReadAsync(x => x.Journal.Where(row => row.Kind == "mail-wishes-changed").CountAsync())
        );
    }

    [Theory]
    [InlineData("Hour", "24")]
    [InlineData("Hour", "eight")]
    [InlineData("Hour", "")]
    [InlineData("Form", "pigeon")]
    [InlineData("Language", "xx")]
    [InlineData("WorkingDays", "8")]
    [InlineData("Address", "nobody")]
    [InlineData("Address", "a@b.test, c@d.test")]
    public async Task A_choice_that_is_none_is_told_beside_the_field(string field, string value)
    {
        await using var web = await RunningWeb.StartAsync();
        var head = await web.SignedInAsync(Roles.DepartmentHead);

        var refused = await head.SubmitAsync(Page, [.. Choices().Where(x => x.Name != field), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("field-wrong", refused.Text, StringComparison.Ordinal);
        Assert.Equal(8, (await HeadAsync(web)).Wishes.Hour);
    }

    [Fact]
    public async Task Another_address_holds_once_it_is_confirmed_from_the_mail_that_went_there()
    {
        await using var web = await RunningWeb.StartAsync();
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        await head.SubmitAsync(Page, [.. Choices(), ("Address", "privata@casa.example")]);
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);

        var row = await web.ReadAsync(x => x.Mails.SingleAsync(mail => mail.Kind == MailChoices.Confirmation));
        Assert.Equal(("privata@casa.example", MailRow.Sent), (row.ToAddress, row.Status));
        // the secret stands in the message alone
        Assert.DoesNotContain("/confirm/", row.Text, StringComparison.Ordinal);
        var path = ConfirmPath(Letter(web, "privata@casa.example"));
        var anybody = web.Browser();
        Assert.Contains("privata@casa.example", (await anybody.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Equal("", (await HeadAsync(web)).Wishes.Address);

        await anybody.SubmitAsync(path);

        Assert.Equal("privata@casa.example", (await HeadAsync(web)).AddressForMail);
        Assert.Contains("non vale più", (await anybody.GetAsync(path)).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_address_that_a_person_chose_is_seen_by_them_alone_and_masked_by_who_looks_after_the_mail(
        Provider provider
    )
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        await head.SubmitAsync(Page, [.. Choices(), ("Address", "privata+x@casa.example")]);
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);
        // the application's own job may have claimed it first
        await Until.HoldsAsync(
            () => web.ReadAsync(x => x.Mails.Select(mail => mail.Status).SingleAsync()),
            status => status == MailRow.Sent,
            TimeSpan.FromSeconds(30)
        );
        await web.Browser().SubmitAsync(ConfirmPath(Letter(web, "privata+x@casa.example")));
        var row = await web.ReadAsync(x => x.Mails.SingleAsync(mail => mail.Kind == MailChoices.Confirmation));
        await web.ReadAsync(x =>
            x.Mails.Where(mail => mail.Key == row.Key)
                .ExecuteUpdateAsync(mail => mail.SetProperty(it => it.Status, MailRow.Failed))
        );
        Assert.Contains("privata+x@casa.example", row.Text, StringComparison.Ordinal);
        string[] pages =
        [
            $"/messages/{row.Key}",
            Web.Features.Messages.MailPreview.Of(row.Key),
            "/messages",
            "/administration/mail?Show=failed",
        ];

        var clerk = await web.SignedInAsync(Roles.Clerk);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        foreach (var page in pages)
        {
            foreach (var reader in new[] { clerk, administrator })
                Assert.DoesNotContain("privata", (await reader.GetAsync(page)).Words, StringComparison.Ordinal);
            if (page.Contains(row.Key, StringComparison.Ordinal))
                Assert.Contains(
                    "p…@casa.example",
                    (await administrator.GetAsync(page)).Words,
                    StringComparison.Ordinal
                );
        }
        Assert.Contains(row.ToName, (await clerk.GetAsync(pages[0])).Words, StringComparison.Ordinal);
        Assert.DoesNotContain("casa.example", (await clerk.GetAsync(pages[0])).Words, StringComparison.Ordinal);
        Assert.Contains("privata+x@casa.example", (await head.GetAsync(pages[0])).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_confirmation_can_be_asked_for_again_and_the_address_of_before_hears_of_the_change()
    {
        await using var web = await RunningWeb.StartAsync();
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        await head.SubmitAsync(Page, [.. Choices(), ("Address", "privata@casa.example")]);
        var again = await head.SendFormAsync($"{Page}?handler=Again", await head.HiddenAsync(Page));
        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        await web.Services.GetRequiredService<OutboxJob>().DrainAsync(CancellationToken.None);
        var asked = await web.ReadAsync(x =>
            x.Mails.Where(mail => mail.Kind == MailChoices.Confirmation).ToListAsync()
        );
        Assert.Equal(2, asked.Count);
        Assert.All(asked, mail => Assert.Equal("privata@casa.example", mail.ToAddress));

        await web.Browser().SubmitAsync(ConfirmPath(Letter(web, "privata@casa.example")));

        var told = await web.ReadAsync(x => x.Mails.SingleAsync(mail => mail.Kind == MailChoices.AddressChanged));
        Assert.Equal(RunningWeb.EmailOf(Roles.DepartmentHead), told.ToAddress);
        Assert.DoesNotContain("privata", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_than_a_few_confirmations_go_out_a_day()
    {
        await using var web = await RunningWeb.StartAsync();
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        for (var i = 0; i < MailChoices.MostConfirmations + 3; i++)
            await head.SubmitAsync(Page, [.. Choices(), ("Address", $"no{i}@casa.example")]);

        var asked = await web.ReadAsync(x => x.Mails.CountAsync(mail => mail.Kind == MailChoices.Confirmation));
        Assert.Equal(MailChoices.MostConfirmations, asked);
        var told = (await head.GetAsync(Page)).Words;
        Assert.Contains("troppe conferme", told, StringComparison.Ordinal);
        Assert.DoesNotContain("arriva un messaggio", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_an_address_that_was_replaced_by_another_wish_confirms_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        await head.SubmitAsync(Page, [.. Choices(), ("Address", "first@casa.example")]);
        var person = await HeadAsync(web);
        var path = "/" + web.Services.GetRequiredService<MailLinks>().AddressPath(person.Id, "first@casa.example");
        var form = await web.Browser().HiddenAsync(path);
        await head.SubmitAsync(Page, [.. Choices(), ("Address", "second@casa.example")]);

        var browser = web.Browser();
        await browser.SubmitAsync(path);

        Assert.Equal(person.Email, (await HeadAsync(web)).AddressForMail);
    }

    [Fact]
    public async Task Whoever_has_the_link_of_a_mail_stops_these_mails_by_a_post_without_cookie_and_not_by_looking()
    {
        await using var web = await RunningWeb.StartAsync();
        var person = await HeadAsync(web);
        var links = web.Services.GetRequiredService<MailLinks>();
        var path = "/" + links.StopPath(person.Id, isWeekly: false);

        Assert.Equal(HttpStatusCode.OK, (await web.Browser().GetAsync(path)).Status);
        Assert.True((await HeadAsync(web)).Wishes.Information);

        using var one = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]),
        };
        Assert.Equal(HttpStatusCode.OK, (await web.Browser().SendAsync(one)).Status);

        var wishes = (await HeadAsync(web)).Wishes;
        Assert.Equal((false, true), (wishes.Information, wishes.Weekly));
        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync("/mail/stop/forged")).Status);
    }

    private static (string Name, object Value)[] Choices() =>
        [("Form", "digest"), ("Hour", "7"), ("Language", "en"), ("Information", "false"), ("Weekly", "false")];

    private static Task<Person> HeadAsync(RunningWeb web) =>
        web.ReadAsync(x =>
            x.People.AsNoTracking()
                .SingleAsync(row => row.Email == RunningWeb.EmailOf(Roles.DepartmentHead, RunningWeb.Brescia))
        );

    private static MimeMessage Letter(RunningWeb web, string to) =>
        web.Letters().Last(letter => letter.To.Mailboxes.Any(mailbox => mailbox.Address == to));

    private static string ConfirmPath(MimeMessage letter) =>
        new Uri(
            letter.TextBody!.Split('\n').Single(line => line.Contains("/confirm/", StringComparison.Ordinal)).Trim()
        ).AbsolutePath;
}
