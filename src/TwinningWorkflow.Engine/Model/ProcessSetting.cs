namespace TwinningWorkflow.Engine.Model;

/// <summary>
/// A choice that an authority makes once for all its files (<c>tw:setting</c>), where practice differs between towns. An
/// instance keeps what held when it was started.
/// </summary>
/// <param name="Field">How it is asked: a flag, a choice or an integer.</param>
/// <param name="Default">What holds where the authority has not chosen.</param>
public sealed record ProcessSetting(FieldSpec Field, DataValue Default)
{
    /// <summary>What the names of all settings begin with in expressions.</summary>
    public const string Prefix = "setting.";

    /// <summary>The variable that expressions read.</summary>
    public string Variable => Prefix + Field.Id;
}
