using System.Text.RegularExpressions;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features;

public sealed partial class MarkupTests
{
    [Fact]
    public void No_page_carries_inline_script_or_style()
    {
        var offences =
            from page in Sources.In("Features", "*.cshtml")
            from Match inline in Inline().Matches(File.ReadAllText(page))
            select $"{Sources.Short(page)}: {inline.Value}";

        Assert.Empty(offences);
    }

    [Fact]
    public void No_page_style_or_script_names_another_machine()
    {
        var files = Sources
            .In("Features", "*.cshtml")
            .Concat(Sources.In(Path.Combine("wwwroot", "css"), "*.css"))
            .Concat(Sources.In(Path.Combine("wwwroot", "js"), "*.js"));
        var addresses =
            from file in files
            from Match address in OtherMachine().Matches(File.ReadAllText(file))
            select $"{Sources.Short(file)}: {address.Value}";

        Assert.Empty(addresses);
    }

    [Fact]
    public void Every_icon_that_a_page_names_is_in_the_sprite()
    {
        var sprite = File.ReadAllText(Path.Combine(Sources.Web, "Assets", "icons.txt")).Split('\n');
        var missing =
            from page in Sources.In("Features", "*.cshtml")
            from Match icon in Icon().Matches(File.ReadAllText(page))
            where !sprite.Contains(icon.Groups["name"].Value)
            select $"{Sources.Short(page)}: {icon.Groups["name"].Value}";

        Assert.Empty(missing);
    }

    [Fact]
    public void The_npm_lock_file_names_no_server()
    {
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(Sources.Web, "package-lock.json")));
    }

    // an attribute of ours may end in style= or on...=, hence the space before; a script without src is inline
    [GeneratedRegex(
        @"<style|\sstyle\s*=|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*""|javascript:",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Inline();

    [GeneratedRegex(@"(?<![\w/])(?:https?:)?//[a-z0-9][\w.-]*\.[a-z]{2,}", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OtherMachine();

    [GeneratedRegex(@"\bicon(?: name)?=""(?<name>[a-z-]+)""", RegexOptions.None, 1000)]
    private static partial Regex Icon();
}
