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

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (On is { } day)
        {
            output.Attributes.SetAttribute("datetime", Days.Iso(day));
            output.Content.SetContent(Weekday ? Days.WithWeekday(day) : Days.Long(day));
        }
        else if (At is { } instant)
        {
            output.Attributes.SetAttribute("datetime", NodaTime.Text.InstantPattern.General.Format(instant));
            output.Content.SetContent(Days.WithHour(instant.InZone(shell.Zone)));
        }
        else
            output.SuppressOutput();
    }
}
