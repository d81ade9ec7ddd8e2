using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// What a cookie or a token says is only which account signed in, and under which security stamp. What that account may do
/// is looked up at every request: who is disabled, or whose role ended yesterday, is out at once.
/// </summary>
public sealed class TodaysClaims(TwinningDatabase database, BusinessClock clock) : IClaimsTransformation
{
    public const string StampClaim = "stamp";
    private const string Looked = "TodaysClaims";

    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    /// <summary>What goes into the cookie or the token.</summary>
    public static ClaimsPrincipal Ticket(Account account, string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, account.Id.ToString("D")),
                    new Claim(StampClaim, account.SecurityStamp ?? ""),
                ],
                scheme
            )
        );

    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        // the framework may ask more than once in a request
        if (principal.Identity is not ClaimsIdentity { IsAuthenticated: true } ticket || ticket.Label == Looked)
            return principal;
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
            return Nobody;
        var found = await (
            from account in database.Users
            join person in database.People on account.PersonId equals person.Id
            join authority in database.Authorities on account.AuthorityId equals authority.Id
            where account.Id == id && !account.Disabled
            select new
            {
                account.SecurityStamp,
                Person = person,
                Authority = authority,
            }
        )
            .AsNoTracking()
            .FirstOrDefaultAsync();
        if (found is null || found.SecurityStamp != principal.FindFirstValue(StampClaim))
            return Nobody;

        var today = clock.Today(AuthorityCalendar.Of(found.Authority.Calendar).Zone);
        var held = await HeldRoles.OfAsync(
            database,
            found.Authority.Id,
            found.Person.Id,
            today,
            CancellationToken.None
        );
        var identity = new ClaimsIdentity(ticket.AuthenticationType, ClaimTypes.Name, ClaimTypes.Role)
        {
            Label = Looked,
        };
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, id.ToString("D")));
        identity.AddClaim(new Claim(SignedIn.PersonClaim, found.Person.Id.ToString("D")));
        identity.AddClaim(new Claim(SignedIn.AuthorityClaim, found.Authority.Id));
        identity.AddClaim(new Claim(SignedIn.AuthorityNameClaim, found.Authority.Name));
        identity.AddClaim(new Claim(SignedIn.PersonNameClaim, found.Person.Name));
        identity.AddClaim(new Claim(SignedIn.LanguageClaim, found.Person.Language));
        identity.AddClaims(held.Roles.Select(x => x.Role).Distinct().Select(x => new Claim(ClaimTypes.Role, x)));
        identity.AddClaims(
            held.Roles.Select(x =>
                x.AsDeputy
                    ? new Claim(SignedIn.DeputyClaim, $"{x.Role} {x.OnBehalfOf:D}".TrimEnd())
                    : new Claim(SignedIn.PersonsOwnRole, x.Role)
            )
        );
        identity.AddClaims(
            held.Replacing.Select(x => new Claim(
                SignedIn.ReplacingClaim,
                $"{LocalDatePattern.Iso.Format(x.Until)} {x.Role} {x.Of}"
            ))
        );
        return new ClaimsPrincipal(identity);
    }
}
