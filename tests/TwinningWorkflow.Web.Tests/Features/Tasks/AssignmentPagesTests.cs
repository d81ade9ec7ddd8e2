using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Tasks;

[Trait("pace", "full")]
public sealed class AssignmentPagesTests
{
    [Fact]
    public async Task A_step_that_a_colleague_has_taken_on_says_who_and_how_to_get_it_and_cannot_be_done()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var ada = await web.NewcomerAsync("Ada", Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        Assert.Contains("Prendi in carico", (await clerk.GetAsync(page)).Words, StringComparison.Ordinal);
        var forms = await clerk.HiddenAsync(page);

        var claimed = await ada.SubmitAsync($"{page}?handler=Claim");

        Assert.Equal(HttpStatusCode.Redirect, claimed.Status);
        Assert.Contains("Restituisci al ruolo", (await ada.GetAsync(page)).Words, StringComparison.Ordinal);
        var seen = await clerk.GetAsync(page);
        Assert.Contains("È in carico a Ada", seen.Words, StringComparison.Ordinal);
        Assert.Contains("chiedi a questa persona di restituirlo", seen.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("f.agreedOn", seen.Text, StringComparison.Ordinal);
        // who had the form open already
        var refused = await clerk.SendFormAsync(page, forms, ("f.text.it", Attachment.Pdf()));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("È in carico a Ada", refused.Words, StringComparison.Ordinal);
        await web.AgreeTextAsync(ada);
        var history = (await clerk.GetAsync(dossier)).Words;
        Assert.Contains("Preso in carico: Concorda il testo (Ada).", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_take_a_step_on_the_later_is_told_who_was_faster()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var ada = await web.NewcomerAsync("Ada", Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        var hidden = await clerk.HiddenAsync(page);
        await ada.SubmitAsync($"{page}?handler=Claim");

        var late = await clerk.SendFormAsync($"{page}?handler=Claim", hidden);

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("È in carico a Ada", late.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_is_handed_over_with_a_reason_to_somebody_who_may_do_it()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var ada = await web.NewcomerAsync("Ada", Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        await clerk.SubmitAsync($"{page}?handler=Claim");
        var mayor = await web.PersonAsync(Roles.Mayor);

        var wrong = await clerk.SubmitAsync($"{page}/hand-over", ("to", $"{mayor:D}"), ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("Scegli una delle persone che oggi possono fare", wrong.Words, StringComparison.Ordinal);
        var done = await clerk.SubmitAsync(
            $"{page}/hand-over",
            ("to", $"{await web.PersonAsync("Ada"):D}"),
            ("reason", "Da domani sono in ferie")
        );

        Assert.Equal(HttpStatusCode.Redirect, done.Status);
        Assert.Equal(
            await web.PersonAsync("Ada"),
            await web.ReadAsync(x => x.Tasks.Select(t => t.Assignee).SingleAsync())
        );
        var history = (await clerk.GetAsync(dossier)).Words;
        Assert.Contains("Concorda il testo: passa da clerk di brescia a Ada.", history, StringComparison.Ordinal);
        Assert.Contains("Da domani sono in ferie", history, StringComparison.Ordinal);
        await web.AgreeTextAsync(ada);
    }

    [Fact]
    public async Task The_secretariat_the_administrator_and_the_head_above_give_a_step_to_somebody_else_and_others_do_not()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await web.NewcomerAsync("Ada", Roles.Clerk);
        await web.NewcomerAsync("Bea", Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        await clerk.SubmitAsync($"{page}?handler=Claim");
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        Assert.DoesNotContain("name=\"to\"", (await head.GetAsync($"{page}/hand-over")).Text, StringComparison.Ordinal);
        var (ada, bea) = (await web.PersonAsync("Ada"), await web.PersonAsync("Bea"));
        var headId = await web.PersonAsync(Roles.DepartmentHead);
        await web.ReadAsync(async x =>
        {
            x.Departments.Add(
                new Department
                {
                    AuthorityId = RunningWeb.Brescia,
                    Name = "Relazioni",
                    HeadId = headId,
                }
            );
            await x.SaveChangesAsync();
            return await x
                .People.Where(p => p.Email == RunningWeb.EmailOf(Roles.Clerk, RunningWeb.Brescia) || p.Id == ada)
                .ExecuteUpdateAsync(p => p.SetProperty(row => row.Department, "Relazioni"));
        });

        await GivenAsync(head, ada);
        await GivenAsync(await web.SignedInAsync(Roles.Secretariat), bea);
        await GivenAsync(await web.SignedInAsync(Roles.Administrator), ada);
        var back = await head.SubmitAsync($"{page}/hand-over", ("to", "role"), ("reason", "È in malattia"));
        Assert.Equal(HttpStatusCode.Redirect, back.Status);
        Assert.Null(await web.ReadAsync(x => x.Tasks.Select(t => t.Assignee).SingleAsync()));

        async Task GivenAsync(Browser browser, Guid to)
        {
            var given = await browser.SubmitAsync(
                $"{page}/hand-over",
                ("to", $"{to:D}"),
                ("reason", "Se ne occupa l'altro ufficio")
            );
            Assert.Equal(HttpStatusCode.Redirect, given.Status);
            Assert.Equal(to, await web.ReadAsync(x => x.Tasks.Select(t => t.Assignee).SingleAsync()));
        }
    }

    [Fact]
    public async Task Who_agreed_the_text_does_not_give_the_technical_opinion_and_is_told_before_the_form()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var both = await web.NewcomerAsync("Ada", Roles.Clerk, Roles.DepartmentHead);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(both);
        var page = await web.TaskPageAsync("technicalOpinion");

        var seen = await both.GetAsync(page);

        Assert.Contains(
            "Hai fatto tu, o è stato fatto per tuo conto, «Concorda il testo»",
            seen.Words,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("f.givenOn", seen.Text, StringComparison.Ordinal);
        var head = await web.SignedInAsync(Roles.DepartmentHead);
        Assert.Contains("f.givenOn", (await head.GetAsync(page)).Text, StringComparison.Ordinal);
        var sent = await both.SendFormAsync(page, await both.HiddenAsync("/desk"));
        Assert.Equal(HttpStatusCode.Conflict, sent.Status);
    }

    [Theory]
    [InlineData("it", "Da fare", "In carico a Ada")]
    [InlineData("en", "To do", "Ada has it")]
    public async Task The_desk_tells_what_is_free_from_what_a_colleague_has(string language, string all, string has)
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        var ada = await web.NewcomerAsync("Ada", Roles.Clerk);
        await clerk.OpenDossierAsync();
        var page = await web.TaskPageAsync("agreeText");
        Assert.Contains($"href=\"{page}\"", (await clerk.GetAsync("/desk")).Text, StringComparison.Ordinal);
        await ada.SubmitAsync($"{page}?handler=Claim");

        var desk = await clerk.GetAsync("/desk");
        Assert.Contains(all, desk.Words, StringComparison.Ordinal);
        Assert.Contains(has, desk.Words, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{page}\"", desk.Text, StringComparison.Ordinal);
        var everybodys = await clerk.GetAsync("/desk?show=everybodys");
        Assert.Contains($"href=\"{page}\"", everybodys.Text, StringComparison.Ordinal);
        var taken = await ada.GetAsync("/desk?show=taken");
        Assert.Contains($"href=\"{page}\"", taken.Text, StringComparison.Ordinal);
    }
}
