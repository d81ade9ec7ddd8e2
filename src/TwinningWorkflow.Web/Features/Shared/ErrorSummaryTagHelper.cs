using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// Everything wrong with a form, at its top, each a link to its field: <c>&lt;form method="post" error-summary&gt;</c>. A
/// problem of the form as a whole is a model error with an empty key. Nothing is written while nothing is wrong.
/// </summary>
[HtmlTargetElement("form", Attributes = "error-summary")]
public sealed class ErrorSummaryTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.RemoveAll("error-summary");
        // the browser's own bubbles speak the browser's language and hide what the server has to say
        output.Attributes.SetAttribute("novalidate", "novalidate");
        // what is typed into such a form is worth keeping over an expired session
        output.Attributes.SetAttribute("data-keep", "");
        if (ViewContext.ViewData.ModelState.IsValid)
            return;

        // the fields come first, because each leaves its label for the list above it
        await output.GetChildContentAsync();
        output.PreContent.AppendHtml(Summary());
    }

    private TagBuilder Summary()
    {
        var heading = new TagBuilder("h2");
        heading.Attributes["id"] = "error-summary-heading";
        heading.InnerHtml.Append(text["form.summary"]);
        var list = new TagBuilder("ul");
        foreach (
            var (name, entry) in ViewContext.ViewData.ModelState.OrderBy(x =>
                FieldTagHelper.PlaceOf(ViewContext.HttpContext, x.Key)
            )
        )
        foreach (var error in entry?.Errors ?? [])
            list.InnerHtml.AppendHtml(Item(name, error.ErrorMessage));

        var summary = new TagBuilder("div");
        summary.AddCssClass("error-summary");
        summary.Attributes["role"] = "alert";
        summary.Attributes["tabindex"] = "-1";
        summary.Attributes["aria-labelledby"] = "error-summary-heading";
        summary.InnerHtml.AppendHtml(heading).AppendHtml(list);
        return summary;
    }

    private TagBuilder Item(string name, string message)
    {
        var item = new TagBuilder("li");
        if (FieldTagHelper.LabelOf(ViewContext.HttpContext, name) is { } label)
        {
            var link = new TagBuilder("a");
            link.Attributes["href"] = "#" + FieldTagHelper.IdOf(name);
            link.InnerHtml.Append($"{label}: {message}");
            item.InnerHtml.AppendHtml(link);
        }
        else
            item.InnerHtml.Append(message);
        return item;
    }
}
