using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine;

/// <summary>The types that the condition language and the form fields know. No null and no float exist.</summary>
public enum DataType
{
    /// <summary>Unicode text.</summary>
    Text,

    /// <summary>A 64-bit integer; money is held in cents.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A civil date in the process's time zone.</summary>
    Date,

    /// <summary>An ordered list of texts (file hashes, item codes).</summary>
    List,

    /// <summary>A salted hash and a reference to erasable personal data. Conditions cannot read it.</summary>
    Personal,
}

/// <summary>One value of process data. A variable that was never set has no value at all; there is no null.</summary>
public abstract record DataValue
{
    private static readonly Flag True = new(true);
    private static readonly Flag False = new(false);

    private DataValue() { }

    /// <summary>The type of this value.</summary>
    public abstract DataType Type { get; }

    /// <summary>Unicode text.</summary>
    public sealed record Text(string Value) : DataValue
    {
        /// <inheritdoc/>
        public override DataType Type => DataType.Text;
    }

    /// <summary>A 64-bit integer.</summary>
    public sealed record Number(long Value) : DataValue
    {
        /// <summary>The largest number that a form takes, 2^53-1: beyond it readers of the history would round. The smallest is its negative.</summary>
        public const long Largest = 9_007_199_254_740_991;

        /// <inheritdoc/>
        public override DataType Type => DataType.Number;
    }

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : DataValue
    {
        /// <inheritdoc/>
        public override DataType Type => DataType.Flag;
    }

    /// <summary>A civil date.</summary>
    public sealed record Date(LocalDate Value) : DataValue
    {
        /// <inheritdoc/>
        public override DataType Type => DataType.Date;
    }

    /// <summary>An ordered list of texts; equal when the items are.</summary>
    public sealed record List(ImmutableArray<string> Items) : DataValue
    {
        /// <inheritdoc/>
        public override DataType Type => DataType.List;

        /// <inheritdoc/>
        public bool Equals(List? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length == 0 ? 0 : HashCode.Combine(Items.Length, Items[0]);
    }

    /// <summary>Where personal data lies and the salted SHA-256 (lower-case hex) that binds it to the history.</summary>
    public sealed record Personal(string Reference, string SaltedHash) : DataValue
    {
        /// <inheritdoc/>
        public override DataType Type => DataType.Personal;
    }

    /// <summary>A text value.</summary>
    public static DataValue Of(string value) => new Text(value);

    /// <summary>A number.</summary>
    public static DataValue Of(long value) => new Number(value);

    /// <summary>A flag.</summary>
    public static DataValue Of(bool value) => value ? True : False;

    /// <summary>A civil date.</summary>
    public static DataValue Of(LocalDate value) => new Date(value);

    /// <summary>A list of texts.</summary>
    public static DataValue Of(params ReadOnlySpan<string> items) => new List([.. items]);
}
