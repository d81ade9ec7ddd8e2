using System.Net;
using System.Security.Cryptography;
using System.Text;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class DefinitionsApiTests(SharedTown towns)
{
    [Fact]
    public async Task The_published_process_files_are_listed_and_each_comes_as_it_was_published()
    {
        var auditor = await (await towns.GetAsync()).AsAsync(Roles.Auditor);

        var listed = (await auditor.GetAsync("/api/v1/definitions")).Json.AsArray();

        var twinning = Assert.Single(listed, x => x!["process"]!.GetValue<string>() == "twinning")!;
        Assert.Equal(1, twinning["version"]!.GetValue<int>());
        Assert.NotEmpty(twinning["label"]!["it"]!.GetValue<string>());
        Assert.NotEmpty(twinning["label"]!["en"]!.GetValue<string>());
        var hash = twinning["definition"]!.GetValue<string>();
        var file = await auditor.GetAsync($"/api/v1/definitions/{hash}");
        Assert.Equal((HttpStatusCode.OK, "application/xml"), (file.Status, file.ContentType));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text))));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("twinning")]
    [InlineData("..%2Ftwinning.bpmn")]
    public async Task A_process_file_that_was_not_published_is_not_found(string hash)
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var missing = await clerk.GetAsync($"/api/v1/definitions/{hash}");

        Assert.Equal((HttpStatusCode.NotFound, "notFound"), (missing.Status, missing.Code));
    }
}
