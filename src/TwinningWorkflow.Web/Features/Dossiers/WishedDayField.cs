using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Dossiers;

/// <summary>The field in which a day for the signature is wished for.</summary>
internal static class WishedDayField
{
    /// <summary>Null when none is given; one that is no day, or far away, is told beside the field.</summary>
    public static LocalDate? Read(
        string? typed,
        Instant now,
        ModelStateDictionary state,
        IStringLocalizer<DossierText> text
    )
    {
        if (!WishedDay.TryRead(typed, now, out var wished))
            state.AddModelError("On", text["plan.wrong"]);
        return wished;
    }
}
