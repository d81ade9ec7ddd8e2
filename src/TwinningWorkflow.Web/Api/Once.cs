using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Api;

/// <summary>Gives the same answer to the same request under one idempotency key, where the request is no step of a process.</summary>
public sealed class Once<TBody>(Replies replies, Problems problems, IOptions<JsonOptions> options) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(IdempotencyKeys.Header, out var keys))
            return await next(context);
        var key = keys.ToString();
        var account = $"{SignedIn.Of(http.User).Account:D}";
        var json = options.Value.SerializerOptions;
        var body = JsonSerializer.Serialize(context.Arguments.OfType<TBody>().Single(), json);
        var asked = $"{http.Request.Method} {http.Request.Path} {body}";
        switch (await replies.FindAsync(account, key, asked, http.RequestAborted))
        {
            case Reply.Same(var answer):
                return TypedResults.Text(answer, "application/json");
            case Reply.Other:
                return problems.KeyReused();
        }
        var result = await next(context);
        var given = result is INestedHttpResult nested ? nested.Result : result;
        if (
            given
            is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }
                and IValueHttpResult { Value: { } value }
        )
            await replies.KeepAsync(
                account,
                key,
                asked,
                JsonSerializer.Serialize(value, value.GetType(), json),
                CancellationToken.None
            );
        return result;
    }
}
