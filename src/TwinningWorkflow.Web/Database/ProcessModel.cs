using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>
/// Processes and their work. Every index here is paid for by each step, so there is none that no query needs; the step's
/// tables have no foreign keys to their instance, whose row the step holds locked anyway.
/// </summary>
internal static class ProcessModel
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<DefinitionRow>(definition =>
        {
            definition.ToTable("definitions");
            definition.HasKey(row => row.Hash);
            definition.HasIndex(row => new { row.ProcessId, row.Version }).IsUnique();
        });
        builder.Entity<ProcessChoice>(choice =>
        {
            choice.ToTable("process_choices");
            choice.HasKey(row => new
            {
                row.AuthorityId,
                row.ProcessId,
                row.SettingId,
            });
        });
        builder.Entity<InstanceRow>(instance =>
        {
            instance.ToTable("instances");
            instance.HasIndex(row => row.DossierId);
            instance.HasOne<Dossier>().WithMany().HasForeignKey(row => row.DossierId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<JournalRow>(row =>
        {
            row.ToTable("journal");
            row.HasKey(entry => new { entry.Stream, entry.Sequence });
        });
        builder.Entity<StreamHead>(head =>
        {
            head.ToTable("stream_heads");
            head.HasKey(row => row.Stream);
        });
        builder.Entity<TaskRow>(task =>
        {
            task.ToTable("tasks");
            task.HasKey(row => new { row.InstanceId, row.TaskId });
            task.HasIndex(row => new
                {
                    row.AuthorityId,
                    row.Role,
                    row.DueOn,
                })
                .HasFilter("status = 'open'");
        });
        builder.Entity<TimerRow>(timer =>
        {
            timer.ToTable("timers");
            timer.HasKey(row => new
            {
                row.InstanceId,
                row.Kind,
                row.TimerId,
            });
            timer.HasIndex(row => row.DueAt);
            // else each ring of the bell would walk past all that are armed already
            timer.HasIndex(row => row.DueAt, "IX_timers_unarmed").HasFilter("job_id IS NULL");
        });
        builder.Entity<WaitRow>(wait =>
        {
            wait.ToTable("waits");
            wait.HasKey(row => new { row.InstanceId, row.WaitId });
        });
        builder.Entity<InboxRow>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasIndex(row => new { row.InstanceId, row.ReceivedAt });
        });
        DescribeOutgoing(builder);
        builder.Entity<IdempotencyRow>(answer =>
        {
            answer.ToTable("answers");
            answer.HasKey(row => new { row.Account, row.Key });
        });
    }

    private static void DescribeOutgoing(ModelBuilder builder)
    {
        builder.Entity<OutboxRow>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(row => row.Key);
            outbox.HasIndex(row => new { row.Kind, row.DueAt }).HasFilter("done_at IS NULL");
        });
        builder.Entity<MailRow>(mail =>
        {
            mail.ToTable("mails");
            mail.HasKey(row => row.Key);
            mail.HasIndex(row => row.DossierId);
            // a bounce or an answer names the message
            mail.HasIndex(row => row.MessageId);
            // what a person was told of a task, by which their calendar entry is renewed
            mail.HasIndex(row => new { row.InstanceId, row.TaskId });
            // the lines of a digest
            mail.HasIndex(row => row.BundledIn).HasFilter("bundled_in <> ''");
            mail.HasIndex(row => row.PersonId);
            mail.HasIndex(row => row.NextAttemptAt).HasFilter("status IN ('pending', 'uncertain')");
            mail.ComplexCollection(row => row.Attachments, files => files.ToJson("attachments"));
        });
        builder.Entity<ReceivedMail>(received =>
        {
            received.ToTable("received_mails");
            received
                .HasIndex(row => new
                {
                    row.Mailbox,
                    row.Validity,
                    row.Uid,
                })
                .IsUnique();
            received.HasIndex(row => row.DossierId);
            // what a server that counts anew gives again
            received.HasIndex(row => new { row.Mailbox, row.MessageId });
            received.ComplexCollection(row => row.Files, files => files.ToJson("files"));
        });
        builder.Entity<MailboxRow>(mailbox =>
        {
            mailbox.ToTable("mailboxes");
            mailbox.HasKey(row => row.Name);
        });
        builder.Entity<IncidentRow>(incident =>
        {
            incident.ToTable("incidents");
            incident.HasKey(row => row.Key);
            incident.HasIndex(row => row.AuthorityId).HasFilter("resolved_at IS NULL");
        });
    }
}
