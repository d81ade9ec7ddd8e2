using System.Text.Json.Serialization;

namespace TwinningWorkflow.Web.Api;

/// <summary>REST v1: the same commands as the pages, for programs. Only a bearer token counts here.</summary>
public static class ApiServices
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddOpenApi("v1");
        services.ConfigureHttpJsonOptions(json =>
        {
            // a mistyped field is told, not passed over
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapSignIn();
    }
}
