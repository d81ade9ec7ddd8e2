using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Reading;

/// <summary>Roles in the reader's words.</summary>
public sealed class RoleWords(IStringLocalizer<PeopleText> text)
{
    /// <summary>The role's name; its code where a process file names one of its own.</summary>
    public string Of(string role)
    {
        var known = text["role." + role];
        return known.ResourceNotFound ? role : known.Value;
    }

    /// <summary>What its holder does; empty when there is nothing to say.</summary>
    public string HintOf(string role)
    {
        var known = text[$"role.{role}-what"];
        return known.ResourceNotFound ? "" : known.Value;
    }

    public string System => text["role.system"];

    public string DeputyOf(string name) => text["person.deputy-of", name];
}
