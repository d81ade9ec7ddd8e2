using System.CommandLine;
using TwinningWorkflow.Web.Hosting.Demo;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary><c>serve</c>, the default verb, and <c>demo</c>, which is the same with made-up people and a movable clock.</summary>
public static class ServeVerb
{
    private const int Refused = 2;
    private const int CannotStart = 1;

    /// <summary>The root command: without a verb it serves.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Runs the approval of a town-twinning agreement from proposal to signature.");
        var demo = new Option<bool>("--demo")
        {
            Description = "Made-up people and dossiers, and a clock that can be moved.",
        };
        root.Options.Add(demo);
        Fill(root, parsed => parsed.GetValue(demo));
        var serve = new Command("serve", "Serves the application; this is what happens without a verb.") { demo };
        Fill(serve, parsed => parsed.GetValue(demo));
        root.Subcommands.Add(serve);
        return root;
    }

    public static Command Demo()
    {
        var verb = new Command("demo", "Serves the demonstration: the same as --demo.");
        Fill(verb, _ => true);
        return verb;
    }

    private static void Fill(Command verb, Func<ParseResult, bool> isDemo)
    {
        var port = new Option<int?>("--port") { Description = "The port on 127.0.0.1 (5080 when not given)." };
        var storage = new StorageOptions();
        verb.Options.Add(port);
        storage.AddTo(verb);
        // the rest are settings, such as --Mail:Host=smtp.town.example or --urls=http://0.0.0.0:8080
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction(
            async (parsed, cancel) =>
            {
                if (Settings.Stray(parsed.UnmatchedTokens) is { } stray)
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync(
                        $"Expected an option or a setting such as --Mail:Host=..., but found '{stray}'. See --help."
                    );
                    return Refused;
                }
                var settings = new Dictionary<string, string?>(
                    storage.SettingsOf(parsed),
                    StringComparer.OrdinalIgnoreCase
                );
                if (parsed.GetValue(port) is { } given)
                    settings["urls"] = $"http://127.0.0.1:{given}";
                if (isDemo(parsed))
                    settings["Demo:Enabled"] = "true";
                return await ServeAsync(
                    [.. parsed.UnmatchedTokens],
                    settings,
                    parsed.InvocationConfiguration.Error,
                    cancel
                );
            }
        );
    }

    private static async Task<int> ServeAsync(
        string[] arguments,
        IReadOnlyDictionary<string, string?> settings,
        TextWriter error,
        CancellationToken cancel
    )
    {
        try
        {
            await using var app = Application.Build(arguments, settings);
            if (await StartCheck.ProblemAsync(app, cancel) is { } problem)
            {
                await error.WriteLineAsync(problem);
                return CannotStart;
            }
            await app.RunAsync(cancel);
            return 0;
        }
        catch (Exception refusal) when (refusal is DemoRefusedException or NotMigratedException)
        {
            await error.WriteLineAsync(refusal.Message);
            return Refused;
        }
    }
}
