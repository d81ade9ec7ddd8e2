using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace TwinningWorkflow.History;

/// <summary>
/// Copies a JSON text token by token into its canonical spelling. It runs inside every recorded step, so it builds no tree:
/// an object's members are written as they come, and moved afterwards only when they came unsorted.
/// </summary>
internal ref struct CanonicalWriter
{
    private static readonly SearchValues<byte> MustBeEscaped = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(control => (byte)control),
        (byte)'"',
        (byte)'\\',
    ]);

    // One rented buffer in three parts of the input's length, which bounds each: no token's canonical form is longer than
    // any other spelling of it.
    private readonly byte[] buffer;
    private readonly Span<byte> output;
    private readonly Span<byte> names;
    private readonly Span<byte> scratch;
    private Utf8JsonReader reader;
    private Member[] members = ArrayPool<Member>.Shared.Rent(32);
    private int memberCount;
    private int namesLength;
    private int length;

    public CanonicalWriter(ReadOnlySpan<byte> utf8Json)
    {
        reader = new Utf8JsonReader(utf8Json);
        buffer = ArrayPool<byte>.Shared.Rent(3 * utf8Json.Length);
        output = buffer.AsSpan(0, utf8Json.Length);
        names = buffer.AsSpan(utf8Json.Length, utf8Json.Length);
        scratch = buffer.AsSpan(2 * utf8Json.Length, utf8Json.Length);
    }

    public readonly void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        ArrayPool<Member>.Shared.Return(members);
    }

    public byte[] Run()
    {
        reader.Read();
        WriteValue();
        reader.Read(); // throws when something follows
        return output[..length].ToArray();
    }

    private void WriteValue()
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject();
                break;
            case JsonTokenType.StartArray:
                WriteArray();
                break;
            case JsonTokenType.String:
                WriteString(ReadText(scratch));
                break;
            case JsonTokenType.Number:
                WriteInteger();
                break;
            case JsonTokenType.True:
                Write("true"u8);
                break;
            case JsonTokenType.False:
                Write("false"u8);
                break;
            default:
                throw Outside("a string, an integer, true, false, an array or an object", "null");
        }
    }

    private void WriteArray()
    {
        Write((byte)'[');
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!first)
                Write((byte)',');
            first = false;
            WriteValue();
        }
        Write((byte)']');
    }

    private void WriteObject()
    {
        Write((byte)'{');
        var firstMember = memberCount;
        var firstName = namesLength;
        var sorted = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (memberCount > firstMember)
                Write((byte)',');
            var member = new Member(length, 0, namesLength, 0);
            var name = ReadText(names[namesLength..]);
            name.CopyTo(names[namesLength..]);
            namesLength += name.Length;
            WriteString(name);
            Write((byte)':');
            member = member with { NameEnd = namesLength };
            sorted = sorted && (memberCount == firstMember || InOrder(members[memberCount - 1], member));
            var place = Add(member);
            reader.Read();
            WriteValue();
            members[place] = member with { End = length };
        }
        if (!sorted)
            Sort(members.AsSpan(firstMember, memberCount - firstMember));
        memberCount = firstMember;
        namesLength = firstName;
        Write((byte)'}');
    }

    private int Add(Member member)
    {
        if (memberCount == members.Length)
        {
            var larger = ArrayPool<Member>.Shared.Rent(2 * memberCount);
            members.CopyTo(larger, 0);
            ArrayPool<Member>.Shared.Return(members);
            members = larger;
        }
        members[memberCount] = member;
        return memberCount++;
    }

    /// <summary>Strictly ascending, so that a run in order is free of duplicates too.</summary>
    private readonly bool InOrder(Member left, Member right) =>
        new ByName(buffer, scratch.Length).Compare(left, right) < 0;

    private readonly void Sort(Span<Member> unsorted)
    {
        var start = unsorted[0].Start;
        unsorted.Sort(new ByName(buffer, scratch.Length));
        var moved = 0;
        for (var i = 0; i < unsorted.Length; i++)
        {
            if (i > 0)
            {
                if (!InOrder(unsorted[i - 1], unsorted[i]))
                    throw Outside("each name once in an object", $"'{NameOf(unsorted[i])}' comes again");
                scratch[moved++] = (byte)',';
            }
            var bytes = output[unsorted[i].Start..unsorted[i].End];
            bytes.CopyTo(scratch[moved..]);
            moved += bytes.Length;
        }
        scratch[..moved].CopyTo(output[start..]);
    }

    private readonly string NameOf(Member member) =>
        System.Text.Encoding.UTF8.GetString(names[member.NameStart..member.NameEnd]);

    /// <summary>The current string without escapes: the input's own bytes where it has none, else unescaped into <paramref name="room"/>.</summary>
    private readonly ReadOnlySpan<byte> ReadText(Span<byte> room)
    {
        if (reader.ValueIsEscaped)
            return room[..reader.CopyString(room)];
        // the reader does not look inside strings that carry no escape
        return Utf8.IsValid(reader.ValueSpan) ? reader.ValueSpan : throw Outside("UTF-8", "found invalid bytes");
    }

    private void WriteString(scoped ReadOnlySpan<byte> text)
    {
        Write((byte)'"');
        for (var next = text.IndexOfAny(MustBeEscaped); next >= 0; next = text.IndexOfAny(MustBeEscaped))
        {
            Write(text[..next]);
            WriteEscape(text[next]);
            text = text[(next + 1)..];
        }
        Write(text);
        Write((byte)'"');
    }

    private void WriteEscape(byte character)
    {
        var letter = character switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            (byte)'"' or (byte)'\\' => character,
            _ => (byte)'u',
        };
        Write((byte)'\\');
        Write(letter);
        if (letter != (byte)'u')
            return;
        Utf8Formatter.TryFormat(character, output[length..], out var digits, new StandardFormat('x', 4));
        length += digits;
    }

    private void WriteInteger()
    {
        var digits = reader.ValueSpan;
        if (digits.IndexOfAny(".eE"u8) >= 0)
            throw Outside("an integer", System.Text.Encoding.ASCII.GetString(digits));
        if (
            !reader.TryGetInt64(out var value)
            || value is > CanonicalJson.LargestInteger or < -CanonicalJson.LargestInteger
        )
            throw Outside("an integer within ±(2^53-1)", System.Text.Encoding.ASCII.GetString(digits));
        Write(value == 0 ? "0"u8 : digits); // -0 and 0 are one number
    }

    private void Write(byte character) => output[length++] = character;

    private void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output[length..]);
        length += bytes.Length;
    }

    private static FormatException Outside(string expected, string found) => new($"Expected {expected}, but {found}.");

    /// <summary>A member already written: where it lies in the output, and its unescaped name in the names.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Member(int Start, int End, int NameStart, int NameEnd);

    /// <summary>The order of UTF-16 code units, read off UTF-8.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct ByName(byte[] buffer, int offset) : IComparer<Member>
    {
        public int Compare(Member left, Member right)
        {
            var a = buffer.AsSpan(offset + left.NameStart, left.NameEnd - left.NameStart);
            var b = buffer.AsSpan(offset + right.NameStart, right.NameEnd - right.NameStart);
            var common = a.CommonPrefixLength(b);
            if (common == a.Length || common == b.Length)
                return a.Length - b.Length;
            return Rank(a[common]) - Rank(b[common]);
        }

        /// <summary>
        /// The two orders differ in one place: characters from U+10000 (lead bytes F0 and up) are surrogate pairs in UTF-16 and
        /// stand before U+E000 to U+FFFF (lead bytes EE and EF).
        /// </summary>
        private static int Rank(byte lead) => lead is 0xEE or 0xEF ? lead + 0x100 : lead;
    }
}
