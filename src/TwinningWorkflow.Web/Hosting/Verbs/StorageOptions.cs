using System.CommandLine;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>Where the data lies: the options that every verb with a database has.</summary>
internal sealed class StorageOptions
{
    private readonly Option<string?> postgres = new("--postgres")
    {
        Description = "A PostgreSQL connection string; without it the data lies in an SQLite file.",
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "The folder of the SQLite file and of .eml files.",
    };

    public void AddTo(Command verb)
    {
        verb.Options.Add(postgres);
        verb.Options.Add(data);
    }

    public IEnumerable<KeyValuePair<string, string?>> SettingsOf(ParseResult parsed)
    {
        if (parsed.GetValue(postgres) is { } connection)
            yield return KeyValuePair.Create<string, string?>("ConnectionStrings:Postgres", connection);
        if (parsed.GetValue(data) is { } folder)
            yield return KeyValuePair.Create<string, string?>("Data", folder);
    }
}
