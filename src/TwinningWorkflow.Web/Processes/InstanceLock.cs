using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>An instance's row as read, under its lock where it was taken.</summary>
internal sealed record LockedInstance(
    Guid Id,
    string Authority,
    Guid Dossier,
    string DefinitionHash,
    string Snapshot,
    byte[] LastHash,
    AuthorityCalendar Calendar
)
{
    public StepTarget ToTarget(DefinitionCatalog catalog) =>
        new(Id, Authority, Dossier, catalog.ByHash(DefinitionHash), Calendar, State(), LastHash);

    public ProcessState State() => StateJson.Read(Snapshot);
}

/// <summary>Takes the one lock there is: the instance's row.</summary>
internal sealed class InstanceLock
{
    private InstanceLock() { }

    /// <summary>The row; null when there is none of that id. Known once the session has sent its statements.</summary>
    public LockedInstance? Value { get; private set; }

    public static InstanceLock Take(WriteSession session, Guid instance) =>
        Read(session, instance, session.ForUpdate("i"));

    /// <summary>The row as it is, for whoever writes nothing; others go on meanwhile.</summary>
    public static InstanceLock Look(WriteSession session, Guid instance) => Read(session, instance, "");

    private static InstanceLock Read(WriteSession session, Guid instance, string forUpdate)
    {
        var taken = new InstanceLock();
        session.AddQuery(
            row =>
                taken.Value = new LockedInstance(
                    instance,
                    row.GetString(0),
                    row.GetGuid(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetFieldValue<byte[]>(4),
                    AuthorityCalendar.Of(row.GetString(5))
                ),
            """
            SELECT i.authority_id, i.dossier_id, i.definition_hash, i.state, i.last_hash, a.calendar
            FROM instances i JOIN authorities a ON a.id = i.authority_id
            WHERE i.id = $1
            """ + forUpdate,
            instance
        );
        return taken;
    }
}
