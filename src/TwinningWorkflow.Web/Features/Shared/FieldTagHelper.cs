using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>
/// A form field with its label, its hint and what is wrong with it, tied together for screen readers:
/// <c>&lt;field for="Input.Email" look="Email" label="..." hint="..." /&gt;</c> on a page with a typed model,
/// <c>&lt;field name="@spec.Id" look="Date" label="..." value="..." /&gt;</c> where the form is data. What was typed
/// comes back after a refusal. Attributes that start with <c>input-</c> go to the control itself.
/// </summary>
[HtmlTargetElement("field", Attributes = "label", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    private static readonly object LabelsKey = new();

    public ModelExpression? For { get; set; }
    public string Name { get; set; } = "";
    public required string Label { get; set; }
    public string Hint { get; set; } = "";
    public FieldLook Look { get; set; }
    public bool Required { get; set; }

    /// <summary>False for a field that is required sometimes: it says itself when, and is not called optional.</summary>
    public bool Optional { get; set; } = true;
    public object? Value { get; set; }
    public IEnumerable<Choice> Choices { get; set; } = [];

    /// <summary>What a drop-down list says before a choice is made; by default that one is wanted.</summary>
    public string Empty { get; set; } = "";

    [HtmlAttributeName("input-", DictionaryAttributePrefix = "input-")]
    public IDictionary<string, string> Input { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>The id of the field's control: what a link to it must name.</summary>
    public static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_");

    /// <summary>The label of a field that this request has written, or null.</summary>
    public static string? LabelOf(HttpContext http, string name) =>
        (http.Items[LabelsKey] as Dictionary<string, string>)?.GetValueOrDefault(name);

    /// <summary>The place of a field among those that this request has written; -1 for what belongs to none.</summary>
    public static int PlaceOf(HttpContext http, string name) =>
        http.Items[LabelsKey] is Dictionary<string, string> labels
            ? labels.Keys.ToList().FindIndex(x => string.Equals(x, name, StringComparison.OrdinalIgnoreCase))
            : -1;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (For is not null)
            Name = ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        Remember();

        var id = IdOf(Name);
        var error = Error();
        output.TagName = Look is FieldLook.Radios or FieldLook.Checks ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "field" : "field field-wrong");

        var control = new FieldControl(
            id,
            Name,
            Look,
            Values(),
            Choices.ToList(),
            Empty.Length > 0 ? Empty : text["form.choose"],
            Input
        )
        {
            Required = Required,
            Wrong = error is not null,
            DescribedBy = string.Join(
                ' ',
                new[] { Hint.Length > 0 ? id + "-hint" : "", error is null ? "" : id + "-error" }.Where(x =>
                    x.Length > 0
                )
            ),
        };
        // a checkbox stands before its words; everything else below its label
        if (Look is FieldLook.Flag)
            output.Content.AppendHtml(control.Flag(LabelContent()));
        else
            output.Content.AppendHtml(Caption(id));
        if (Hint.Length > 0)
            output.Content.AppendHtml(Note(id));
        if (error is not null)
            output.Content.AppendHtml(Problem(id, error));
        if (Look is not FieldLook.Flag)
            output.Content.AppendHtml(control.Build());
    }

    private void Remember()
    {
        var items = ViewContext.HttpContext.Items;
        if (items[LabelsKey] is not Dictionary<string, string> labels)
            items[LabelsKey] = labels = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        labels[Name] = Label;
    }

    private string? Error() =>
        ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.Errors.Count > 0
            ? entry.Errors[0].ErrorMessage
            : null;

    private List<string> Values()
    {
        if (Look is FieldLook.Password or FieldLook.File)
            return [];
        if (ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is { } typed)
            return Written(typed);
        return (Value ?? For?.Model) is { } value ? Written(value) : [];
    }

    private static List<string> Written(object value) =>
        value switch
        {
            string one => [one],
            bool flag => [flag ? "true" : "false"],
            NodaTime.LocalDate day => [Days.Iso(day)],
            DateOnly day => [day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
            IEnumerable many => [.. many.Cast<object>().SelectMany(Written)],
            _ => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
        };

    private TagBuilder Caption(string id)
    {
        var grouped = Look is FieldLook.Radios or FieldLook.Checks;
        var caption = new TagBuilder(grouped ? "legend" : "label");
        caption.AddCssClass("field-label");
        if (!grouped)
            caption.Attributes["for"] = id;
        caption.InnerHtml.AppendHtml(LabelContent());
        return caption;
    }

    private HtmlContentBuilder LabelContent()
    {
        var content = new HtmlContentBuilder();
        content.Append(Label);
        if (!Required && Optional && Look is not FieldLook.Flag)
        {
            var optional = new TagBuilder("span");
            optional.AddCssClass("field-optional");
            optional.InnerHtml.Append(text["form.optional"]);
            content.Append(" ").AppendHtml(optional);
        }
        return content;
    }

    private TagBuilder Note(string id)
    {
        var line = Line("field-hint", id + "-hint");
        line.InnerHtml.Append(Hint);
        return line;
    }

    private TagBuilder Problem(string id, string message)
    {
        var prefix = new TagBuilder("span");
        prefix.AddCssClass("visually-hidden");
        prefix.InnerHtml.Append(text["form.error"] + " ");
        var line = Line("field-error", id + "-error");
        line.InnerHtml.AppendHtml(IconTagHelper.Svg("warning-circle")).AppendHtml(prefix).Append(message);
        return line;
    }

    private static TagBuilder Line(string css, string id)
    {
        var line = new TagBuilder("p");
        line.AddCssClass(css);
        line.Attributes["id"] = id;
        return line;
    }
}
