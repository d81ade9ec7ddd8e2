using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A task with all that its page or its answer in the API needs.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Instance">The instance as it stands.</param>
/// <param name="Dossier">The dossier.</param>
/// <param name="Form">What it asks for.</param>
/// <param name="TextVersions">The dossier's text versions, the latest first.</param>
/// <param name="Roster">The people of today.</param>
/// <param name="ClosedBy">Name of who closed it; empty while it is open or when the product did.</param>
public sealed record TaskView(
    TaskRow Row,
    InstanceView Instance,
    Dossier Dossier,
    StepForm Form,
    IReadOnlyList<TextVersion> TextVersions,
    Roster Roster,
    string ClosedBy
)
{
    /// <summary>The dossier's documents, where the step has a gate: its conditions may stand on them.</summary>
    public IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>The deadline with its explanation, while the task is open.</summary>
    public ResolvedTerm? Deadline => Instance.State.Elements.GetValueOrDefault(Row.TaskId)?.Deadline;

    /// <summary>The languages that its fields want a file in, by field id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> LanguagesAt(Instant now) =>
        LanguageFiles.Wanted(Instance, Form, Row.TaskId, TextVersions, now);

    /// <summary>Names of those who may do it today.</summary>
    public IEnumerable<string> Holders =>
        Roster.WhoMayDo(Row.Role, FourEyes.On(Instance.Definition, Instance.State, Row.Node)).Select(x => x.Name);

    /// <summary>What a person may do with it, and who has it.</summary>
    public TaskDuty DutyOf(SignedIn me) => TaskDuty.Of(me, Row, Instance, Roster);

    /// <summary>Why four eyes keep a person from it, by the step that they did; null when nothing does.</summary>
    public string? BarredBy(TaskDuty duty, string language) =>
        duty.Barring is { } step ? Instance.Definition.NameOf(step, language) : null;

    public string NameIn(string language) => Instance.Definition.NameOf(Row.Node, Row.Item, language);
}

/// <summary>Reads one task.</summary>
public sealed class TaskReader(TwinningDatabase database, InstanceReader instances, DossierFiles files)
{
    /// <summary>The task, or null when this authority has none such.</summary>
    public async Task<TaskView?> FindAsync(
        string authority,
        Guid instance,
        long task,
        LocalDate today,
        CancellationToken cancel
    )
    {
        var row = await database
            .Tasks.AsNoTracking()
            .SingleOrDefaultAsync(
                x => x.InstanceId == instance && x.TaskId == task && x.AuthorityId == authority,
                cancel
            );
        if (row is null)
            return null;
        var view = (await instances.FindAsync(authority, instance, cancel))!;
        var form = ((UserTask)view.Definition.Node(row.Node)).Form;
        return new TaskView(
            row,
            view,
            (await files.FindAsync(authority, row.DossierId, cancel))!,
            form,
            await files.TextVersionsAsync(row.DossierId, cancel),
            await Roster.LoadAsync(database, authority, today, cancel),
            await NameOfAsync(row.ClosedBy, cancel)
        )
        {
            Documents = form.Gate.Length > 0 ? await files.DocumentsAsync(row.DossierId, cancel) : [],
        };
    }

    private async Task<string> NameOfAsync(string account, CancellationToken cancel) =>
        Guid.TryParse(account, out var id)
            ? await (
                from known in database.Users
                join person in database.People on known.PersonId equals person.Id
                where known.Id == id
                select person.Name
            ).SingleOrDefaultAsync(cancel) ?? ""
            : "";
}
