using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Calendars;

/// <summary>What a calendar program reads: it cannot sign in, so that the secret in the address is all it shows.</summary>
public static class FeedEndpoint
{
    /// <summary>Relative to the site.</summary>
    public static string PathOf(string secret) => $"feeds/{secret}.ics";

    /// <summary>Where people reach the application: as mails say it, since a proxy may call it otherwise.</summary>
    public static Uri SiteOf(HttpRequest request, MailOptions mail) =>
        mail.Site.Length > 0 ? mail.AddressOf("") : new Uri($"{request.Scheme}://{request.Host}{request.PathBase}/");

    public static void MapFeed(this IEndpointRouteBuilder app) =>
        app.MapGet("/feeds/{secret}.ics", ReadAsync).AllowAnonymous();

    private static async Task<Results<ContentHttpResult, NotFound>> ReadAsync(
        string secret,
        HttpContext http,
        FeedLinks links,
        FeedReader reader,
        FeedFile file,
        IOptions<MailOptions> mail,
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
                SiteOf(http.Request, mail.Value)
            ),
            FeedFile.MediaType
        );
    }
}
