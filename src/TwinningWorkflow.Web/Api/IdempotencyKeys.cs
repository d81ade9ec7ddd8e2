namespace TwinningWorkflow.Web.Api;

/// <summary>
/// The header by which a caller may send a request twice and have it done once. The same key with the same request gets the same
/// answer; with another request it is refused. What was refused was not done, and is looked at anew. A key is forgotten after
/// <see cref="RememberedDays"/> days.
/// </summary>
public static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";
    public const int Longest = 255;

    public static int RememberedDays => Processes.Answers.Remembered.Days;

    /// <summary>A key that could not be kept is refused before anything is done under it. What only reads needs none.</summary>
    public static void CheckIdempotencyKeys(this RouteGroupBuilder api) =>
        api.AddEndpointFilter(
            async (context, next) =>
                !HttpMethods.IsGet(context.HttpContext.Request.Method)
                && context.HttpContext.Request.Headers.TryGetValue(Header, out var keys)
                && (keys.Count != 1 || keys[0] is not { Length: > 0 and <= Longest } key || !key.All(IsPrintable))
                    ? context.HttpContext.RequestServices.GetRequiredService<Problems>().MalformedKey()
                    : await next(context)
        );

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~';
}
