using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access;

[Trait("pace", "full")]
public sealed class SignInTests
{
    [Fact]
    public async Task A_stranger_is_led_to_the_sign_in_page_and_back()
    {
        await using var web = await RunningWeb.StartAsync();

        var answer = await web.Browser().GetAsync("/dossiers?q=kaunas");

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Contains(
            "/sign-in?back=%2Fdossiers%3Fq%3Dkaunas",
            answer.Location!.OriginalString,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("clerk@brescia.example", "sbagliata")]
    [InlineData("nessuno@brescia.example", RunningWeb.Password)]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer(string email, string password)
    {
        await using var web = await RunningWeb.StartAsync();

        var answer = await web.Browser().SubmitAsync("/sign-in", ("Email", email), ("Password", password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Indirizzo o password non corretti", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_eleventh_failed_try_is_not_looked_at_even_with_the_right_password()
    {
        await using var web = await RunningWeb.StartAsync();
        var browser = web.Browser();
        var clerk = RunningWeb.EmailOf(Roles.Clerk);
        for (var i = 0; i < SignInThrottle.Tries; i++)
            await browser.SubmitAsync("/sign-in", ("Email", clerk), ("Password", "sbagliata"));

        var answer = await browser.SubmitAsync("/sign-in", ("Email", clerk), ("Password", RunningWeb.Password));

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
    }

    [Fact]
    public async Task A_strangers_guesses_do_not_lock_out_the_person_on_their_own_device()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = RunningWeb.EmailOf(Roles.Clerk);
        var own = await web.SignedInAsync(Roles.Clerk);
        for (var i = 0; i <= SignInThrottle.Tries; i++)
            await web.Browser().SubmitAsync("/sign-in", ("Email", clerk), ("Password", "sbagliata"));

        await own.SignInAsync(clerk, RunningWeb.Password);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_the_next_request()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync("/desk")).Status);

        await using (var scope = web.Services.CreateAsyncScope())
        {
            var account = await web.ReadAsync(x =>
                x.Users.SingleAsync(u => u.Email == RunningWeb.EmailOf(Roles.Clerk))
            );
            var changes = scope.ServiceProvider.GetRequiredService<PeopleChanges>();
            var system = Actor.System(RunningWeb.Brescia, "test");
            await changes.SetDisabledAsync(system, account.Id, disabled: true, CancellationToken.None);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await clerk.GetAsync("/desk")).Status);
    }

    [Fact]
    public async Task A_role_that_has_ended_opens_nothing_from_the_next_day()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await using (var scope = web.Services.CreateAsyncScope())
        {
            var held = await web.ReadAsync(x =>
                x.RoleAssignments.SingleAsync(r => r.Role == Roles.Clerk && r.AuthorityId == RunningWeb.Brescia)
            );
            var changes = scope.ServiceProvider.GetRequiredService<PeopleChanges>();
            await changes.EndRoleAsync(
                Actor.System(RunningWeb.Brescia, "test"),
                held.Id,
                new LocalDate(2022, 12, 5),
                CancellationToken.None
            );
        }
        Assert.Equal(HttpStatusCode.OK, (await clerk.GetAsync("/dossiers/new")).Status);

        web.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/dossiers/new")).Status);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var answer = await clerk.SendFormAsync("/dossiers/new", new Dictionary<string, string>());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("Il modulo inviato è incompleto o troppo vecchio.", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_to_go_back_to_leads_nowhere_else()
    {
        await using var web = await RunningWeb.StartAsync();

        var answer = await web.Browser()
            .SubmitAsync(
                "/sign-in",
                ("Email", RunningWeb.EmailOf(Roles.Clerk)),
                ("Password", RunningWeb.Password),
                ("Back", "//elsewhere.example/")
            );

        Assert.Equal("/", answer.Location!.OriginalString);
    }
}
