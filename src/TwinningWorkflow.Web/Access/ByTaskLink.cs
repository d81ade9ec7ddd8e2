using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// Knows a person by the secret link in a mail that went to them: for one task, until it expires, while their account stands as it
/// stood. What they may do is looked up at every request, as for whoever signed in. A link that does not hold leads to the task's
/// own page, which asks to sign in.
/// </summary>
public sealed class ByTaskLink(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    MailLinks links,
    TwinningDatabase database
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Known = "task-link";

    /// <summary>Where such links lead; the process, the task and the secret follow.</summary>
    public const string Path = "/act";

    /// <summary>Is somebody known by a link, and has not signed in?</summary>
    public static bool Is(ClaimsPrincipal? user) => user?.Identity?.AuthenticationType == Known;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (
            Request.Path.Value?.Split('/') is not [_, _, var instance, var task, var secret]
            || links.ReadTask(secret) is not { } link
            || instance != $"{link.Instance:D}"
            || task != link.Task.ToString(CultureInfo.InvariantCulture)
        )
            return AuthenticateResult.NoResult();
        var account = await database
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == link.Account && !row.Disabled, Context.RequestAborted);
        return account is not null && MailLinks.IsOf(link, account.SecurityStamp)
            ? AuthenticateResult.Success(new AuthenticationTicket(TodaysClaims.Ticket(account, Known), Known))
            : AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // what is no address of a task is none of ours: the sign-in leads to the desk
        Response.Redirect(
            Request.Path.Value?.Split('/') is [_, _, var instance, var task, ..]
            && Guid.TryParseExact(instance, "D", out var process)
            && long.TryParse(task, CultureInfo.InvariantCulture, out var id)
                ? "/" + TaskPage.Of(process, id)
                : "/desk"
        );
        return Task.CompletedTask;
    }
}
