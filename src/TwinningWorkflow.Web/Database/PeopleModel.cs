using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>Authorities with their sittings, people, accounts.</summary>
internal static class PeopleModel
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Authority>().ToTable("authorities");
        builder.Entity<Recipient>(recipient =>
        {
            recipient.ToTable("recipients");
            recipient.HasKey(row => new { row.AuthorityId, row.Code });
        });
        builder.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.HasIndex(row => row.AuthorityId);
            person.Ignore(row => row.AddressForMail);
            person.ComplexProperty(row => row.Wishes, wishes => wishes.ToJson("mail_wishes"));
        });
        builder.Entity<Department>(department =>
        {
            department.ToTable("departments");
            department.HasKey(row => new { row.AuthorityId, row.Name });
        });
        builder.Entity<Absence>(absence =>
        {
            absence.ToTable("absences");
            absence.HasIndex(row => new { row.AuthorityId, row.ValidTo });
            absence.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
            absence.HasOne<Person>().WithMany().HasForeignKey(row => row.DeputyId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.HasIndex(row => row.AuthorityId);
            account.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<RoleAssignment>(role =>
        {
            role.ToTable("role_assignments");
            role.HasIndex(row => new { row.AuthorityId, row.Role });
            role.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Sitting>(sitting =>
        {
            sitting.ToTable("sittings");
            // a form sent twice adds one sitting
            sitting
                .HasIndex(row => new
                {
                    row.AuthorityId,
                    row.Body,
                    row.Day,
                })
                .IsUnique();
        });
        builder.Entity<FeedLink>(link =>
        {
            link.ToTable("feed_links");
            link.HasIndex(row => row.SecretHash).IsUnique();
            link.HasIndex(row => row.PersonId);
            link.HasOne<Person>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Setting>(setting =>
        {
            setting.ToTable("settings");
            setting.HasKey(row => row.Key);
        });
        builder.Entity<Counter>(counter =>
        {
            counter.ToTable("counters");
            counter.HasKey(row => new { row.AuthorityId, row.Series });
        });
    }
}
