namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary>Settings given on the command line beside the options that have a name.</summary>
internal static class Settings
{
    private static readonly string[] WithoutSection = ["urls", "environment", "contentRoot", "applicationName"];

    /// <summary>The first word that is no setting, so that a mistyped option is not passed over in silence; null when all are.</summary>
    public static string? Stray(IEnumerable<string> tokens)
    {
        var valueMayFollow = false;
        foreach (var token in tokens)
        {
            var name = token.TrimStart('-').Split('=')[0];
            var isSetting =
                token.StartsWith("--", StringComparison.Ordinal)
                && (name.Contains(':') || WithoutSection.Contains(name, StringComparer.OrdinalIgnoreCase));
            if (!isSetting && !valueMayFollow)
                return token;
            valueMayFollow = isSetting && !token.Contains('=');
        }
        return null;
    }
}
