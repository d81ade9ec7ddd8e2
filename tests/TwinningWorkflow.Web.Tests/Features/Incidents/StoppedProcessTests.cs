using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Incidents;

/// <summary>A process that stops is put right on the pages: by corrected data, or by a move, and its dossier tells all of it.</summary>
[Trait("pace", "full")]
public sealed class StoppedProcessTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Corrected_data_and_a_retry_heal_and_the_dossier_tells_what_was_before(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var (dossier, key) = await StopAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var list = (await administrator.GetAsync("/incidents")).Words;
        Assert.Contains("Il procedimento non sa quale strada prendere", list, StringComparison.Ordinal);
        Assert.Contains("In «Voti bastanti?».", list, StringComparison.Ordinal);
        var incident = (await administrator.GetAsync("/incidents/" + key)).Words;
        Assert.Contains("vote: Voti", incident, StringComparison.Ordinal);
        Assert.Contains("Expected a flow of 'enough' to be true", incident, StringComparison.Ordinal);
        var form = await administrator.GetAsync("/incidents/correct/" + key);
        Assert.Matches("""name="f.v1"[^>]*value="7"|value="7"[^>]*name="f.v1" """.Trim(), form.Text);

        var done = await administrator.SubmitAsync(
            "/incidents/correct/" + key,
            ("f.v0", "yes"),
            ("f.v1", "27"),
            ("f.reason", "verbale riletto"),
            ("Then", "retry")
        );

        Assert.Equal((HttpStatusCode.Redirect, "/incidents"), (done.Status, done.Location!.OriginalString));
        Assert.Equal("sign", await OpenTaskAsync(web));
        var page = (await administrator.GetAsync(dossier)).Words;
        Assert.DoesNotContain("ci pensa l'amministratore", page, StringComparison.Ordinal);
        Assert.Contains("Dati corretti dall'amministratore.", page, StringComparison.Ordinal);
        Assert.Contains("da «7» a «27»", page, StringComparison.Ordinal);
        Assert.Contains("verbale riletto", page, StringComparison.Ordinal);
        // what the person left as it was is no correction
        Assert.DoesNotContain("da «Sì»", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_on_at_another_step_and_the_dossier_tells_why()
    {
        await using var web = await RunningWeb.StartAsync();
        var (dossier, key) = await StopAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var done = await administrator.SubmitAsync(
            "/incidents/move/" + key,
            ("f.target", "again"),
            ("f.reason", "si rivota")
        );

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal("again", await OpenTaskAsync(web));
        var page = (await administrator.GetAsync(dossier)).Words;
        Assert.Contains(
            "Il procedimento era fermo in «Voti bastanti?»: l'amministratore lo ha spostato a «again».",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("si rivota", page, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Incidents.CountAsync(i => i.ResolvedAt == null)));
    }

    [Theory]
    [InlineData(Roles.Clerk, false)]
    [InlineData(Roles.Mayor, false)]
    [InlineData(Roles.Auditor, true)]
    [InlineData(Roles.Administrator, true)]
    public async Task Everybody_reads_on_the_dossier_that_it_has_stopped_and_who_sees_to_it(string role, bool leads)
    {
        await using var web = await RunningWeb.StartAsync();
        var (dossier, key) = await StopAsync(web);

        var page = await (await web.SignedInAsync(role)).GetAsync(dossier);

        Assert.Contains("Fermo: ci pensa l'amministratore", page.Words, StringComparison.Ordinal);
        Assert.Contains("si è fermato in «Voti bastanti?»", page.Words, StringComparison.Ordinal);
        Assert.Equal(leads, page.Text.Contains("/incidents/" + key, StringComparison.Ordinal));
        Assert.Contains("Fermo in «Voti bastanti?». Il procedimento non sa", page.Words, StringComparison.Ordinal);
        Assert.Equal(leads, page.Words.Contains("Expected a flow of 'enough'", StringComparison.Ordinal));
        var english = await (await web.SignedInAsync(role, language: "en")).GetAsync(dossier);
        Assert.Contains("Stopped: the administrator sees to it", english.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_process_stays_on_everybodys_desk()
    {
        await using var web = await RunningWeb.StartAsync();
        var (dossier, _) = await StopAsync(web);

        var desk = await (await web.SignedInAsync(Roles.Mayor)).GetAsync("/desk");

        Assert.Contains("Voti bastanti?", desk.Words, StringComparison.Ordinal);
        Assert.Contains("fermo: ci pensa l'amministratore", desk.Words, StringComparison.Ordinal);
        Assert.Contains($"href=\"{dossier}\"", desk.Text, StringComparison.Ordinal);
        var neighbour = await (await web.SignedInAsync(Roles.Mayor, RunningWeb.Cremona)).GetAsync("/desk");
        Assert.DoesNotContain("Voti bastanti?", neighbour.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_are_corrected_alone_or_tried_again_too_and_what_stops_again_is_shown()
    {
        await using var web = await RunningWeb.StartAsync();
        var (_, key) = await StopAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var alone = await administrator.SubmitAsync(
            "/incidents/correct/" + key,
            ("f.v0", "yes"),
            ("f.v1", "8"),
            ("f.reason", "uno in più")
        );
        Assert.Equal("/incidents/" + key, alone.Location!.OriginalString);
        Assert.Contains("resta aperta", (await administrator.GetAsync("/incidents/" + key)).Words);

        var again = await administrator.SubmitAsync("/incidents/retry/" + key, ("f.reason", "vediamo"));

        var now = await web.ReadAsync(x =>
            x.Incidents.Where(i => i.ResolvedAt == null).Select(i => i.Key).SingleAsync()
        );
        Assert.NotEqual(key, now);
        Assert.Equal("/incidents/" + now, again.Location!.OriginalString);
        Assert.Contains("Si è fermato di nuovo", (await administrator.GetAsync("/incidents/" + now)).Words);
        // the page of the one that is closed leads nowhere
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.GetAsync("/incidents/correct/" + key)).Status);
    }

    [Theory]
    [InlineData("otto", "dato", "Scrivi un numero intero, come 12.")]
    [InlineData("9007199254740992", "dato", "Non può essere più di 9.007.199.254.740.991.")]
    [InlineData("7", "dato", "Non c'è nulla da cambiare")]
    [InlineData("8", "", "Motivo: Questo dato è obbligatorio.")]
    public async Task What_is_wrong_with_a_correction_stands_beside_its_field(string votes, string reason, string words)
    {
        await using var web = await RunningWeb.StartAsync();
        var (_, key) = await StopAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var answer = await administrator.SubmitAsync(
            "/incidents/correct/" + key,
            ("f.v0", "yes"),
            ("f.v1", votes),
            ("f.reason", reason)
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(words, answer.Words, StringComparison.Ordinal);
        Assert.Contains($"value=\"{votes}\"", answer.Text, StringComparison.Ordinal);
        Assert.False(await web.ReadAsync(x => x.Journal.AnyAsync(r => r.Kind == "data-corrected")));
    }

    [Fact]
    public async Task A_value_is_taken_away_by_leaving_its_field_empty()
    {
        await using var web = await RunningWeb.StartAsync();
        var (dossier, key) = await StopAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        await administrator.SubmitAsync(
            "/incidents/correct/" + key,
            ("f.v0", "yes"),
            ("f.v1", ""),
            ("f.reason", "mai contati")
        );

        Assert.Contains("svuotato (era «7»)", (await administrator.GetAsync(dossier)).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("start")]
    [InlineData("nowhere")]
    public async Task A_process_is_moved_to_no_step_that_is_not_offered(string target)
    {
        await using var web = await RunningWeb.StartAsync();
        var (_, key) = await StopAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var answer = await administrator.SubmitAsync(
            "/incidents/move/" + key,
            ("f.target", target),
            ("f.reason", "si rivota")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("""<a href="#f_target">""", answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, await web.ReadAsync(x => x.Incidents.CountAsync(i => i.ResolvedAt == null)));
    }

    [Fact]
    public async Task Of_two_who_see_to_it_one_does_and_the_other_is_told()
    {
        await using var web = await RunningWeb.StartAsync();
        var (_, key) = await StopAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var page = "/incidents/move/" + key;
        var (mine, theirs) = (await administrator.HiddenAsync(page), await administrator.HiddenAsync(page));

        await administrator.SendFormAsync(page, theirs, ("f.target", "again"), ("f.reason", "loro"));
        var late = await administrator.SendFormAsync(page, mine, ("f.target", "sign"), ("f.reason", "io"));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("Qualcuno se n'è già occupato", late.Words, StringComparison.Ordinal);
        Assert.Equal("again", await OpenTaskAsync(web));
    }

    private static Task<string> OpenTaskAsync(RunningWeb web) =>
        web.ReadAsync(x => x.Tasks.Where(t => t.Status == TaskRow.Open).Select(t => t.Node).SingleAsync());

    /// <summary>A dossier whose process stops after a vote with 7 votes; answers its address, and the incident's key.</summary>
    private static async Task<(string Dossier, string Key)> StopAsync(RunningWeb web)
    {
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "stopping.bpmn"), Bpmn.Stopping("stopping"));
        await web
            .Services.GetRequiredService<DefinitionCatalog>()
            .PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var opened = await clerk.SubmitAsync(
            "/dossiers/new",
            ("Input.PartnerCity", "Kaunas"),
            ("Input.PartnerCountry", "LT"),
            ("Input.Kind", "stopping")
        );
        Assert.Equal(HttpStatusCode.Redirect, opened.Status);
        var voted = await clerk.SubmitAsync(await web.TaskPageAsync("vote"), ("outcome", "yes"), ("f.votes", "7"));
        Assert.Equal(HttpStatusCode.Redirect, voted.Status);
        var key = await web.ReadAsync(x => x.Incidents.Select(i => i.Key).SingleAsync());
        return (opened.Location!.OriginalString, key);
    }
}
