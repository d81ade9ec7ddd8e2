using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Incoming;
using TwinningWorkflow.Web.Tests.Mail.Incoming;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Inbox;

/// <summary>What becomes of what came: bounces, answers, and what nobody knows.</summary>
[Trait("pace", "full")]
public sealed class MailFilingTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite, "bounce-postfix")]
    [InlineData(Provider.Postgres, "bounce-postfix")]
    [InlineData(Provider.Sqlite, "bounce-exchange")]
    [InlineData(Provider.Sqlite, "bounce-headers-only")]
    public async Task A_bounce_finds_its_mail_and_is_an_incident(Provider provider, string sample)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);

        Assert.True(await scene.ComesAsync(sample));

        var mail = await scene.MailAsync();
        Assert.Equal(MailRow.Bounced, mail.Status);
        Assert.Contains("5.", mail.Error);
        var incident = Assert.Single(await scene.Mail.IncidentsAsync());
        Assert.Equal((mail.Key, "mail-bounced", mail.Error), (incident.Key, incident.Code, incident.Message));
        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal(
            (ReceivedMail.Bounce, mail.Key, mail.DossierId),
            (received.Kind, received.MailKey, received.DossierId)
        );
        var told = Assert.Single(await scene.HistoryAsync());
        Assert.Equal("mail-failed", told.Kind);
        Assert.DoesNotContain("anna", Encoding.UTF8.GetString(told.Body), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_bounced_mail_tried_again_goes_to_the_address_that_the_person_has_now()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.ComesAsync("bounce-postfix");
        await using (var database = scene.Store.Database())
            await database.People.ExecuteUpdateAsync(row => row.SetProperty(it => it.Email, "anna.rossi@comune.test"));

        Assert.True(await scene.Mail.TryAgainAsync(scene.Sent.Key));
        await scene.Mail.DrainAsync();

        var mail = await scene.MailAsync();
        Assert.Equal((MailRow.Sent, "anna.rossi@comune.test", ""), (mail.Status, mail.ToAddress, mail.Error));
    }

    [Theory]
    [InlineData("delay-postfix", "connect to mx.ufficio.test[192.0.2.7]:25: Connection timed out")]
    [InlineData("bounce-unformed", "")]
    public async Task A_report_that_is_no_failure_is_only_noted(string sample, string error)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);

        await scene.ComesAsync(sample);

        var mail = await scene.MailAsync();
        Assert.Equal((MailRow.Sent, error), (mail.Status, mail.Error));
        Assert.Empty(await scene.Mail.IncidentsAsync());
        Assert.Equal(ReceivedMail.Bounce, Assert.Single(await scene.ReceivedAsync()).Kind);
    }

    [Theory]
    [InlineData("relayed")]
    [InlineData("expanded")]
    [InlineData("delivered")]
    public async Task That_a_mail_was_handed_on_or_has_arrived_is_no_error(string action)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        var delay = Samples.Of("delay-postfix", scene.Sent.MessageId, scene.Sent.ToAddress);

        await scene.ComesAsync(
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(delay).Replace("Action: delayed", $"Action: {action}"))
        );

        Assert.Equal((MailRow.Sent, ""), ((await scene.MailAsync()).Status, (await scene.MailAsync()).Error));
    }

    [Fact]
    public async Task A_bounce_of_a_message_that_is_not_ours_touches_nothing()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);

        await scene.ComesAsync(Samples.Of("bounce-exchange", "somebody.else@comune.test"));

        Assert.Equal(MailRow.Sent, (await scene.MailAsync()).Status);
        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal((ReceivedMail.Bounce, null, ""), (received.Kind, received.DossierId, received.MailKey));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_answer_is_filed_with_its_dossier_its_files_by_hash(Provider provider)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);

        await scene.ComesAsync("reply-with-file");

        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal(
            (ReceivedMail.Reply, scene.Store.Dossier, scene.Sent.Key, "Annà Rossi", "Va bene così.\nAllego il testo."),
            (received.Kind, received.DossierId, received.MailKey, received.FromName, received.Text)
        );
        Assert.Equal(["accordo.pdf", "Inoltrato.eml"], received.Files.Select(file => file.FileName));
        await using var database = scene.Store.Database();
        var raw = Samples.Of("reply-with-file", scene.Sent.MessageId);
        var stored = await database.Files.SingleAsync(row => row.Hash == received.RawHash);
        Assert.Equal(("message/rfc822", TestStore.Authority), (stored.MediaType, stored.AuthorityId));
        Assert.Equal(raw, stored.Content);
        var file = await database.Files.SingleAsync(row => row.Hash == received.Files[0].FileHash);
        Assert.Equal("application/pdf", file.MediaType);
        Assert.Equal(received.Files[0].FileHash, Convert.ToHexStringLower(SHA256.HashData(file.Content)));
        var told = Assert.Single(await scene.HistoryAsync());
        Assert.Equal("correspondence-filed", told.Kind);
        var body = Encoding.UTF8.GetString(told.Body);
        Assert.Contains(received.RawHash, body);
        Assert.DoesNotContain("anna", body, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await scene.Mail.IncidentsAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_answer_to_a_mail_of_no_dossier_waits_for_a_person_to_file_it(Provider provider)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);
        await using var database = scene.Store.Database();
        await database.Mails.ExecuteUpdateAsync(row => row.SetProperty(it => it.DossierId, (Guid?)null));

        await scene.ComesAsync("reply-with-file");

        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal(
            (ReceivedMail.Unmatched, null, scene.Sent.Key, TestStore.Authority),
            (received.Kind, received.DossierId, received.MailKey, received.AuthorityId)
        );
        Assert.True(await database.Files.AnyAsync(row => row.Hash == received.RawHash));
    }

    [Theory]
    [InlineData("away-rfc3834")]
    [InlineData("away-outlook")]
    [InlineData("away-precedence")]
    [InlineData("away-autoreply")]
    [InlineData("receipt")]
    public async Task What_a_machine_answered_is_filed_and_asks_for_nothing(string sample)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);

        await scene.ComesAsync(sample);

        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal((ReceivedMail.AutoReply, scene.Store.Dossier), (received.Kind, received.DossierId));
        Assert.Equal(MailRow.Sent, (await scene.MailAsync()).Status);
        Assert.Empty(await scene.Mail.IncidentsAsync());
    }

    [Fact]
    public async Task A_message_to_the_dossier_s_own_address_is_filed_with_it_and_one_to_a_guessed_address_is_not()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        await using var database = scene.Store.Database();
        var key = await MailKey.ReadAsync(database, CancellationToken.None);
        var own = new DossierAddress(key).Write("gemellaggi@comune.test", scene.Store.Dossier);
        var guessed = new DossierAddress([1, 2, 3]).Write("gemellaggi@comune.test", scene.Store.Dossier);

        await scene.ComesAsync(Letter($"To: {own}"));
        await scene.ComesAsync(Letter($"To: {guessed}"));
        await scene.ComesAsync(Letter($"Delivered-To: {own}\nTo: someone@else.test"));

        Assert.Equal(
            [
                (ReceivedMail.Reply, scene.Store.Dossier),
                (ReceivedMail.Unmatched, null),
                (ReceivedMail.Reply, scene.Store.Dossier),
            ],
            (await scene.ReceivedAsync()).Select(row => (row.Kind, row.DossierId))
        );
    }

    [Fact]
    public async Task The_thread_of_a_dossier_leads_to_it_and_one_made_up_of_what_insiders_know_does_not()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        var thread = (await scene.IdsAsync()).ThreadOf(scene.Store.Dossier, "brescia.example");
        var stranger = new MailIds([1, 2, 3]).ThreadOf(scene.Store.Dossier, "brescia.example");

        await scene.ComesAsync(Letter($"References: <x@y.test> <{thread}>"));
        await scene.ComesAsync(Letter($"References: <{stranger}> <dossier-{scene.Store.Dossier:D}@brescia.example>"));

        Assert.Equal([scene.Store.Dossier, null], (await scene.ReceivedAsync()).Select(row => row.DossierId));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_bounce_made_up_by_who_knows_the_rows_and_not_the_message_touches_nothing(Provider provider)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);
        var known = scene.Sent;
        var guessed = new MailIds([1, 2, 3]).MessageIdOf(known.Key, "brescia.example");

        await scene.ComesAsync(Samples.Of("bounce-postfix", guessed, known.ToAddress));

        Assert.Equal(MailRow.Sent, (await scene.MailAsync()).Status);
        Assert.Empty(await scene.Mail.IncidentsAsync());
        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal((ReceivedMail.Bounce, null, ""), (received.Kind, received.DossierId, received.MailKey));
    }

    [Fact]
    public async Task A_mail_that_was_sent_before_ids_had_a_mark_is_still_found_by_the_one_that_it_had()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        const string before = "0123456789abcdef0123456789abcdef01234567@brescia.example";
        await using (var database = scene.Store.Database())
            await database.Mails.ExecuteUpdateAsync(row => row.SetProperty(it => it.MessageId, before));

        await scene.ComesAsync(Samples.Of("bounce-postfix", before, scene.Sent.ToAddress));

        Assert.Equal(MailRow.Bounced, (await scene.MailAsync()).Status);
    }

    [Theory]
    [InlineData(Provider.Sqlite, "anna.rossi@comune.test")]
    [InlineData(Provider.Postgres, "anna.rossi@comune.test")]
    [InlineData(Provider.Sqlite, "anna@comune.test")]
    public async Task A_late_report_of_the_sending_before_is_filed_and_does_not_mark_the_one_now(
        Provider provider,
        string address
    )
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);
        await scene.ComesAsync("bounce-postfix");
        await using (var database = scene.Store.Database())
            await database.People.ExecuteUpdateAsync(row => row.SetProperty(it => it.Email, address));
        await scene.Mail.TryAgainAsync(scene.Sent.Key);
        await scene.Mail.DrainAsync();

        await scene.ComesAsync("bounce-exchange");

        var mail = await scene.MailAsync();
        Assert.Equal((MailRow.Sent, address, ""), (mail.Status, mail.ToAddress, mail.Error));
        Assert.DoesNotContain(await scene.Mail.IncidentsAsync(), incident => incident.ResolvedAt is null);
        var late = (await scene.ReceivedAsync())[1];
        Assert.Equal((ReceivedMail.Bounce, mail.Key, mail.DossierId), (late.Kind, late.MailKey, late.DossierId));

        await scene.ComesAsync(Samples.Of("bounce-exchange", mail.MessageId, address));

        Assert.Equal(MailRow.Bounced, (await scene.MailAsync()).Status);
    }

    [Fact]
    public async Task What_a_report_says_of_a_person_s_address_is_kept_without_it()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        const string chosen = "anna@ufficio.test";
        await using (var database = scene.Store.Database())
            await database.Mails.ExecuteUpdateAsync(row => row.SetProperty(it => it.ToAddress, chosen));

        await scene.ComesAsync(Samples.Of("bounce-postfix", scene.Sent.MessageId, chosen));

        Assert.Contains("a…@ufficio.test", (await scene.MailAsync()).Error);
        Assert.DoesNotContain(chosen, (await scene.MailAsync()).Error);
        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Contains("a…@ufficio.test", received.Text);
        Assert.DoesNotContain(chosen, received.Text);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_what_belongs_nowhere_only_the_text_and_the_headers_are_kept_once_there_is_too_much_of_it(
        Provider provider
    )
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);
        var first = Samples.Of("reply-with-file", "unknown@elsewhere.test");
        scene.Imap.MaxUnfiledBytes = first.Length;
        await scene.ComesAsync(first);
        await scene.ComesAsync(Samples.Of("reply-html", "other@elsewhere.test"));

        var received = await scene.ReceivedAsync();

        Assert.All(received, row => Assert.Equal(ReceivedMail.Unmatched, row.Kind));
        Assert.NotEqual("", received[0].RawHash);
        Assert.Equal(
            ("", "headers.eml message.eml"),
            (received[1].RawHash, string.Join(' ', received[1].Files.Select(file => file.FileName)))
        );
        Assert.NotEqual("", received[1].Text);
        // what its dossier has room for is kept whole
        await scene.ComesAsync("reply-with-file");
        Assert.NotEqual("", (await scene.ReceivedAsync())[2].RawHash);
    }

    [Theory]
    [InlineData(Provider.Sqlite, false)]
    [InlineData(Provider.Postgres, false)]
    [InlineData(Provider.Sqlite, true)]
    [InlineData(Provider.Postgres, true)]
    public async Task A_message_for_which_its_dossier_has_no_room_waits_whole_for_an_administrator(
        Provider provider,
        bool isOfBytes
    )
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);
        if (isOfBytes)
            scene.Imap.MaxDossierBytes = Samples.Of("reply-html", scene.Sent.MessageId).Length;
        else
            scene.Imap.MaxDossierMessages = 1;
        await scene.ComesAsync("reply-html");

        await scene.ComesAsync("reply-with-file");
        await scene.ComesAsync("away-rfc3834");
        await scene.ComesAsync("bounce-postfix");

        var received = await scene.ReceivedAsync();
        var dossier = scene.Store.Dossier;
        Assert.Equal(
            [
                (ReceivedMail.Reply, dossier, null),
                (ReceivedMail.Full, null, dossier),
                (ReceivedMail.AutoReply, null, dossier),
                (ReceivedMail.Bounce, null, dossier),
            ],
            received.Select(row => (row.Kind, row.DossierId, row.MeantFor))
        );
        Assert.Equal(["accordo.pdf", "Inoltrato.eml"], received[1].Files.Select(file => file.FileName));
        await using var database = scene.Store.Database();
        Assert.True(await database.Files.AnyAsync(row => row.Hash == received[1].RawHash));
        // what it reports holds all the same
        Assert.Equal(MailRow.Bounced, (await scene.MailAsync()).Status);
        Assert.Equal(["correspondence-filed", "mail-failed"], (await scene.HistoryAsync()).Select(row => row.Kind));
    }

    [Theory]
    [InlineData("bounce-postfix")]
    [InlineData("delay-postfix")]
    public async Task A_report_about_an_address_to_which_the_mail_did_not_go_marks_nothing(string sample)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);

        await scene.ComesAsync(Samples.Of(sample, scene.Sent.MessageId, "someone@else.test"));

        var mail = await scene.MailAsync();
        Assert.Equal((MailRow.Sent, ""), (mail.Status, mail.Error));
        Assert.Empty(await scene.Mail.IncidentsAsync());
        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal((ReceivedMail.Bounce, mail.Key), (received.Kind, received.MailKey));
        // a failure that nobody can place waits for a person
        Assert.Equal(sample == "bounce-postfix" ? null : mail.DossierId, received.DossierId);
    }

    [Fact]
    public async Task What_belongs_to_nobody_is_kept_for_the_authority_to_which_it_was_written()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.OtherTownAsync();

        await scene.ComesAsync(Letter("To: Gemellaggi <GEMELLAGGI@brescia.example>"));
        await scene.ComesAsync(Letter("To: gemellaggi@comune.test"));

        Assert.Equal(
            [(ReceivedMail.Unmatched, TestStore.Authority), (ReceivedMail.Unmatched, "altrove")],
            (await scene.ReceivedAsync()).Select(row => (row.Kind, row.AuthorityId))
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Two_nodes_that_read_the_same_message_file_it_once(Provider provider)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);
        var raw = Samples.Of("reply-with-file", scene.Sent.MessageId);
        var lying = new LyingMessage(1, raw.Length, raw, IsWhole: true, Came: null);

        var filed = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => scene.FileAsync(lying, after: 0)))
        );

        Assert.Single(filed, true);
        Assert.Single(await scene.ReceivedAsync());
        Assert.Single(await scene.HistoryAsync());
    }

    [Fact]
    public async Task When_the_server_counts_anew_what_was_filed_is_not_filed_again()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.ComesAsync("reply-with-file");
        await scene.CountAnewAsync(8);
        var known = Samples.Of("reply-with-file", scene.Sent.MessageId);
        var fresh = Samples.Of("reply-html", scene.Sent.MessageId);

        Assert.True(await scene.FileAsync(new LyingMessage(1, known.Length, known, true, null), 0, validity: 8));
        Assert.True(await scene.FileAsync(new LyingMessage(2, fresh.Length, fresh, true, null), 1, validity: 8));

        Assert.Equal(
            ["reply.1@ufficio.test", "reply.2@ufficio.test"],
            (await scene.ReceivedAsync()).Select(row => row.MessageId)
        );
    }

    [Fact]
    public async Task A_message_too_large_is_filed_with_its_headers_and_its_size()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        var headers = Samples.Bytes(
            $"From: anna@ufficio.test\nSubject: Re: grande\nIn-Reply-To: <{scene.Sent.MessageId}>\n\n"
        );

        await scene.FileAsync(new LyingMessage(1, 40_000_000, headers, IsWhole: false, Came: null), after: 0);

        var received = Assert.Single(await scene.ReceivedAsync());
        Assert.Equal(
            (ReceivedMail.Reply, "Re: grande", "", scene.Store.Dossier),
            (received.Kind, received.Subject, received.RawHash, received.DossierId)
        );
        Assert.Equal(
            [("headers.eml", (long)headers.Length, true), ("message.eml", 40_000_000, false)],
            received.Files.Select(file => (file.FileName, file.Size, file.FileHash.Length > 0))
        );
        await using var database = scene.Store.Database();
        Assert.Equal(
            "message/rfc822",
            (await database.Files.SingleAsync(row => row.Hash == received.Files[0].FileHash)).MediaType
        );
    }

    [Theory]
    [InlineData("went there")]
    [InlineData("chosen")]
    [InlineData("official")]
    [InlineData("nobody's")]
    public async Task A_message_is_of_the_person_whose_address_it_came_from(string whose)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        const string from = "Anna@ufficio.test";
        await using (var database = scene.Store.Database())
            _ = whose switch
            {
                "went there" => await database.Mails.ExecuteUpdateAsync(row =>
                    row.SetProperty(it => it.ToAddress, from)
                ),
                "chosen" => await database.People.ExecuteUpdateAsync(row =>
                    row.SetProperty(it => it.Wishes.Address, from)
                ),
                "official" => await database.People.ExecuteUpdateAsync(row => row.SetProperty(it => it.Email, from)),
                _ => 0,
            };

        await scene.ComesAsync("reply-html");

        var expected = whose == "nobody's" ? null : scene.Sent.PersonId;
        Assert.Equal(expected, Assert.Single(await scene.ReceivedAsync()).SenderPerson);
    }

    [Fact]
    public async Task A_bounce_that_names_no_mail_of_ours_is_kept_without_the_addresses_in_it()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);

        await scene.ComesAsync(Samples.Of("bounce-unformed", "somebody.else@comune.test"));

        var text = Assert.Single(await scene.ReceivedAsync()).Text;
        Assert.Contains("<a…@ufficio.test>:", text);
        Assert.DoesNotContain("anna@", text);
    }

    [Fact]
    public async Task A_report_that_was_told_of_a_mail_without_dossier_is_known_from_one_that_nobody_could_place()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);
        await using (var database = scene.Store.Database())
            await database.Mails.ExecuteUpdateAsync(row => row.SetProperty(it => it.DossierId, (Guid?)null));

        await scene.ComesAsync(Samples.Of("bounce-postfix", scene.Sent.MessageId, "someone@else.test"));
        await scene.ComesAsync("bounce-postfix");

        Assert.Equal(MailRow.Bounced, (await scene.MailAsync()).Status);
        Assert.Equal(
            [(false, null), (true, null)],
            (await scene.ReceivedAsync()).Select(row => (row.IsTold, row.DossierId))
        );
    }

    [Fact]
    public async Task A_message_that_the_server_will_not_give_is_told_and_the_next_is_read()
    {
        await using var scene = await InboxScene.CreateAsync(postgres, Provider.Sqlite);

        await scene.FileAsync(new LyingMessage(1, 10, [], IsWhole: false, null, "NO [SERVERBUG] broken"), after: 0);
        var next = Samples.Of("reply-html", scene.Sent.MessageId);
        await scene.FileAsync(new LyingMessage(2, next.Length, next, IsWhole: true, null), after: 1);

        Assert.Equal(
            [
                (ReceivedMail.Unmatched, "NO [SERVERBUG] broken"),
                (ReceivedMail.Reply, (await scene.ReceivedAsync())[1].Text),
            ],
            (await scene.ReceivedAsync()).Select(row => (row.Kind, row.Text))
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Hostile_messages_are_filed_under_harmless_names(Provider provider)
    {
        await using var scene = await InboxScene.CreateAsync(postgres, provider);

        Assert.True(await scene.ComesAsync("hostile-names"));
        Assert.True(await scene.ComesAsync(Encoding.Latin1.GetBytes("Subject: \0\x01\xff\r\n\r\n\0\xff\xfe")));
        Assert.True(await scene.ComesAsync([]));

        var received = await scene.ReceivedAsync();
        Assert.Equal(3, received.Count);
        Assert.Equal(["passwd", "_con.exe", "html.html", "documento"], received[0].Files.Select(file => file.FileName));
    }

    private static byte[] Letter(string headers) =>
        Samples.Bytes($"From: anna@ufficio.test\nSubject: prova\n{headers}\n\ntesto\n");
}
