using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>What came by mail, as programs read it: what the pages show, to whom they show it.</summary>
[Collection(ApiCollection.Name)]
public sealed class CorrespondenceApiTests(SharedTown towns, Postgres postgres)
{
    private static long uids;

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_correspondence_of_a_dossier_is_listed_page_by_page_the_latest_first(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
            ids.Add(await ComesAsync(town, ReceivedMail.Reply, work.Dossier, Instant.FromUtc(2022, 12, 5, 8, i)));
        var clerk = await town.AsAsync(Roles.Clerk);
        var list = $"/api/v1/dossiers/{work.Dossier:D}/correspondence";

        var first = (await clerk.GetAsync(list + "?size=2")).Json;
        var second = (await clerk.GetAsync(list + "?size=2&page=2")).Json;

        Assert.Equal(
            [$"{ids[2]:D}", $"{ids[1]:D}"],
            first["items"]!.AsArray().Select(x => x!["id"]!.GetValue<string>())
        );
        Assert.Equal([$"{ids[0]:D}"], second["items"]!.AsArray().Select(x => x!["id"]!.GetValue<string>()));
        Assert.Equal((3, 2), (first["total"]!.GetValue<int>(), second["page"]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.GetAsync(list + "?size=101")).Status);
        var one = (await clerk.GetAsync($"/api/v1/correspondence/{ids[0]:D}")).Json;
        Assert.Equal("Va bene.", one["text"]!.GetValue<string>());
        Assert.Equal(
            [(0, "accordo.pdf", true), (1, "Re.eml", false), (2, "grande.zip", false)],
            one["files"]!
                .AsArray()
                .Select(x =>
                    (x!["index"]!.GetValue<int>(), x["name"]!.GetValue<string>(), x["available"]!.GetValue<bool>())
                )
        );
    }

    [Fact]
    public async Task A_file_that_came_is_fetched_and_one_that_may_quote_our_mail_by_overseers_alone()
    {
        var town = await towns.GetAsync();
        var work = await Work.OpenAsync(town);
        var message = await ComesAsync(town, ReceivedMail.Reply, work.Dossier);
        var clerk = await town.AsAsync(Roles.Clerk);
        var auditor = await town.AsAsync(Roles.Auditor);
        var files = $"/api/v1/correspondence/{message:D}/files";

        var fetched = await clerk.GetAsync(files + "/0");

        Assert.Equal((HttpStatusCode.OK, "scritto"), (fetched.Status, fetched.Text));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(files + "/1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync(files + "/1")).Status);
        foreach (var none in new[] { "/2", "/7", "/-1" })
            Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync(files + none)).Status);
        // nor by its hash
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/api/v1/files/{Hash("citato")}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync($"/api/v1/files/{Hash("citato")}")).Status);
    }

    [Fact]
    public async Task A_file_that_quotes_a_link_which_still_acts_for_its_reader_is_refused_by_its_code()
    {
        var town = await towns.GetAsync();
        var work = await Work.OpenAsync(town);
        var email = Town.EmailOf(Roles.Clerk, TestStore.Authority);
        await using var database = town.Database();
        var clerk = await database.Users.AsNoTracking().SingleAsync(row => row.Email == email);
        var path = town.Services.GetRequiredService<MailLinks>().TaskPath(clerk, Guid.CreateVersion7(), 12);
        var quoted = $"> https://gemellaggi.comune.test/{path}";
        var message = await ComesAsync(town, ReceivedMail.Reply, work.Dossier, quoted: quoted);
        var auditor = await town.AsAsync(Roles.Auditor);

        foreach (var file in new[] { $"correspondence/{message:D}/files/1", $"files/{Hash(quoted)}" })
        {
            var refused = await auditor.GetAsync($"/api/v1/{file}");
            Assert.Equal(
                (HttpStatusCode.Conflict, "linkLives"),
                (refused.Status, refused.Json["code"]!.GetValue<string>())
            );
        }
    }

    [Fact]
    public async Task A_message_without_dossier_is_there_for_those_who_oversee_and_for_no_other_town()
    {
        var town = await towns.GetAsync();
        var path = $"/api/v1/correspondence/{await ComesAsync(town, ReceivedMail.Full, null):D}";

        Assert.Equal(HttpStatusCode.NotFound, (await (await town.AsAsync(Roles.Clerk)).GetAsync(path)).Status);
        var seen = await (await town.AsAsync(Roles.Administrator)).GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "full"), (seen.Status, seen.Json["kind"]!.GetValue<string>()));
        var neighbour = await town.AsAsync(Roles.Administrator, Town.Other);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_address_that_a_person_chose_is_told_to_them_alone(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);
        var message = await ComesAsync(town, ReceivedMail.Reply, work.Dossier);
        await using (var database = town.Database())
            await database
                .People.Where(x => x.Email == Town.EmailOf(Roles.Mayor, TestStore.Authority))
                .ExecuteUpdateAsync(row => row.SetProperty(x => x.Wishes.Address, "anna@ufficio.example"));

        Assert.Equal("", await FromAsync(Roles.Clerk));
        Assert.Equal("", await FromAsync(Roles.Auditor));
        Assert.Equal("a…@ufficio.example", await FromAsync(Roles.Administrator));
        Assert.Equal("anna@ufficio.example", await FromAsync(Roles.Mayor));

        async Task<string> FromAsync(string role) =>
            (await (await town.AsAsync(role)).GetAsync($"/api/v1/correspondence/{message:D}")).Json[
                "fromAddress"
            ]!.GetValue<string>();
    }

    private static async Task<Guid> ComesAsync(
        Town town,
        string kind,
        Guid? dossier,
        Instant? at = null,
        string quoted = "citato"
    )
    {
        var id = Guid.CreateVersion7();
        await using var database = town.Database();
        foreach (var content in new[] { "scritto", quoted })
            if (!await database.Files.AnyAsync(x => x.AuthorityId == TestStore.Authority && x.Hash == Hash(content)))
                database.Files.Add(
                    new StoredFile
                    {
                        AuthorityId = TestStore.Authority,
                        Hash = Hash(content),
                        MediaType = "application/octet-stream",
                        Content = Encoding.UTF8.GetBytes(content),
                        StoredAt = Instant.FromUtc(2022, 12, 5, 7, 0),
                    }
                );
        database.ReceivedMails.Add(
            new ReceivedMail
            {
                Id = id,
                AuthorityId = TestStore.Authority,
                Mailbox = "gemellaggi@brescia.example/INBOX",
                Validity = 1,
                Uid = Interlocked.Increment(ref uids),
                MessageId = $"{id:N}@ufficio.example",
                Kind = kind,
                DossierId = dossier,
                FromName = "Anna",
                FromAddress = "anna@ufficio.example",
                Subject = "Re: Kaunas",
                Text = "Va bene.",
                RawHash = "",
                Files = [File("accordo.pdf", Hash("scritto")), File("Re.eml", Hash(quoted)), File("grande.zip", "")],
                ReceivedAt = at ?? Instant.FromUtc(2022, 12, 5, 8, 0),
            }
        );
        await database.SaveChangesAsync();
        return id;
    }

    private static ReceivedFile File(string name, string hash) =>
        new()
        {
            FileHash = hash,
            FileName = name,
            Size = 7,
        };

    private static string Hash(string content) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
