using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>The incidents of mail: each under the key of the row that failed, opened again when the same row fails again.</summary>
internal static class MailIncidents
{
    /// <summary>A message that cannot be put together, as a file of it is missing.</summary>
    public const string NotComposed = "mail-not-composed";

    public static IncidentRow Of(MailRow mail, string code, Instant now) =>
        new()
        {
            Key = mail.Key,
            AuthorityId = mail.AuthorityId,
            DossierId = mail.DossierId,
            InstanceId = mail.InstanceId,
            Source = IncidentRow.Mail,
            Code = code,
            Message = mail.Error,
            RaisedAt = now,
        };

    public static IncidentRow Of(OutboxRow outbox, string code, string message, Instant now) =>
        new()
        {
            Key = outbox.Key,
            AuthorityId = outbox.AuthorityId,
            DossierId = outbox.DossierId,
            InstanceId = outbox.InstanceId,
            Source = IncidentRow.Mail,
            Code = code,
            Message = message,
            RaisedAt = now,
        };

    /// <summary>
    /// Within the caller's transaction, and told in the dossier's history; a new row is written by the caller's save.
    /// </summary>
    public static async Task RaiseAsync(
        TwinningDatabase database,
        IncidentRow incident,
        string recipient,
        CancellationToken cancel
    )
    {
        var again = await database
            .Incidents.Where(row => row.Key == incident.Key)
            .ExecuteUpdateAsync(
                row =>
                    row.SetProperty(it => it.Code, incident.Code)
                        .SetProperty(it => it.Message, incident.Message)
                        .SetProperty(it => it.RaisedAt, incident.RaisedAt)
                        .SetProperty(it => it.ResolvedAt, (Instant?)null),
                cancel
            );
        if (again == 0)
            database.Incidents.Add(incident);
        if (incident.DossierId is { } dossier)
            await Journal.AppendAsync(
                database,
                Journal.OfDossier(dossier),
                incident.RaisedAt,
                Actor.System(incident.AuthorityId, IncidentRow.Mail),
                new MailFailed(incident.Key, recipient, incident.Code),
                cancel
            );
    }
}
