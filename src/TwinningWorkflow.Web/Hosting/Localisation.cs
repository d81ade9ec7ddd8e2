using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// The language of a request. On the pages: what the visitor chose here (a cookie, until they sign out), else a signed-in
/// person's own, else what the browser asks for. Over the API what the program asks for. Else Italian.
/// </summary>
public static class Localisation
{
    /// <summary>The languages that are complete. A further one is a further set of files in Resources, and a name here.</summary>
    public static readonly IReadOnlyList<string> Languages = ["it", "en"];

    /// <summary>Registers the texts and the messages that the framework itself would say in English.</summary>
    public static void AddLocalisation(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<IPostConfigureOptions<MvcOptions>, BindingMessages>();
    }

    /// <summary>Chooses the language, as far as it is known before anybody is. Before anything that writes text.</summary>
    public static void UseLocalisation(this IApplicationBuilder app)
    {
        app.UseWhen(IsApi, api => Use(api, new AcceptLanguageHeaderRequestCultureProvider()));
        app.UseWhen(
            context => !IsApi(context),
            pages => Use(pages, new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider())
        );
    }

    /// <summary>On the pages, a signed-in person's own language before the browser's. After authentication.</summary>
    public static void UseOwnLanguage(this IApplicationBuilder app) =>
        app.UseWhen(
            context => context.User.Identity?.IsAuthenticated == true && !IsApi(context),
            pages => Use(pages, new CookieRequestCultureProvider(), new CustomRequestCultureProvider(OwnLanguage))
        );

    private static void Use(IApplicationBuilder app, params IList<IRequestCultureProvider> providers)
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true }
            .SetDefaultCulture(Languages[0])
            .AddSupportedCultures([.. Languages])
            .AddSupportedUICultures([.. Languages]);
        // a language in the address would let a link change what its reader sees
        options.RequestCultureProviders = providers;
        app.UseRequestLocalization(options);
    }

    private static bool IsApi(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Errors.ApiPath, StringComparison.OrdinalIgnoreCase);

    private static Task<ProviderCultureResult?> OwnLanguage(HttpContext http) =>
        Task.FromResult(
            http.User.FindFirst(SignedIn.LanguageClaim) is { } own ? new ProviderCultureResult(own.Value) : null
        );

    /// <summary>Who comes next at this browser chooses anew.</summary>
    public static void Forget(HttpContext http) =>
        http.Response.Cookies.Delete(CookieRequestCultureProvider.DefaultCookieName);

    /// <summary>Remembers a language for this visitor, if it is one of ours.</summary>
    public static void Choose(HttpContext http, string language)
    {
        if (!Languages.Contains(language))
            return;
        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
    }

    private sealed class BindingMessages(IStringLocalizer<SharedText> text) : IPostConfigureOptions<MvcOptions>
    {
        // after the framework's own set-up: the attributes must have been read before they are given messages
        public void PostConfigure(string? name, MvcOptions options)
        {
            var messages = options.ModelBindingMessageProvider;
            messages.SetMissingBindRequiredValueAccessor(_ => text["validation.required"]);
            messages.SetMissingKeyOrValueAccessor(() => text["validation.required"]);
            messages.SetMissingRequestBodyRequiredValueAccessor(() => text["validation.required"]);
            messages.SetValueMustNotBeNullAccessor(_ => text["validation.required"]);
            messages.SetAttemptedValueIsInvalidAccessor((value, _) => text["validation.not-valid", value]);
            messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => text["validation.not-valid", value]);
            messages.SetValueIsInvalidAccessor(value => text["validation.not-valid", value]);
            messages.SetUnknownValueIsInvalidAccessor(_ => text["validation.not-valid-here"]);
            messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => text["validation.not-valid-here"]);
            messages.SetValueMustBeANumberAccessor(_ => text["validation.number"]);
            messages.SetNonPropertyValueMustBeANumberAccessor(() => text["validation.number"]);
            options.ModelMetadataDetailsProviders.Add(new AttributeMessages());
        }
    }
}
