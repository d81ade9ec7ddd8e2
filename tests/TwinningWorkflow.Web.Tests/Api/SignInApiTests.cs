using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class SignInApiTests(SharedTown towns)
{
    private const string SignIn = "/api/v1/sign-in";

    [Fact]
    public async Task A_name_and_a_password_give_a_token_that_opens_and_one_that_renews_it()
    {
        var town = await towns.GetAsync();
        var stranger = town.Stranger();

        var tokens = await stranger.PostAsync(SignIn, Right(Roles.Clerk));
        var renewed = await stranger.PostAsync(
            $"{SignIn}/refresh",
            new { refreshToken = tokens.Json["refreshToken"]!.GetValue<string>() }
        );

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal("Bearer", tokens.Json["tokenType"]!.GetValue<string>());
        Assert.Equal(3600, tokens.Json["expiresIn"]!.GetValue<long>());
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
        foreach (var answer in new[] { tokens, renewed })
        {
            var caller = town.With(answer.Json["accessToken"]!.GetValue<string>());
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/tasks")).Status);
        }
    }

    [Theory]
    [InlineData("clerk@brescia.example", "sbagliata-del-tutto")]
    [InlineData("nessuno@brescia.example", Town.Password)]
    [InlineData("", "")]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer(string email, string password)
    {
        var stranger = (await towns.GetAsync()).Stranger();

        var english = await stranger.PostAsync(SignIn, new { email, password });
        var italian = await stranger.Reading("it").PostAsync(SignIn, new { email, password });

        Assert.Equal((HttpStatusCode.Unauthorized, "wrongCredentials"), (english.Status, english.Code));
        Assert.Equal("The address or the password is wrong", english.Json["title"]!.GetValue<string>());
        Assert.Equal("Indirizzo o password non corretti", italian.Json["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_name_or_a_password_of_a_length_that_none_has_is_wrong_and_not_even_looked_at()
    {
        var stranger = (await towns.GetAsync()).Stranger();
        var email = new string('a', 257) + "@brescia.example";

        for (var i = 0; i <= SignInThrottle.Tries; i++)
            Assert.Equal("wrongCredentials", (await stranger.PostAsync(SignIn, new { email, password = "x" })).Code);
        var tooLong = await stranger.PostAsync(
            SignIn,
            new { email = Town.EmailOf(Roles.Mayor, "brescia"), password = new string('p', 257) }
        );
        Assert.Equal("wrongCredentials", tooLong.Code);
    }

    [Fact]
    public async Task After_ten_failed_tries_the_right_password_is_not_looked_at_either()
    {
        var town = await towns.GetAsync();
        await town.NewcomerAsync("smemorato", Roles.Clerk);
        var stranger = town.Stranger();
        var right = new { email = "smemorato@brescia.example", password = Town.Password };
        for (var i = 0; i < SignInThrottle.Tries; i++)
            await stranger.PostAsync(SignIn, right with { password = "sbagliata-del-tutto" });

        var refused = await stranger.Reading("it").PostAsync(SignIn, right);

        Assert.Equal((HttpStatusCode.TooManyRequests, "tooManyTries"), (refused.Status, refused.Code));
        Assert.Equal("Troppi tentativi: attendi qualche minuto", refused.Json["title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("CfDJ8Nq")]
    [InlineData("a\u0000b")]
    public async Task A_refresh_token_that_is_none_is_refused_in_the_readers_language(string refreshToken)
    {
        var stranger = (await towns.GetAsync()).Stranger().Reading("it");

        var refused = await stranger.PostAsync($"{SignIn}/refresh", new { refreshToken });

        Assert.Equal((HttpStatusCode.Unauthorized, "spentRefreshToken"), (refused.Status, refused.Code));
        Assert.Equal(
            "Il token di rinnovo non è più valido: accedi di nuovo",
            refused.Json["title"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task An_access_token_renews_nothing_and_a_refresh_token_opens_nothing()
    {
        var town = await towns.GetAsync();
        var tokens = (await town.Stranger().PostAsync(SignIn, Right(Roles.Clerk))).Json;
        var access = tokens["accessToken"]!.GetValue<string>();
        var refresh = tokens["refreshToken"]!.GetValue<string>();

        var renewed = await town.Stranger().PostAsync($"{SignIn}/refresh", new { refreshToken = access });
        var opened = await town.With(refresh).GetAsync("/api/v1/tasks");

        Assert.Equal(HttpStatusCode.Unauthorized, renewed.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, opened.Status);
    }

    [Fact]
    public async Task A_refresh_token_of_an_account_that_was_disabled_and_enabled_again_is_void()
    {
        var town = await towns.GetAsync();
        await town.NewcomerAsync("sospeso", Roles.Clerk);
        var right = new { email = "sospeso@brescia.example", password = Town.Password };
        var token = (await town.Stranger().PostAsync(SignIn, right)).Json["refreshToken"]!.GetValue<string>();
        await SetDisabledAsync(town, "sospeso@brescia.example", disabled: true);

        var disabled = await town.Stranger().PostAsync(SignIn, right);
        await SetDisabledAsync(town, "sospeso@brescia.example", disabled: false);
        var renewed = await town.Stranger().PostAsync($"{SignIn}/refresh", new { refreshToken = token });
        var enabled = await town.Stranger().PostAsync(SignIn, right);

        Assert.Equal("wrongCredentials", disabled.Code);
        Assert.Equal("spentRefreshToken", renewed.Code);
        Assert.Equal(HttpStatusCode.OK, enabled.Status);
    }

    [Fact]
    public async Task The_cookie_of_the_pages_opens_nothing_of_the_API()
    {
        await using var web = await RunningWeb.StartAsync();
        var browser = await web.SignedInAsync(Roles.Clerk);

        var answer = await browser.GetAsync("/api/v1/tasks");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    private static object Right(string role) => new { email = Town.EmailOf(role, "brescia"), password = Town.Password };

    private static async Task SetDisabledAsync(Town town, string email, bool disabled)
    {
        await using var scope = town.Services.CreateAsyncScope();
        await using var database = town.Database();
        var account = await database.Users.SingleAsync(x => x.Email == email);
        var done = await scope
            .ServiceProvider.GetRequiredService<PeopleChanges>()
            .SetDisabledAsync(Actor.System("brescia", "test"), account.Id, disabled, CancellationToken.None);
        Assert.Equal(PeopleChange.Done, done);
    }
}
