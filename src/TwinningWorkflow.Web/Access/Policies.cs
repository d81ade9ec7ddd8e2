using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access;

/// <summary>
/// Who may ask for what. An endpoint that names no policy needs a signed-in person with a role today: everything is denied
/// by default. Which step belongs to whom is the process file's affair, and the engine's to enforce.
/// </summary>
public static class Policies
{
    /// <summary>Takes steps: any role but the auditor's and the administrator's.</summary>
    public const string Work = "work";

    /// <summary>Keeps dossiers: the clerk and the secretariat.</summary>
    public const string KeepDossiers = "keep-dossiers";

    /// <summary>Keeps the calendar of sittings: the clerk, the secretariat and the administrator.</summary>
    public const string KeepSittings = "keep-sittings";

    /// <summary>People, settings, incidents.</summary>
    public const string Administer = "administer";

    /// <summary>Sees incidents: who administers, and who audits.</summary>
    public const string Oversee = "oversee";

    /// <summary>The same over the API, where only a bearer token counts and a cookie does not.</summary>
    public const string Api = "api";
    public const string ApiWork = "api-work";

    /// <summary>Does anything at all: any role but the auditor's.</summary>
    public const string ApiAct = "api-act";
    public const string ApiKeepDossiers = "api-keep-dossiers";
    public const string ApiKeepSittings = "api-keep-sittings";
    public const string ApiAdminister = "api-administer";
    public const string ApiOversee = "api-oversee";

    public static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = options.DefaultPolicy = Reader().Build();
        options.AddPolicy(Work, Reader().RequireAssertion(x => Works(x.User)).Build());
        options.AddPolicy(KeepDossiers, Reader().RequireRole(Roles.Clerk, Roles.Secretariat).Build());
        options.AddPolicy(KeepSittings, Reader().RequireAssertion(x => KeepsSittings(x.User)).Build());
        options.AddPolicy(Administer, Reader().RequireRole(Roles.Administrator).Build());
        options.AddPolicy(Oversee, Reader().RequireRole(Roles.Administrator, Roles.Auditor).Build());
        options.AddPolicy(Api, Reader(IdentityConstants.BearerScheme).Build());
        options.AddPolicy(ApiWork, Reader(IdentityConstants.BearerScheme).RequireAssertion(x => Works(x.User)).Build());
        options.AddPolicy(
            ApiAct,
            Reader(IdentityConstants.BearerScheme)
                .RequireAssertion(x => x.User.FindAll(ClaimTypes.Role).Any(role => role.Value != Roles.Auditor))
                .Build()
        );
        options.AddPolicy(
            ApiKeepDossiers,
            Reader(IdentityConstants.BearerScheme).RequireRole(Roles.Clerk, Roles.Secretariat).Build()
        );
        options.AddPolicy(
            ApiKeepSittings,
            Reader(IdentityConstants.BearerScheme).RequireAssertion(x => KeepsSittings(x.User)).Build()
        );
        options.AddPolicy(
            ApiAdminister,
            Reader(IdentityConstants.BearerScheme).RequireRole(Roles.Administrator).Build()
        );
        options.AddPolicy(
            ApiOversee,
            Reader(IdentityConstants.BearerScheme).RequireRole(Roles.Administrator, Roles.Auditor).Build()
        );
    }

    private static AuthorizationPolicyBuilder Reader(params string[] schemes) =>
        new AuthorizationPolicyBuilder(schemes)
            .RequireAuthenticatedUser()
            .RequireClaim(SignedIn.AuthorityClaim)
            .RequireClaim(ClaimTypes.Role);

    private static bool KeepsSittings(ClaimsPrincipal user) => SignedIn.SittingKeepers.Any(user.IsInRole);

    private static bool Works(ClaimsPrincipal user) =>
        user.FindAll(ClaimTypes.Role).Any(x => x.Value is not (Roles.Auditor or Roles.Administrator));
}
