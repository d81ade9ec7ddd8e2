using System.Globalization;
using System.Text;

namespace TwinningWorkflow.Web.Files;

/// <summary>The name under which a file is kept and offered again: what a person gave it, made harmless.</summary>
public static class FileName
{
    private const int Longest = 120;
    private const int LongestEnding = 12;
    private const string Fallback = "documento";

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "COM1",
        "COM2",
        "COM3",
        "COM4",
        "LPT1",
        "LPT2",
        "LPT3",
    };

    /// <summary>Its last part only, without what file systems, headers or eyes could misread, ending as its kind does.</summary>
    public static string Clean(string given, FileKind kind)
    {
        var clean = Plain(given);
        var ending = EndingOf(clean, kind);
        var stem = ending is null ? clean : clean[..^ending.Length].TrimEnd(' ', '.');
        ending = ending?.ToLowerInvariant() ?? kind.Extensions[0];
        if (stem.Length == 0)
            stem = Fallback;
        return Named(stem, ending);
    }

    /// <summary>The same for a file of whatever kind, which keeps its own ending.</summary>
    public static string Clean(string given)
    {
        var clean = Plain(given);
        var dot = clean.LastIndexOf('.');
        var ending = dot > 0 && clean.Length - dot <= LongestEnding ? clean[dot..] : "";
        var stem = clean[..^ending.Length].TrimEnd(' ', '.');
        return Named(stem.Length == 0 ? Fallback : stem, ending);
    }

    /// <summary>The kind that the name says; null when its ending is none of ours.</summary>
    public static FileKind? KindOf(string given)
    {
        var clean = Plain(given);
        return FileKind.All.FirstOrDefault(x => EndingOf(clean, x) is not null);
    }

    private static string Named(string stem, string ending)
    {
        if (Reserved.Contains(stem.Split('.')[0]))
            stem = "_" + stem;
        return Shortened(stem, Longest - ending.Length) + ending;
    }

    private static string? EndingOf(string clean, FileKind kind) =>
        kind.Extensions.FirstOrDefault(x => clean.EndsWith(x, StringComparison.OrdinalIgnoreCase));

    private static string Plain(string given)
    {
        var last = given.Split('/', '\\')[^1];
        var name = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
            if (Kept(rune) is { } kept)
                name.Append(kept);
        return name.ToString().Normalize().Trim(' ', '.');
    }

    /// <summary>The rune, its stand-in, or null when it goes.</summary>
    private static Rune? Kept(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            // control, invisible and direction-changing characters: «exe.fdp» must not read «pdf.exe» backwards
            UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator => null,
            UnicodeCategory.SpaceSeparator => new Rune(' '),
            _ when rune == Rune.ReplacementChar => null,
            _ when rune.IsAscii && "<>:\"|?*;%".Contains((char)rune.Value) => new Rune('_'),
            _ => rune,
        };

    private static string Shortened(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var cut = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..cut].TrimEnd(' ', '.');
    }
}
