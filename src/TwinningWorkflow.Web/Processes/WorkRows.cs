using System.Globalization;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>Rows of the outbox, written by hand.</summary>
internal static class OutboxRows
{
    private const string Insert = """
        INSERT INTO outbox (key, authority_id, dossier_id, instance_id, kind, payload, due_at, attempts, error, quarantined)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '', FALSE)
        """;

    public static void Add(WriteSession session, OutboxRow row) => Add(session, Insert, row);

    /// <summary>Unless it was left before.</summary>
    public static void AddOnce(WriteSession session, OutboxRow row) =>
        Add(session, Insert + " ON CONFLICT (key) DO NOTHING", row);

    private static void Add(WriteSession session, string sql, OutboxRow row) =>
        session.Add(sql, row.Key, row.AuthorityId, row.DossierId, row.InstanceId, row.Kind, row.Payload, row.DueAt);
}

/// <summary>Rows of incidents, written by hand.</summary>
internal static class IncidentRows
{
    /// <summary>What the key of a timer's incident begins with.</summary>
    public const string Timer = "timer/";

    public static string OfEngine(Guid instance, long incident) =>
        string.Create(CultureInfo.InvariantCulture, $"{instance:D}/{incident}");

    /// <summary>The engine's number of an incident, by its key; null when it is none of the instance's own.</summary>
    public static long? NumberOf(string key, Guid instance) =>
        key.Split('/') is [var id, var number]
        && id == $"{instance:D}"
        && long.TryParse(number, CultureInfo.InvariantCulture, out var incident)
            ? incident
            : null;

    public static string OfTimer(Guid instance, string kind, long timer) =>
        string.Create(CultureInfo.InvariantCulture, $"{Timer}{instance:D}/{kind}/{timer}");

    /// <summary>Nobody holds a role that has open tasks.</summary>
    public const string RoleVacant = "role-vacant";

    /// <summary>All who hold the role of an open task must not do it.</summary>
    public const string TaskBarred = "task-barred";

    public static string OfRole(string authority, string role) => $"role/{authority}/{role}";

    public static string OfTask(Guid instance, long task) =>
        string.Create(CultureInfo.InvariantCulture, $"task/{instance:D}/{task}");

    /// <summary>The key of the incident of a kept fact that its step refused.</summary>
    public static string OfKeptFact(Guid fact) => $"inbox/{fact:D}";

    private const string Into =
        "INSERT INTO incidents (key, authority_id, dossier_id, instance_id, source, code, message, raised_at) ";

    private const string OrAgain = """
         ON CONFLICT (key) DO UPDATE SET code = excluded.code, message = excluded.message,
            raised_at = excluded.raised_at, resolved_at = NULL
        WHERE incidents.resolved_at IS NOT NULL
        """;

    /// <summary>Raises an incident, or raises it again where it was resolved; one that is open stays as it is.</summary>
    public static void Raise(WriteSession session, IncidentRow row) =>
        session.Add(
            Into + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" + OrAgain,
            row.Key,
            row.AuthorityId,
            row.DossierId,
            row.InstanceId,
            row.Source,
            row.Code,
            row.Message,
            row.RaisedAt
        );

    /// <summary>
    /// As <see cref="Raise"/>, if the task is open still: the step that closed it would have resolved the incident. Under the
    /// instance's lock, lest it close between the looking and the commit.
    /// </summary>
    public static void RaiseOfOpenTask(WriteSession session, IncidentRow row, long task) =>
        session.Add(
            Into
                + """
                SELECT $1, $2, $3, $4, $5, $6, $7, $8
                WHERE EXISTS (SELECT 1 FROM tasks WHERE instance_id = $4 AND task_id = $9 AND status = 'open')
                """
                + OrAgain,
            row.Key,
            row.AuthorityId,
            row.DossierId,
            row.InstanceId,
            row.Source,
            row.Code,
            row.Message,
            row.RaisedAt,
            task
        );
}
