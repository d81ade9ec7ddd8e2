using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Dossiers;

[Trait("pace", "full")]
public sealed partial class DossierPagesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/suspend")]
    [InlineData("/forecast")]
    [InlineData("/facts/partnerCouncilAct")]
    [InlineData("/diagram.json")]
    [InlineData("/diagram.bpmn")]
    [InlineData("/text-versions/1/it")]
    public async Task A_dossier_of_another_town_is_not_found(string page)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync(dossier + page)).Status);

        var neighbour = await web.SignedInAsync(Roles.Clerk, RunningWeb.Cremona);

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(dossier + page)).Status);
    }

    [Fact]
    public async Task A_step_of_another_town_is_not_found()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var neighbour = await web.SignedInAsync(Roles.Clerk, RunningWeb.Cremona);

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(page)).Status);
        var sent = await neighbour.SendFormAsync(page, await neighbour.HiddenAsync("/desk"));
        Assert.Equal(HttpStatusCode.NotFound, sent.Status);
    }

    [Fact]
    public async Task A_document_of_another_town_is_not_found()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var hidden = await clerk.HiddenAsync(dossier);
        await clerk.SendFormAsync(dossier + "?handler=Document", hidden, ("file", Attachment.Pdf("../../atto?.pdf")));
        var document = await web.ReadAsync(x => x.Documents.SingleAsync());
        var neighbour = await web.SignedInAsync(Roles.Clerk, RunningWeb.Cremona);

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"/documents/{document.Id:D}")).Status);
        var own = await clerk.GetAsync($"/documents/{document.Id:D}");
        Assert.Equal("attachment", own.Message.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("atto_.pdf", document.FileName);
    }

    [Theory]
    [InlineData("it", "Testo concordato: Testo 1 (", "Testo da firmare: Testo 1 (", "non registrato")]
    [InlineData("en", "Agreed text: Text 1 (", "Text to be signed: Text 1 (", "not recorded")]
    public async Task Under_each_condition_of_the_gate_stands_what_it_rests_on(
        string language,
        string given,
        string computed,
        string missing
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);

        var page = (await (await web.SignedInAsync(Roles.Auditor, language: language)).GetAsync(dossier)).Words;

        var lists = page.Split("<ul class=\"condition-evidence\">").Skip(1).Select(x => x.Split("</ul>")[0]).ToList();
        Assert.Equal(10, lists.Count);
        foreach (var said in (string[])[given, computed, missing])
            Assert.Contains(lists, x => Plain(x).Contains(said, StringComparison.Ordinal));
    }

    /// <summary>The words alone, each gap a space.</summary>
    private static string Plain(string html) =>
        string.Join(' ', Tag().Replace(html, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [Fact]
    public async Task A_document_sent_twice_is_filed_once_and_one_that_is_none_is_refused_beside_its_field()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var hidden = await clerk.HiddenAsync(dossier);

        for (var i = 0; i < 2; i++)
        {
            var sent = await clerk.SendFormAsync(dossier + "?handler=Document", hidden, ("file", Attachment.Pdf()));
            Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        }
        var none = await clerk.SendFormAsync(dossier + "?handler=Document", hidden);
        var other = await clerk.SendFormAsync(
            dossier + "?handler=Document",
            hidden,
            ("file", new Attachment("altro.pdf", [.. "%PDF-1.7\n"u8, .. "altro\n%%EOF\n"u8]))
        );

        Assert.Equal(1, await web.ReadAsync(x => x.Documents.CountAsync()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.Status);
        Assert.Contains("id=\"file-error\"", none.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
    }

    [Theory]
    [InlineData(
        "it",
        "Messi da parte",
        "messo da parte da clerk di brescia il",
        "Messo da parte il fatto arrivato in anticipo"
    )]
    [InlineData("en", "Set aside", "set aside by clerk di brescia on", "Set aside what came early")]
    public async Task A_fact_that_came_early_is_set_aside_on_the_page_with_a_reason(
        string language,
        string title,
        string by,
        string told
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        var dossier = await clerk.OpenDossierAsync();
        var (action, field) = await KeepAsync(web, clerk, dossier);
        var hidden = await clerk.HiddenAsync(dossier);

        var without = await clerk.SendFormAsync(action, hidden, (field, " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Contains($"id=\"{field}-error\"", without.Text, StringComparison.Ordinal);
        for (var click = 0; click < 2; click++)
            Assert.Equal(
                HttpStatusCode.Redirect,
                (await clerk.SendFormAsync(action, hidden, (field, "Il Consiglio vota di nuovo"))).Status
            );

        var page = await clerk.GetAsync(dossier);
        Assert.Contains($"<h2>{title}</h2>", page.Words, StringComparison.Ordinal);
        Assert.Contains(by, page.Words, StringComparison.Ordinal);
        Assert.Contains(told, page.Words, StringComparison.Ordinal);
        Assert.Contains("Il Consiglio vota di nuovo", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=SetAside", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"kept\"", (await clerk.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await web.ReadAsync(x => x.Journal.CountAsync(row => row.Kind == "fact-set-aside")));
    }

    [Fact]
    public async Task Who_sets_a_fact_aside_second_is_told_by_whom_it_was_done()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var dossier = await clerk.OpenDossierAsync();
        var (action, field) = await KeepAsync(web, clerk, dossier);
        var hidden = await administrator.HiddenAsync(dossier);
        await clerk.SendFormAsync(action, await clerk.HiddenAsync(dossier), (field, "Superato"));

        var late = await administrator.SendFormAsync(action, hidden, (field, "Superato anche per me"));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("clerk di brescia l'ha già messo da parte", late.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Clerk, true)]
    [InlineData(Roles.Administrator, true)]
    [InlineData(Roles.Mayor, false)]
    [InlineData(Roles.Auditor, false)]
    public async Task A_kept_fact_can_be_set_aside_by_who_may_record_it_and_by_administrators(string role, bool may)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var (action, field) = await KeepAsync(web, clerk, dossier);
        var person = await web.SignedInAsync(role);

        var offered = await person.GetAsync(dossier);
        var sent = await person.SendFormAsync(action, await person.HiddenAsync(dossier), (field, "Superato"));

        Assert.Equal(may, offered.Text.Contains("handler=SetAside", StringComparison.Ordinal));
        Assert.Equal(may ? HttpStatusCode.Redirect : HttpStatusCode.Forbidden, sent.Status);
    }

    /// <summary>Records the partner's act before its step; answers where its form goes, and the field of the reason.</summary>
    private static async Task<(string Action, string Field)> KeepAsync(RunningWeb web, Browser clerk, string dossier)
    {
        await web.AgreeTextAsync(clerk);
        var text = await web.ReadAsync(x => x.TextVersions.SingleAsync());
        await clerk.SubmitAsync(
            dossier + "/facts/partnerCouncilAct",
            ("outcome", "approved"),
            ("f.actNumber", "FITTIZIO"),
            ("f.actDate", "2022-12-05"),
            ("f.textVersion", text.Hash),
            ("f.act", Attachment.Pdf())
        );
        var fact = await web.ReadAsync(x => x.Inbox.SingleAsync());
        return ($"{dossier}?fact={fact.Id:D}&handler=SetAside", $"reason-{fact.Id:N}");
    }

    [Fact]
    public async Task What_came_early_and_was_never_used_stays_visible_when_the_process_has_ended()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        var text = await web.ReadAsync(x => x.TextVersions.SingleAsync());
        await clerk.SubmitAsync(
            dossier + "/facts/partnerCouncilAct",
            ("outcome", "approved"),
            ("f.actNumber", "FITTIZIO"),
            ("f.actDate", "2022-12-05"),
            ("f.textVersion", text.Hash),
            ("f.act", Attachment.Pdf())
        );

        await clerk.SubmitAsync(dossier + "/withdraw", ("f.reason", "Non vi è più interesse."));

        var page = await clerk.GetAsync(dossier);
        Assert.Contains("Arrivati in anticipo e rimasti inutilizzati", page.Words, StringComparison.Ordinal);
        Assert.Contains("rimasto inutilizzato alla fine del procedimento", page.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/messages?p=2147483647")]
    [InlineData("/dossiers?p=2147483647")]
    [InlineData("/desk?p=-3")]
    [InlineData("/desk?p=2147483647")]
    public async Task A_page_that_is_none_shows_one_that_is(string page)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();

        var shown = await clerk.GetAsync(page);

        Assert.Equal(HttpStatusCode.OK, shown.Status);
        if (!page.StartsWith("/messages", StringComparison.Ordinal))
            Assert.Contains("Kaunas", shown.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_tells_a_documents_name_until_it_is_erased()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var hidden = await clerk.HiddenAsync(dossier);
        var file = Attachment.Pdf("Curriculum di Mario Rossi.pdf");
        await clerk.SendFormAsync(dossier + "?handler=Document", hidden, ("file", file));
        const string told = "Aggiunto il documento Curriculum di Mario Rossi.pdf.";
        Assert.Contains(told, (await clerk.GetAsync(dossier)).Words, StringComparison.Ordinal);

        await web.ReadAsync(async x =>
        {
            (await x.PersonalValues.SingleAsync()).Value = null;
            return await x.SaveChangesAsync();
        });

        var page = (await clerk.GetAsync(dossier)).Words;
        Assert.DoesNotContain(told, page, StringComparison.Ordinal);
        Assert.Contains("Aggiunto un documento, il cui nome è stato cancellato.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_that_comes_before_its_step_is_kept_and_shown()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        var text = await web.ReadAsync(x => x.TextVersions.SingleAsync());

        var answer = await clerk.SubmitAsync(
            dossier + "/facts/partnerCouncilAct",
            ("outcome", "approved"),
            ("f.actNumber", "FITTIZIO"),
            ("f.actDate", "2022-12-05"),
            ("f.textVersion", text.Hash),
            ("f.act", Attachment.Pdf())
        );

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Contains("è arrivato in anticipo", (await clerk.GetAsync(dossier)).Words, StringComparison.Ordinal);
        Assert.Contains("Arrivati in anticipo", (await clerk.GetAsync("/desk")).Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", "Atto del Consiglio della città partner", "Attendi")]
    [InlineData("en", "Act of the partner city's council", "Await")]
    public async Task A_fact_is_named_as_a_fact_and_not_as_the_step_that_awaits_it(
        string language,
        string fact,
        string step
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        var dossier = await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        var text = await web.ReadAsync(x => x.TextVersions.SingleAsync());
        var link = $"""<a href="{dossier}/facts/partnerCouncilAct">{fact}</a>""";

        var offered = await clerk.GetAsync(dossier);
        var form = await clerk.GetAsync(dossier + "/facts/partnerCouncilAct");
        await clerk.SubmitAsync(
            dossier + "/facts/partnerCouncilAct",
            ("outcome", "approved"),
            ("f.actNumber", "FITTIZIO"),
            ("f.actDate", "2022-12-05"),
            ("f.textVersion", text.Hash),
            ("f.act", Attachment.Pdf())
        );
        var kept = await clerk.GetAsync("/desk");

        Assert.Contains(link, offered.Words, StringComparison.Ordinal);
        Assert.Contains($"<h1>{fact}</h1>", form.Words, StringComparison.Ordinal);
        Assert.Contains(fact, kept.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(step, kept.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_process_refuses_steps_until_it_is_resumed()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await clerk.SubmitAsync(dossier + "/suspend", ("f.reason", ""))).Status
        );
        await clerk.SubmitAsync(
            dossier + "/suspend",
            ("f.reason", "elezioni"),
            ("f.actNumber", "FITTIZIO 12"),
            ("f.actDate", "5/12/2022"),
            ("f.act", Attachment.Pdf("decreto.pdf"))
        );

        // the page offers nothing to send; what comes all the same is refused
        var step = await web.TaskPageAsync("agreeText");
        Assert.DoesNotContain("enctype=\"multipart", (await clerk.GetAsync(step)).Text, StringComparison.Ordinal);
        var refused = await clerk.SubmitAsync(step, ("f.text.it", Attachment.Pdf()), ("f.agreedOn", "2022-12-05"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Il procedimento è sospeso", refused.Words, StringComparison.Ordinal);
        await clerk.SubmitAsync(
            dossier + "/resume",
            ("f.reason", "nuova giunta"),
            ("f.actNumber", "FITTIZIO 13"),
            ("f.actDate", "2022-12-05")
        );
        await web.AgreeTextAsync(clerk);
        var page = (await clerk.GetAsync(dossier)).Words;
        Assert.Contains("nuova giunta", page, StringComparison.Ordinal);
        Assert.Contains("n. FITTIZIO 12 del 5 dicembre 2022", page, StringComparison.Ordinal);
        Assert.Contains("decreto.pdf", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "2022-12-05", "Questo dato è obbligatorio.")]
    [InlineData("FITTIZIO", "2022-12-06", "L'ultima data possibile è lunedì 5 dicembre 2022.")]
    [InlineData("FITTIZIO", "2022-12-04", "La prima data possibile è lunedì 5 dicembre 2022.")]
    public async Task What_is_wrong_with_an_act_stands_beside_its_field(string number, string date, string words)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();

        var answer = await clerk.SubmitAsync(
            dossier + "/suspend",
            ("f.reason", "elezioni"),
            ("f.actNumber", number),
            ("f.actDate", date)
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(words, answer.Words, StringComparison.Ordinal);
        Assert.Contains("elezioni", answer.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", "Nel fascicolo ora", "Obiettivi", "vale ciò che hai scritto tu")]
    [InlineData("en", "In the dossier now", "Objectives", "what you wrote takes its place")]
    public async Task Of_two_who_edit_at_once_the_second_sees_what_the_first_wrote_and_may_then_replace_it(
        string language,
        string now,
        string field,
        string told
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        var dossier = await clerk.OpenDossierAsync();
        (string, object)[] Data(string objectives) =>
            [
                ("Input.PartnerCity", "Kaunas"),
                ("Input.PartnerCountry", "LT"),
                ("Input.Kind", "twinning"),
                ("Input.Title", "Gemellaggio con Kaunas"),
                ("Input.Objectives", objectives),
            ];
        var mine = await clerk.HiddenAsync(dossier + "/edit");
        var theirs = await clerk.HiddenAsync(dossier + "/edit");
        await clerk.SendFormAsync(dossier + "/edit", theirs, Data("i loro"));

        var answer = await clerk.SendFormAsync(dossier + "/edit", mine, Data("i miei"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("i miei", answer.Words, StringComparison.Ordinal);
        Assert.Equal("i loro", await web.ReadAsync(x => x.Dossiers.Select(d => d.Objectives).SingleAsync()));
        Assert.Contains(told, answer.Words, StringComparison.Ordinal);
        Assert.Contains($">{now}</h2>", answer.Words, StringComparison.Ordinal);
        Assert.Contains($"<dt>{field}</dt><dd>i loro</dd>", answer.Words, StringComparison.Ordinal);

        var again = await clerk.SendFormAsync(dossier + "/edit", Browser.HiddenIn(answer), Data("i miei"));

        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        Assert.Equal("i miei", await web.ReadAsync(x => x.Dossiers.Select(d => d.Objectives).SingleAsync()));
    }

    [Theory]
    [InlineData("it", "Questo modulo è già stato inviato con altri dati, e ha aperto un fascicolo")]
    [InlineData("en", "This form was already sent with other data, and has opened a dossier")]
    public async Task A_new_dossiers_form_that_comes_again_with_other_data_says_so_and_then_opens_another(
        string language,
        string told
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        (string, object)[] Data(string city) =>
            [("Input.PartnerCity", city), ("Input.PartnerCountry", "LT"), ("Input.Kind", "twinning")];
        var hidden = await clerk.HiddenAsync("/dossiers/new");
        await clerk.SendFormAsync("/dossiers/new", hidden, Data("Kaunas"));

        var answer = await clerk.SendFormAsync("/dossiers/new", hidden, Data("Vilnius"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains(told, answer.Words, StringComparison.Ordinal);
        Assert.Contains("Vilnius", answer.Words, StringComparison.Ordinal);
        Assert.Equal(1, await web.ReadAsync(x => x.Dossiers.CountAsync()));
        var again = await clerk.SendFormAsync("/dossiers/new", Browser.HiddenIn(answer), Data("Vilnius"));
        Assert.Equal(HttpStatusCode.Redirect, again.Status);
        Assert.Equal(2, await web.ReadAsync(x => x.Dossiers.CountAsync()));
    }

    [Theory]
    [InlineData("it", "Il procedimento è concluso: qui non si registra più nulla.")]
    [InlineData("en", "The process has ended: nothing is recorded here any more.")]
    public async Task No_fact_is_asked_for_once_the_process_has_ended(string language, string told)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        var dossier = await clerk.OpenDossierAsync();
        await clerk.SubmitAsync(dossier + "/withdraw", ("f.reason", "Non vi è più interesse."));

        var page = await clerk.GetAsync(dossier + "/facts/observation");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(told, page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Submission\"", page.Text, StringComparison.Ordinal);
        var sent = await clerk.SubmitAsync(dossier + "/facts/observation", ("f.protocolNumber", ""));
        Assert.Equal(HttpStatusCode.Conflict, sent.Status);
        Assert.Contains(told, sent.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Mayor)]
    public async Task Who_keeps_no_dossiers_reads_them_and_opens_none(string role)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var reader = await web.SignedInAsync(role);

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(dossier)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/dossiers/new")).Status);
        var hidden = await reader.HiddenAsync("/desk");
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await reader.SendFormAsync(dossier + "/withdraw", hidden, ("f.reason", "x"))).Status
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await reader.SendFormAsync(dossier + "?handler=Document", hidden, ("file", Attachment.Pdf()))).Status
        );
    }

    [Theory]
    [InlineData("it", "Scrivania", "Concorda il testo")]
    [InlineData("en", "Desk", "Agree the text")]
    public async Task The_desk_speaks_the_readers_language(string language, string title, string task)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await clerk.SendFormAsync("/language", await clerk.HiddenAsync("/desk"), ("language", language));

        var desk = await clerk.GetAsync("/");

        Assert.Contains(title, desk.Words, StringComparison.Ordinal);
        Assert.Contains(task, desk.Words, StringComparison.Ordinal);
    }
}
