using System.Security.Claims;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>What the demonstration adds to the application.</summary>
internal static class DemoServices
{
    public static void AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DemoMark>();
        if (!DemoMode.IsOn(configuration))
            return;
        services.AddSingleton<DemoTime>();
        services.AddSingleton<DemoSeed>();
        services.AddSingleton<DemoStart>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoStart>());
    }

    /// <summary>Lets whoever comes while the demonstration is being filled see the sign-in page, and wait for all else.</summary>
    public static void UseDemo(this WebApplication app)
    {
        if (app.Services.GetService<DemoStart>() is not { } demo)
            return;
        app.Use(
            async (context, next) =>
            {
                if (!demo.Ready.IsCompletedSuccessfully && NeedsAll(context))
                    await demo.Ready.WaitAsync(context.RequestAborted);
                await next(context);
            }
        );
    }

    private static bool NeedsAll(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method)
        || context.User.HasClaim(claim => claim.Type == ClaimTypes.NameIdentifier)
        || context.Request.Path.StartsWithSegments("/set-up", StringComparison.OrdinalIgnoreCase);
}
