using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>The language of a request: the visitor's choice (a cookie), else what the browser asks for, else Italian.</summary>
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

    /// <summary>Chooses the language. Before anything that writes text.</summary>
    public static void UseLocalisation(this IApplicationBuilder app)
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true }
            .SetDefaultCulture(Languages[0])
            .AddSupportedCultures([.. Languages])
            .AddSupportedUICultures([.. Languages]);
        // a language in the address would let a link change what its reader sees
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider(),
            new AcceptLanguageHeaderRequestCultureProvider(),
        ];
        app.UseRequestLocalization(options);
    }

    /// <summary>Has this visitor chosen a language?</summary>
    public static bool IsChosen(HttpRequest request) =>
        request.Cookies.ContainsKey(CookieRequestCultureProvider.DefaultCookieName);

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
