using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>What a status means to the eye; its words say it too.</summary>
public enum StatusTone
{
    /// <summary>Plain: nothing to see to.</summary>
    Neutral,

    /// <summary>Something is going on.</summary>
    Active,

    /// <summary>Done, and well.</summary>
    Done,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Refused, failed or late.</summary>
    Bad,
}

/// <summary>A status chip: <c>&lt;status tone="Done"&gt;Firmato&lt;/status&gt;</c>.</summary>
[HtmlTargetElement("status")]
public sealed class StatusTagHelper : TagHelper
{
    public StatusTone Tone { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.AddClass("status", System.Text.Encodings.Web.HtmlEncoder.Default);
        output.AddClass(
            Tone switch
            {
                StatusTone.Active => "status-active",
                StatusTone.Done => "status-done",
                StatusTone.Warning => "status-warning",
                StatusTone.Bad => "status-bad",
                _ => "status-neutral",
            },
            System.Text.Encodings.Web.HtmlEncoder.Default
        );
    }
}
