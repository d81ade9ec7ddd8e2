using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Sittings;

/// <summary>Today is Monday 5 December 2022.</summary>
[Trait("pace", "full")]
public sealed class SittingPagesTests(Postgres postgres)
{
    private const string New = "/sittings/new";
    private const string Several =
        "/sittings/several?Body=council&Weekday=1&Pace=week&From=2022-12-12&To=2023-01-09&BeginsAt=15:00&Show=days";

    private static readonly (string, object)[] Giunta =
    [
        ("Input.Body", "giunta"),
        ("Input.Day", "2022-12-07"),
        ("Input.BeginsAt", "09:30"),
        ("Input.AgendaCloses", ""),
    ];

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_sitting_sent_twice_is_added_once_and_everybody_sees_until_when_its_agenda_is_open(
        Provider provider
    )
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var secretariat = await web.SignedInAsync(Roles.Secretariat);
        var hidden = await secretariat.HiddenAsync(New);

        var answers = await Task.WhenAll(
            secretariat.SendFormAsync(New, hidden, Giunta),
            secretariat.SendFormAsync(New, hidden, Giunta)
        );

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.Redirect, x.Status));
        Assert.Equal(1, await web.ReadAsync(x => x.Sittings.CountAsync()));
        var page = (await (await web.SignedInAsync(Roles.Auditor)).GetAsync("/sittings")).Words;
        Assert.Contains("mercoledì 7 dicembre 2022", page, StringComparison.Ordinal);
        Assert.Contains("ore 09:30", page, StringComparison.Ordinal);
        Assert.Contains("L'ordine del giorno chiude oggi", page, StringComparison.Ordinal);
        Assert.Contains("2 giorni lavorativi prima della seduta", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/sittings/new", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Body", "", "Organo: Questo dato è obbligatorio.")]
    [InlineData("Body", "senate", "Organo: Scegli la Giunta o il Consiglio.")]
    [InlineData("Day", "", "Giorno: Questo dato è obbligatorio.")]
    [InlineData("Day", "domani", "Giorno: Scrivi una data, come 20/12/2022.")]
    [InlineData("Day", "2022-12-04", "Giorno: Il giorno è passato: oggi è lunedì 5 dicembre 2022.")]
    [InlineData("Day", "9998-12-31", "Giorno: È troppo lontano: al più tardi venerdì 5 dicembre 2025.")]
    [InlineData("Day", "2022-12-06", "Giorno: In questo giorno l'organo siede già.")]
    [InlineData("BeginsAt", "alle nove", "Ora di inizio: Scrivi un'ora, per esempio 09:30.")]
    [InlineData(
        "AgendaCloses",
        "2022-12-08",
        "Chiusura dell'ordine del giorno: L'ordine del giorno deve chiudere al più tardi il giorno della seduta: mercoledì 7 dicembre 2022."
    )]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_is_written(
        string field,
        string value,
        string said
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.SubmitAsync(New, [.. Giunta.Where(x => x.Item1 != "Input.Day"), ("Input.Day", "2022-12-06")]);
        var name = "Input." + field;

        var answer = await clerk.SubmitAsync(New, [.. Giunta.Where(x => x.Item1 != name), (name, (object)value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#Input_{field}">{said}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.Equal(1, await web.ReadAsync(x => x.Sittings.CountAsync()));
    }

    [Fact]
    public async Task A_sitting_on_a_festivo_or_in_recess_is_added_with_a_warning()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: "en");

        await clerk.SubmitAsync(New, ("Input.Body", "giunta"), ("Input.Day", "2022-12-26"));
        var page = (await clerk.GetAsync("/sittings")).Words;
        await clerk.SubmitAsync(New, ("Input.Body", "council"), ("Input.Day", "2023-08-01"));
        var next = (await clerk.GetAsync("/sittings?year=2023")).Words;

        Assert.Matches("flash-warning[^~]*Holiday: ", page);
        Assert.Matches("flash-warning[^~]*The Council is in recess", next);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_sitting_is_moved_and_whoever_saw_it_before_is_told(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var secretariat = await web.SignedInAsync(Roles.Secretariat);
        await secretariat.SubmitAsync(New, Giunta);
        var page = $"/sittings/{await web.ReadAsync(x => x.Sittings.Select(s => s.Id).SingleAsync()):D}";
        var seen = await secretariat.HiddenAsync(page);

        var moved = await secretariat.SendFormAsync(
            page,
            seen,
            ("Input.Day", "2022-12-09"),
            ("Input.BeginsAt", "9.30")
        );
        var late = await secretariat.SendFormAsync(page, seen, ("Input.Day", "2022-12-12"));
        var again = await secretariat.SendFormAsync(page, Browser.HiddenIn(late), ("Input.Day", "2022-12-12"));

        Assert.Equal(
            (HttpStatusCode.Redirect, HttpStatusCode.Conflict, HttpStatusCode.Redirect),
            (moved.Status, late.Status, again.Status)
        );
        Assert.Contains("Giunta del 9 dicembre 2022, ore 09:30", late.Words, StringComparison.Ordinal);
        Assert.Equal(
            ["sitting-planned", "sitting-moved", "sitting-moved"],
            await web.ReadAsync(x =>
                x.Journal.Where(r => r.Kind.StartsWith("sitting-"))
                    .OrderBy(r => r.Sequence)
                    .Select(r => r.Kind)
                    .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task A_sitting_is_cancelled_once_and_one_of_another_town_not_at_all()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        await administrator.SubmitAsync(New, Giunta);
        var page = $"/sittings/{await web.ReadAsync(x => x.Sittings.Select(s => s.Id).SingleAsync()):D}/cancel";
        var neighbour = await web.SignedInAsync(Roles.Secretariat, RunningWeb.Cremona);
        var seen = await administrator.HiddenAsync(page);

        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync(page)).Status);
        await neighbour.SendFormAsync(page, await neighbour.HiddenAsync(New));
        Assert.Equal(1, await web.ReadAsync(x => x.Sittings.CountAsync()));
        await administrator.SendFormAsync(page, seen);
        await administrator.SendFormAsync(page, seen);

        Assert.Contains("qualcuno l'ha annullata", (await administrator.GetAsync("/sittings")).Words);
        Assert.Equal(0, await web.ReadAsync(x => x.Sittings.CountAsync()));
        Assert.Equal(1, await web.ReadAsync(x => x.Journal.CountAsync(r => r.Kind == "sitting-cancelled")));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Several_are_shown_first_and_confirmed_twice_are_added_once_without_festivi(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var shown = await clerk.GetAsync(Several);
        Assert.Equal(0, await web.ReadAsync(x => x.Sittings.CountAsync()));
        var hidden = Browser.HiddenIn(shown);
        await clerk.SendFormAsync("/sittings/several", hidden);
        await clerk.SendFormAsync("/sittings/several", hidden);

        Assert.Contains("Saltata: Giorno festivo: Santo Stefano", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Aggiunte 4 sedute: Consiglio.", (await clerk.GetAsync("/sittings")).Words);
        Assert.Equal(
            ["2022-12-12", "2022-12-19", "2023-01-02", "2023-01-09"],
            await web.ReadAsync(async x =>
                (await x.Sittings.OrderBy(s => s.Day).Select(s => s.Day).ToListAsync()).Select(d => $"{d:uuuu-MM-dd}")
            )
        );
    }

    [Theory]
    [InlineData(
        "Weekday=8&Pace=week&From=2022-12-12&To=2023-01-09",
        "Weekday",
        "La scelta non è fra quelle possibili."
    )]
    [InlineData("Weekday=1&Pace=never&From=2022-12-12&To=2023-01-09", "Pace", "La scelta non è fra quelle possibili.")]
    [InlineData(
        "Weekday=1&Pace=week&From=2022-12-01&To=2023-01-09",
        "From",
        "Il giorno è passato: oggi è lunedì 5 dicembre 2022."
    )]
    [InlineData(
        "Weekday=1&Pace=week&From=2023-01-09&To=2022-12-12",
        "To",
        "Il giorno viene prima di quello di inizio (lunedì 9 gennaio 2023)."
    )]
    [InlineData(
        "Weekday=1&Pace=week&From=2022-12-12&To=9999-12-31",
        "To",
        "È troppo lontano: al più tardi venerdì 5 dicembre 2025."
    )]
    public async Task A_pace_that_cannot_be_is_told_beside_its_field(string query, string field, string said)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var answer = await clerk.GetAsync($"/sittings/several?Body=giunta&{query}&Show=days");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Matches(
            $"""<a href="#{field}">[^<]*: {System.Text.RegularExpressions.Regex.Escape(said)}</a>""",
            answer.Words
        );
    }

    [Fact]
    public async Task Sittings_that_are_over_stand_apart_and_years_are_leafed_through()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.SubmitAsync(New, Giunta);
        await clerk.SubmitAsync(New, ("Input.Body", "council"), ("Input.Day", "2023-01-17"));
        await clerk.GetAsync("/sittings");
        web.Time.Advance(TimeSpan.FromDays(3));

        var page = (await clerk.GetAsync("/sittings")).Words;

        Assert.Matches("<details[^>]*past[^~]*mercoledì 7 dicembre 2022", page);
        Assert.Matches("gennaio 2023[^~]*<details", page);
        Assert.DoesNotContain("gennaio 2023", (await clerk.GetAsync("/sittings?year=2022")).Words);
        Assert.Contains("/sittings?year=2023", page, StringComparison.Ordinal);
        Assert.Contains("martedì 17 gennaio 2023", (await clerk.GetAsync("/sittings?year=2023")).Words);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync("/sittings?year=99999999")).Status);
    }

    [Fact]
    public async Task A_forecast_and_a_plan_name_the_sittings_and_the_day_to_convene_the_council()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var before = (await clerk.GetAsync(dossier + "/forecast?on=2023-06-01")).Words;
        foreach (var day in new[] { "2022-12-14", "2023-02-08", "2023-03-08" })
            await clerk.SubmitAsync(New, ("Input.Body", "giunta"), ("Input.Day", day));
        foreach (var day in new[] { "2023-02-21", "2023-03-21", "2023-04-18" })
            await clerk.SubmitAsync(New, ("Input.Body", "council"), ("Input.Day", day));

        var page = (await clerk.GetAsync(dossier + "/forecast?on=2023-06-01")).Words;

        Assert.Contains("""Nessuna seduta della Giunta in calendario.</span> <a href="/sittings">""", before);
        Assert.Contains("Giunta dell'8 febbraio 2023: l'ordine del giorno chiude il 6 febbraio 2023", page);
        Assert.Contains("Convoca il Consiglio per il 18 aprile 2023", page);
        // five free days before Tuesday 18 April
        Assert.Contains("12 aprile 2023", page);
        Assert.Contains("regola locale: regolamento del Consiglio", page);
    }

    [Fact]
    public async Task A_step_that_a_body_decides_shows_its_next_sitting_on_the_desk_and_on_its_page()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var secretariat = await web.SignedInAsync(Roles.Secretariat);
        await ToTheGiuntaAsync(web, clerk);
        var task = await web.TaskPageAsync("giunta");
        var bare = ((await secretariat.GetAsync(task)).Words, (await secretariat.GetAsync("/desk")).Words);
        foreach (var day in new[] { "2022-12-07", "2022-12-14" })
            await clerk.SubmitAsync(New, ("Input.Body", "giunta"), ("Input.Day", day));

        var today = ((await secretariat.GetAsync(task)).Words, (await secretariat.GetAsync("/desk")).Words);
        web.Time.Advance(TimeSpan.FromDays(1));
        var tomorrow = ((await secretariat.GetAsync(task)).Words, (await secretariat.GetAsync("/desk")).Words);

        InBoth("Nessuna seduta della Giunta in calendario. <a href=\"/sittings\">", bare);
        InBoth("Giunta del 7 dicembre 2022: l'ordine del giorno chiude oggi", today);
        // the step opened while that agenda was open, and may stand on it
        InBoth("Giunta del 7 dicembre 2022: l'ordine del giorno ha chiuso il 5 dicembre 2022", tomorrow);
    }

    private static async Task ToTheGiuntaAsync(RunningWeb web, Browser clerk)
    {
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        foreach (
            var (role, node, outcome) in new[]
            {
                (Roles.DepartmentHead, "technicalOpinion", "favourable"),
                (Roles.Accounting, "accountingOpinion", "noFinancialEffect"),
            }
        )
        {
            var answer = await (await web.SignedInAsync(role)).SubmitAsync(
                await web.TaskPageAsync(node),
                ("outcome", outcome),
                ("f.givenOn", "2022-12-05"),
                ("f.signer", "FITTIZIO")
            );
            Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        }
    }

    private static void InBoth(string words, (string Task, string Desk) pages)
    {
        Assert.Contains(words, pages.Task, StringComparison.Ordinal);
        Assert.Contains(words, pages.Desk, StringComparison.Ordinal);
    }
}
