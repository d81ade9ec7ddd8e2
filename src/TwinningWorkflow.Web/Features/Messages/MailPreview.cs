using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Features.Messages;

/// <summary>
/// A mail's HTML as it appears, in a page of its own that may do nothing: its policy (<see cref="SecurityHeaders"/>) sandboxes
/// it, so that not even a defect of our templates could act in the reader's name.
/// </summary>
public static class MailPreview
{
    public static string Of(string key) =>
        $"{SecurityHeaders.MailPath}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>A mail that nobody was sent: one of <see cref="PreviewedMails.Names"/> with a dossier's data.</summary>
    public static string OfTemplate(string template, Guid dossier, string language) =>
        $"{SecurityHeaders.MailPath}/templates/{Uri.EscapeDataString(template)}/{dossier:D}/{language}";

    public static void MapMailPreview(this IEndpointRouteBuilder app)
    {
        app.MapGet(SecurityHeaders.MailPath + "/{**key}", ShowAsync);
        app.MapGet(SecurityHeaders.MailPath + "/templates/{template}/{dossier:guid}/{language}", ShowTemplateAsync)
            .RequireAuthorization(Policies.Administer);
    }

    private static async Task<Results<ContentHttpResult, NotFound>> ShowTemplateAsync(
        string template,
        Guid dossier,
        string language,
        ClaimsPrincipal user,
        WriteDraft write,
        CancellationToken cancel
    ) =>
        PreviewedMails.Names.Contains(template)
        && await write(SignedIn.Of(user), dossier, template, language, cancel) is { } shown
            ? TypedResults.Content(shown.Draft.Html, "text/html; charset=utf-8")
            : TypedResults.NotFound();

    private static async Task<Results<ContentHttpResult, NotFound>> ShowAsync(
        string key,
        ClaimsPrincipal user,
        TwinningDatabase database,
        MailPrivacy privacy,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        var authority = me.Authority;
        return
            await database
                .Mails.AsNoTracking()
                .SingleOrDefaultAsync(x => x.Key == key && x.AuthorityId == authority, cancel)
                is { } mail
            ? TypedResults.Content(await privacy.WithoutAsync(me, mail, mail.Html, cancel), "text/html; charset=utf-8")
            : TypedResults.NotFound();
    }
}
