using System.Net;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Dossiers;

[Trait("pace", "full")]
public sealed class ForecastPageTests
{
    [Theory]
    [InlineData("it", "Firma l'accordo: probabilmente il ", "Su che cosa si fonda")]
    [InlineData("en", "Sign the agreement: likely on ", "What it rests on")]
    public async Task A_dossier_forecasts_its_signature_as_a_picture_and_as_a_table(
        string language,
        string goal,
        string table
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk, language: language);
        var dossier = await clerk.OpenDossierAsync();
        Assert.Contains(dossier + "/forecast", (await clerk.GetAsync(dossier)).Words);

        var page = await clerk.GetAsync(dossier + "/forecast");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(goal, page.Words);
        Assert.Contains(table, page.Words);
        Assert.Contains("class=\"critical\"", page.Words);
        Assert.Contains("<details class=\"count\">", page.Words);
    }

    [Fact]
    public async Task A_new_proposal_is_forecast_before_anybody_opens_a_dossier()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        Assert.Contains("/dossiers/forecast/twinning", (await clerk.GetAsync("/dossiers/new")).Words);

        var page = await clerk.GetAsync("/dossiers/forecast/twinning");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Delibera di Giunta", page.Words);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync("/dossiers/forecast/nothing")).Status);
    }

    [Fact]
    public async Task A_day_wished_for_is_planned_back_from_or_refused_with_the_reason()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();

        Assert.Contains("Al più tardi", (await clerk.GetAsync(dossier + "/forecast?on=2024-06-01")).Words);
        Assert.Contains("Non è possibile", (await clerk.GetAsync("/dossiers/forecast/twinning?on=2022-12-24")).Words);
        Assert.Contains("Indica una data vicina", (await clerk.GetAsync(dossier + "/forecast?on=soon")).Words);
        Assert.Contains("Indica una data vicina", (await clerk.GetAsync(dossier + "/forecast?on=9999-12-31")).Words);
    }

    [Fact]
    public async Task What_has_ended_has_no_forecast()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        await clerk.SubmitAsync(dossier + "/withdraw", ("f.reason", "Non vi è più interesse."));

        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync(dossier + "/forecast")).Status);
    }
}
