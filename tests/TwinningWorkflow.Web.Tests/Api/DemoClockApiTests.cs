using System.Net;
using NodaTime.Text;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>Each on a demonstration of its own, since it moves the clock.</summary>
[Collection(ApiCollection.Name)]
[Trait("pace", "full")]
public sealed class DemoClockApiTests(SharedTown towns, Postgres postgres)
{
    private const string Clock = "/api/v1/demo/clock";

    [Fact]
    public async Task The_clock_tells_the_business_instant_and_the_next_deadline_and_moves_to_it()
    {
        await using var town = await Town.BuildAsync(postgres, Provider.Sqlite, demo: true);
        var administrator = await town.AsAsync(Roles.Administrator);
        await Work.OpenAsync(town);

        var read = (await administrator.GetAsync(Clock)).Json;
        var moved = await administrator.PostAsync(Clock, new { });

        Assert.Equal("2022-12-05T09:00:00Z", read["now"]!.GetValue<string>());
        var next = InstantPattern.ExtendedIso.Parse(read["nextDeadline"]!.GetValue<string>()).Value;
        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.Equal(next, InstantPattern.ExtendedIso.Parse(moved.Json["now"]!.GetValue<string>()).Value);
    }

    [Fact]
    public async Task The_clock_moves_to_an_instant_and_under_one_key_only_once()
    {
        await using var town = await Town.BuildAsync(postgres, Provider.Sqlite, demo: true);
        var administrator = await town.AsAsync(Roles.Administrator);
        var key = Guid.NewGuid().ToString("D");

        var first = await administrator.PostAsync(Clock, new { to = "2022-12-06T10:00:00Z" }, key);
        var second = await administrator.PostAsync(Clock, new { to = "2022-12-06T10:00:00Z" }, key);
        var other = await administrator.PostAsync(Clock, new { to = "2022-12-07T10:00:00Z" }, key);

        Assert.Equal("2022-12-06T10:00:00Z", first.Json["now"]!.GetValue<string>());
        Assert.Equal((HttpStatusCode.OK, first.Text), (second.Status, second.Text));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "keyReused"), (other.Status, other.Code));
        var now = (await administrator.GetAsync(Clock)).Json["now"]!.GetValue<string>();
        Assert.Equal("2022-12-06T10:00:00Z", now);
    }

    [Theory]
    [InlineData("2022-12-05T08:59:59Z", "to: tooEarly")]
    [InlineData("2042-12-05T09:00:00Z", "to: tooLate")]
    [InlineData("9999-12-31T23:59:59Z", "to: tooLate")]
    public async Task The_clock_goes_neither_back_nor_beyond_what_can_be_reckoned(string to, string error)
    {
        await using var town = await Town.BuildAsync(postgres, Provider.Sqlite, demo: true);
        var administrator = await town.AsAsync(Roles.Administrator);

        var refused = await administrator.PostAsync(Clock, new { to });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([error], refused.Errors);
        Assert.NotEmpty(refused.Json["errors"]![0]!["message"]!.GetValue<string>());
        var now = (await administrator.GetAsync(Clock)).Json["now"]!.GetValue<string>();
        Assert.Equal("2022-12-05T09:00:00Z", now);
    }

    [Fact]
    public async Task Outside_a_demonstration_there_is_no_such_address()
    {
        var administrator = await (await towns.GetAsync()).AsAsync(Roles.Administrator);

        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync(Clock)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await administrator.PostAsync(Clock, new { })).Status);
        Assert.DoesNotContain("demo/clock", (await towns.GetAsync()).Document.Text, StringComparison.Ordinal);
    }
}
