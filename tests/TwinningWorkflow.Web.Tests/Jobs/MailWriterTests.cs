using System.Collections.Immutable;
using MimeKit;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>The mails that the twinning process sends to bodies, to the partner and to people, with its own names and grounds.</summary>
public sealed class MailWriterTests(Postgres postgres)
{
    private static readonly byte[] Italian = "Accordo di gemellaggio"u8.ToArray();
    private static readonly byte[] Lithuanian = "Bendradarbiavimo sutartis"u8.ToArray();

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_notice_tells_the_act_and_carries_the_text_whose_hash_it_gives(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await FileTextAsync(scene);
        await RecipientAsync(scene, "DARA", "dara@bodies.test");
        await scene.LeaveAsync(
            new PlannedMail("notice", "sendNotice")
            {
                Recipient = "DARA",
                Facts =
                [
                    new("protocolNumber", DataValue.Of("FITTIZIO-1/2022")),
                    new("protocolDate", DataValue.Of(new LocalDate(2022, 12, 9))),
                    new("giuntaActNumber", DataValue.Of("FITTIZIO-100")),
                    new("textVersion", DataValue.Of("text-hash")),
                    new("agreeText.note", new DataValue.Personal("reference", "salted")),
                ],
            }
        );

        await scene.DrainAsync();

        var letter = Assert.Single(scene.Letters());
        Assert.Equal("dara@bodies.test", letter.To.Mailboxes.Single().Address);
        Assert.Contains("Eventuali osservazioni: entro 30 giorni dalla consegna.", letter.TextBody);
        Assert.Contains("Numero di protocollo: FITTIZIO-1/2022", letter.TextBody);
        Assert.Contains("Data di protocollo: 9 dicembre 2022", letter.TextBody);
        Assert.Contains("Numero della delibera: FITTIZIO-100", letter.TextBody);
        Assert.Contains("Testo inviato: Versione 1, in allegato", letter.TextBody);
        Assert.Contains("Si fonda sulla prassi: i trenta giorni", letter.TextBody);
        Assert.DoesNotContain("salted", letter.TextBody);
        Assert.DoesNotContain("tasks/", letter.TextBody);
        var attachments = letter.Attachments.Cast<MimePart>().ToList();
        Assert.Equal(["accordo-it.txt", "sutartis-lt.txt"], attachments.Select(part => part.FileName));
        Assert.Equal([Italian, Lithuanian], attachments.Select(Content));
        Assert.All(attachments, part => Assert.Contains(Hash(Content(part)), letter.TextBody));
    }

    [Fact]
    public async Task Facts_of_one_name_are_told_apart_by_their_step()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await RecipientAsync(scene, "MAECI", "maeci@bodies.test");
        await scene.LeaveAsync(
            new PlannedMail("notice", "sendNotice")
            {
                Recipient = "MAECI",
                Facts =
                [
                    new("giuntaActNumber", DataValue.Of("FITTIZIO-100")),
                    new("councilActNumber", DataValue.Of("FITTIZIO-7")),
                ],
            }
        );

        await scene.DrainAsync();

        var text = Assert.Single(scene.Letters()).TextBody;
        Assert.Contains("Delibera di Giunta, Numero della delibera: FITTIZIO-100", text);
        Assert.Contains("Delibera di Consiglio, Numero della delibera: FITTIZIO-7", text);
    }

    [Fact]
    public async Task A_text_that_the_file_itself_keeps_is_told_by_the_words_of_its_declaration_and_goes_with_the_mail()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await RecipientAsync(scene, "KAUNAS", "kaunas@example.test");
        await FileTextAsync(scene);
        await scene.LeaveAsync(
            new PlannedMail("partner-reminder", "remindPartner")
            {
                Recipient = "KAUNAS",
                Facts = [new("textToSign", DataValue.Of("text-hash"))],
            }
        );

        await scene.DrainAsync();

        var letter = Assert.Single(scene.Letters());
        Assert.Contains("Testo da firmare: Versione 1, in allegato", letter.TextBody);
        Assert.DoesNotContain("text-hash", letter.TextBody);
        Assert.Equal(2, letter.Attachments.Count());
    }

    [Fact]
    public async Task A_body_without_an_address_is_an_incident_and_not_silence()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        var key = await scene.LeaveAsync(new PlannedMail("notice", "sendNotice") { Recipient = "REGIONE" });

        await scene.DrainAsync();

        var incident = Assert.Single(await scene.IncidentsAsync());
        Assert.Equal((key, "mail-no-recipient"), (incident.Key, incident.Code));
        Assert.Contains("REGIONE", incident.Message);
    }

    [Fact]
    public async Task The_partner_is_reminded_at_the_dossier_s_own_contact_in_their_language()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await using (var database = scene.Store.Database())
        {
            var dossier = database.Dossiers.Single(row => row.Id == scene.Store.Dossier);
            dossier.Contact = new()
            {
                Name = "Jonas",
                Email = "jonas@kaunas.test",
                Language = "en",
            };
            await database.SaveChangesAsync();
        }
        await scene.LeaveAsync(new PlannedMail("partner-reminder", "remindPartner") { Recipient = Recipient.Partner });

        await scene.DrainAsync();

        var letter = Assert.Single(scene.Letters());
        Assert.Equal("jonas@kaunas.test", letter.To.Mailboxes.Single().Address);
        Assert.StartsWith("Please send us the act", letter.TextBody);
    }

    [Fact]
    public async Task The_end_of_the_window_explains_its_date_and_leads_to_the_dossier()
    {
        await using var scene = await MailScene.CreateAsync(postgres, Provider.Sqlite);
        await scene.PersonAsync("Anna", "clerk");
        var spec = new TermSpec(30, TermUnit.Days, null);
        var term = TermResolution.With(new(new()))(spec, new LocalDate(2022, 12, 9));
        await scene.LeaveAsync(new PlannedMail("window-elapsed", "windowElapsed") { Role = "clerk", Term = term });

        await scene.DrainAsync();

        var letter = Assert.Single(scene.Letters());
        Assert.Contains("Il termine è finito alle 24 di lunedì 9 gennaio 2023.", letter.TextBody);
        Assert.Contains("domenica 8 gennaio; si passa a lunedì 9", letter.TextBody!.ReplaceLineEndings(" "));
        Assert.Contains($"https://gemellaggi.comune.test/dossiers/{scene.Store.Dossier}", letter.TextBody);
    }

    private static async Task RecipientAsync(MailScene scene, string code, string address)
    {
        await using var database = scene.Store.Database();
        database.Recipients.Add(
            new Recipient
            {
                AuthorityId = TestStore.Authority,
                Code = code,
                Name = code,
                Address = address,
            }
        );
        await database.SaveChangesAsync();
    }

    private static async Task FileTextAsync(MailScene scene)
    {
        await using var database = scene.Store.Database();
        foreach (var content in ImmutableArray.Create(Italian, Lithuanian))
            database.Files.Add(
                new StoredFile
                {
                    AuthorityId = TestStore.Authority,
                    Hash = Hash(content),
                    MediaType = "text/plain",
                    Content = content,
                    StoredAt = scene.Store.Clock.Now,
                }
            );
        database.TextVersions.Add(
            new TextVersion
            {
                DossierId = scene.Store.Dossier,
                Number = 1,
                Hash = "text-hash",
                CreatedAt = scene.Store.Clock.Now,
                Files =
                [
                    new()
                    {
                        Language = "lt",
                        FileHash = Hash(Lithuanian),
                        FileName = "sutartis-lt.txt",
                    },
                    new()
                    {
                        Language = "it",
                        FileHash = Hash(Italian),
                        FileName = "accordo-it.txt",
                    },
                ],
            }
        );
        await database.SaveChangesAsync();
    }

    private static string Hash(byte[] content) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    private static byte[] Content(MimePart part)
    {
        using var decoded = new MemoryStream();
        part.Content!.DecodeTo(decoded);
        return decoded.ToArray();
    }
}
