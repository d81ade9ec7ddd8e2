using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Jobs;

/// <summary>All that a planned mail is about.</summary>
internal sealed record MailSubject(
    ProcessDefinition Definition,
    PlannedMail Planned,
    Guid Instance,
    Dossier Dossier,
    Authority Authority
)
{
    /// <summary>The hours of the office.</summary>
    public WorkingTime Work => AuthorityCalendar.Of(Authority.Calendar).Work;

    public FlowNode Node => Definition.Node(Planned.Node);

    /// <summary>What the task asks for; null when it is about no task.</summary>
    public StepForm? Form => (Node as UserTask)?.Form;

    /// <summary>The step's name, with its item when it is one of several.</summary>
    public string StepIn(string language)
    {
        var name = Definition.NameOf(Planned.Node, language);
        return Planned.Item.Length > 0 ? $"{name}: {Definition.NameOfSubject(Planned.Item, language)}" : name;
    }

    /// <summary>The role as its lane is called.</summary>
    public string RoleIn(string language)
    {
        foreach (var lane in Definition.Lanes)
            if (lane.Role == Planned.Role)
                return lane.Label.In(language) is { Length: > 0 } label ? label : lane.Name;
        return Planned.Role;
    }
}
