using NodaTime;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>A link of the path above a page's heading: <c>&lt;partial name="_Crumbs" model="crumbs" /&gt;</c>.</summary>
public sealed record Crumb(string Label, string Href);

/// <summary>Where a step of a list stands.</summary>
public enum StepStanding
{
    /// <summary>Over, with its outcome.</summary>
    Done,

    /// <summary>On somebody's desk.</summary>
    Now,

    /// <summary>Waiting for others or for a day.</summary>
    Waiting,

    /// <summary>Not yet reached.</summary>
    Next,

    /// <summary>Withdrawn.</summary>
    Cancelled,

    /// <summary>Stopped at an incident.</summary>
    Stopped,
}

/// <summary>A line of <c>&lt;partial name="_Steps" model="steps" /&gt;</c>.</summary>
/// <param name="Title">What the step is.</param>
/// <param name="Standing">Where it stands.</param>
public sealed record StepLine(string Title, StepStanding Standing)
{
    /// <summary>The day it was done, for a step that is over.</summary>
    public LocalDate? On { get; init; }

    /// <summary>By when, for a step that is not.</summary>
    public LocalDate? Due { get; init; }

    /// <summary>Who does it or did it; whom it waits for.</summary>
    public string Who { get; init; } = "";

    /// <summary>Its outcome, or what it waits for.</summary>
    public string Note { get; init; } = "";

    /// <summary>Where its title leads.</summary>
    public string Href { get; init; } = "";
}

/// <summary>A line of <c>&lt;partial name="_Files" model="files" /&gt;</c>.</summary>
public sealed record FileLine(string Name, long Size, string Hash, string Href)
{
    /// <summary>What it is or when it came.</summary>
    public string Note { get; init; } = "";

    /// <summary>The size for people: bytes, then kB and MB of a thousand.</summary>
    public (string Amount, string Unit) ReadableSize =>
        Size switch
        {
            < 1_000 => (Size.ToString("N0", Culture), ""),
            < 1_000_000 => ((Size / 1_000m).ToString("0.#", Culture), "kB"),
            _ => ((Size / 1_000_000m).ToString("0.#", Culture), "MB"),
        };

    private static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.CurrentCulture;
}

/// <summary>The live diagram: <c>&lt;partial name="_Diagram" model="diagram" /&gt;</c>.</summary>
/// <param name="Source">Address of the BPMN file.</param>
/// <param name="StateSource">Address of its state as JSON.</param>
public sealed record DiagramView(string Source, string StateSource);

/// <summary>What the next page says at its top: <c>TempData[Flash.Key] = text["..."].Value;</c> before a redirect.</summary>
public static class Flash
{
    public const string Key = "flash";

    /// <summary>The same for what did not come out as it was meant to.</summary>
    public const string Warning = "flash-warning";
}
