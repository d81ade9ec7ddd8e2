using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features;

/// <summary>What goes wrong between a person and a page: told in their language, nothing written, nothing lost.</summary>
[Trait("pace", "full")]
public sealed class BadInputTests(Postgres postgres)
{
    private static readonly (string, object)[] Kaunas =
    [
        ("Input.PartnerCity", "Kaunas"),
        ("Input.PartnerCountry", "LT"),
        ("Input.Kind", "twinning"),
        ("Input.Objectives", "resta scritto"),
    ];

    [Theory]
    [InlineData("it", "Città partner: Questo campo è obbligatorio.", "Paese: Questo campo è obbligatorio.")]
    [InlineData("en", "Partner city: This field is required.", "Country: This field is required.")]
    public async Task An_empty_proposal_is_told_field_by_field(string language, string city, string country)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);

        var answer = await clerk.SubmitAsync(
            "/dossiers/new",
            ("Input.PartnerCity", ""),
            ("Input.PartnerCountry", ""),
            ("Input.Kind", "")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#Input_PartnerCity">{city}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.Contains($"""<a href="#Input_PartnerCountry">{country}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Dossiers.CountAsync()));
    }

    [Theory]
    [InlineData("Input.PartnerCountry", "XX", "Paese: Scegli un paese dall'elenco.")]
    [InlineData("Input.Kind", "unione", "Tipo di accordo: Scegli un tipo dall'elenco.")]
    [InlineData("Input.InhabitantsYear", "12", "Anno del dato: Il valore non è tra quelli ammessi.")]
    [InlineData("Input.Inhabitants", "molti", "Abitanti: «molti» non è un valore valido.")]
    [InlineData(
        "Input.ContactEmail",
        "kaunas",
        "Indirizzo email: Scrivi un indirizzo email, per esempio nome@comune.example."
    )]
    [InlineData(
        "Input.ContactEmail",
        "a b@c d",
        "Indirizzo email: Scrivi un indirizzo email, per esempio nome@comune.example."
    )]
    [InlineData("Input.Departments", "Cultura\nLONG", "Uffici coinvolti: Al massimo 200 caratteri.")]
    [InlineData("Input.PrioritySectors", "nope", "Settori prioritari: La scelta non è fra quelle possibili.")]
    [InlineData("Input.ContactLanguage", "lt", "Lingua in cui scrivere: La scelta non è fra quelle possibili.")]
    [InlineData("Input.Relations[0].When", "ieri", "Quando: Scrivi un anno, un mese o un giorno, come 2002-07.")]
    [InlineData("Input.Title", "Kaunas\0", "Titolo: Il valore non è valido.")]
    public async Task A_wrong_value_of_a_proposal_is_told_beside_its_field_and_the_rest_comes_back(
        string field,
        string value,
        string said
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var sent = value.Replace("LONG", new string('x', 300), StringComparison.Ordinal);
        (string, object)[] more = [("Input.Relations[0].What", "Lettera d'intenti"), (field, sent)];

        var answer = await clerk.SubmitAsync("/dossiers/new", [.. Kaunas.Where(x => x.Item1 != field), .. more]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($">{said}</a>", answer.Words, StringComparison.Ordinal);
        Assert.Contains("resta scritto", answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Dossiers.CountAsync()));
    }

    [Theory]
    [InlineData("it", "La prima data possibile è lunedì 5 dicembre 2022.")]
    [InlineData("en", "The first possible date is Monday 5 December 2022.")]
    public async Task An_act_dated_before_the_one_that_it_follows_is_refused(string language, string said)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        var head = await web.SignedInAsync(Roles.DepartmentHead, language: language);

        var answer = await head.SubmitAsync(
            await web.TaskPageAsync("technicalOpinion"),
            ("outcome", "favourable"),
            ("f.givenOn", "2022-12-04"),
            ("f.signer", "Anna Prova")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(said, answer.Words, StringComparison.Ordinal);
        Assert.Contains("Anna Prova", answer.Words, StringComparison.Ordinal);
        Assert.Equal(
            1,
            await web.ReadAsync(x => x.Tasks.CountAsync(t => t.Node == "technicalOpinion" && t.Status == TaskRow.Open))
        );
    }

    [Theory]
    [InlineData(
        "it",
        "Il nome del file finisce per .pdf, ma il contenuto è di un altro tipo",
        "L'ultima data possibile è lunedì 5 dicembre 2022.",
        "Al massimo 4.000 caratteri."
    )]
    [InlineData(
        "en",
        "The file's name ends in .pdf, but its content is of another type",
        "The last possible date is Monday 5 December 2022.",
        "At most 4,000 characters."
    )]
    public async Task All_that_is_wrong_with_a_step_is_told_in_one_round(
        string language,
        string file,
        string date,
        string length
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        await clerk.OpenDossierAsync();

        var answer = await clerk.SubmitAsync(
            await web.TaskPageAsync("agreeText"),
            ("f.text.it", new Attachment("accordo.pdf", [.. "<html><script>"u8])),
            ("f.agreedOn", "2030-01-01"),
            ("f.note", new string('x', 4001))
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        foreach (var told in (string[])[file, date, length])
            Assert.Contains(told, answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Files.CountAsync()));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_fact_is_told_in_one_round()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();

        var answer = await clerk.SubmitAsync(
            dossier + "/facts/partnerCouncilAct",
            ("outcome", "forse"),
            ("f.act", new Attachment("atto.pdf", [.. "<html>"u8])),
            ("f.actDate", "2030-01-01")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        foreach (
            var told in (string[])
                [
                    "Il nome del file finisce per .pdf, ma il contenuto è di un altro tipo",
                    "La scelta non è fra quelle possibili.",
                    "L'ultima data possibile è lunedì 5 dicembre 2022.",
                ]
        )
            Assert.Contains(told, answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_form_names_the_files_that_were_chosen()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();

        var answer = await clerk.SubmitAsync(
            await web.TaskPageAsync("agreeText"),
            ("f.text.it", Attachment.Pdf("accordo <bozza>.pdf")),
            ("f.agreedOn", "")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Avevi scelto «accordo &lt;bozza&gt;.pdf»", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_double_click_does_the_step_once_and_both_answers_lead_on(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var hidden = await clerk.HiddenAsync(page);

        var answers = await Task.WhenAll(AgreeAsync(clerk, page, hidden), AgreeAsync(clerk, page, hidden));

        Assert.All(answers, x => Assert.Equal(dossier, x.Location?.OriginalString));
        Assert.Equal(1, await web.ReadAsync(x => x.TextVersions.CountAsync()));
        Assert.Equal(1, await web.ReadAsync(x => x.Tasks.CountAsync(t => t.Node == "agreeText")));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_people_on_one_step_one_does_it_and_the_other_learns_who_did(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var one = await web.SignedInAsync(Roles.Clerk);
        var other = await web.SignedInAsync(Roles.Clerk);
        await one.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var hidden = (await one.HiddenAsync(page), await other.HiddenAsync(page));

        var answers = await Task.WhenAll(AgreeAsync(one, page, hidden.Item1), AgreeAsync(other, page, hidden.Item2));

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], answers.Select(x => x.Status).Order());
        var late = answers.Single(x => x.Status is HttpStatusCode.Conflict);
        Assert.Contains("L'ha fatto clerk di brescia", late.Words, StringComparison.Ordinal);
        Assert.Contains("Nulla di ciò che hai scritto è stato salvato.", late.Words, StringComparison.Ordinal);
        Assert.Equal(1, await web.ReadAsync(x => x.TextVersions.CountAsync()));
    }

    [Fact]
    public async Task Who_sends_a_form_after_the_session_has_ended_is_told_so_and_comes_back_to_it()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var hidden = await clerk.HiddenAsync(page);
        var gone = web.Browser();

        var answer = await AgreeAsync(gone, page + "?handler=none", hidden);
        var signIn = await gone.GetAsync(answer.Location!.OriginalString);
        var back = await gone.SubmitAsync(
            answer.Location.OriginalString,
            ("Email", RunningWeb.EmailOf(Roles.Clerk)),
            ("Password", RunningWeb.Password)
        );

        Assert.Contains("La sessione era scaduta", signIn.Words, StringComparison.Ordinal);
        Assert.Contains("Ciò che hai inviato non è stato salvato.", signIn.Words, StringComparison.Ordinal);
        Assert.Equal(page, back.Location!.OriginalString);
        Assert.Equal(0, await web.ReadAsync(x => x.TextVersions.CountAsync()));
    }

    [Fact]
    public async Task The_list_of_problems_follows_the_page()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();

        var answer = await clerk.SubmitAsync(dossier + "/facts/observation", ("f.protocolNumber", ""), ("f.from", ""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var listed = answer.Text.Split("<a href=\"#f_").Skip(1).Select(x => x.Split('"')[0]).ToList();
        Assert.True(listed.Count > 2);
        Assert.Equal(listed.OrderBy(x => answer.Text.IndexOf($"name=\"f.{x}\"", StringComparison.Ordinal)), listed);
    }

    [Theory]
    [InlineData("it", "I file inviati insieme superano il limite.")]
    [InlineData("en", "The files sent together exceed the limit.")]
    public async Task A_request_larger_than_all_its_files_may_be_says_so(string language, string said)
    {
        await using var web = await RunningWeb.StartAsync(("Uploads:MaxBytes", "2000"));
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");

        var answer = await clerk.SubmitAsync(
            page,
            ("f.text.it", new Attachment("testo.pdf", [.. "%PDF-1.7\n"u8, .. new byte[20_000]])),
            ("f.agreedOn", "2022-12-05")
        );

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Contains(said, answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Files.CountAsync()));
    }

    [Fact]
    public async Task An_address_that_is_no_text_is_a_bad_request_and_no_failure_of_ours()
    {
        await using var web = await RunningWeb.StartAsync(postgres, Provider.Postgres);
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var answer = await clerk.GetAsync("/dossiers?q=%00");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("La richiesta non è valida", answer.Words, StringComparison.Ordinal);
    }

    private static Task<Answer> AgreeAsync(Browser browser, string page, IReadOnlyDictionary<string, string> hidden) =>
        browser.SendFormAsync(page, hidden, ("f.text.it", Attachment.Pdf()), ("f.agreedOn", "2022-12-05"));
}
