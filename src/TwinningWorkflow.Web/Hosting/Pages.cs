using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>The Razor pages, their texts and the files that they link to.</summary>
public static class Pages
{
    /// <summary>Registers pages rooted at Features, and the shell around them.</summary>
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // the manifest of a build names wwwroot wherever the program is started from; a published one has none
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddLocalisation();
        // letters with accents are letters: markup characters are escaped all the same
        builder.Services.Configure<WebEncoderOptions>(options =>
            options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)
        );
        builder.Services.AddHttpContextAccessor();
        builder.Services.TryAddScoped<Shell>();
        builder.Services.TryAddSingleton<RoleWords>();
        builder
            .Services.AddRazorPages(options =>
            {
                options.RootDirectory = "/Features";
                // the product opens on the desk
                options.Conventions.AddPageRoute("/Desk/Index", "");
                // the same page for whoever comes by the link in a mail; links of ours lead to its own address
                options.Conventions.AddPageRouteModelConvention(
                    "/Tasks/Task",
                    page =>
                        page.Selectors.Add(
                            new SelectorModel
                            {
                                AttributeRouteModel = new AttributeRouteModel
                                {
                                    Template = ByTaskLink.Path.TrimStart('/') + "/{instance:guid}/{task:long}/{secret}",
                                    SuppressLinkGeneration = true,
                                },
                            }
                        )
                );
            })
            .AddMvcOptions(options => options.Filters.Add<UnreadableText>())
            .AddDataAnnotationsLocalization(options =>
                options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(SharedText))
            );
    }

    /// <summary>Maps the pages, and the files under wwwroot for everybody (deny by default would refuse those too).</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
    }
}
