using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// A legal term: <c>&lt;term about="line.Term" /&gt;</c>. Its sentence with the ground, and behind a click the calendar on which
/// it was counted.
/// </summary>
[HtmlTargetElement("term", Attributes = "about", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TermTagHelper(Shell shell, IStringLocalizer<SharedText> text) : TagHelper
{
    private static readonly LegalTerms OfNobody = new(new TermRules());

    public required ExplainedTerm About { get; set; }

    /// <summary>Who counts it; by default the authority of the signed-in person, as it counts today.</summary>
    public LegalTerms? Counting { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        Counting ??= await CountingAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "term");
        output.Content.SetHtmlContent(new TermDrawing(About, Counting, shell.Language, text).Html());
    }

    /// <summary>Read once for all terms of a page.</summary>
    private async Task<LegalTerms> CountingAsync()
    {
        if (shell.Authority.Length == 0)
            return OfNobody;
        var http = ViewContext.HttpContext;
        if (http.Items[typeof(TermTagHelper)] is not LegalTerms counting)
            http.Items[typeof(TermTagHelper)] = counting = (
                await http
                    .RequestServices.GetRequiredService<AuthorityCalendars>()
                    .OfAsync(shell.Authority, http.RequestAborted)
            ).Counting;
        return counting;
    }
}
