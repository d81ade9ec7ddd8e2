using System.Globalization;
using System.Security.Claims;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>What every page shows around its content: whose town, who is signed in, and what day it is.</summary>
public sealed class Shell(IHttpContextAccessor http, BusinessClock clock, IConfiguration configuration)
{
    private ClaimsPrincipal? User => http.HttpContext?.User;

    public bool IsSignedIn => User?.Identity?.IsAuthenticated == true && !IsByLink;

    /// <summary>Somebody came by the link in a mail: they see that one page and nothing around it.</summary>
    public bool IsByLink => ByTaskLink.Is(User);

    /// <summary>The municipality of the signed-in person; before sign-in that of the deployment, if it names one.</summary>
    public string AuthorityName =>
        User?.FindFirst(SignedIn.AuthorityNameClaim)?.Value ?? configuration["Authority:Name"] ?? "";

    /// <summary>The id of the signed-in person's municipality; empty before sign-in.</summary>
    public string Authority => User?.FindFirst(SignedIn.AuthorityClaim)?.Value ?? "";

    public string PersonName => User?.FindFirst(SignedIn.PersonNameClaim)?.Value ?? User?.Identity?.Name ?? "";

    /// <summary>For whom the person acts as a deputy today; of a link in a mail nobody: it does one step.</summary>
    public IReadOnlyList<Replacing> Replacing =>
        [.. (IsSignedIn ? User!.FindAll(SignedIn.ReplacingClaim) : []).Select(x => Read(x.Value.Split(' ', 3)))];

    private static Replacing Read(string[] claim) =>
        new(claim[2], claim[1], LocalDatePattern.Iso.Parse(claim[0]).Value);

    public bool IsAdministrator => User?.IsInRole(Roles.Administrator) == true;

    /// <summary>Sees incidents: administers, or audits.</summary>
    public bool Oversees => IsAdministrator || User?.IsInRole(Roles.Auditor) == true;

    public bool IsDemo => configuration.GetValue<bool>("Demo:Enabled");

    /// <summary>The zone in which days begin and end.</summary>
    public DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    /// <summary>Today by the business clock.</summary>
    public LocalDate Today => clock.Today(Zone);

    /// <summary>The language of this request, as a two-letter code.</summary>
    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
