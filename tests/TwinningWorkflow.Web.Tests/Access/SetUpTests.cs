using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access;

public sealed class SetUpTests
{
    [Fact]
    public async Task An_empty_application_leads_from_sign_in_to_set_up()
    {
        await using var web = await RunningWeb.StartEmptyAsync();

        Assert.Equal("/set-up", (await web.Browser().GetAsync("/sign-in")).Location!.OriginalString);
    }

    [Fact]
    public async Task Without_the_code_from_the_log_nobody_is_set_up()
    {
        await using var web = await RunningWeb.StartEmptyAsync();

        var answer = await web.Browser()
            .SubmitAsync(
                "/set-up",
                ("Code", "AAAAAAAAAAAA"),
                ("Authority", "Comune di Prova"),
                ("From", "gemellaggi@prova.example"),
                ("Name", "Anna Prova"),
                ("Email", "anna@prova.example"),
                ("Password", RunningWeb.Password)
            );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Il codice non corrisponde", answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, await web.ReadAsync(x => x.Users.CountAsync()));
    }

    [Theory]
    [InlineData("From")]
    [InlineData("Email")]
    public async Task An_address_that_no_mail_can_reach_is_told_beside_its_field(string field)
    {
        await using var web = await RunningWeb.StartEmptyAsync();

        var answer = await web.Browser().SubmitAsync("/set-up", (field, "a b@c d"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"<a href=\"#{field}\">", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Scrivi un indirizzo email", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_somebody_is_registered_the_set_up_page_is_gone()
    {
        await using var web = await RunningWeb.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await web.Browser().GetAsync("/set-up")).Status);
    }
}
