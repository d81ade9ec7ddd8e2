using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Web.Access;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting;

/// <summary>Every address of the application and who may ask for it. What is not listed here may not exist.</summary>
public sealed class EndpointsTests
{
    private const string Anybody = "anybody";

    /// <summary>A signed-in person with a role today.</summary>
    private const string Reader = "reader";

    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        [""] = Reader,
        ["about"] = Anybody,
        ["account/mail"] = Reader,
        // a page of a task, for whom the secret in it names
        ["act/{instance:guid}/{task:long}/{secret}"] = Reader,
        // whoever has the secret in it
        ["account/mail/confirm/{secret}"] = Anybody,
        ["mail/stop/{secret}"] = Anybody,
        ["account/absences"] = Reader,
        ["administration"] = Policies.Administer,
        ["administration/absences"] = Policies.Administer,
        ["administration/departments"] = Policies.Administer,
        ["administration/departments/edit/{known?}"] = Policies.Administer,
        ["administration/choices/{process}"] = Policies.Administer,
        ["administration/mail"] = Policies.Administer,
        ["administration/mail/templates"] = Policies.Administer,
        ["administration/people"] = Policies.Administer,
        ["administration/people/new"] = Policies.Administer,
        ["administration/people/{id:guid}"] = Policies.Administer,
        ["administration/people/{id:guid}/disable"] = Policies.Administer,
        ["administration/people/{person:guid}/roles/{assignment:guid}"] = Policies.Administer,
        ["administration/recipients/{known?}"] = Policies.Administer,
        ["calendar"] = Reader,
        ["calendar/edit"] = Policies.Administer,
        ["calendar/feed"] = Reader,
        ["desk"] = Reader,
        ["documents/{document:guid}"] = Reader,
        ["dossiers"] = Reader,
        ["dossiers/new"] = Policies.KeepDossiers,
        ["dossiers/{id:guid}"] = Reader,
        ["dossiers/{id:guid}/diagram.bpmn"] = Reader,
        ["dossiers/{id:guid}/diagram.json"] = Reader,
        ["dossiers/{id:guid}/edit"] = Policies.KeepDossiers,
        ["dossiers/{id:guid}/forecast"] = Reader,
        ["dossiers/forecast/{kind}"] = Reader,
        ["dossiers/{id:guid}/facts/{message}"] = Reader,
        ["dossiers/{id:guid}/recorded"] = Policies.Work,
        ["dossiers/{id:guid}/recorded/{**step}"] = Policies.Work,
        ["dossiers/{id:guid}/{act:regex(^(suspend|resume|withdraw)$)}"] = Policies.KeepDossiers,
        ["dossiers/{dossier:guid}/text-versions/{number:int}/{language}"] = Reader,
        ["errors/{code:int}"] = Anybody,
        ["hangfire/{**path}"] = Policies.Administer,
        // whoever knows the secret in it
        ["feeds/{secret}.ics"] = Anybody,
        ["health/live"] = Anybody,
        ["health/ready"] = Anybody,
        ["incidents"] = Policies.Oversee,
        ["incidents/{**key}"] = Policies.Oversee,
        ["incidents/{cure:regex(^(retry|correct|move)$)}/{**key}"] = Policies.Administer,
        ["language"] = Anybody,
        ["mail-preview/{**key}"] = Reader,
        ["mail-preview/templates/{template}/{dossier:guid}/{language}"] = Policies.Administer,
        ["messages"] = Reader,
        ["messages/{**key}"] = Reader,
        ["openapi/{documentName}.json"] = Anybody,
        // the page of the API; what it is drawn with tells nothing
        ["reference/favicon.svg"] = Anybody,
        ["reference/scalar.aspnetcore.js"] = Anybody,
        ["reference/scalar.js"] = Anybody,
        ["reference/{documentName?}"] = Reader,
        // what belongs to no dossier, only those who oversee are given
        ["received/{id:guid}"] = Reader,
        ["received/{id:guid}/{act:regex(^(file|leave)$)}"] = Policies.Administer,
        ["received/{received:guid}/files/{index:int}"] = Reader,
        ["received/{received:guid}/message.eml"] = Reader,
        ["set-up"] = Anybody,
        ["sign-in"] = Anybody,
        ["sign-out"] = Anybody,
        ["sittings"] = Reader,
        ["sittings/new"] = Policies.KeepSittings,
        ["sittings/several"] = Policies.KeepSittings,
        ["sittings/{id:guid}"] = Policies.KeepSittings,
        ["sittings/{id:guid}/cancel"] = Policies.KeepSittings,
        ["styleguide"] = Anybody, // answers in development only
        ["tasks/{instance:guid}/{task:long}"] = Reader,
        ["tasks/{instance:guid}/{task:long}/hand-over"] = Reader,
        // files that came under wwwroot after the build
        ["{**path:file}"] = Reader,
    };

    [Fact]
    public async Task Every_page_and_endpoint_has_the_policy_that_is_listed_for_it()
    {
        await using var web = await RunningWeb.StartEmptyAsync();

        var found = web
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(x => !IsFile(x) && !IsApi(x))
            .Select(x => $"{x.RoutePattern.RawText!.Trim('/')}: {PolicyOf(x)}")
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(Expected.Select(x => $"{x.Key}: {x.Value}").Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task No_endpoint_of_the_API_lets_in_anybody_or_a_cookie_but_those_that_sign_in()
    {
        await using var web = await RunningWeb.StartEmptyAsync();

        var open = web
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(IsApi)
            .Where(x => !PolicyOf(x).StartsWith("api", StringComparison.Ordinal))
            .Select(x => x.RoutePattern.RawText!.Trim('/'))
            .Distinct();

        Assert.Equal(["api/v1/sign-in", "api/v1/sign-in/refresh"], open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_endpoint_carries_metadata_for_those_without_are_refusals_of_routing_that_everybody_may_get()
    {
        await using var web = await RunningWeb.StartEmptyAsync();

        Assert.All(web.Services.GetRequiredService<EndpointDataSource>().Endpoints, x => Assert.NotEmpty(x.Metadata));
    }

    private static bool IsApi(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal);

    /// <summary>The files under wwwroot, each with an address of its own.</summary>
    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.Any(x => x.GetType().Name == "StaticAssetDescriptor");

    private static string PolicyOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? Anybody
        : endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(x => x.Policy).LastOrDefault(x => x is not null)
            is { } policy
            ? policy
        : Reader;
}
