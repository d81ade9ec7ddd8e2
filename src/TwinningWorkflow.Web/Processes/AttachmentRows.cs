using System.Text.Json;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>The rows that are born with a step, written by hand.</summary>
internal static class AttachmentRows
{
    public static void Add(WriteSession session, string authority, Guid dossier, StepAttachments attachments)
    {
        foreach (var file in attachments.Files)
            FileRows.Add(session, file);
        foreach (var document in attachments.Documents)
            AddDocument(session, authority, dossier, document);
        foreach (var version in attachments.TextVersions)
            AddTextVersion(session, dossier, version);
        foreach (var value in attachments.PersonalValues)
            session.Add(
                """
                INSERT INTO personal_values (reference, authority_id, dossier_id, salt, value) VALUES ($1, $2, $3, $4, $5)
                """,
                value.Reference,
                authority,
                dossier,
                value.Salt,
                value.Value
            );
    }

    private static void AddDocument(WriteSession session, string authority, Guid dossier, Document document) =>
        session.Add(
            """
            INSERT INTO documents (id, dossier_id, authority_id, file_hash, file_name, size, node, field, added_at, added_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            document.Id,
            dossier,
            authority,
            document.FileHash,
            document.FileName,
            document.Size,
            document.Node,
            document.Field,
            document.AddedAt,
            document.AddedBy
        );

    private static void AddTextVersion(WriteSession session, Guid dossier, TextVersion version) =>
        session.Add(
            """
            INSERT INTO text_versions (dossier_id, number, hash, created_at, files)
            SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM text_versions WHERE dossier_id = $1
            """,
            dossier,
            version.Hash,
            version.CreatedAt,
            new Json(JsonSerializer.Serialize(version.Files, TextVersionJson.Default.ListTextVersionFile))
        );
}
