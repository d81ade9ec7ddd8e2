using TwinningWorkflow.Web.Files;

namespace TwinningWorkflow.Web.Forms;

/// <summary>What came for a form, from a page or from the API, before it is understood: values by field id.</summary>
public sealed record FormInput(string? Outcome, IReadOnlyDictionary<string, FieldInput> Fields);

/// <summary>What came for one field.</summary>
public abstract record FieldInput
{
    private FieldInput() { }

    /// <summary>What a person typed or chose; days and amounts as people of the page's language write them.</summary>
    public sealed record Typed(string Text) : FieldInput;

    /// <summary>A value that already has a type, from JSON: a text, a whole number, true or false.</summary>
    public sealed record Exact(object Value) : FieldInput;

    /// <summary>Files, uploaded with the form or before it.</summary>
    public sealed record Files(IReadOnlyList<IncomingFile> Items) : FieldInput;

    /// <summary>Of a shape that no field has.</summary>
    public sealed record Misshapen : FieldInput;
}

/// <summary>One file for a field, as far as reading it got.</summary>
/// <param name="Upload">The bytes, or why not.</param>
/// <param name="Language">The language, for a new text version and where files are wanted by language; else empty.</param>
public sealed record IncomingFile(Upload Upload, string Language = "");
