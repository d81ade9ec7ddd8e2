using System.Security.Cryptography;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Inbox;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Tests.Jobs;
using TwinningWorkflow.Web.Tests.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Inbox;

/// <summary>There and back through a real postfix and dovecot.</summary>
public sealed class RealMailboxTests(Postgres postgres, MailServers servers) : IClassFixture<MailServers>
{
    private const string Mailbox = "gemellaggi@comune.test";

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_mail_that_the_server_took_and_could_not_deliver_comes_back_and_finds_its_row(Provider provider)
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(provider, "Full");
        await scene.DrainAsync();
        var sent = Assert.Single(await scene.MailsAsync());
        Assert.Equal(MailRow.Sent, sent.Status);

        await servers.ArrivedAsync(Mailbox, SearchQuery.BodyContains(sent.MessageId), 1);
        await Watch(scene).ReadAsync(CancellationToken.None);

        var bounced = Assert.Single(await scene.MailsAsync());
        Assert.Equal(MailRow.Bounced, bounced.Status);
        Assert.Contains("5.1.1", bounced.Error);
        Assert.Equal("mail-bounced", Assert.Single(await scene.IncidentsAsync()).Code);
        var received = await ReceivedAsync(scene, row => row.MailKey == sent.Key);
        Assert.Equal((ReceivedMail.Bounce, scene.Store.Dossier), (received.Kind, received.DossierId));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_answer_to_a_mail_of_ours_is_filed_with_its_dossier_by_two_nodes_once(Provider provider)
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(provider, "Clerk");
        await scene.DrainAsync();
        var sent = Assert.Single(await scene.MailsAsync());
        var ours = Assert.Single(await servers.ArrivedAsync("clerk@comune.test", sent.MessageId, 1));
        var pdf = "%PDF-1.4\n% prova\n"u8.ToArray();
        var answer = Letter("Re: " + ours.Subject, Mailbox);
        answer.InReplyTo = ours.MessageId;
        answer.Body = new BodyBuilder
        {
            TextBody = "Va bene.",
            Attachments = { { "accordo.pdf", pdf } },
        }.ToMessageBody();

        await servers.SendAsync(answer);
        await servers.ArrivedAsync(Mailbox, answer.MessageId!, 1);
        await Task.WhenAll(
            Task.Run(() => Watch(scene).ReadAsync(CancellationToken.None)),
            Task.Run(() => Watch(scene).ReadAsync(CancellationToken.None))
        );
        await Watch(scene).ReadAsync(CancellationToken.None);

        var received = await ReceivedAsync(scene, row => row.MessageId == answer.MessageId);
        Assert.Equal(
            (ReceivedMail.Reply, scene.Store.Dossier, sent.Key, "Va bene."),
            (received.Kind, received.DossierId, received.MailKey, received.Text)
        );
        var file = Assert.Single(received.Files);
        Assert.Equal(("accordo.pdf", Convert.ToHexStringLower(SHA256.HashData(pdf))), (file.FileName, file.FileHash));
    }

    [Fact]
    public async Task A_message_to_the_dossier_s_own_address_arrives_and_is_filed_with_it_and_an_absence_note_is_known()
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Clerk");
        await using var database = scene.Store.Database();
        var own = new DossierAddress(await MailKey.ReadAsync(database, CancellationToken.None)).Write(
            Mailbox,
            scene.Store.Dossier
        );
        var letter = Letter("Una domanda", own);
        var note = Letter("Assente", own);
        note.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");

        await servers.SendAsync(letter);
        await servers.SendAsync(note);
        await servers.ArrivedAsync(Mailbox, letter.MessageId!, 1);
        await servers.ArrivedAsync(Mailbox, note.MessageId!, 1);
        await Watch(scene).ReadAsync(CancellationToken.None);

        var filed = await ReceivedAsync(scene, row => row.MessageId == letter.MessageId);
        var quiet = await ReceivedAsync(scene, row => row.MessageId == note.MessageId);
        Assert.Equal((ReceivedMail.Reply, scene.Store.Dossier), (filed.Kind, filed.DossierId));
        Assert.Equal((ReceivedMail.AutoReply, scene.Store.Dossier), (quiet.Kind, quiet.DossierId));
    }

    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task The_mailbox_is_read_over_either_kind_of_tls_and_left_as_it_was(MailSecurity security)
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Clerk");
        scene.Options.Imap = servers.Mailbox(security);
        var letter = Letter("Chi legge?", Mailbox);
        await servers.SendAsync(letter);
        await servers.ArrivedAsync(Mailbox, letter.MessageId!, 1);

        await Watch(scene).ReadAsync(CancellationToken.None);

        Assert.Equal(
            ReceivedMail.Unmatched,
            (await ReceivedAsync(scene, row => row.MessageId == letter.MessageId)).Kind
        );
        var row = await PlaceAsync(scene);
        Assert.Equal("", row.Error);
        Assert.NotNull(row.ReadAt);
        await servers.ArrivedAsync(
            Mailbox,
            SearchQuery.NotSeen.And(SearchQuery.HeaderContains("Message-ID", letter.MessageId!)),
            1
        );
    }

    [Fact]
    public async Task A_message_above_the_limit_is_filed_with_its_headers_and_the_next_is_read()
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Clerk");
        scene.Options.Imap.MaxBytes = 100_000;
        var large = Letter("Grande", Mailbox);
        large.Body = new TextPart("plain") { Text = string.Join('\n', Enumerable.Repeat(new string('a', 70), 3_000)) };
        var next = Letter("Piccolo", Mailbox);
        await servers.SendAsync(large);
        await servers.ArrivedAsync(Mailbox, large.MessageId!, 1);
        await servers.SendAsync(next);
        await servers.ArrivedAsync(Mailbox, next.MessageId!, 1);

        await Watch(scene).ReadAsync(CancellationToken.None);

        var filed = await ReceivedAsync(scene, row => row.MessageId == large.MessageId);
        Assert.Equal(("Grande", "", ""), (filed.Subject, filed.Text, filed.RawHash));
        Assert.Equal(["headers.eml", "message.eml"], filed.Files.Select(file => file.FileName));
        Assert.True(filed.Files[1].Size > 200_000);
        Assert.Equal("Piccolo", (await ReceivedAsync(scene, row => row.MessageId == next.MessageId)).Subject);
    }

    [Fact]
    public async Task A_wrong_certificate_or_password_reads_nothing_and_says_so_until_it_is_put_right()
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Clerk", hasBegun: false);
        using var other = new TestCertificate();
        scene.Options.Imap.Certificate = other.File;
        await Watch(scene).ReadAsync(CancellationToken.None);
        var distrusted = await PlaceAsync(scene);
        scene.Options.Imap = servers.Mailbox();
        scene.Options.Imap.Password = "wrong";
        await Watch(scene).ReadAsync(CancellationToken.None);
        var refused = await PlaceAsync(scene);
        scene.Options.Imap = servers.Mailbox();
        await Watch(scene).ReadAsync(CancellationToken.None);
        var right = await PlaceAsync(scene);

        Assert.Contains("cannot be read", distrusted.Error);
        Assert.Contains("cannot be read", refused.Error);
        Assert.Null(refused.ReadAt);
        Assert.Equal("", right.Error);
        Assert.NotNull(right.ReadAt);
    }

    [Theory]
    [InlineData(Provider.Sqlite, false)]
    [InlineData(Provider.Postgres, true)]
    public async Task What_lay_in_a_mailbox_before_it_is_read_for_the_first_time_stays_where_it_is(
        Provider provider,
        bool couldNotBeOpened
    )
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(provider, "Clerk", hasBegun: false);
        var past = Letter("Di prima", Mailbox);
        await servers.SendAsync(past);
        await servers.ArrivedAsync(Mailbox, past.MessageId!, 1);
        if (couldNotBeOpened)
        {
            scene.Options.Imap.Password = "wrong";
            await Watch(scene).ReadAsync(CancellationToken.None);
            scene.Options.Imap = servers.Mailbox();
        }

        await Watch(scene).ReadAsync(CancellationToken.None);
        var fresh = Letter("Di adesso", Mailbox);
        await servers.SendAsync(fresh);
        await servers.ArrivedAsync(Mailbox, fresh.MessageId!, 1);
        await Watch(scene).ReadAsync(CancellationToken.None);

        await ReceivedAsync(scene, row => row.MessageId == fresh.MessageId);
        await using var database = scene.Store.Database();
        Assert.False(await database.ReceivedMails.AnyAsync(row => row.MessageId == past.MessageId));
    }

    [Fact]
    public async Task Where_the_server_counts_anew_it_is_read_from_what_came_shortly_before_it_was_read_last()
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Clerk", hasBegun: false);
        var past = Letter("Di prima", Mailbox);
        await servers.SendAsync(past);
        await servers.ArrivedAsync(Mailbox, past.MessageId!, 1);
        await Watch(scene).ReadAsync(CancellationToken.None);
        await CountedAnewAsync(readLast: Duration.FromDays(10));

        await Watch(scene).ReadAsync(CancellationToken.None);
        await using var database = scene.Store.Database();
        Assert.False(await database.ReceivedMails.AnyAsync(row => row.MessageId == past.MessageId));
        await CountedAnewAsync(readLast: Duration.Zero);
        await Watch(scene).ReadAsync(CancellationToken.None);

        await ReceivedAsync(scene, row => row.MessageId == past.MessageId);

        async Task CountedAnewAsync(Duration readLast)
        {
            var at = SystemClock.Instance.GetCurrentInstant() + readLast;
            await using var rows = scene.Store.Database();
            await rows.Mailboxes.ExecuteUpdateAsync(row =>
                row.SetProperty(it => it.Validity, 1).SetProperty(it => it.ReadAt, (Instant?)at)
            );
        }
    }

    [Fact]
    public async Task A_server_that_says_later_gets_it_later_and_one_that_says_never_is_an_incident()
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Slow");
        await scene.PersonAsync("Nobody", "clerk");
        await servers.AnswerAsync("slow@comune.test", "450 4.2.0 later, please");
        await scene.LeaveAsync(await scene.AssignmentAsync());

        await scene.DrainAsync();
        var first = (await scene.MailsAsync()).Where(mail => mail.ToName == "Slow").ToList();
        await servers.AnswerAsync("slow@comune.test", "OK");
        scene.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.DrainAsync();

        Assert.All(first, mail => Assert.Equal(MailRow.Pending, mail.Status));
        Assert.Contains("450", first[0].Error);
        var after = await scene.MailsAsync();
        Assert.All(after.Where(mail => mail.ToName == "Slow"), mail => Assert.Equal(MailRow.Sent, mail.Status));
        Assert.All(after.Where(mail => mail.ToName == "Nobody"), mail => Assert.Equal(MailRow.Failed, mail.Status));
        Assert.All(await scene.IncidentsAsync(), incident => Assert.Equal("mail-refused", incident.Code));
    }

    [Fact]
    public async Task A_line_cut_after_the_text_leaves_two_copies_of_one_message_at_most()
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Clerk");
        await using (var line = new CuttingLine(servers.Submissions, after: 6_000))
        {
            scene.Options.Port = line.Port;
            await scene.DrainAsync();
        }
        var uncertain = Assert.Single(await scene.MailsAsync());
        scene.Options.Port = servers.Submissions;
        scene.Store.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.DrainAsync();

        Assert.Equal(MailRow.Uncertain, uncertain.Status);
        Assert.Equal(MailRow.Sent, Assert.Single(await scene.MailsAsync()).Status);
        Assert.Equal(2, (await servers.ArrivedAsync("clerk@comune.test", uncertain.MessageId, 2)).Count);
    }

    [Fact]
    public async Task Three_days_without_the_server_lose_nothing()
    {
        SkipWhereTheyCannotRun();
        await using var scene = await SceneAsync(Provider.Sqlite, "Clerk");
        scene.Options.Port = 9;
        var assignment = await scene.AssignmentAsync();
        for (var i = 0; i < 4; i++)
            await scene.LeaveAsync(assignment);
        await scene.PassAsync(Duration.FromHours(72));
        scene.Options.Port = servers.Submissions;
        await scene.PassAsync(Duration.FromHours(6));

        var mails = await scene.MailsAsync();
        Assert.Equal(5, mails.Count);
        Assert.All(mails, mail => Assert.Equal(MailRow.Sent, mail.Status));
        foreach (var mail in mails)
            Assert.Single(await servers.ArrivedAsync("clerk@comune.test", mail.MessageId, 1));
        Assert.Empty(await scene.IncidentsAsync());
    }

    private void SkipWhereTheyCannotRun() => Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");

    /// <summary>A person with a mail that waits, a clock that stands at the day of the letters, and a mailbox that is read.</summary>
    private async Task<MailScene> SceneAsync(Provider provider, string name, bool hasBegun = true)
    {
        var scene = await MailScene.CreateAsync(postgres, provider);
        scene.Options = servers.Both();
        await scene.PersonAsync(name, "clerk");
        await scene.LeaveAsync(await scene.AssignmentAsync());
        if (hasBegun)
            await Watch(scene).ReadAsync(CancellationToken.None);
        return scene;
    }

    private static MailboxWatch Watch(MailScene scene) =>
        new(
            scene.Store.Databases,
            Options.Create(scene.Options),
            scene.Store.Clock,
            scene.System,
            NullLoggerFactory.Instance
        );

    private static async Task<ReceivedMail> ReceivedAsync(MailScene scene, Func<ReceivedMail, bool> which)
    {
        await using var database = scene.Store.Database();
        return Assert.Single(await database.ReceivedMails.AsNoTracking().ToListAsync(), row => which(row));
    }

    private static async Task<MailboxRow> PlaceAsync(MailScene scene)
    {
        await using var database = scene.Store.Database();
        return await database.Mailboxes.AsNoTracking().SingleAsync();
    }

    private static MimeMessage Letter(string subject, string to)
    {
        var message = new MimeMessage
        {
            Subject = subject,
            Body = new TextPart("plain") { Text = "testo" },
        };
        message.MessageId = $"{Guid.NewGuid():N}@ufficio.test";
        message.From.Add(new MailboxAddress("Anna", "mayor@comune.test"));
        message.To.Add(new MailboxAddress("", to));
        return message;
    }
}
