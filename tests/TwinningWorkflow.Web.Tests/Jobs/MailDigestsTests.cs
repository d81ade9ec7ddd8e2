using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>What one hour has for one person comes as one message.</summary>
public sealed class MailDigestsTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_was_kept_for_one_hour_goes_as_one_mail_and_what_was_not_goes_by_itself(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var bruno = await scene.PersonAsync("Bruno", "clerk");
        await KeepAsync(scene, anna, "one", "two", "three");
        await KeepAsync(scene, bruno, "alone");

        await scene.DrainAsync();

        Assert.Equal(2, scene.Letters().Count);
        var digest = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == MailDigests.Kind);
        Assert.Equal((anna, MailRow.Sent), (digest.PersonId, digest.Status));
        Assert.Contains("Fai one", digest.Html);
        Assert.Contains("Fai three", digest.Html);
        Assert.Equal(
            [MailRow.Bundled, MailRow.Bundled, MailRow.Bundled],
            from mail in await scene.MailsAsync()
            where mail.BundledIn == digest.Key
            select mail.Status
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Nodes_that_bundle_at_once_make_one_digest(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var anna = await scene.PersonAsync("Anna", "clerk");
        await KeepAsync(scene, anna, "one", "two");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(scene.DrainAsync)));

        Assert.Single(scene.Letters());
        Assert.Equal(3, (await scene.MailsAsync()).Count);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_line_whose_task_was_done_before_the_digest_left_is_not_told(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var task = (await scene.AssignmentAsync()).TaskId;
        await KeepAsync(scene, anna, task, "one", "two");
        await KeepAsync(scene, anna, "three", "four");

        await scene.WithdrawAsync();
        await scene.DrainAsync();

        var digest = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == MailDigests.Kind);
        Assert.DoesNotContain("Fai one", digest.Html);
        Assert.Contains("Fai three", digest.Html);
        Assert.Equal(
            2,
            (await scene.MailsAsync()).Count(mail => mail is { Status: MailRow.Moot, Error: Moot.TaskClosed })
        );
    }

    [Fact]
    public async Task Of_a_digest_that_waited_for_the_server_only_what_still_holds_is_sent()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var anna = await scene.PersonAsync("Anna", "clerk");
        var task = (await scene.AssignmentAsync()).TaskId;
        await KeepAsync(scene, anna, task, "one");
        await KeepAsync(scene, anna, "two", "three");
        var folder = scene.Options;
        scene.Options = new MailOptions
        {
            Host = "127.0.0.1",
            Port = 1,
            Site = "https://gemellaggi.comune.test",
        };
        await scene.DrainAsync();

        await scene.WithdrawAsync();
        scene.Options = folder;
        await scene.PassAsync(Duration.FromHours(1));

        var letter = Assert.Single(scene.Letters());
        Assert.DoesNotContain("Fai one", letter.HtmlBody);
        Assert.Contains("Fai two", letter.HtmlBody);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_digest_that_tells_of_one_dossier_alone_is_of_its_thread_and_answered_at_its_address(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options.Imap = new() { Host = "mail.comune.test", User = "gemellaggi@comune.test" };
        await KeepAsync(scene, await scene.PersonAsync("Anna", "clerk"), "one", "two");

        await scene.DrainAsync();

        var digest = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == MailDigests.Kind);
        Assert.Equal(scene.Store.Dossier, digest.DossierId);
        await using var database = scene.Store.Database();
        var key = await MailKey.ReadAsync(database, CancellationToken.None);
        var letter = Assert.Single(scene.Letters());
        Assert.Equal(
            new DossierAddress(key).Write("gemellaggi@comune.test", scene.Store.Dossier),
            Assert.Single(letter.ReplyTo.Mailboxes).Address
        );
        Assert.Equal(scene.Store.Dossier, new MailIds(key).DossierOf(Assert.Single(letter.References)));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_digest_that_tells_of_several_dossiers_is_of_none_and_answered_at_the_mailbox_itself(
        Provider provider
    )
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options.Imap = new() { Host = "mail.comune.test", User = "gemellaggi@comune.test" };
        var anna = await scene.PersonAsync("Anna", "clerk");
        await KeepAsync(scene, anna, "one", "two");
        await OfAnotherDossierAsync(scene, "two");

        await scene.DrainAsync();

        var digest = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == MailDigests.Kind);
        Assert.Null(digest.DossierId);
        var letter = Assert.Single(scene.Letters());
        Assert.Equal("gemellaggi@comune.test", Assert.Single(letter.ReplyTo.Mailboxes).Address);
        Assert.Empty(letter.References);
    }

    /// <summary>One of the messages that were kept is about another dossier of the town.</summary>
    private static async Task OfAnotherDossierAsync(MailScene scene, string name)
    {
        var other = Guid.CreateVersion7();
        await using var database = scene.Store.Database();
        database.Dossiers.Add(
            new Dossier
            {
                Id = other,
                AuthorityId = TestStore.Authority,
                Number = "2022/99",
                Title = "Graz",
                Kind = "twinning",
                PartnerCity = "Graz",
                PartnerCountry = "AT",
                OpenedAt = scene.Store.Clock.Now,
            }
        );
        await database.SaveChangesAsync();
        await database
            .Mails.Where(row => row.Key == $"kept/{name}")
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.DossierId, other));
    }

    private static Task KeepAsync(MailScene scene, Guid person, params string[] names) =>
        KeepAsync(scene, person, 0, names);

    /// <summary>Messages that were kept for this hour of the person's.</summary>
    private static async Task KeepAsync(MailScene scene, Guid person, long task, params string[] names)
    {
        await using var database = scene.Store.Database();
        var reader = await database.People.SingleAsync(row => row.Id == person);
        foreach (var name in names)
            database.Mails.Add(
                new MailRow
                {
                    Key = $"kept/{name}",
                    AuthorityId = TestStore.Authority,
                    DossierId = scene.Store.Dossier,
                    InstanceId = scene.Instance,
                    TaskId = task,
                    PersonId = person,
                    Kind = PlannedMail.TaskAssigned,
                    MessageId = $"{name}@comune.test",
                    ToName = reader.Name,
                    ToAddress = reader.Email,
                    Language = "it",
                    Subject = name,
                    Text = name,
                    Html = name,
                    Content = new Web.Mail.Templates.DigestLine(
                        $"Fai {name}",
                        "Entro oggi.",
                        default,
                        "Fascicolo 1",
                        null
                    ).Write(),
                    CreatedAt = scene.Store.Clock.Now,
                    NextAttemptAt = scene.Store.Clock.Now,
                    KeptFor = scene.Store.Clock.Now,
                    Status = MailRow.Pending,
                }
            );
        await database.SaveChangesAsync();
    }
}
