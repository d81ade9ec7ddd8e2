using System.CommandLine;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary><c>migrate</c>: brings the database to the shape that this version needs. Run it as the database's owner.</summary>
public static class MigrateVerb
{
    public static Command Create()
    {
        var storage = new StorageOptions();
        var verb = new Command("migrate", "Brings the database to the shape that this version needs.");
        storage.AddTo(verb);
        verb.SetAction(
            async (parsed, cancel) =>
            {
                await using var app = Application
                    .Prepare([], new Dictionary<string, string?>(storage.SettingsOf(parsed)))
                    .Build();
                await Schema.MigrateAsync(app.Services.GetRequiredService<DatabaseOptions>(), cancel);
                return 0;
            }
        );
        return verb;
    }
}
