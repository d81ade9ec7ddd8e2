using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine;

/// <summary>The act of a body or an office on which a request rests.</summary>
/// <param name="Number">Its number, as it stands on it.</param>
/// <param name="Date">Its date.</param>
/// <param name="Files">Its files by hash; may be empty.</param>
public sealed record FormalAct(string Number, LocalDate Date, ImmutableArray<string> Files)
{
    /// <summary>Longest number, in characters.</summary>
    public const int LongestNumber = 100;

    /// <summary>The field name under which is told what is wrong with its number.</summary>
    public const string NumberField = "actNumber";

    /// <summary>The field name under which is told what is wrong with its date.</summary>
    public const string DateField = "actDate";

    /// <inheritdoc/>
    public bool Equals(FormalAct? other) =>
        other is not null
        && Number == other.Number
        && Date == other.Date
        && Files.AsSpan().SequenceEqual(other.Files.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Date);
}
