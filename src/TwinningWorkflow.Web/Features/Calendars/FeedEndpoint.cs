using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>What a calendar program reads: it cannot sign in, so that the secret in the address is all it shows.</summary>
public static class FeedEndpoint
{
    public static string PathOf(string secret) => $"/feeds/{secret}.ics";

    public static void MapFeed(this IEndpointRouteBuilder app) =>
        app.MapGet("/feeds/{secret}.ics", ReadAsync).AllowAnonymous();

    private static async Task<Results<ContentHttpResult, NotFound>> ReadAsync(
        string secret,
        HttpContext http,
        FeedLinks links,
        FeedReader reader,
        FeedFile file,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        http.Response.Headers.CacheControl = "private, no-store";
        if (await links.FindAsync(secret, cancel) is not { } owner)
            return TypedResults.NotFound();
        // the program that asks has no language: the person has
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(owner.Language);
        return TypedResults.Content(
            file.Write(
                owner.Authority,
                await reader.ReadAsync(owner.Me, owner.Language, cancel),
                AuthorityCalendar.Of(owner.Authority.Calendar).Zone,
                clock.Now,
                new Uri($"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/")
            ),
            FeedFile.MediaType
        );
    }
}
