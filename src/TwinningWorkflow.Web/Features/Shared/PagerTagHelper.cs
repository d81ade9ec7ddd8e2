using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// Links to the page before and after: <c>&lt;pager number="Model.PageNumber" of="Model.PageCount" /&gt;</c>. It keeps the
/// rest of the query and sets <c>p</c>; it writes nothing when there is one page.
/// </summary>
[HtmlTargetElement("pager", Attributes = "number,of", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    public int Number { get; set; }
    public int Of { get; set; }

    /// <summary>The query's parameter that says which: a page with two lists has two.</summary>
    public string By { get; set; } = "p";

    /// <summary>The id of the part of the page that has pages; empty: the page itself.</summary>
    public string To { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Of < 2)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", text["pager.label"].Value);
        if (Number > 1)
            output.Content.AppendHtml(Link(Number - 1, "prev", "chevron-left", text["pager.previous"]));
        var here = new TagBuilder("span");
        here.AddCssClass("pager-here");
        here.InnerHtml.Append(text["pager.page", Number, Of]);
        output.Content.AppendHtml(here);
        if (Number < Of)
            output.Content.AppendHtml(Link(Number + 1, "next", "chevron-right", text["pager.next"]));
    }

    private TagBuilder Link(int page, string relation, string icon, string words)
    {
        var request = ViewContext.HttpContext.Request;
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        query[By] = page.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var link = new TagBuilder("a");
        link.AddCssClass("btn btn-outline-primary btn-sm");
        link.Attributes["href"] =
            QueryHelpers.AddQueryString(request.PathBase + request.Path, query) + (To.Length > 0 ? "#" + To : "");
        link.Attributes["rel"] = relation;
        var label = new TagBuilder("span");
        label.InnerHtml.Append(words);
        if (relation == "prev")
            link.InnerHtml.AppendHtml(IconTagHelper.Svg(icon)).AppendHtml(label);
        else
            link.InnerHtml.AppendHtml(label).AppendHtml(IconTagHelper.Svg(icon));
        return link;
    }
}
