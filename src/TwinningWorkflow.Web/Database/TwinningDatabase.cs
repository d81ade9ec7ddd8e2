using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>
/// The whole database as EF Core sees it: one model, two providers. Everything but the step goes through it; a step writes
/// its rows by hand (<see cref="Processes.ProcessRunner"/>) into the same tables.
/// </summary>
public abstract class TwinningDatabase(DbContextOptions options)
    : IdentityUserContext<Account, Guid>(options),
        IDataProtectionKeyContext
{
    public DbSet<Authority> Authorities => Set<Authority>();
    public DbSet<Recipient> Recipients => Set<Recipient>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<RoleAssignment> RoleAssignments => Set<RoleAssignment>();
    public DbSet<Department> Departments => Set<Department>();
    public DbSet<Absence> Absences => Set<Absence>();
    public DbSet<Sitting> Sittings => Set<Sitting>();
    public DbSet<FeedLink> FeedLinks => Set<FeedLink>();

    public DbSet<Dossier> Dossiers => Set<Dossier>();
    public DbSet<TextVersion> TextVersions => Set<TextVersion>();
    public DbSet<StoredFile> Files => Set<StoredFile>();
    public DbSet<Document> Documents => Set<Document>();
    public DbSet<RegisterEntry> Register => Set<RegisterEntry>();
    public DbSet<PersonalValue> PersonalValues => Set<PersonalValue>();

    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();
    public DbSet<ProcessChoice> ProcessChoices => Set<ProcessChoice>();
    public DbSet<InstanceRow> Instances => Set<InstanceRow>();
    public DbSet<JournalRow> Journal => Set<JournalRow>();
    public DbSet<StreamHead> StreamHeads => Set<StreamHead>();
    public DbSet<TaskRow> Tasks => Set<TaskRow>();
    public DbSet<TimerRow> Timers => Set<TimerRow>();
    public DbSet<WaitRow> Waits => Set<WaitRow>();
    public DbSet<InboxRow> Inbox => Set<InboxRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<MailRow> Mails => Set<MailRow>();
    public DbSet<ReceivedMail> ReceivedMails => Set<ReceivedMail>();
    public DbSet<MailboxRow> Mailboxes => Set<MailboxRow>();
    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();
    public DbSet<IdempotencyRow> Answers => Set<IdempotencyRow>();

    public DbSet<Setting> Settings => Set<Setting>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        PeopleModel.Describe(builder);
        DossierModel.Describe(builder);
        ProcessModel.Describe(builder);
        PlainNames.Apply(builder);
    }
}
