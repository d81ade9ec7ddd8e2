using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using NodaTime;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// A deadline: <c>&lt;due on="task.DueOn" /&gt;</c>. Says in words how far it is; the colour and the icon only repeat it.
/// </summary>
[HtmlTargetElement("due", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DueTagHelper(Shell shell, IStringLocalizer<SharedText> text) : TagHelper
{
    /// <summary>How many days ahead a deadline counts as near.</summary>
    private const int Near = 7;

    public LocalDate? On { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (On is not { } day)
        {
            output.Attributes.SetAttribute("class", "due due-none");
            output.Content.SetContent(text["due.none"]);
            return;
        }

        var days = Period.DaysBetween(shell.Today, day);
        var (kind, icon) = days switch
        {
            < 0 => ("late", "warning-circle"),
            0 => ("today", "warning-circle"),
            <= Near => ("soon", "clock"),
            _ => ("later", "calendar"),
        };
        var time = new TagBuilder("time");
        time.Attributes["datetime"] = Days.Iso(day);
        time.InnerHtml.Append(Days.Long(day));
        var distance = new TagBuilder("span");
        distance.AddCssClass("due-distance");
        distance.InnerHtml.Append(Distance(days));

        output.Attributes.SetAttribute("class", "due due-" + kind);
        output.Content.AppendHtml(IconTagHelper.Svg(icon));
        output.Content.AppendHtml(distance);
        output.Content.Append(" ");
        output.Content.AppendHtml(time);
    }

    private string Distance(int days) =>
        days switch
        {
            -1 => text["due.late-one"],
            < 0 => text["due.late-many", -days],
            0 => text["due.today"],
            1 => text["due.tomorrow"],
            _ => text["due.in-days", days],
        };
}
