namespace TwinningWorkflow.Web.Features.Shared;

/// <summary>How a field is asked.</summary>
public enum FieldLook
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>An email address.</summary>
    Email,

    /// <summary>A password; its value is never written back.</summary>
    Password,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A civil day.</summary>
    Date,

    /// <summary>One choice of many, in a drop-down list.</summary>
    Choice,

    /// <summary>One choice of a few, all in sight.</summary>
    Radios,

    /// <summary>Any number of choices.</summary>
    Checks,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A file, or several with <c>input-multiple="multiple"</c>.</summary>
    File,
}

/// <summary>One choice of a field.</summary>
/// <param name="Value">What is posted.</param>
/// <param name="Label">What people read.</param>
/// <param name="Hint">What it entails, if the label does not say it.</param>
public sealed record Choice(string Value, string Label, string Hint = "");
