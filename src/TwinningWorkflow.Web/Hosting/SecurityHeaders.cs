namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// What a browser may do with an answer. Pages load from this server alone and run no inline script or style; tools that
/// others wrote and that need inline code get a policy of their own, under their own paths only.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>Where the tools live: Hangfire's dashboard and the reference page of the API.</summary>
    public static readonly IReadOnlyList<PathString> ToolPaths = ["/hangfire", ReferencePath];

    /// <summary>The reference page of the API.</summary>
    public const string ReferencePath = "/reference";

    /// <summary>Where mails are shown as they appear: inline styles and nothing else, in a sandbox.</summary>
    public const string MailPath = "/mail-preview";

    /// <summary>Where a secret stands in the address: it goes into nobody's log as the page from which one came.</summary>
    public static readonly IReadOnlyList<PathString> SecretPaths =
    [
        Access.ByTaskLink.Path,
        "/" + Access.MailLinks.StopPage,
        "/" + Access.MailLinks.AddressPage,
    ];

    private const string Secret = "secret";
    private const string Tools = "tools";
    private const string Mail = "mail";
    private const int TwoYears = 2 * 365 * 24 * 60 * 60;

    /// <summary>Registers the policies; the pipeline starts with <c>app.UseSecurityHeaders()</c>.</summary>
    public static void AddSecurityHeaders(this IServiceCollection services) =>
        services
            .AddSecurityHeaderPolicies()
            .SetDefaultPolicy(policy => Common(policy).AddContentSecurityPolicy(OwnPages))
            .AddPolicy(
                Secret,
                policy => Common(policy).AddContentSecurityPolicy(OwnPages).AddReferrerPolicyNoReferrer()
            )
            .AddPolicy(Tools, policy => Common(policy).AddContentSecurityPolicy(OthersPages))
            .AddPolicy(Mail, policy => Common(policy).AddContentSecurityPolicy(MailPages))
            .SetPolicySelector(context =>
                ToolPaths.Any(path => IsUnder(context.HttpContext, path)) ? context.ConfiguredPolicies[Tools]
                : IsUnder(context.HttpContext, MailPath) ? context.ConfiguredPolicies[Mail]
                : SecretPaths.Any(path => IsUnder(context.HttpContext, path)) ? context.ConfiguredPolicies[Secret]
                : context.SelectedPolicy
            );

    private static bool IsUnder(HttpContext http, PathString path) =>
        http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private static HeaderPolicyCollection Common(HeaderPolicyCollection policy) =>
        policy
            .AddContentTypeOptionsNoSniff()
            .AddFrameOptionsDeny()
            .AddReferrerPolicySameOrigin()
            .AddStrictTransportSecurityMaxAge(TwoYears)
            .AddCrossOriginOpenerPolicy(x => x.SameOrigin())
            .AddCrossOriginResourcePolicy(x => x.SameOrigin())
            .AddPermissionsPolicy(permissions =>
            {
                permissions.AddCamera().None();
                permissions.AddDisplayCapture().None();
                permissions.AddGeolocation().None();
                permissions.AddMicrophone().None();
                permissions.AddPayment().None();
                permissions.AddUsb().None();
            });

    private static void OwnPages(CspBuilder csp)
    {
        csp.AddDefaultSrc().None();
        csp.AddScriptSrc().Self();
        csp.AddStyleSrc().Self();
        csp.AddImgSrc().Self().Data();
        csp.AddFontSrc().Self();
        csp.AddConnectSrc().Self();
        csp.AddFormAction().Self();
        csp.AddFrameAncestors().None();
        csp.AddBaseUri().None();
    }

    private static void MailPages(CspBuilder csp)
    {
        csp.AddDefaultSrc().None();
        csp.AddStyleSrc().UnsafeInline();
        csp.AddImgSrc().Data();
        csp.AddFrameAncestors().None();
        csp.AddBaseUri().None();
        csp.AddFormAction().None();
        csp.AddSandbox();
    }

    private static void OthersPages(CspBuilder csp)
    {
        csp.AddDefaultSrc().None();
        csp.AddScriptSrc().Self().UnsafeInline();
        csp.AddStyleSrc().Self().UnsafeInline();
        csp.AddImgSrc().Self().Data();
        csp.AddFontSrc().Self().Data();
        csp.AddConnectSrc().Self();
        csp.AddFormAction().Self();
        csp.AddFrameAncestors().None();
        csp.AddBaseUri().None();
    }
}
