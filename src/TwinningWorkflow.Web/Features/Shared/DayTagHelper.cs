using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// A civil day or a moment, written for people and for machines: <c>&lt;day on="act.Date" /&gt;</c>,
/// <c>&lt;day on="act.Date" weekday /&gt;</c>, <c>&lt;day at="entry.At" /&gt;</c>.
/// </summary>
[HtmlTargetElement("day", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DayTagHelper(Shell shell) : TagHelper
{
    public LocalDate? On { get; set; }
    public Instant? At { get; set; }
    public bool Weekday { get; set; }

    /// <summary>Words that stand before it and bend with it: <c>&lt;day on="act.Date" after="aperto il" /&gt;</c>.</summary>
    public string After { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (On is { } day)
            Write(output, Days.Iso(day), Weekday ? Days.WithWeekday(day) : Days.Long(day));
        else if (At is { } instant)
            Write(
                output,
                NodaTime.Text.InstantPattern.General.Format(instant),
                Days.WithHour(instant.InZone(shell.Zone))
            );
        else
            output.SuppressOutput();
    }

    private void Write(TagHelperOutput output, string machine, string words)
    {
        output.Attributes.SetAttribute("datetime", machine);
        output.Content.SetContent(words);
        if (After.Length > 0)
            output.PreElement.SetContent(Days.Bent($"{After} {words}")[..^words.Length]);
    }
}
