using System.Collections.Immutable;
using System.Security.Claims;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access;

/// <summary>A role that a person holds on a day; as a deputy, for whom.</summary>
public sealed record HeldRole(string Role, Guid? OnBehalfOf)
{
    /// <summary>Exercised in the place of whom it belongs to, or of nobody: the role is vacant.</summary>
    public bool AsDeputy { get; init; }
}

/// <summary>Who is signed in, with the roles of today.</summary>
public sealed record SignedIn(Guid Account, Guid Person, string Authority, ImmutableArray<HeldRole> Roles)
{
    /// <summary>How they are known, where they have not signed in; see <see cref="Actor.Means"/>.</summary>
    public string? Means { get; init; }

    public const string PersonClaim = "person";
    public const string AuthorityClaim = "authority";
    public const string AuthorityNameClaim = "authority_name";
    public const string PersonNameClaim = "person_name";
    public const string LanguageClaim = "language";

    /// <summary>A role that is exercised as a deputy and, after a space, for whom; without that it is one that nobody holds.</summary>
    public const string DeputyClaim = "deputy";

    /// <summary>One whom the person replaces today: the last day, the role (empty: all) and the name, with spaces between.</summary>
    public const string ReplacingClaim = "replacing";

    /// <summary>The signed-in person of a request that passed a policy; throws on any other, which is a defect of ours.</summary>
    public static SignedIn Of(ClaimsPrincipal user)
    {
        return new SignedIn(
            Guid.Parse(Value(ClaimTypes.NameIdentifier)),
            Guid.Parse(Value(PersonClaim)),
            Value(AuthorityClaim),
            // their own first: who holds a role and is also somebody's deputy in it acts as themselves
            [
                .. user.FindAll(PersonsOwnRole).Select(x => new HeldRole(x.Value, null)),
                .. user.FindAll(DeputyClaim).Select(x => x.Value.Split(' ')).Select(Deputy),
            ]
        )
        {
            Means = ByTaskLink.Is(user) ? Actor.MailLink : null,
        };

        static HeldRole Deputy(string[] claim) =>
            new(claim[0], claim.Length > 1 ? Guid.Parse(claim[1]) : null) { AsDeputy = true };

        string Value(string type) =>
            user.FindFirstValue(type)
            ?? throw new InvalidOperationException($"The signed-in user has no claim '{type}'.");
    }

    /// <summary>Marks a role as the person's own, besides the role claims that also count deputies.</summary>
    public const string PersonsOwnRole = "own_role";

    public bool Holds(string role) => Roles.Any(x => x.Role == role);

    /// <summary>May take steps of a process at all: the auditor only reads, the administrator only administers.</summary>
    public bool Works => Roles.Any(x => IsWork(x.Role));

    /// <summary>Is it a role in which steps are taken?</summary>
    internal static bool IsWork(string role) => role is not (Database.Roles.Auditor or Database.Roles.Administrator);

    /// <summary>Keeps dossiers: opens and changes them, suspends, resumes and withdraws their processes.</summary>
    public bool KeepsDossiers => Holds(Database.Roles.Clerk) || Holds(Database.Roles.Secretariat);

    /// <summary>Who keeps the calendar of sittings, in the order in which they are said to have done it.</summary>
    internal static readonly ImmutableArray<string> SittingKeepers =
    [
        Database.Roles.Secretariat,
        Database.Roles.Clerk,
        Database.Roles.Administrator,
    ];

    /// <summary>Plans sittings, moves and cancels them.</summary>
    public bool KeepsSittings => SittingKeepers.Any(Holds);

    /// <summary>The actor who keeps the sittings; null when the person does not.</summary>
    public Actor? ForSittings => AsAnyOf(SittingKeepers.AsSpan());

    public bool Administers => Holds(Database.Roles.Administrator);

    /// <summary>Sees incidents, whoever may see to them.</summary>
    public bool Oversees => Administers || Holds(Database.Roles.Auditor);

    /// <summary>The actor of what concerns the person alone, in whatever role they have.</summary>
    public Actor Themselves => AsAnyOf([.. Roles.Select(x => x.Role)])!;

    /// <summary>The actor of an act done in a role, or null when the person does not hold it today.</summary>
    public Actor? As(string role) => Roles.FirstOrDefault(x => x.Role == role) is { } held ? Acting(held) : null;

    private Actor Acting(HeldRole held) =>
        new($"{Account:D}", $"{Person:D}", Authority, held.Role, held.OnBehalfOf?.ToString("D")) { Means = Means };

    /// <summary>The actor of a step: in its role, or in any that works where it names none. Null when it is not theirs.</summary>
    public Actor? ForStep(string role) =>
        role.Length > 0 ? As(role)
        : Works ? AsAnyOf([.. Roles.Select(x => x.Role)])
        : null;

    /// <summary>
    /// The actor of a task that somebody may have: as the deputy of who has it, where the person replaces them. Of several ways
    /// in which they may do it one that four eyes allow; where they allow none the first, in which it is refused.
    /// </summary>
    public Actor? ForStep(string role, Guid? assignee, FourEyes eyes)
    {
        var ways = Roles.Where(x => IsOf(x, role)).ToList();
        if (
            assignee is { } other
            && other != Person
            && ways.FindAll(x => x.OnBehalfOf == other) is { Count: > 0 } theirs
        )
            ways = theirs;
        return (ways.Find(x => eyes.Allow(Person, x.OnBehalfOf)) ?? ways.FirstOrDefault()) is { } way
            ? Acting(way)
            : null;
    }

    /// <summary>Is a role that is held the one of a step, or one that works where it names none?</summary>
    internal static bool IsOf(HeldRole held, string role) => role.Length > 0 ? held.Role == role : IsWork(held.Role);

    /// <summary>
    /// The actor who asks for a step of another's role: the engine refuses it, and the authority's history tells that it was
    /// tried. Null where a step names no role: who takes none at all is refused at the door.
    /// </summary>
    public Actor? Trying(string role) => role.Length > 0 ? AsAnyOf([.. Roles.Select(x => x.Role)]) : null;

    /// <summary>
    /// The actor who sets a kept fact aside: in the role that records it, else as administrator, else in whatever role they have,
    /// in which it is refused.
    /// </summary>
    public Actor ForKept(string? role) =>
        (role is { Length: > 0 } ? As(role) : null)
        ?? As(Database.Roles.Administrator)
        ?? AsAnyOf([.. Roles.Select(x => x.Role).OrderBy(x => x == Database.Roles.Auditor)])!;

    /// <summary>
    /// May this person correct what a step of that role recorded? The secretariat, which keeps the acts, may; and whose step it
    /// is.
    /// </summary>
    public bool MayCorrect(string role) => Holds(Database.Roles.Secretariat) || (role.Length > 0 && Holds(role));

    /// <summary>
    /// The actor who corrects what steps of these roles recorded: in the steps' own role where they have but one, else for the
    /// secretariat, else in whatever role they have, in which it is refused.
    /// </summary>
    public Actor ForCorrecting(IEnumerable<string> roles) =>
        (roles.Distinct(StringComparer.Ordinal).ToList() is [{ Length: > 0 } role] ? As(role) : null)
        ?? As(Database.Roles.Secretariat)
        ?? AsAnyOf([.. Roles.Select(x => x.Role).OrderBy(x => x == Database.Roles.Auditor)])!;

    /// <summary>The actor of an act for which any of some roles will do.</summary>
    public Actor? AsAnyOf(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
            if (As(role) is { } actor)
                return actor;
        return null;
    }
}
