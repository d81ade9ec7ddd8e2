using System.Net;
using System.Text.Json.Nodes;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class ForecastApiTests(SharedTown towns)
{
    [Fact]
    public async Task A_dossier_s_forecast_names_the_steps_to_come_and_explains_their_terms()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());

        var forecast = (await (await work.Town.AsAsync(Roles.Auditor)).GetAsync($"{work.Path}/forecast")).Json;

        Assert.Equal(("2022-12-05", "none"), (Text(forecast["madeOn"]), Text(forecast["stop"])));
        // the tenth day of the publication comes before the window's end
        var window = forecast["steps"]!.AsArray().First(step => Text(step!["basis"]) == "term")!;
        Assert.Equal(Text(window["likely"]), Text(window["term"]!["lastDay"]));
        Assert.Equal("law", Text(window["term"]!["basis"]));
        Assert.NotEmpty(Text(window["term"]!["explanation"]));
        Assert.True(string.CompareOrdinal(Text(forecast["earliestGoal"]), Text(forecast["goal"])) <= 0);
        Assert.Null(forecast["plan"]);
    }

    [Theory]
    [InlineData("2030-06-03", true)]
    [InlineData("2022-12-20", false)]
    public async Task A_wished_day_gets_a_plan_back_from_it_or_what_stands_in_its_way(string on, bool fits)
    {
        var town = await towns.GetAsync();
        var clerk = await town.AsAsync(Roles.Clerk);

        var plan = (await clerk.GetAsync($"/api/v1/forecasts/twinning?on={on}")).Json["plan"]!;

        Assert.Equal((on, fits), (Text(plan["on"]), plan["fits"]!.GetValue<bool>()));
        Assert.Equal(fits, plan["steps"]!.AsArray().Count > 0);
        Assert.Equal(fits, plan["obstacles"]!.AsArray().Count == 0);
    }

    [Theory]
    [InlineData("domani")]
    [InlineData("2022-02-30")]
    [InlineData("2999-01-01")]
    public async Task What_is_no_day_or_far_away_is_told(string on)
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var refused = await clerk.GetAsync($"/api/v1/forecasts/twinning?on={on}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["on: wrongType"], refused.Errors);
    }

    [Fact]
    public async Task Of_an_unknown_process_there_is_none()
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync("/api/v1/forecasts/nothing")).Status);
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
