namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// What a browser may do with an answer. Pages load from this server alone and run no inline script or style; tools that
/// others wrote and that need inline code get a policy of their own, under their own paths only.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>Where the tools live: Hangfire's dashboard and the reference page of the API.</summary>
    public static readonly IReadOnlyList<PathString> ToolPaths = ["/hangfire", "/api/reference"];

    private const string Tools = "tools";
    private const int TwoYears = 2 * 365 * 24 * 60 * 60;

    /// <summary>Registers the policies; the pipeline starts with <c>app.UseSecurityHeaders()</c>.</summary>
    public static void AddSecurityHeaders(this IServiceCollection services) =>
        services
            .AddSecurityHeaderPolicies()
            .SetDefaultPolicy(policy => Common(policy).AddContentSecurityPolicy(OwnPages))
            .AddPolicy(Tools, policy => Common(policy).AddContentSecurityPolicy(OthersPages))
            .SetPolicySelector(context =>
                ToolPaths.Any(path =>
                    context.HttpContext.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)
                )
                    ? context.ConfiguredPolicies[Tools]
                    : context.SelectedPolicy
            );

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
