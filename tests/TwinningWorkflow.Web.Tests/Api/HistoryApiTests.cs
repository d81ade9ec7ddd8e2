using System.Net;
using System.Text;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class HistoryApiTests(SharedTown towns)
{
    [Fact]
    public async Task A_history_tells_who_did_what_and_its_chains_can_be_verified_from_the_answer_alone()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        await work.AgreeTextAsync();
        var auditor = await work.Town.AsAsync(Roles.Auditor);

        var history = await auditor.GetAsync($"{work.Path}/history");

        Assert.Equal(HttpStatusCode.OK, history.Status);
        var facts = history.Json.AsArray().Select(x => x!).ToList();
        Assert.Equal("dossier-opened", facts[0]["kind"]!.GetValue<string>());
        var done = Assert.Single(facts, x => x["kind"]!.GetValue<string>() == "task-completed");
        Assert.Equal("Persona clerk", done["who"]!.GetValue<string>());
        Assert.Equal("clerk", done["role"]!.GetValue<string>());
        foreach (var chain in facts.GroupBy(x => x["stream"]!.GetValue<string>()))
        {
            var previous = HashChain.Origin.ToArray();
            foreach (var (index, fact) in chain.OrderBy(x => x["sequence"]!.GetValue<long>()).Index())
            {
                Assert.Equal(index + 1, fact["sequence"]!.GetValue<long>());
                Assert.Equal(Convert.ToHexStringLower(previous), fact["previousHash"]!.GetValue<string>());
                previous = HashChain.Next(previous, Encoding.UTF8.GetBytes(fact["body"]!.GetValue<string>()));
                Assert.Equal(Convert.ToHexStringLower(previous), fact["hash"]!.GetValue<string>());
            }
        }
    }

    [Fact]
    public async Task A_reason_stands_beside_the_fact_that_it_was_given_for()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        Work.Done(await clerk.PostAsync($"{work.Path}/suspend", Work.Order("Elezioni")));

        var history = (await clerk.GetAsync($"{work.Path}/history")).Json.AsArray();

        var told = Assert.Single(history, x => x!["kind"]!.GetValue<string>() == "process-suspended")!;
        Assert.Equal("Elezioni", told["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_personal_value_stands_in_a_history()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        await work.AgreeTextAsync();
        Work.Done(
            await work.CompleteAsync(
                Roles.DepartmentHead,
                "technicalOpinion",
                new { outcome = "favourable", fields = new { givenOn = "2022-12-05", signer = "Anna Segreta" } }
            )
        );

        var history = await (await work.Town.AsAsync(Roles.Auditor)).GetAsync($"{work.Path}/history");

        Assert.DoesNotContain("Segreta", history.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diagram_says_where_each_element_stands_and_which_flows_were_taken()
    {
        var work = await Work.OpenAsync(await towns.GetAsync());
        var clerk = await work.Town.AsAsync(Roles.Clerk);
        await work.AgreeTextAsync();

        var diagram = (await clerk.GetAsync($"{work.Path}/diagram")).Json;

        Assert.Equal("done", diagram["elements"]!["agreeText"]!["state"]!.GetValue<string>());
        Assert.Equal("active", diagram["elements"]!["technicalOpinion"]!["state"]!.GetValue<string>());
        Assert.NotEmpty(diagram["flows"]!.AsArray());
    }

    [Theory]
    [InlineData("history")]
    [InlineData("diagram")]
    public async Task A_dossier_that_is_not_there_has_none(string what)
    {
        var clerk = await (await towns.GetAsync()).AsAsync(Roles.Clerk);

        var missing = await clerk.GetAsync($"/api/v1/dossiers/{Guid.Empty:D}/{what}");

        Assert.Equal((HttpStatusCode.NotFound, "notFound"), (missing.Status, missing.Code));
    }
}
