using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Absences;

[Trait("pace", "full")]
public sealed class AbsencePagesTests
{
    private const string Mine = "/account/absences";
    private const string All = "/administration/absences";

    [Theory]
    [InlineData("it", "Agisci per conto di clerk di brescia fino al 7 dicembre 2022.")]
    [InlineData("en", "You act for clerk di brescia until 7 December 2022.")]
    public async Task Who_is_away_names_a_deputy_who_reads_so_on_every_page_and_acts(string language, string told)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var mayor = await web.SignedInAsync(Roles.Mayor, language: language);
        var dossier = await clerk.OpenDossierAsync();

        var entered = await clerk.SubmitAsync(Mine, await FieldsAsync(web, Roles.Mayor));

        Assert.Equal(HttpStatusCode.Redirect, entered.Status);
        Assert.Contains("Sostituisce mayor di brescia", (await clerk.GetAsync(Mine)).Words, StringComparison.Ordinal);
        Assert.Contains(told, (await mayor.GetAsync("/desk")).Words, StringComparison.Ordinal);
        var page = (await clerk.GetAsync(await web.TaskPageAsync("agreeText"))).Words;
        Assert.Contains(
            "assente fino al 7 dicembre 2022, sostituisce mayor di brescia",
            page,
            StringComparison.Ordinal
        );
        await web.AgreeTextAsync(mayor);
        Assert.Contains(
            language == "it" ? "per conto di clerk di brescia" : "on behalf of clerk di brescia",
            (await mayor.GetAsync(dossier)).Words,
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["absence-entered"],
            await web.ReadAsync(x =>
                x.Journal.Where(r => r.Kind.StartsWith("absence")).Select(r => r.Kind).ToListAsync()
            )
        );
    }

    [Fact]
    public async Task What_is_wrong_with_an_absence_stands_beside_its_field_and_nothing_is_entered()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);

        await RefusedAsync(await FieldsAsync(web, Roles.Clerk), "Nessuno sostituisce se stesso");
        await RefusedAsync(await FieldsAsync(web, Roles.Auditor), "che non sia revisore");
        await RefusedAsync(await FieldsAsync(web, Roles.Mayor, from: "2022-12-04"), "non può essere passato");
        await RefusedAsync(await FieldsAsync(web, Roles.Mayor, last: "2022-12-04"), "non può venire prima");
        await RefusedAsync(
            await FieldsAsync(web, Roles.Mayor, from: "2023-06-01", last: "2023-12-06"),
            "al massimo un anno"
        );
        Assert.Equal(0, await web.ReadAsync(x => x.Absences.CountAsync()));
        await clerk.SubmitAsync(Mine, await FieldsAsync(web, Roles.Mayor));
        await RefusedAsync(await FieldsAsync(web, Roles.Secretariat, from: "2022-12-07"), "c’è già un’assenza");

        async Task RefusedAsync((string, object)[] fields, string words)
        {
            var answer = await clerk.SubmitAsync(Mine, fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(words, answer.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_form_sent_twice_enters_one_absence_and_a_deputy_who_is_away_too_is_a_warning()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var mayor = await web.SignedInAsync(Roles.Mayor);
        await mayor.SubmitAsync(Mine, await FieldsAsync(web, null));
        var hidden = await clerk.HiddenAsync(Mine);
        var fields = await FieldsAsync(web, Roles.Mayor);

        await clerk.SendFormAsync(Mine, hidden, fields);
        await clerk.SendFormAsync(Mine, hidden, fields);

        Assert.Contains("Anche il sostituto è assente", (await clerk.GetAsync(Mine)).Words, StringComparison.Ordinal);
        Assert.Equal(2, await web.ReadAsync(x => x.Absences.CountAsync()));
    }

    [Fact]
    public async Task Each_ends_their_own_absence_and_the_administrator_anybodys()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var mayor = await web.SignedInAsync(Roles.Mayor);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var person = await web.PersonAsync(Roles.Clerk);
        await administrator.SubmitAsync(All, [.. await FieldsAsync(web, Roles.Mayor), ("Input.Person", $"{person:D}")]);
        var absence = await web.ReadAsync(x => x.Absences.SingleAsync());
        Assert.Equal(person, absence.PersonId);

        var foreign = await mayor.SendFormAsync(
            $"{Mine}?handler=End",
            await mayor.HiddenAsync("/desk"),
            ("absence", $"{absence.Id:D}")
        );
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        var own = await clerk.SubmitAsync($"{Mine}?handler=End", ("absence", $"{absence.Id:D}"));

        Assert.Equal(HttpStatusCode.Redirect, own.Status);
        Assert.Equal(0, await web.ReadAsync(x => x.Absences.CountAsync()));
        Assert.Equal(HttpStatusCode.OK, (await mayor.GetAsync("/desk")).Status);
    }

    [Fact]
    public async Task A_role_that_somebody_holds_is_not_covered_as_vacant()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        (string, object)[] fields = [.. await FieldsAsync(web, Roles.Secretariat), ("Input.Person", "nobody")];

        var unnamed = await administrator.SubmitAsync(All, fields);
        var held = await administrator.SubmitAsync(All, [.. fields, ("Input.Role", Roles.Mayor)]);

        Assert.Contains("Scegli il ruolo che nessuno ha", unnamed.Words, StringComparison.Ordinal);
        Assert.Contains("Qualcuno ha già questo ruolo", held.Words, StringComparison.Ordinal);
    }

    private static async Task<(string, object)[]> FieldsAsync(
        RunningWeb web,
        string? deputy,
        string from = "2022-12-05",
        string last = "2022-12-07"
    ) =>
        [
            ("Input.From", from),
            ("Input.Last", last),
            ("Input.Deputy", deputy is null ? "" : $"{await web.PersonAsync(deputy):D}"),
        ];
}
