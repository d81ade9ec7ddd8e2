using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>The roles on offer, and the days of those held, in words.</summary>
public sealed class RolePeriods(
    DefinitionCatalog catalog,
    RoleWords words,
    Shell shell,
    IStringLocalizer<PeopleText> text
)
{
    /// <summary>The product's roles and those that the process files name.</summary>
    public IEnumerable<Choice> Choices() =>
        Roles
            .All.Concat(catalog.All().SelectMany(x => x.Definition.Lanes).Select(x => x.Role).Where(x => x.Length > 0))
            .Distinct()
            .Select(x => new Choice(x, words.Of(x), words.HintOf(x)));

    public bool IsOffered(string role) => Choices().Any(x => x.Value == role);

    /// <summary>Ragioneria, dal 10 gennaio 2023 al 31 gennaio 2023; what is so until further notice says no day.</summary>
    public string Of(RoleAssignment role) =>
        Days.Bent(
            (role.ValidFrom > shell.Today, role.ValidTo) switch
            {
                (true, { } last) => text[
                    "person.role-between",
                    words.Of(role.Role),
                    Days.Long(role.ValidFrom),
                    Days.Long(last)
                ],
                (true, null) => text["person.role-from", words.Of(role.Role), Days.Long(role.ValidFrom)],
                (false, { } last) => text["person.role-until", words.Of(role.Role), Days.Long(last)],
                _ => words.Of(role.Role),
            }
        );
}
