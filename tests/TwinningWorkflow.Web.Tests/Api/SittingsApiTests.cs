using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class SittingsApiTests(SharedTown towns, Postgres postgres)
{
    private const string Sittings = "/api/v1/sittings";

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_sitting_is_planned_once_under_a_key_listed_and_cancelled(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var secretariat = await town.AsAsync(Roles.Secretariat);
        var plan = new
        {
            body = "giunta",
            day = "2022-12-28",
            beginsAt = "09:30",
        };

        var first = await secretariat.PostAsync(Sittings, plan, key: "sitting-1");
        var again = await secretariat.PostAsync(Sittings, plan, key: "sitting-1");
        var listed = await (await town.AsAsync(Roles.Auditor)).GetAsync(Sittings + "?year=2022");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal(first.Json.ToJsonString(), again.Json.ToJsonString());
        // two working days before, St Stephen's Monday not among them
        Assert.Equal("2022-12-23", first.Json["agendaCloses"]!.GetValue<string>());
        Assert.True(first.Json["agendaByRule"]!.GetValue<bool>());
        Assert.Equal(first.Json.ToJsonString(), Assert.Single(listed.Json.AsArray())!.ToJsonString());
        var path = $"{Sittings}/{first.Json["id"]!.GetValue<string>()}";
        Assert.Equal(HttpStatusCode.OK, (await secretariat.SendAsync(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await secretariat.SendAsync(HttpMethod.Delete, path, null)).Status);
        Assert.Empty((await secretariat.GetAsync(Sittings + "?year=2022")).Json.AsArray());
    }

    [Theory]
    [InlineData("senate", "2022-12-28", null, null, "body", "unknownBody")]
    [InlineData("giunta", "2022-01-03", null, null, "day", "dayPast")]
    [InlineData("giunta", "9998-12-31", null, null, "day", "dayTooFar")]
    [InlineData("giunta", "2022-12-28", "9 e mezza", null, "beginsAt", "noHour")]
    [InlineData("giunta", "2022-12-28", "09:30", "2022-12-29", "agendaCloses", "agendaAfterSitting")]
    [InlineData("council", "2023-11-28", null, null, "day", "sitsAlready")]
    public async Task What_stands_against_a_sitting_is_told_by_field(
        string body,
        string day,
        string? beginsAt,
        string? agendaCloses,
        string field,
        string code
    )
    {
        var town = await towns.GetAsync();
        var clerk = await town.AsAsync(Roles.Clerk);
        await clerk.PostAsync(Sittings, new { body = "council", day = "2023-11-28" });

        var refused = await clerk.PostAsync(
            Sittings,
            new
            {
                body,
                day,
                beginsAt,
                agendaCloses,
            }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var error = Assert.Single(refused.Json["errors"]!.AsArray())!;
        Assert.Equal((field, code), (error["field"]!.GetValue<string>(), error["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Only_who_keeps_the_sittings_may_plan_one()
    {
        var town = await towns.GetAsync();
        var mayor = await town.AsAsync(Roles.Mayor);

        var refused = await mayor.PostAsync(Sittings, new { body = "giunta", day = "2023-10-04" });

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        await using var database = town.Database();
        Assert.False(await database.Sittings.AnyAsync(x => x.Day == new NodaTime.LocalDate(2023, 10, 4)));
    }
}
