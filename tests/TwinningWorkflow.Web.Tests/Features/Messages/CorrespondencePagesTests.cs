using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Messages;

/// <summary>What came by mail, as the dossier's readers and the administrator see it.</summary>
[Trait("pace", "full")]
public sealed class CorrespondencePagesTests : IAsyncLifetime
{
    private static readonly Guid Dossier = Guid.CreateVersion7();
    private static readonly Guid Filed = Guid.CreateVersion7();
    private static readonly Guid Unmatched = Guid.CreateVersion7();

    private RunningWeb web = null!;

    public async ValueTask InitializeAsync()
    {
        web = await RunningWeb.StartAsync();
        await web.ReadAsync(database =>
        {
            database.Dossiers.Add(
                new Dossier
                {
                    Id = Dossier,
                    AuthorityId = RunningWeb.Brescia,
                    Number = "2022/7",
                    Title = "Kaunas",
                    Kind = "twinning",
                    PartnerCity = "Kaunas",
                    PartnerCountry = "LT",
                    OpenedAt = Instant.FromUtc(2022, 12, 1, 8, 0),
                }
            );
            database.Files.AddRange(File("raw"), File("scritto"));
            database.ReceivedMails.AddRange(
                Received(Filed, 1, ReceivedMail.Reply, Dossier),
                Received(Guid.CreateVersion7(), 2, ReceivedMail.AutoReply, Dossier),
                Received(Unmatched, 3, ReceivedMail.Unmatched, null)
            );
            return database.SaveChangesAsync();
        });
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    [Theory]
    [InlineData("it", "Corrispondenza (2)", "Risposte automatiche (1)")]
    [InlineData("en", "Correspondence (2)", "Automatic answers (1)")]
    public async Task A_dossier_shows_what_came_and_folds_what_machines_wrote(
        string language,
        string title,
        string quiet
    )
    {
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);

        var page = (await clerk.GetAsync($"/dossiers/{Dossier:D}")).Words;

        Assert.Contains(title, page);
        Assert.Contains(quiet, page);
        Assert.Contains("Re: <b>Oggetto</b>", page);
        Assert.Contains($"/received/{Filed:D}/files/0", page);
    }

    [Fact]
    public async Task A_message_is_shown_as_text_and_its_files_come_as_downloads_under_their_clean_names()
    {
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var page = await clerk.GetAsync($"/received/{Filed:D}");
        var file = await clerk.GetAsync($"/received/{Filed:D}/files/0");
        // as it came it holds the links of the mail that it quotes
        var quoted = await clerk.GetAsync($"/received/{Filed:D}/message.eml");
        var whole = await (await web.SignedInAsync(Roles.Administrator)).GetAsync($"/received/{Filed:D}/message.eml");

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page.Text);
        Assert.DoesNotContain("<script>alert(1)", page.Text);
        Assert.Contains("non è verificato", page.Words);
        Assert.Contains("grande.zip", page.Words);
        Assert.Equal("attachment", file.Message.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("accordo.pdf", file.Message.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("scritto", file.Text);
        Assert.Equal(HttpStatusCode.NotFound, quoted.Status);
        Assert.DoesNotContain("message.eml", page.Text);
        Assert.Equal("attachment", whole.Message.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/received/{Filed:D}/files/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/received/{Filed:D}/files/7")).Status);
    }

    [Fact]
    public async Task Another_town_s_message_is_not_there_and_one_of_no_dossier_only_for_those_who_oversee()
    {
        var other = await web.SignedInAsync(Roles.Administrator, RunningWeb.Cremona);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        foreach (var part in new[] { "", "/files/0", "/message.eml" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/received/{Filed:D}{part}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/received/{Unmatched:D}{part}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/received/{Unmatched:D}{part}")).Status);
            Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync($"/received/{Unmatched:D}{part}")).Status);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/received/{Unmatched:D}/file")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync($"/received/{Unmatched:D}/file")).Status);
    }

    [Fact]
    public async Task A_long_correspondence_has_pages_that_lead_back_to_it()
    {
        await web.ReadAsync(database =>
        {
            for (var i = 0; i < 30; i++)
                database.ReceivedMails.Add(Received(Guid.CreateVersion7(), 100 + i, ReceivedMail.Reply, Dossier));
            return database.SaveChangesAsync();
        });
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var first = await clerk.GetAsync($"/dossiers/{Dossier:D}");
        var second = await clerk.GetAsync($"/dossiers/{Dossier:D}?p=2");

        Assert.Contains("Corrispondenza (32)", first.Words);
        Assert.Contains("?p=2#correspondence", first.Text);
        Assert.DoesNotContain($"/received/{Filed:D}\"", first.Text);
        Assert.Contains($"/received/{Filed:D}\"", second.Text);
        Assert.Contains("?p=1#correspondence", second.Text);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync($"/dossiers/{Dossier:D}?p=99")).Status);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync($"/dossiers/{Dossier:D}?p=x")).Status);
    }

    [Fact]
    public async Task A_message_whose_dossier_is_full_says_so_and_an_administrator_may_file_it_there_all_the_same()
    {
        var full = Guid.CreateVersion7();
        await web.ReadAsync(database =>
        {
            database.ReceivedMails.Add(Received(full, 200, ReceivedMail.Full, null, meantFor: Dossier));
            return database.SaveChangesAsync();
        });
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var listed = (await administrator.GetAsync("/administration/mail")).Words;
        var shown = (await administrator.GetAsync($"/received/{full:D}")).Words;
        var asked = (await administrator.GetAsync($"/received/{full:D}/file")).Text;
        var done = await administrator.SubmitAsync(
            $"/received/{full:D}/file",
            ("Dossier", $"{Dossier:D}"),
            ("Why", "Serve")
        );

        Assert.Contains("Messaggi senza fascicolo (2)", listed);
        Assert.Contains("Era per il fascicolo", shown);
        Assert.Contains("2022/7 Kaunas", shown);
        Assert.Matches($"<option(?=[^>]* value=\"{Dossier:D}\")(?=[^>]* selected)", asked);
        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        var row = await web.ReadAsync(x => x.ReceivedMails.AsNoTracking().SingleAsync(mail => mail.Id == full));
        Assert.Equal((ReceivedMail.Reply, Dossier), (row.Kind, row.DossierId));
    }

    [Fact]
    public async Task A_message_that_quotes_a_link_which_still_acts_for_its_reader_is_handed_to_nobody()
    {
        var id = Guid.CreateVersion7();
        var email = RunningWeb.EmailOf(Roles.Clerk);
        var clerk = await web.ReadAsync(x => x.Users.AsNoTracking().SingleAsync(row => row.Email == email));
        var links = web.Services.GetRequiredService<MailLinks>();
        var path = links.TaskPath(clerk, Guid.CreateVersion7(), 12);
        var content = Encoding.UTF8.GetBytes($"From: a@b.test\r\n\r\n> https://gemellaggi.comune.test/{path}\r\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        await web.ReadAsync(database =>
        {
            database.Files.Add(
                new StoredFile
                {
                    AuthorityId = RunningWeb.Brescia,
                    Hash = hash,
                    MediaType = "message/rfc822",
                    Content = content,
                    StoredAt = Instant.FromUtc(2022, 12, 5, 9, 0),
                }
            );
            database.ReceivedMails.Add(Received(id, 400, ReceivedMail.Reply, Dossier, raw: hash));
            return database.SaveChangesAsync();
        });

        var got = await (await web.SignedInAsync(Roles.Auditor)).GetAsync($"/received/{id:D}/message.eml");

        Assert.Equal(HttpStatusCode.Conflict, got.Status);
        Assert.Contains("cita un link", got.Text);
        Assert.DoesNotContain(path[^20..], got.Text);
    }

    [Fact]
    public async Task A_server_s_report_is_read_by_all_and_its_parts_by_those_who_oversee()
    {
        var bounce = Guid.CreateVersion7();
        await web.ReadAsync(database =>
        {
            database.ReceivedMails.Add(Received(bounce, 300, ReceivedMail.Bounce, Dossier));
            return database.SaveChangesAsync();
        });
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var auditor = await web.SignedInAsync(Roles.Auditor);

        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync($"/received/{bounce:D}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/received/{bounce:D}/files/0")).Status);
        Assert.DoesNotContain($"/received/{bounce:D}/files", (await clerk.GetAsync($"/dossiers/{Dossier:D}")).Text);
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync($"/received/{bounce:D}/files/0")).Status);
    }

    [Fact]
    public async Task The_address_that_a_person_chose_is_not_shown_where_they_answered_from_it()
    {
        await web.ReadAsync(database =>
            database
                .People.Where(row => row.Email == RunningWeb.EmailOf(Roles.Mayor, RunningWeb.Brescia))
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.Wishes.Address, "Anna@ufficio.test"))
        );
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        Assert.DoesNotContain("ufficio.test>", (await clerk.GetAsync($"/received/{Filed:D}")).Words);
        Assert.Contains("<a…@ufficio.test>", (await administrator.GetAsync($"/received/{Filed:D}")).Words);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_that_a_person_chose_once_stays_theirs_in_the_name_and_in_what_is_quoted(bool asSender)
    {
        var answer = Guid.CreateVersion7();
        var email = RunningWeb.EmailOf(Roles.Mayor, RunningWeb.Brescia);
        await web.ReadAsync(async database =>
        {
            var mayor = await database.People.Where(x => x.Email == email).Select(x => x.Id).SingleAsync();
            var mail = Received(
                answer,
                400,
                ReceivedMail.Reply,
                Dossier,
                sender: asSender ? mayor : null,
                ours: "ours"
            );
            mail.FromName = asSender ? mail.FromAddress : "Ufficio";
            mail.FromAddress = asSender ? mail.FromAddress : "ufficio@kaunas.test";
            mail.Text = "Va bene.\n> A: Anna <ANNA@ufficio.test>";
            database.ReceivedMails.Add(mail);
            if (!asSender)
                database.Mails.Add(MessageTo(mayor, "anna@ufficio.test"));
            return await database.SaveChangesAsync();
        });
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var mayorLooks = await web.SignedInAsync(Roles.Mayor);

        var read = (await clerk.GetAsync($"/received/{answer:D}")).Words;
        var looked = (await administrator.GetAsync($"/received/{answer:D}")).Words;

        Assert.DoesNotContain("anna@ufficio", read, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("> A: Anna <…>", read);
        Assert.Equal(asSender, !read.Contains("ufficio@kaunas.test", StringComparison.Ordinal));
        Assert.Contains("> A: Anna <a…@ufficio.test>", looked, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ANNA@ufficio.test", (await mayorLooks.GetAsync($"/received/{answer:D}")).Words);
    }

    [Fact]
    public async Task What_has_no_dossier_is_counted_whole_and_has_pages_and_what_was_told_does_not_wait()
    {
        await web.ReadAsync(database =>
        {
            for (var i = 0; i < 30; i++)
                database.ReceivedMails.AddRange(
                    Received(Guid.CreateVersion7(), 500 + i, ReceivedMail.Unmatched, null),
                    Received(Guid.CreateVersion7(), 600 + i, ReceivedMail.Bounce, null, isTold: true)
                );
            database.ReceivedMails.Add(Received(Guid.CreateVersion7(), 700, ReceivedMail.Bounce, null));
            return database.SaveChangesAsync();
        });
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var first = await administrator.GetAsync("/administration/mail");
        var second = await administrator.GetAsync("/administration/mail?unmatched=2&quiet=2");

        Assert.Contains("Messaggi senza fascicolo (32)", first.Words);
        Assert.Contains("lasciati (30)", first.Words);
        Assert.Equal(25 + 25, first.Text.Split("class=\"message-subject\"").Length - 1);
        Assert.Contains("?unmatched=2#unmatched", first.Text);
        Assert.Contains("?quiet=2#quiet", first.Text);
        Assert.Equal(7 + 5, second.Text.Split("class=\"message-subject\"").Length - 1);
        Assert.Contains("<details class=\"fold\" id=\"quiet\" open", second.Text);
        Assert.Equal(
            HttpStatusCode.OK,
            (await administrator.GetAsync("/administration/mail?unmatched=99&quiet=x")).Status
        );
    }

    [Fact]
    public async Task A_mail_that_was_not_sent_says_why_in_words()
    {
        string[] codes = ["task-closed", "suspended", "superseded", "handed-over"];
        await web.ReadAsync(async database =>
        {
            var mayor = await database.People.Select(x => x.Id).FirstAsync();
            foreach (var code in codes)
                database.Mails.Add(MessageTo(mayor, "anna@ufficio.test", code, MailRow.Moot, code));
            return await database.SaveChangesAsync();
        });
        var italian = await web.SignedInAsync(Roles.Clerk);
        var english = await web.SignedInAsync(Roles.Auditor, language: "en");

        foreach (var code in codes)
        {
            var it = (await italian.GetAsync($"/messages/{code}")).Words;
            var en = (await english.GetAsync($"/messages/{code}")).Words;

            Assert.Contains("Non inviata perché", it);
            Assert.Contains("Not sent because", en);
            Assert.DoesNotContain("Ultimo errore", it);
            Assert.DoesNotContain($">{code}<", (await italian.GetAsync($"/messages/{code}")).Text);
            Assert.DoesNotContain("message.moot", it + en);
        }
    }

    [Fact]
    public async Task An_administrator_files_what_nobody_knew_with_a_reason_that_the_history_keeps()
    {
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var page = $"/received/{Unmatched:D}/file";

        var without = await administrator.SubmitAsync(page, ("Dossier", $"{Dossier:D}"), ("Why", ""));
        var elsewhere = await administrator.SubmitAsync(
            page,
            ("Dossier", $"{Guid.NewGuid():D}"),
            ("Why", "È di Kaunas")
        );
        var done = await administrator.SubmitAsync(page, ("Dossier", $"{Dossier:D}"), ("Why", "È di Kaunas"));
        var again = await administrator.GetAsync(page);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, elsewhere.Status);
        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        var row = await web.ReadAsync(x => x.ReceivedMails.AsNoTracking().SingleAsync(mail => mail.Id == Unmatched));
        Assert.Equal((ReceivedMail.Reply, Dossier), (row.Kind, row.DossierId));
        var told = (await (await web.SignedInAsync(Roles.Clerk)).GetAsync($"/dossiers/{Dossier:D}")).Words;
        Assert.Contains("È arrivato un messaggio con 2 file, messo nel fascicolo.", told);
        Assert.Contains("È di Kaunas", told);
    }

    [Fact]
    public async Task What_is_left_goes_out_of_the_list_and_can_still_be_filed()
    {
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var before = (await administrator.GetAsync("/administration/mail")).Words;

        var done = await administrator.SubmitAsync($"/received/{Unmatched:D}/leave", ("Why", "Pubblicità"));

        Assert.Contains("Messaggi senza fascicolo (1)", before);
        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        var after = (await administrator.GetAsync("/administration/mail")).Words;
        Assert.Contains("Messaggi senza fascicolo (0)", after);
        Assert.Contains("messaggi lasciati (1)", after);
        Assert.Contains("Metti in un fascicolo", (await administrator.GetAsync($"/received/{Unmatched:D}")).Words);
        Assert.Equal(1, await web.ReadAsync(x => x.Journal.CountAsync(entry => entry.Kind == "correspondence-left")));
    }

    private static MailRow MessageTo(
        Guid person,
        string address,
        string key = "ours",
        string status = MailRow.Sent,
        string error = ""
    ) =>
        new()
        {
            Key = key,
            AuthorityId = RunningWeb.Brescia,
            DossierId = Dossier,
            InstanceId = null,
            PersonId = person,
            Kind = "task-assigned",
            MessageId = $"{key}@brescia.example",
            ToName = "Anna",
            ToAddress = address,
            Language = "it",
            Subject = "Oggetto",
            Text = "",
            Html = "",
            CreatedAt = Instant.FromUtc(2022, 12, 5, 7, 0),
            NextAttemptAt = Instant.FromUtc(2022, 12, 5, 7, 0),
            Status = status,
            Error = error,
        };

    private static ReceivedMail Received(
        Guid id,
        long uid,
        string kind,
        Guid? dossier,
        Guid? meantFor = null,
        Guid? sender = null,
        string ours = "",
        bool isTold = false,
        string raw = ""
    ) =>
        new()
        {
            Id = id,
            AuthorityId = RunningWeb.Brescia,
            Mailbox = "gemellaggi@comune.test/INBOX",
            Validity = 1,
            Uid = uid,
            MessageId = $"{uid}@ufficio.test",
            Kind = kind,
            DossierId = dossier,
            MeantFor = meantFor,
            SenderPerson = sender,
            MailKey = ours,
            IsTold = isTold,
            FromName = "Anna",
            FromAddress = "anna@ufficio.test",
            Subject = "Re: <b>Oggetto</b>",
            Text = "Va bene.\n<script>alert(1)</script>",
            RawHash = raw.Length > 0 ? raw : Hash("raw"),
            Files =
            [
                new()
                {
                    FileHash = Hash("scritto"),
                    FileName = "accordo.pdf",
                    Size = 7,
                },
                new()
                {
                    FileHash = "",
                    FileName = "grande.zip",
                    Size = 40_000_000,
                },
            ],
            ReceivedAt = Instant.FromUtc(2022, 12, 5, 7, 0),
        };

    private static StoredFile File(string content) =>
        new()
        {
            AuthorityId = RunningWeb.Brescia,
            Hash = Hash(content),
            MediaType = "application/octet-stream",
            Content = Encoding.UTF8.GetBytes(content),
            StoredAt = Instant.FromUtc(2022, 12, 5, 7, 0),
        };

    private static string Hash(string content) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
