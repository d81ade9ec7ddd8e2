using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Tasks;

/// <summary>A step that wants a file in each language of a text asks for each by itself, and says which is missing.</summary>
[Trait("pace", "full")]
public sealed class LanguageFilesPageTests
{
    private static readonly Attachment Program = new("copia.pdf", [0x7F, .. "ELF"u8, 2, 1, 1, 0, 0, 0]);

    [Theory]
    [InlineData("it", "File in italiano", "File in lituano")]
    [InlineData("en", "File in Italian", "File in Lithuanian")]
    public async Task The_page_has_an_input_for_each_language_of_the_text_and_for_no_other(
        string language,
        string italian,
        string lithuanian
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await AgreedAsync(web, language);

        var page = await clerk.GetAsync(await web.TaskPageAsync("sign"));

        Assert.Contains(italian, page.Words, StringComparison.Ordinal);
        Assert.Contains(lithuanian, page.Words, StringComparison.Ordinal);
        Assert.Contains("name=\"f.scans.it\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"f.scans.lt\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"f.scans.en\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"f.scans\"", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", "File in lituano: Manca il file in lituano.")]
    [InlineData("en", "File in Lithuanian: The file in Lithuanian is missing.")]
    public async Task A_language_that_is_missing_is_told_beside_its_own_input_and_nothing_is_filed(
        string language,
        string said
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await AgreedAsync(web, language);
        var files = await web.ReadAsync(x => x.Files.CountAsync());

        var answer = await SignAsync(web, clerk, ("f.scans.it", Attachment.Pdf("copia-it.pdf")), ("f.scans.lt", ""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(said, answer.Words, StringComparison.Ordinal);
        Assert.Contains("href=\"#f_scans_lt\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains("id=\"f_scans_lt-error\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"f_scans_it-error\"", answer.Text, StringComparison.Ordinal);
        // what was chosen is named, as of every file
        Assert.Contains("«copia-it.pdf»", answer.Words, StringComparison.Ordinal);
        Assert.Equal(files, await web.ReadAsync(x => x.Files.CountAsync()));
    }

    [Fact]
    public async Task Without_any_file_each_language_is_required()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await AgreedAsync(web);

        var answer = await SignAsync(web, clerk);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("File in italiano: Questo dato è obbligatorio.", answer.Words, StringComparison.Ordinal);
        Assert.Contains("File in lituano: Questo dato è obbligatorio.", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_given_twice_and_one_that_the_text_does_not_have_are_refused()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await AgreedAsync(web);
        (string, object) italian = ("f.scans.it", Attachment.Pdf("copia-it.pdf"));
        (string, object) lithuanian = ("f.scans.lt", Attachment.Pdf("copia-lt.pdf"));

        var twice = await SignAsync(web, clerk, italian, italian, lithuanian);
        var other = await SignAsync(web, clerk, italian, lithuanian, ("f.scans.en", Attachment.Pdf("copia-en.pdf")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.Status);
        Assert.Contains("C'è più di un file per la stessa lingua (italiano).", twice.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Contains("Il testo non è in questa lingua (inglese).", other.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_told_for_what_it_is_and_its_language_is_not_called_missing()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await AgreedAsync(web);

        var answer = await SignAsync(web, clerk, ("f.scans.it", Attachment.Pdf()), ("f.scans.lt", Program));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Il contenuto del file non è di un tipo ammesso", answer.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Manca il file", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_file_in_every_language_the_step_is_done_and_the_dossier_has_the_copies()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await AgreedAsync(web);

        var answer = await SignAsync(
            web,
            clerk,
            ("f.scans.lt", new Attachment("copia-lt.pdf", [.. "%PDF-1.7\n"u8, .. "sutartis\n%%EOF\n"u8])),
            ("f.scans.it", Attachment.Pdf("copia-it.pdf"))
        );

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var names = await web.ReadAsync(x =>
            x.Documents.Where(d => d.Field == "scans").Select(d => d.FileName).ToListAsync()
        );
        Assert.Equal(["copia-it.pdf", "copia-lt.pdf"], names.Order(StringComparer.Ordinal));
        var dossier = await clerk.GetAsync(answer.Location!.OriginalString);
        Assert.Contains("copia-it.pdf", dossier.Words, StringComparison.Ordinal);
        Assert.Contains("copia-lt.pdf", dossier.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_put_off_wants_no_files()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await AgreedAsync(web);

        var answer = await clerk.SubmitAsync(await web.TaskPageAsync("sign"), ("outcome", "postponed"));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
    }

    [Fact]
    public async Task While_nobody_knows_the_text_the_page_asks_for_files_and_one_does()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await OpenedAsync(web, "it");
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await clerk.SubmitAsync(await web.TaskPageAsync("agree"), ("f.text.it", ""))).Status
        );

        var without = await SignAsync(web, clerk);
        var with = await SignAsync(web, clerk, ("f.scans", Attachment.Pdf("copia.pdf")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Matches("""<input [^>]*name="f.scans"[^>]*""", without.Text);
        Assert.Contains("Copie firmate: Questo dato è obbligatorio.", without.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, with.Status);
    }

    private static async Task<Answer> SignAsync(RunningWeb web, Browser clerk, params (string, object)[] files) =>
        await clerk.SubmitAsync(
            await web.TaskPageAsync("sign"),
            [("outcome", "signed"), ("f.place", "Kaunas"), .. files]
        );

    private static async Task<Browser> AgreedAsync(RunningWeb web, string language = "it")
    {
        var clerk = await OpenedAsync(web, language);
        var answer = await clerk.SubmitAsync(
            await web.TaskPageAsync("agree"),
            ("f.text.it", Attachment.Pdf("testo-it.pdf")),
            ("f.text.lt", Attachment.Pdf("testo-lt.pdf"))
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return clerk;
    }

    private static async Task<Browser> OpenedAsync(RunningWeb web, string language)
    {
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "signing.bpmn"), Bpmn.Signing("signing"));
        await web
            .Services.GetRequiredService<DefinitionCatalog>()
            .PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        var opened = await clerk.SubmitAsync(
            "/dossiers/new",
            ("Input.PartnerCity", "Kaunas"),
            ("Input.PartnerCountry", "LT"),
            ("Input.Kind", "signing")
        );
        Assert.Equal(HttpStatusCode.Redirect, opened.Status);
        return clerk;
    }
}
