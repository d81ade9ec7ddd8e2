using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Access;

/// <summary>Whose calendar program asks, with the roles of today.</summary>
/// <param name="Me">The person as if they were signed in.</param>
/// <param name="Language">The person's language.</param>
/// <param name="Authority">Their authority.</param>
public sealed record FeedOwner(SignedIn Me, string Language, Authority Authority);

/// <summary>
/// The secret addresses of calendar feeds. A person has one at a time; who leaves, or holds no role any more, is read no
/// further. Links keep the system's clock.
/// </summary>
public sealed class FeedLinks(TwinningDatabase database, BusinessClock clock, TimeProvider time)
{
    private const int SecretBytes = 32;
    private static readonly Duration BetweenMarks = Duration.FromHours(1);

    /// <summary>The person's link; null when they have none.</summary>
    public Task<FeedLink?> OfAsync(string authority, Guid person, CancellationToken cancel) =>
        Living(authority, person).AsNoTracking().SingleOrDefaultAsync(cancel);

    /// <summary>Makes a link in place of the one that the person may have.</summary>
    /// <param name="me">Whose.</param>
    /// <param name="request">The key of the form: sent again, it makes no second link.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The secret, which nobody can read any more afterwards; null when this request has been seen to already.</returns>
    public async Task<string?> MakeAsync(SignedIn me, Guid request, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, me.Authority, cancel);
        if (await database.FeedLinks.AnyAsync(link => link.Id == request, cancel))
            return null;
        await EndAsync(me.Authority, me.Person, cancel);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        database.FeedLinks.Add(
            new FeedLink
            {
                Id = request,
                AuthorityId = me.Authority,
                PersonId = me.Person,
                SecretHash = HashOf(secret),
                MadeAt = Now,
            }
        );
        await database.SaveChangesAsync(cancel);
        await TellAsync(me.Themselves, new FeedLinkMade($"{me.Person:D}"), cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return secret;
    }

    /// <summary>Ends a person's link; whoever has it reads no further.</summary>
    /// <param name="actor">Who ends it: the person, or an administrator of their authority.</param>
    /// <param name="person">Whose.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task RevokeAsync(Actor actor, Guid person, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await RevokeWithinAsync(actor, person, cancel);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>The same within the caller's transaction.</summary>
    internal async Task RevokeWithinAsync(Actor actor, Guid person, CancellationToken cancel)
    {
        if (await EndAsync(actor.Authority, person, cancel) > 0)
            await TellAsync(actor, new FeedLinkRevoked($"{person:D}"), cancel);
    }

    /// <summary>Whose secret it is; null for one that never was, was revoked, or whose owner may not sign in or holds no role today.</summary>
    public async Task<FeedOwner?> FindAsync(string secret, CancellationToken cancel)
    {
        var hash = HashOf(secret);
        var found = await (
            from link in database.FeedLinks
            join person in database.People on link.PersonId equals person.Id
            join account in database.Users on person.Id equals account.PersonId
            join authority in database.Authorities on link.AuthorityId equals authority.Id
            where link.SecretHash == hash && link.RevokedAt == null && !account.Disabled
            select new
            {
                Link = link,
                Account = account.Id,
                person.Language,
                Authority = authority,
            }
        )
            .AsNoTracking()
            .FirstOrDefaultAsync(cancel);
        if (found is null)
            return null;
        var today = clock.Today(AuthorityCalendar.Of(found.Authority.Calendar).Zone);
        var held = await HeldRoles.OfAsync(database, found.Authority.Id, found.Link.PersonId, today, cancel);
        if (held.Roles.IsEmpty)
            return null;
        await MarkReadAsync(found.Link, cancel);
        return new FeedOwner(
            new SignedIn(found.Account, found.Link.PersonId, found.Authority.Id, held.Roles),
            found.Language,
            found.Authority
        );
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private IQueryable<FeedLink> Living(string authority, Guid person) =>
        database.FeedLinks.Where(link =>
            link.PersonId == person && link.AuthorityId == authority && link.RevokedAt == null
        );

    private Task<int> EndAsync(string authority, Guid person, CancellationToken cancel)
    {
        var now = Now;
        return Living(authority, person).ExecuteUpdateAsync(link => link.SetProperty(it => it.RevokedAt, now), cancel);
    }

    /// <summary>A calendar program asks all day: a mark an hour is enough to see that a link is used.</summary>
    private async Task MarkReadAsync(FeedLink link, CancellationToken cancel)
    {
        var now = Now;
        if (link.ReadAt is { } last && now - last < BetweenMarks)
            return;
        await database
            .FeedLinks.Where(it => it.Id == link.Id)
            .ExecuteUpdateAsync(it => it.SetProperty(row => row.ReadAt, now), cancel);
    }

    private Task TellAsync(Actor actor, HostFact fact, CancellationToken cancel) =>
        Journal.AppendAsync(database, Journal.OfAuthority(actor.Authority), clock.Now, actor, fact, cancel);

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
