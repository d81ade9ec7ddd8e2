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
}
