using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>Why a change to people was refused, in the reader's words.</summary>
internal static class ChangeWords
{
    public static string Of(IStringLocalizer<AdministrationText> text, PeopleChange change) =>
        change switch
        {
            PeopleChange.OneSelf => text["people-self"],
            PeopleChange.HeldAlready => text["role-held"],
            PeopleChange.AuditorAlone => text["auditor-alone"],
            PeopleChange.BeginsInThePast => text["role-from-past"],
            PeopleChange.EndsInThePast => text["role-to-past"],
            PeopleChange.EndsBeforeItBegins => text["role-to-early"],
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
        };
}
