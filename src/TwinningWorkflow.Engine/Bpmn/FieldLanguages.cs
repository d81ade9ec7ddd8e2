using System.Collections.Immutable;
using System.Xml.Linq;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Bpmn;

/// <summary>Reads <c>languagesOf</c> of <c>tw:field</c>: the text version in whose languages files are wanted.</summary>
internal static class FieldLanguages
{
    public static Expression? Of(Reading reading, XElement element, FieldKind kind)
    {
        var text = element.Attribute("languagesOf");
        if (text is null == (kind != FieldKind.FilesByLanguage))
            return text is null ? null : reading.Expression(text, text.Value, DataType.Text);
        reading.Refuse(
            element,
            "languages-of",
            text is null
                ? "Expected languagesOf in a filesByLanguage field, but there is none."
                : $"Expected languagesOf only in a filesByLanguage field, but the field is {kind}.",
            "Name the text version whose languages want a file each, or correct the type."
        );
        return null;
    }

    /// <summary>The page asks for the languages before anything is filled in.</summary>
    public static void KnownBefore(Reading reading, XElement form, string id, ImmutableArray<FieldSpec> fields)
    {
        foreach (var own in fields.Select(f => $"{id}.{f.Id}"))
            if (fields.Any(f => f.LanguagesOf?.Reads.Contains(own) == true))
                reading.Refuse(
                    form,
                    "languages-of",
                    $"Expected languagesOf to read what is known before the step, but '{own}' is filled in here.",
                    "Name the text version of an earlier step."
                );
    }
}
