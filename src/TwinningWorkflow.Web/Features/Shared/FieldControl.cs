using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>The control of a field: the part that a person types or clicks in.</summary>
internal sealed class FieldControl(
    string id,
    string name,
    FieldLook look,
    IReadOnlyList<string> values,
    IReadOnlyList<Choice> choices,
    string choose,
    IDictionary<string, string> attributes
)
{
    public bool Required { get; init; }
    public bool Wrong { get; init; }
    public string DescribedBy { get; init; } = "";

    private string Value => values.Count > 0 ? values[0] : "";

    public IHtmlContent Build() =>
        look switch
        {
            FieldLook.LongText => LongText(),
            FieldLook.Choice => Select(),
            FieldLook.Radios => Group("radio"),
            FieldLook.Checks => Group("checkbox"),
            FieldLook.Email => Line("email"),
            FieldLook.Password => Line("password"),
            FieldLook.Number => Line("number"),
            FieldLook.Date => Line("date"),
            FieldLook.File => Line("file"),
            _ => Line("text"),
        };

    /// <summary>A checkbox with its words.</summary>
    public IHtmlContent Flag(IHtmlContent words)
    {
        var box = Control("input", id);
        box.Attributes["type"] = "checkbox";
        box.Attributes["value"] = "true";
        Mark(box, "checked", Value is "true" or "on");
        return Check(box, id, words, "");
    }

    private TagBuilder Line(string type)
    {
        var input = Control("input", id);
        input.AddCssClass("form-control");
        input.Attributes["type"] = type;
        if (type is not ("password" or "file"))
            input.Attributes["value"] = Value;
        if (type is "date" or "number")
            input.AddCssClass("field-short");
        return input;
    }

    private TagBuilder LongText()
    {
        var area = Control("textarea", id);
        area.AddCssClass("form-control");
        area.Attributes.TryAdd("rows", "4");
        area.InnerHtml.Append(Value);
        return area;
    }

    private TagBuilder Select()
    {
        var select = Control("select", id);
        select.AddCssClass("form-select");
        select.InnerHtml.AppendHtml(Option(new Choice("", choose)));
        foreach (var choice in choices)
            select.InnerHtml.AppendHtml(Option(choice));
        return select;
    }

    private TagBuilder Option(Choice choice)
    {
        var option = new TagBuilder("option");
        option.Attributes["value"] = choice.Value;
        Mark(option, "selected", choice.Value.Length > 0 && values.Contains(choice.Value));
        option.InnerHtml.Append(choice.Label);
        return option;
    }

    private HtmlContentBuilder Group(string type)
    {
        var group = new HtmlContentBuilder();
        for (var i = 0; i < choices.Count; i++)
        {
            // the first keeps the field's own id, so that the error summary leads to it
            var own = i == 0 ? id : $"{id}-{i}";
            var box = Control("input", own);
            box.Attributes["type"] = type;
            box.Attributes["value"] = choices[i].Value;
            if (type == "checkbox")
                box.Attributes.Remove("required");
            Mark(box, "checked", values.Contains(choices[i].Value));
            group.AppendHtml(Check(box, own, new HtmlContentBuilder().Append(choices[i].Label), choices[i].Hint));
        }
        return group;
    }

    private static TagBuilder Check(TagBuilder box, string id, IHtmlContent words, string hint)
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.InnerHtml.AppendHtml(words);
        if (hint.Length > 0)
        {
            var note = new TagBuilder("span");
            note.AddCssClass("check-hint");
            note.InnerHtml.Append(hint);
            label.InnerHtml.AppendHtml(note);
        }
        box.AddCssClass("check-box");
        var line = new TagBuilder("div");
        line.AddCssClass("check");
        line.InnerHtml.AppendHtml(box).AppendHtml(label);
        return line;
    }

    private TagBuilder Control(string tag, string own)
    {
        var control = new TagBuilder(tag);
        if (tag == "input")
            control.TagRenderMode = TagRenderMode.SelfClosing;
        control.Attributes["id"] = own;
        control.Attributes["name"] = name;
        Mark(control, "required", Required);
        if (Wrong)
            control.Attributes["aria-invalid"] = "true";
        if (DescribedBy.Length > 0)
            control.Attributes["aria-describedby"] = DescribedBy;
        foreach (var (key, value) in attributes)
            control.Attributes[key] = value;
        return control;
    }

    private static void Mark(TagBuilder tag, string attribute, bool on)
    {
        if (on)
            tag.Attributes[attribute] = attribute;
    }
}
