using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// An icon of the sprite: <c>&lt;icon name="clock" /&gt;</c>. It is decoration, hidden from screen readers; the words
/// beside it carry the meaning. The names on offer are those of Assets/icons.txt.
/// </summary>
[HtmlTargetElement("icon", Attributes = "name", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.AddClass("icon", System.Text.Encodings.Web.HtmlEncoder.Default);
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Content.SetHtmlContent(Use(Name));
    }

    /// <summary>The same as markup, for the tag helpers that write an icon inside their own.</summary>
    public static TagBuilder Svg(string name)
    {
        var svg = new TagBuilder("svg");
        svg.AddCssClass("icon");
        svg.Attributes["aria-hidden"] = "true";
        svg.Attributes["focusable"] = "false";
        svg.InnerHtml.AppendHtml(Use(name));
        return svg;
    }

    private static TagBuilder Use(string name)
    {
        var use = new TagBuilder("use");
        use.Attributes["href"] = $"/lib/bootstrap-italia/icons.svg#it-{name}";
        return use;
    }
}
