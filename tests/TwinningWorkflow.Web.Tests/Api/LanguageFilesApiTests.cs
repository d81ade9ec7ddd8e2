using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>A file in each language of a text, as a program gives it.</summary>
[Collection(ApiCollection.Name)]
public sealed class LanguageFilesApiTests(SharedTown towns)
{
    [Fact]
    public async Task A_task_tells_in_which_languages_it_wants_a_file()
    {
        var work = await AgreedAsync();

        var task = (await (await work.Town.AsAsync(Roles.Clerk)).GetAsync(await work.TaskPathAsync("sign"))).Json;

        var fields = task["form"]!["fields"]!.AsArray();
        var scans = fields.Single(x => x!["id"]!.GetValue<string>() == "scans")!;
        Assert.Equal("filesByLanguage", scans["kind"]!.GetValue<string>());
        Assert.Equal("""["it","lt"]""", scans["languages"]!.ToJsonString());
        Assert.Equal("[]", fields[0]!["languages"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{ "it": "X" }""", "scans: languageMissing", "lt", "The file in Lithuanian is missing.")]
    [InlineData("""{ "lt": "X" }""", "scans: languageMissing", "it", "The file in Italian is missing.")]
    [InlineData(
        """{ "it": "X", "lt": "X", "en": "X" }""",
        "scans: notOffered",
        "en",
        "The text is not in this language (English)."
    )]
    public async Task What_is_wrong_with_the_languages_is_told_and_nothing_is_written(
        string scans,
        string error,
        string language,
        string said
    )
    {
        var work = await AgreedAsync();
        var before = (await work.ReadAsync())["process"]!["version"]!.GetValue<long>();

        var refused = await SignAsync(work, scans);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([error], refused.Errors);
        var told = refused.Json["errors"]![0]!;
        Assert.Equal(language, told["argument"]!.GetValue<string>());
        Assert.Equal(said, told["message"]!.GetValue<string>());
        Assert.Equal(before, (await work.ReadAsync())["process"]!["version"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("""[ "X" ]""", "scans: languageMissing", "scans: languageMissing", "scans: wrongType")]
    [InlineData("{}", "scans: required")]
    [InlineData("7", "scans: wrongType")]
    public async Task Files_that_say_no_language_are_refused_where_the_languages_are_known(
        string scans,
        params string[] errors
    )
    {
        var refused = await SignAsync(await AgreedAsync(), scans);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(errors, refused.Errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_document_in_both_languages_is_given_for_each_and_filed_once()
    {
        var work = await AgreedAsync();

        Work.Done(await SignAsync(work, """{ "it": { "file": "X", "name": "bilingue.pdf" }, "lt": "X" }"""));

        var documents = (await work.ReadAsync())["documents"]!.AsArray();
        Assert.Equal(["bilingue.pdf"], documents.Select(x => x!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task While_nobody_knows_the_text_a_list_of_files_does()
    {
        var work = await OpenAsync();
        Work.Done(await work.CompleteAsync(Roles.Clerk, "agree", new { fields = new { } }));

        Assert.Equal(["scans: required"], (await SignAsync(work, "null")).Errors);
        Work.Done(await SignAsync(work, """[ "X" ]"""));
    }

    /// <summary>Signs with these scans, in which X is an upload.</summary>
    private static async Task<Answer> SignAsync(Work work, string scans)
    {
        var hash = await work.UploadAsync("copia.pdf");
        var json = scans.Replace("\"X\"", $"\"{hash}\"", StringComparison.Ordinal);
        return await (await work.Town.AsAsync(Roles.Clerk)).PostTextAsync(
            await work.TaskPathAsync("sign") + "/complete",
            $$"""{ "outcome": "signed", "fields": { "place": "Kaunas", "scans": {{json}} } }"""
        );
    }

    private async Task<Work> AgreedAsync()
    {
        var work = await OpenAsync();
        var text = new { it = await work.UploadAsync("testo-it.pdf"), lt = await work.UploadAsync("testo-lt.pdf") };
        Work.Done(await work.CompleteAsync(Roles.Clerk, "agree", new { fields = new { text } }));
        return work;
    }

    private async Task<Work> OpenAsync()
    {
        var town = await towns.GetAsync();
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "signing.bpmn"), Bpmn.Signing("signing"));
        await town
            .Services.GetRequiredService<DefinitionCatalog>()
            .PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        return await Work.OpenAsync(town, "signing");
    }
}
