using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Api;

/// <summary>
/// A request that cannot be read: JSON that is none, a member that nobody knows, a value of a type that its member never has, a body
/// too large. It says where, and tells nothing of our own types.
/// </summary>
public sealed class MalformedRequests(IProblemDetailsService problems, IStringLocalizer<ProblemText> text)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is not BadHttpRequestException bad)
            return false;
        if (!httpContext.Request.Path.StartsWithSegments(Errors.ApiPath, StringComparison.OrdinalIgnoreCase))
            return false;
        httpContext.Response.StatusCode = bad.StatusCode;
        var title = text[string.Create(CultureInfo.InvariantCulture, $"api.{bad.StatusCode}")];
        var problem = new ProblemDetails { Status = bad.StatusCode, Title = title };
        if (bad.InnerException is JsonException { Path: var path })
        {
            problem.Extensions[Problems.CodeMember] = "malformed";
            problem.Detail = text["api.malformed", path is { Length: > 0 } ? path : "$"];
        }
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem }
        );
    }
}
