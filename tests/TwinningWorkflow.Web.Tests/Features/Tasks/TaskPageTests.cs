using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Tasks;

[Trait("pace", "full")]
public sealed class TaskPageTests
{
    private static readonly Attachment Program = new("delibera.pdf", [0x7F, .. "ELF"u8, 2, 1, 1, 0, 0, 0]);
    private static readonly Attachment Huge = new("testo.pdf", [.. "%PDF-1.7\n"u8, .. new byte[4_000]]);

    [Fact]
    public async Task A_step_done_files_the_text_with_its_hash_and_moves_the_process_on()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();

        await web.AgreeTextAsync(clerk);

        var page = await clerk.GetAsync(dossier);
        Assert.Contains("Registrato: Concorda il testo.", page.Words, StringComparison.Ordinal);
        Assert.Contains("testo-lt.pdf", page.Words, StringComparison.Ordinal);
        Assert.Contains("Parere tecnico", page.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", "Come si conta", "venerdì 3 febbraio 2023: ultimo giorno")]
    [InlineData("en", "How it is counted", "Friday 3 February 2023: the last day")]
    public async Task A_step_shows_on_a_calendar_how_its_town_counted_its_deadline(
        string language,
        string title,
        string last
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var vow = new LocalHoliday("Voto della città", new DayRange.Yearly(new AnnualDate(12, 6)))
        {
            MovesTerms = true,
        };
        var calendar = new AuthorityDays { Counting = new TermRules { LocalHolidays = [vow] } }.Write();
        await web.ReadAsync(x =>
            x.Authorities.Where(row => row.Id == RunningWeb.Brescia)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.Calendar, calendar))
        );
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        await clerk.OpenDossierAsync();

        var page = (await clerk.GetAsync(await web.TaskPageAsync("agreeText"))).Words;

        // a holiday of this town alone
        Assert.Contains(" Voto della città, ", page, StringComparison.Ordinal);
        Assert.Contains($"<details class=\"count\"><summary>{title}", page, StringComparison.Ordinal);
        Assert.Contains(last, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_form_sent_twice_does_its_work_once()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var hidden = await clerk.HiddenAsync(page);
        (string, object)[] fields = [("f.text.it", Attachment.Pdf()), ("f.agreedOn", "2022-12-05")];

        var first = await clerk.SendFormAsync(page, hidden, fields);
        var second = await clerk.SendFormAsync(page, hidden, fields);

        Assert.Equal(HttpStatusCode.Redirect, first.Status);
        Assert.Equal(HttpStatusCode.Redirect, second.Status);
        Assert.Equal(1, await web.ReadAsync(x => x.TextVersions.CountAsync()));
    }

    [Fact]
    public async Task A_new_dossier_sent_twice_is_opened_once()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var hidden = await clerk.HiddenAsync("/dossiers/new");
        (string, object)[] fields =
        [
            ("Input.PartnerCity", "Kaunas"),
            ("Input.PartnerCountry", "LT"),
            ("Input.Kind", "twinning"),
        ];

        var first = await clerk.SendFormAsync("/dossiers/new", hidden, fields);
        var second = await clerk.SendFormAsync("/dossiers/new", hidden, fields);

        Assert.Equal(first.Location, second.Location);
        Assert.Equal(1, await web.ReadAsync(x => x.Dossiers.CountAsync()));
    }

    [Theory]
    [InlineData("it", "f.agreedOn", "", "Questo dato è obbligatorio.")]
    [InlineData("en", "f.agreedOn", "", "This field is required.")]
    [InlineData("it", "f.agreedOn", "ieri", "Scrivi una data, come 20/12/2022.")]
    [InlineData("it", "f.agreedOn", "2022-12-06", "L'ultima data possibile è lunedì 5 dicembre 2022.")]
    [InlineData("en", "f.agreedOn", "2022-12-06", "The last possible date is Monday 5 December 2022.")]
    [InlineData("it", "f.invented", "x", "Questo passo non chiede questo dato.")]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_is_written(
        string language,
        string field,
        string value,
        string said
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var fields = new Dictionary<string, object> { ["f.text.it"] = Attachment.Pdf(), ["f.agreedOn"] = "2022-12-05" };
        fields["f.note"] = "resta scritto";
        fields[field] = value;

        var answer = await clerk.SubmitAsync(page, [.. fields.Select(x => (x.Key, x.Value))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(said, answer.Words, StringComparison.Ordinal);
        Assert.Contains("resta scritto", answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.TextVersions.CountAsync()));
        Assert.Equal(0, await web.ReadAsync(x => x.Files.CountAsync()));
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_name_says_is_refused_beside_its_field()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();

        var answer = await clerk.SubmitAsync(
            await web.TaskPageAsync("agreeText"),
            ("f.text.it", Program),
            ("f.agreedOn", "2022-12-05")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Il contenuto del file non è di un tipo ammesso", answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Files.CountAsync()));
    }

    [Fact]
    public async Task A_file_too_large_is_refused_beside_its_field()
    {
        await using var web = await RunningWeb.StartAsync(("Uploads:MaxBytes", "2000"));
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();

        var answer = await clerk.SubmitAsync(
            await web.TaskPageAsync("agreeText"),
            ("f.text.it", Huge),
            ("f.agreedOn", "2022-12-05")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Il file è troppo grande", answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Files.CountAsync()));
    }

    [Fact]
    public async Task An_outcome_that_is_not_offered_is_refused()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        var head = await web.SignedInAsync(Roles.DepartmentHead);

        var answer = await head.SubmitAsync(
            await web.TaskPageAsync("technicalOpinion"),
            ("outcome", "perhaps"),
            ("f.givenOn", "2022-12-05"),
            ("f.signer", "Anna Prova")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("La scelta non è fra quelle possibili.", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_of_another_role_can_be_read_but_not_done()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var mayor = await web.SignedInAsync(Roles.Mayor);

        var read = await mayor.GetAsync(page);
        var sent = await mayor.SendFormAsync(page, await mayor.HiddenAsync("/desk"), ("f.agreedOn", "2022-12-05"));

        Assert.Contains("Questo passo spetta a un altro ruolo", read.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, sent.Status);
        // the authority's history tells that it was tried
        Assert.Equal(1, await web.ReadAsync(x => x.Journal.CountAsync(row => row.Kind == "step-refused")));
    }

    [Fact]
    public async Task A_step_that_somebody_has_done_meanwhile_says_who_and_when()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var late = await clerk.HiddenAsync(page);
        await web.AgreeTextAsync(clerk);

        var answer = await clerk.SendFormAsync(
            page,
            late,
            ("f.text.it", Attachment.Pdf()),
            ("f.agreedOn", "2022-12-05")
        );

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("L'ha fatto clerk di brescia, 5 dicembre 2022, 10:00.", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_personal_stays_out_of_the_history_and_is_told_from_its_own_row()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        var head = await web.SignedInAsync(Roles.DepartmentHead);

        await head.SubmitAsync(
            await web.TaskPageAsync("technicalOpinion"),
            ("outcome", "favourable"),
            ("f.givenOn", "2022-12-05"),
            ("f.signer", "Anna Segreta")
        );

        Assert.Contains("Anna Segreta", (await clerk.GetAsync(dossier)).Words, StringComparison.Ordinal);
        var bodies = await web.ReadAsync(x => x.Journal.Select(r => r.Body).ToListAsync());
        Assert.DoesNotContain(
            bodies,
            x => System.Text.Encoding.UTF8.GetString(x).Contains("Segreta", StringComparison.Ordinal)
        );
    }
}
