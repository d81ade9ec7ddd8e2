using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>
/// Bytes that are no text come from no keyboard, and no database stores them. In a form they are a problem beside their field
/// like any other; in an address they are a bad request. A step's own fields are read, and judged, by its form.
/// </summary>
internal sealed class UnreadableText(IStringLocalizer<SharedText> text) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        var request = context.HttpContext.Request;
        // an error page asks nothing of the request that failed
        if (context.HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            await next();
            return;
        }
        if (request.Query.Any(x => !AreTexts(x.Value)))
        {
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
            return;
        }
        if (request.HasFormContentType)
            foreach (var (key, values) in await request.ReadFormAsync(context.HttpContext.RequestAborted))
                if (!key.StartsWith(PostedForm.Prefix, StringComparison.Ordinal) && !AreTexts(values))
                    context.ModelState.AddModelError(key, text["validation.not-valid-here"]);
        await next();
    }

    private static bool AreTexts(IEnumerable<string?> values) => values.All(x => ScalarText.Tidy(x ?? "") is not null);
}
