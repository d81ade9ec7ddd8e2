using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Api.OpenApi;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Api;

/// <summary>REST v1: the same commands as the pages, for programs. Only a bearer token counts here.</summary>
public static class ApiServices
{
    public const string Root = "/api/v1";

    /// <summary>Where the API is described.</summary>
    public const string Document = "/openapi/{documentName}.json";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Describe);
        services.AddExceptionHandler<MalformedRequests>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", OpenApiDescription.Describe);
        services.AddScoped<Problems>();
        services.AddScoped<JsonFields>();
        services.AddScoped<Steps>();
        services.AddScoped<AssignmentServices>();
        services.AddScoped<Replies>();
        services.AddScoped<FileStore>();
        services.ConfigureHttpJsonOptions(json =>
        {
            // a mistyped field is told, not passed over
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            // a number in quotes is a text
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new InstantJson());
            json.SerializerOptions.Converters.Add(new LocalDateJson());
        });
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi(Document).AllowAnonymous();
        app.MapReferencePage();
        app.MapSignIn();
        var api = app.MapGroup(Root).RequireAuthorization(Policies.Api).TakesSmallRequests();
        api.CheckIdempotencyKeys();
        api.MapDossiers();
        api.MapTasks();
        api.MapMessages();
        api.MapCorrespondence();
        api.MapProcessActs();
        api.MapCorrections();
        api.MapCalendar();
        api.MapForecasts();
        api.MapFiles();
        api.MapHistory();
        api.MapSittings();
        api.MapDefinitions();
        api.MapIncidents();
        if (DemoMode.IsOn(app.ServiceProvider.GetRequiredService<IConfiguration>()))
            api.MapDemoClock();
    }

    /// <summary>What the framework refuses has a code and words of ours too.</summary>
    private static void Describe(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        if (problem.Extensions.TryAdd(Problems.CodeMember, CodeOf(status)))
            problem.Title = Title(context.HttpContext, status) ?? problem.Title;
        else
            problem.Title ??= Title(context.HttpContext, status);
    }

    private static string? Title(HttpContext http, int status)
    {
        var text = http.RequestServices.GetRequiredService<IStringLocalizer<ProblemText>>();
        var title = text[string.Create(CultureInfo.InvariantCulture, $"api.{status}")];
        return title.ResourceNotFound ? null : title.Value;
    }

    private static string CodeOf(int status) =>
        JsonNamingPolicy.CamelCase.ConvertName(
            ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal)
        );
}
