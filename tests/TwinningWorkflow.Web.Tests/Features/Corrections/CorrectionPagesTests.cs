using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Corrections;

/// <summary>What was recorded is corrected on the pages.</summary>
[Trait("pace", "full")]
public sealed class CorrectionPagesTests(Postgres postgres)
{
    private const string Delivery = "/recorded/1.delivery";

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_corrected_date_moves_the_term_and_the_dossier_tells_both_what_was_and_what_is(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var dossier = await DeliveredAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        Assert.Contains($"{dossier}/recorded", (await clerk.GetAsync(dossier)).Text, StringComparison.Ordinal);
        var list = (await clerk.GetAsync(dossier + "/recorded")).Words;
        Assert.Contains("<dt>Consegnato il</dt><dd>1 dicembre 2022</dd>", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", list, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "(facoltativo)",
            (await clerk.GetAsync(dossier + Delivery)).Words,
            StringComparison.Ordinal
        );

        var done = await clerk.SubmitAsync(
            dossier + Delivery,
            ("f.v0", "2022-12-02"),
            ("f.v1", "7"),
            ("f.reason", "riletta la ricevuta")
        );

        Assert.Equal((HttpStatusCode.Redirect, dossier), (done.Status, done.Location!.OriginalString));
        var page = (await clerk.GetAsync(dossier)).Words;
        Assert.Contains("Corretto «delivery»: Consegnato il.", page, StringComparison.Ordinal);
        Assert.Contains(
            "Trenta giorni: il termine passa da sabato 31 dicembre 2022 a lunedì 2 gennaio 2023.",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("Corretto ciò che era registrato.", page, StringComparison.Ordinal);
        Assert.Contains("da «1 dicembre 2022» a «2 dicembre 2022»", page, StringComparison.Ordinal);
        Assert.Contains("riletta la ricevuta", page, StringComparison.Ordinal);
        // both terms are shown on a calendar, and the one that runs among what happens now
        var history = page.Split("<section id=\"history\">")[1];
        Assert.Equal(
            ["31 dicembre 2022", "2 gennaio 2023"],
            history.Split("<details class=\"count\">").Skip(1).Select(x => x.Split("il termine del ")[1].Split('<')[0])
        );
        Assert.Contains(
            "domenica 1° gennaio 2023: il conto finisce qui, ma il termine si sposta (domenica)",
            history,
            StringComparison.Ordinal
        );
        Assert.Contains("il termine del 2 gennaio 2023", page.Split("id=\"history\"")[0], StringComparison.Ordinal);
        // what was left as it is is no correction
        Assert.DoesNotContain("da «7»", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Clerk, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Mayor, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    [InlineData(Roles.Secretariat, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData(Roles.Accounting, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Administrator, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Auditor, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task The_secretariat_corrects_everything_and_others_what_their_own_steps_recorded(
        string role,
        HttpStatusCode ofTheClerk,
        HttpStatusCode ofTheMayor
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await DeliveredAsync(web);
        var person = await web.SignedInAsync(role);

        Assert.Equal(ofTheClerk, (await person.GetAsync(dossier + Delivery)).Status);
        Assert.Equal(ofTheMayor, (await person.GetAsync(dossier + "/recorded/1.word")).Status);
        Assert.Equal(
            ofTheClerk == HttpStatusCode.OK || ofTheMayor == HttpStatusCode.OK,
            (await person.GetAsync(dossier)).Text.Contains($"{dossier}/recorded\"", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Who_sends_anothers_form_is_refused_and_the_authoritys_history_tells_it()
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await DeliveredAsync(web);
        var mayor = await web.SignedInAsync(Roles.Mayor);

        var refused = await mayor.SendFormAsync(
            dossier + Delivery,
            await mayor.HiddenAsync(dossier + "/recorded/1.word"),
            ("f.v0", "2022-12-02"),
            ("f.reason", "lo so io")
        );

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.False(await web.ReadAsync(x => x.Journal.AnyAsync(r => r.Kind == "data-corrected")));
        Assert.True(await web.ReadAsync(x => x.Journal.AnyAsync(r => r.Kind == "step-refused")));
    }

    [Theory]
    [InlineData("it", "2/12/22x", "7", "dato", "Scrivi una data, come 20/12/2022.")]
    [InlineData("it", "2022-12-06", "7", "dato", "L'ultima data possibile è lunedì 5 dicembre 2022.")]
    [InlineData("it", "", "7", "dato", "Questo dato è obbligatorio.")]
    [InlineData("it", "2022-12-02", "7", "", "Motivo: Questo dato è obbligatorio.")]
    [InlineData("it", "2022-12-01", "7", "dato", "Non c'è nulla da cambiare")]
    [InlineData("en", "2022-12-06", "7", "dato", "The last possible date is Monday 5 December 2022.")]
    public async Task What_is_wrong_stands_beside_its_field(
        string language,
        string day,
        string number,
        string reason,
        string words
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await DeliveredAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);

        var answer = await clerk.SubmitAsync(dossier + Delivery, ("f.v0", day), ("f.v1", number), ("f.reason", reason));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(words, answer.Words, StringComparison.Ordinal);
        Assert.False(await web.ReadAsync(x => x.Journal.AnyAsync(r => r.Kind == "data-corrected")));
    }

    [Fact]
    public async Task A_form_sent_twice_corrects_once()
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await DeliveredAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var hidden = await clerk.HiddenAsync(dossier + Delivery);

        for (var i = 0; i < 2; i++)
        {
            var sent = await clerk.SendFormAsync(
                dossier + Delivery,
                hidden,
                ("f.v0", "2022-12-02"),
                ("f.v1", "7"),
                ("f.reason", "due clic")
            );
            Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        }

        Assert.Equal(1, await web.ReadAsync(x => x.Journal.CountAsync(r => r.Kind == "data-corrected")));
        Assert.Contains("il termine passa da", (await clerk.GetAsync(dossier)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_correct_at_once_the_second_sees_what_the_first_wrote_and_may_then_replace_it()
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await DeliveredAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var secretary = await web.SignedInAsync(Roles.Secretariat);
        var mine = await clerk.HiddenAsync(dossier + Delivery);
        var theirs = await secretary.HiddenAsync(dossier + Delivery);
        await secretary.SendFormAsync(
            dossier + Delivery,
            theirs,
            ("f.v0", "2022-12-02"),
            ("f.v1", "7"),
            ("f.reason", "loro")
        );
        (string, object)[] own = [("f.v0", "2022-12-03"), ("f.v1", "7"), ("f.reason", "io")];

        var told = await clerk.SendFormAsync(dossier + Delivery, mine, own);
        var again = await clerk.SendFormAsync(dossier + Delivery, Browser.HiddenIn(told), own);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.Status);
        Assert.Contains("Nel frattempo qualcuno l'ha cambiato", told.Words, StringComparison.Ordinal);
        Assert.Contains("Ora è registrato: 2 dicembre 2022.", told.Words, StringComparison.Ordinal);
        Assert.Contains("value=\"2022-12-03\"", told.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        Assert.Contains(
            "da «2 dicembre 2022» a «3 dicembre 2022»",
            (await clerk.GetAsync(dossier)).Words,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "it",
        "Primo giorno",
        "da «2 dicembre 2022» a «1 dicembre 2022»",
        "da «22 dicembre 2022» a «21 dicembre 2022»"
    )]
    [InlineData(
        "en",
        "First day",
        "from “2 December 2022” to “1 December 2022”",
        "from “22 December 2022” to “21 December 2022”"
    )]
    public async Task What_is_computed_again_is_shown_before_the_correction_is_confirmed_and_told_by_the_history(
        string language,
        string name,
        string day,
        string end
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await CountedAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        (string, object)[] typed = [("f.v0", "2022-12-01"), ("f.v1", "false"), ("f.reason", "ricevuta")];

        var shown = await clerk.SubmitAsync(dossier + Delivery, typed);
        var kept = await web.ReadAsync(x => x.Journal.AnyAsync(r => r.Kind == "data-corrected"));
        // what is confirmed is what was shown, and nothing else
        var other = await clerk.SendFormAsync(
            dossier + Delivery,
            Browser.HiddenIn(shown),
            ("f.v0", "2022-11-30"),
            ("f.v1", "false"),
            ("f.reason", "ricevuta")
        );
        var done = await clerk.SendFormAsync(dossier + Delivery, Browser.HiddenIn(shown), typed);

        Assert.Equal((HttpStatusCode.OK, false), (shown.Status, kept));
        foreach (var words in new[] { name, day, end })
            Assert.Contains(words, shown.Words, StringComparison.Ordinal);
        Assert.Contains("value=\"2022-12-01\"", shown.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, other.Status);
        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        var history = (await clerk.GetAsync(dossier)).Words;
        foreach (var words in new[] { name, day, end })
            Assert.Contains(words, history, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", "ha già preso la sua strada («All'estero?»)")]
    [InlineData("en", "the process has gone its way (“Abroad?”)")]
    public async Task A_value_by_which_the_process_went_its_way_is_refused_with_what_to_do(
        string language,
        string words
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await CountedAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);

        var refused = await clerk.SubmitAsync(
            dossier + Delivery,
            ("f.v0", "2022-12-02"),
            ("f.v1", "true"),
            ("f.reason", "ricevuta")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(words, refused.Words, StringComparison.Ordinal);
        Assert.False(await web.ReadAsync(x => x.Journal.AnyAsync(r => r.Kind == "data-corrected")));
    }

    [Fact]
    public async Task A_process_that_has_ended_is_offered_no_correction_and_takes_none()
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await DeliveredAsync(web);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var hidden = await clerk.HiddenAsync(dossier + Delivery);
        await clerk.SubmitAsync(dossier + "/withdraw", ("f.reason", "rinuncia"));

        var late = await clerk.SendFormAsync(
            dossier + Delivery,
            hidden,
            ("f.v0", "2022-12-02"),
            ("f.v1", "7"),
            ("f.reason", "tardi")
        );

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("Il procedimento è concluso", late.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await clerk.GetAsync(dossier + Delivery)).Status);
        var list = (await clerk.GetAsync(dossier + "/recorded")).Words;
        Assert.Contains("Il procedimento è concluso", list, StringComparison.Ordinal);
        Assert.DoesNotContain($"{dossier}/recorded", (await clerk.GetAsync(dossier)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/recorded")]
    [InlineData(Delivery)]
    public async Task Another_towns_dossier_is_not_found(string page)
    {
        await using var web = await RunningWeb.StartAsync();
        var dossier = await DeliveredAsync(web);

        var neighbour = await web.SignedInAsync(Roles.Secretariat, RunningWeb.Cremona);

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(dossier + page)).Status);
        var own = await web.SignedInAsync(Roles.Secretariat);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(dossier + page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync(dossier + "/recorded/1.nowhere")).Status);
    }

    /// <summary>A dossier on which a delivery was recorded, and thirty days run from it; answers its address.</summary>
    private static async Task<string> DeliveredAsync(RunningWeb web)
    {
        var dossier = await OpenAsync(web, "delivered", Bpmn.Delivered("delivered"));
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var delivered = await clerk.SubmitAsync(
            await web.TaskPageAsync("delivery"),
            ("outcome", "delivered"),
            ("f.on", "2022-12-01"),
            ("f.number", "7"),
            ("f.who", "Ada")
        );
        Assert.Equal(HttpStatusCode.Redirect, delivered.Status);
        var mayor = await web.SignedInAsync(Roles.Mayor);
        await mayor.SubmitAsync(await web.TaskPageAsync("word"), ("f.said", "sì"));
        return dossier;
    }

    /// <summary>A dossier on which a delivery was recorded and a day computed from it; answers its address.</summary>
    private static async Task<string> CountedAsync(RunningWeb web)
    {
        var dossier = await OpenAsync(web, "counted", Bpmn.Counted("counted"));
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var delivered = await clerk.SubmitAsync(
            await web.TaskPageAsync("delivery"),
            ("f.on", "2022-12-02"),
            ("f.abroad", "false")
        );
        Assert.Equal(HttpStatusCode.Redirect, delivered.Status);
        return dossier;
    }

    private static async Task<string> OpenAsync(RunningWeb web, string kind, string file)
    {
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, kind + ".bpmn"), file);
        await web
            .Services.GetRequiredService<DefinitionCatalog>()
            .PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        Directory.Delete(folder, recursive: true);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var opened = await clerk.SubmitAsync(
            "/dossiers/new",
            ("Input.PartnerCity", "Kaunas"),
            ("Input.PartnerCountry", "LT"),
            ("Input.Kind", kind)
        );
        Assert.Equal(HttpStatusCode.Redirect, opened.Status);
        return opened.Location!.OriginalString;
    }
}
