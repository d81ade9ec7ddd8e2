using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace TwinningWorkflow.Web.Features.StyleGuide;

/// <summary>Every shared part in use, for who writes pages. It exists in development only.</summary>
[AllowAnonymous]
public sealed class IndexModel(IHostEnvironment environment) : PageModel
{
    public static readonly LocalDate Day = new(2022, 12, 9);

    [BindProperty, Required, StringLength(80)]
    public string City { get; set; } = "Kaunas";

    [BindProperty]
    public DateOnly? Sitting { get; set; }

    [BindProperty, Required]
    public string? Outcome { get; set; }

    [BindProperty]
    public List<string> Sectors { get; set; } = ["culture"];

    [BindProperty]
    public bool Enforceable { get; set; }

    public IActionResult OnGet() => environment.IsDevelopment() ? Page() : NotFound();

    public IActionResult OnPost()
    {
        if (!environment.IsDevelopment())
            return NotFound();
        if (ModelState.IsValid)
            ModelState.AddModelError("", "L'atto non può precedere quello che segue.");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
