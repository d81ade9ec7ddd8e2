using System.Text;
using Microsoft.EntityFrameworkCore;

namespace TwinningWorkflow.Web.Database;

/// <summary>Tables and columns in snake_case: the step's SQL and an operator's need no quotes on either database.</summary>
internal static class PlainNames
{
    public static void Apply(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table)
                entity.SetTableName(Snake(table.Replace("AspNet", "", StringComparison.Ordinal)));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Snake(property.Name));
        }
    }

    private static string Snake(string name)
    {
        var plain = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && plain.Length > 0)
                plain.Append('_');
            plain.Append(char.ToLowerInvariant(letter));
        }
        return plain.ToString();
    }
}
