using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>Accounts, and how they sign in: by a cookie on the pages, by a bearer token over the API.</summary>
public static class SignInServices
{
    public const string SignInPath = "/sign-in";

    private const string ByAddress = "by-address";

    private static readonly TimeSpan WorkingDay = TimeSpan.FromHours(10);

    /// <summary>Accounts alone: what the verbs need that serve nothing.</summary>
    public static void AddAccounts(this IServiceCollection services)
    {
        services
            .AddIdentityCore<Account>(options =>
            {
                // length is what counts; rules of composition only make people write passwords down
                options.Password.RequiredLength = Passwords.Shortest;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 5;
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = "";
            })
            .AddPasswordValidator<Passwords>()
            .AddEntityFrameworkStores<TwinningDatabase>();
        services.AddSingleton<Reminders>();
        services.AddSingleton<AnsweringChanges>();
        services.AddScoped<NewPeople>();
        services.AddScoped<PeopleChanges>();
    }

    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        AddKeys(services, configuration);
        services.AddSingleton(new SignInThrottle(TimeProvider.System));
        services.AddSingleton<KnownDevice>();
        services.AddSingleton<SetUpCode>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<IClaimsTransformation, TodaysClaims>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, UnknownAreChallenged>();
        services
            .AddAuthentication(ByAddress)
            .AddPolicyScheme(ByAddress, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddCookie(IdentityConstants.ApplicationScheme, Cookie)
            .AddScheme<AuthenticationSchemeOptions, ByTaskLink>(ByTaskLink.Known, null)
            .AddBearerToken(IdentityConstants.BearerScheme, Bearer);
        services.AddAuthorization(Policies.Add);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "form";
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
    }

    /// <summary>Also where no endpoint says so: a program that mistypes an address is told so, and not sent to the sign-in page.</summary>
    private static string SchemeOf(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            ? IdentityConstants.BearerScheme
        : http.Request.Path.StartsWithSegments(ByTaskLink.Path, StringComparison.OrdinalIgnoreCase) ? ByTaskLink.Known
        : IdentityConstants.ApplicationScheme;

    private static void Cookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "session";
        options.Cookie.HttpOnly = true;
        // links in reminders must find the person signed in: Lax, not Strict; nothing changes by GET
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.LoginPath = SignInPath;
        options.LogoutPath = "/sign-out";
        options.AccessDeniedPath = "/errors/403";
        options.ReturnUrlParameter = "back";
        options.ExpireTimeSpan = WorkingDay;
        options.SlidingExpiration = true;
        // a jump of the business clock would sign everyone out
        options.TimeProvider = TimeProvider.System;
        options.Events.OnRedirectToLogin = context =>
        {
            // who sent a form after the session's end comes back to its page, and is told that nothing was saved
            context.Response.Redirect(
                HttpMethods.IsGet(context.Request.Method)
                    ? context.RedirectUri
                    : $"{SignInPath}?expired=true&back={Uri.EscapeDataString(context.Request.Path)}"
            );
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            // the page says why in its place; a redirect would lose the address
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static void Bearer(BearerTokenOptions options)
    {
        options.BearerTokenExpiration = TimeSpan.FromHours(1);
        options.RefreshTokenExpiration = WorkingDay;
        options.TimeProvider = TimeProvider.System;
    }

    /// <summary>
    /// Keys in the database, for every node, encrypted by a certificate from outside it: the PKCS#12 file that
    /// <c>DataProtection:Certificate</c> names, else one of our own beside the embedded database. A server's database, which
    /// any number of nodes share, has none of its own: without the setting the framework warns, and rightly.
    /// </summary>
    private static void AddKeys(IServiceCollection services, IConfiguration configuration)
    {
        var protection = services
            .AddDataProtection()
            .SetApplicationName("TwinningWorkflow")
            .PersistKeysToDbContext<TwinningDatabase>();
        var isAlone =
            configuration.GetConnectionString("Postgres") is not { Length: > 0 } || DemoMode.IsOn(configuration);
        if (configuration["DataProtection:Certificate"] is { Length: > 0 } file)
            protection.ProtectKeysWithCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(file, configuration["DataProtection:Password"])
            );
        else if (isAlone)
            protection.ProtectKeysWithCertificate(OwnCertificate.In(Storage.DataFolder(configuration)));
    }
}
