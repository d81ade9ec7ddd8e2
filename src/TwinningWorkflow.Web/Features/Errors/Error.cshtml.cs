using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace TwinningWorkflow.Web.Features.Errors;

/// <summary>Says in the reader's language what went wrong and that nothing was lost.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    private static readonly int[] Known = [400, 403, 404, 409, 413, 429];

    /// <summary>The status code if there are words for it, else 500.</summary>
    public int Kind { get; private set; }

    /// <summary>By which an operator finds it in the log; only for what is our fault.</summary>
    public string Trace { get; private set; } = "";

    // whatever was asked, with whatever method: the answer is this page
    public void OnGet() => Show();

    public void OnPost() => Show();

    private void Show()
    {
        // read by hand: a form that cannot be read, which may be what failed, would leave a bound value empty
        var code = int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture);
        Kind = Known.Contains(code) ? code : 500;
        if (Kind == 500)
            Trace = Activity.Current?.Id ?? HttpContext.TraceIdentifier;
        // asked for by its address alone it still says what it shows
        if (Response.StatusCode == StatusCodes.Status200OK)
            Response.StatusCode = Kind;
    }
}
