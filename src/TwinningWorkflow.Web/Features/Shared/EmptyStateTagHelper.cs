using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>Nothing to show, and what to do about it: <c>&lt;empty-state icon="check-circle" heading="..."&gt;...&lt;/empty-state&gt;</c>.</summary>
[HtmlTargetElement("empty-state", Attributes = "heading")]
public sealed class EmptyStateTagHelper : TagHelper
{
    public string Icon { get; set; } = "info-circle";
    public required string Heading { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var heading = new TagBuilder("p");
        heading.AddCssClass("empty-heading");
        heading.InnerHtml.Append(Heading);

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "empty");
        output.PreContent.AppendHtml(IconTagHelper.Svg(Icon));
        output.PreContent.AppendHtml(heading);
    }
}
