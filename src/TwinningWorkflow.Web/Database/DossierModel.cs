using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>The dossier and what is filed in it.</summary>
internal static class DossierModel
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Dossier>(dossier =>
        {
            dossier.ToTable("dossiers");
            dossier.HasIndex(row => new { row.AuthorityId, row.Number }).IsUnique();
            dossier.ComplexProperty(row => row.Profile, profile => profile.ToJson("profile"));
            dossier.ComplexProperty(row => row.Contact, contact => contact.ToJson("contact"));
            dossier.ComplexCollection(row => row.Relations, relations => relations.ToJson("relations"));
            dossier.Property(row => row.Version).IsConcurrencyToken();
        });
        builder.Entity<TextVersion>(version =>
        {
            version.ToTable("text_versions");
            version.HasKey(row => new { row.DossierId, row.Number });
            version.ComplexCollection(row => row.Files, files => files.ToJson("files"));
            version.HasOne<Dossier>().WithMany().HasForeignKey(row => row.DossierId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<StoredFile>(file =>
        {
            file.ToTable("files");
            file.HasKey(row => new { row.AuthorityId, row.Hash });
        });
        builder.Entity<Document>(document =>
        {
            document.ToTable("documents");
            document.HasIndex(row => row.DossierId);
            document.HasOne<Dossier>().WithMany().HasForeignKey(row => row.DossierId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<RegisterEntry>(entry =>
        {
            entry.ToTable("register");
            entry.HasKey(row => new
            {
                row.AuthorityId,
                row.Year,
                row.Number,
            });
            // one entry a dossier, whoever asks and however often
            entry.HasIndex(row => row.DossierId).IsUnique();
        });
        builder.Entity<PersonalValue>(value =>
        {
            value.ToTable("personal_values");
            value.HasKey(row => row.Reference);
            value.HasIndex(row => row.DossierId);
        });
    }
}
