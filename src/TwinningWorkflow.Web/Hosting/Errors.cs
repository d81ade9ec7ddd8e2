using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Files;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>What is answered when a page or the API cannot give what was asked: a page for people, problem details for programs.</summary>
public static class Errors
{
    public const string ApiPath = "/api";

    public static void UseErrors(this WebApplication app)
    {
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments(ApiPath, StringComparison.OrdinalIgnoreCase),
            pages =>
            {
                pages.UseExceptionHandler("/errors/500");
                pages.UseStatusCodePagesWithReExecute("/errors/{0}");
                pages.Use(RefuseTooLargeAsync);
            }
        );
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(ApiPath, StringComparison.OrdinalIgnoreCase),
            api =>
            {
                api.UseExceptionHandler();
                api.UseStatusCodePages();
            }
        );
    }

    /// <summary>
    /// Says so before the form is read: to the check of its token a form cut short is one that was never ours, and its sender
    /// would be told to reload.
    /// </summary>
    private static Task RefuseTooLargeAsync(HttpContext context, RequestDelegate next)
    {
        var most = context.RequestServices.GetRequiredService<IOptions<UploadOptions>>().Value.MaxRequestBytes;
        var isError = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (isError || context.Request.ContentLength is not { } length || length <= most)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }
}
