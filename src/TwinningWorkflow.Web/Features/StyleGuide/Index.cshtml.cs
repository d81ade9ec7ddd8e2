using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Features.StyleGuide;

/// <summary>Every shared part in use, for who writes pages. It exists in development only.</summary>
[AllowAnonymous]
public sealed class IndexModel(IHostEnvironment environment) : PageModel
{
    public static readonly LocalDate Day = new(2022, 12, 9);

    /// <summary>Short and long ones, forward and back, in all that can be counted.</summary>
    public static IEnumerable<ExplainedTerm> Terms
    {
        get
        {
            var counting = new LegalTerms(new TermRules());
            TermLength[] lengths =
            [
                new(30, CountedIn.Days),
                new(90, CountedIn.Days),
                new(10, CountedIn.Days) { CountsFirstDay = true },
                new(5, CountedIn.FreeDays) { Direction = TermDirection.Backward },
                new(10, CountedIn.WorkingDays),
                new(3, CountedIn.Years),
            ];
            return lengths.Select(length => new ExplainedTerm(length, counting.Compute(length, Day)));
        }
    }

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
