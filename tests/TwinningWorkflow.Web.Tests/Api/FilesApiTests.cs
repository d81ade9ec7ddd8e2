using System.Net;
using System.Text;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class FilesApiTests(SharedTown towns)
{
    [Fact]
    public async Task A_file_goes_up_as_the_body_and_comes_back_byte_for_byte()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var uploaded = await clerk.UploadAsync("../verbale\u202E.bozza", PseudoFile.Bytes("verbale"));

        Assert.Equal(HttpStatusCode.Created, uploaded.Status);
        Assert.Equal(PseudoFile.Hash("verbale"), uploaded.Json["file"]!.GetValue<string>());
        Assert.Equal("verbale.bozza.pdf", uploaded.Json["name"]!.GetValue<string>());
        var fetched = await clerk.GetAsync($"/api/v1/files/{uploaded.Json["file"]}");
        Assert.Equal("application/pdf", fetched.ContentType);
        Assert.Equal(Encoding.UTF8.GetString(PseudoFile.Bytes("verbale")), fetched.Text);
    }

    [Fact]
    public async Task A_file_goes_up_as_the_one_file_of_a_form()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("nothing"), "note");
        form.Add(new ByteArrayContent(PseudoFile.Bytes("modulo")), "file", "modulo.pdf");

        var uploaded = await clerk.SendAsync(HttpMethod.Post, "/api/v1/files", form);

        Assert.Equal(HttpStatusCode.Created, uploaded.Status);
        Assert.Equal(PseudoFile.Hash("modulo"), uploaded.Json["file"]!.GetValue<string>());
        Assert.Equal("modulo.pdf", uploaded.Json["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_file_too_large_is_refused()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.UploadAsync("grande.txt", Encoding.ASCII.GetBytes(new string('a', 20_001)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Equal("fileTooLarge", refused.Code);
    }

    [Fact]
    public async Task A_file_is_judged_by_its_content_and_not_by_its_name()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.UploadAsync("delibera.pdf", [0x4D, 0x5A, 0x00, 0x01]);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.Status);
        Assert.Equal("fileWrongKind", refused.Code);
    }

    [Theory]
    [InlineData("delibera.pdf", "<html><script>")]
    [InlineData("delibera.PDF ", "MZ0000")]
    [InlineData("delibera.txt", "%PDF-1.7")]
    public async Task A_file_whose_name_says_one_kind_and_whose_content_is_of_another_is_refused(
        string name,
        string content
    )
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.UploadAsync(name, Encoding.ASCII.GetBytes(content));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.Status);
        Assert.Equal("fileNotAsNamed", refused.Code);
    }

    [Theory]
    [InlineData("elenco.csv", "elenco.csv.txt")]
    [InlineData("elenco", "elenco.txt")]
    public async Task A_name_that_says_no_kind_of_ours_gets_the_contents_ending(string given, string kept)
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var uploaded = await clerk.UploadAsync(given, "a;b"u8.ToArray());

        Assert.Equal(kept, uploaded.Json["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.UploadAsync("vuoto.pdf", []);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
    }

    [Fact]
    public async Task A_form_that_breaks_off_is_told_and_not_a_fault_of_ours()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);
        using var broken = new ByteArrayContent("--x\r\nContent-Disposition: form-data; na"u8.ToArray());
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");

        var refused = await clerk.SendAsync(HttpMethod.Post, "/api/v1/files", broken);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task A_file_of_another_authority_does_not_exist()
    {
        var town = await towns.GetAsync();
        var uploaded = await (await town.AsAsync(Roles.Clerk)).UploadAsync("segreto.pdf", PseudoFile.Bytes("segreto"));
        var neighbour = await town.AsAsync(Roles.Clerk, Town.Other);

        var fetched = await neighbour.GetAsync($"/api/v1/files/{uploaded.Json["file"]}");

        Assert.Equal(HttpStatusCode.NotFound, fetched.Status);
        Assert.Equal("notFound", fetched.Code);
    }
}
