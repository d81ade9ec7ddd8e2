using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>The day on which a signature is wished for, as somebody asks for it in a page's address.</summary>
internal static class WishedDay
{
    private static readonly Duration Furthest = Duration.FromDays(3_660);

    /// <summary>Null when none is given; one that is no day, or far away, is told beside its field.</summary>
    public static LocalDate? Read(
        string? typed,
        Instant now,
        ModelStateDictionary state,
        IStringLocalizer<DossierText> text
    )
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        if (
            LocalDatePattern.Iso.Parse(typed.Trim()) is { Success: true, Value: var day }
            && day >= (now - Furthest).InUtc().Date
            && day <= (now + Furthest).InUtc().Date
        )
            return day;
        state.AddModelError("On", text["plan.wrong"]);
        return null;
    }
}
