using System.Net;
using System.Text.Json.Nodes;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>Each test has a town of its own, since the calendar is the whole authority's.</summary>
public sealed class CalendarApiTests(Postgres postgres)
{
    private const string Path = "/api/v1/calendar";
    private const string Reason = "Ordinanza FITTIZIA 12/2022";

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_change_is_previewed_made_and_a_repeat_does_nothing(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var administrator = await town.AsAsync(Roles.Administrator);
        var read = (await administrator.GetAsync(Path)).Json;
        var calendar = WithClosure(read, "2022-12-09");

        var preview = await administrator.PostAsync(Path + "/preview", new { calendar });
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Empty(preview.Json.AsArray());

        var body = new
        {
            version = Text(read["version"]),
            calendar,
            reason = Reason,
        };
        var changed = await administrator.PutAsync(Path, body);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.NotEqual(Text(read["version"]), Text(changed.Json["version"]));
        var again = await administrator.PutAsync(Path, body);
        Assert.Equal(changed.Text, again.Text);
        Assert.Equal(changed.Text, (await administrator.GetAsync(Path)).Text);
    }

    [Fact]
    public async Task Who_has_not_seen_the_calendar_in_force_changes_nothing()
    {
        await using var town = await Town.BuildAsync(postgres, Provider.Sqlite);
        var administrator = await town.AsAsync(Roles.Administrator);
        var read = (await administrator.GetAsync(Path)).Json;
        var version = Text(read["version"]);
        await administrator.PutAsync(
            Path,
            new
            {
                version,
                calendar = WithClosure(read, "2022-12-09"),
                reason = Reason,
            }
        );

        var late = await administrator.PutAsync(
            Path,
            new
            {
                version,
                calendar = WithClosure(read, "2022-12-12"),
                reason = Reason,
            }
        );

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.DoesNotContain("2022-12-12", (await administrator.GetAsync(Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_member_in_words()
    {
        await using var town = await Town.BuildAsync(postgres, Provider.Sqlite);
        var administrator = await town.AsAsync(Roles.Administrator);
        var read = (await administrator.GetAsync(Path)).Json;

        var refused = await administrator.PutAsync(
            Path,
            new
            {
                version = Text(read["version"]),
                calendar = WithClosure(read, "30 febbraio"),
                reason = Reason,
            }
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["calendar.closures[0].first: format"], refused.Errors);
        var unexplained = await administrator.PutAsync(
            Path,
            new { version = Text(read["version"]), calendar = WithClosure(read, "2022-12-09") }
        );
        Assert.Equal(["reason: required"], unexplained.Errors);
        var empty = await administrator.PutAsync(Path, new { });
        Assert.Equal(["calendar: missing"], empty.Errors);
    }

    private static JsonNode WithClosure(JsonNode read, string day)
    {
        var calendar = read["calendar"]!.DeepClone();
        calendar["closures"] = new JsonArray(
            new JsonObject
            {
                ["name"] = "Ponte",
                ["first"] = day,
                ["last"] = day,
            }
        );
        return calendar;
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
