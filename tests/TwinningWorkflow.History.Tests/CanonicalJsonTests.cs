using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Xunit;

namespace TwinningWorkflow.History.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{ }", "{}")]
    [InlineData(" [ ] ", "[]")]
    [InlineData("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}")]
    [InlineData(
        "{\"a\":1,\"b\":{\"d\":true,\"c\":[{\"z\":1,\"y\":2},false]}}",
        "{\"a\":1,\"b\":{\"c\":[{\"y\":2,\"z\":1},false],\"d\":true}}"
    )]
    [InlineData("{\"aa\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"aa\":1}")]
    [InlineData("{\"\\u0062\":1,\"\\u0061\":2}", "{\"a\":2,\"b\":1}")]
    [InlineData("\"\\/\\u002f\"", "\"//\"")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("[-0,0,-1]", "[0,0,-1]")]
    public void The_same_text_always_gets_the_same_bytes(string text, string canonical) =>
        Assert.Equal(canonical, Canonical(text));

    [Fact]
    public void Names_are_sorted_by_utf_16_code_units_and_not_by_utf_8_bytes()
    {
        var canonical = Canonical("""{"\u20ac":5,"\r":1,"\ufb33":7,"1":2,"\ud83d\ude00":6,"\u0080":3,"\u00f6":4}""");

        Assert.Equal("{\"\\r\":1,\"1\":2,\"\u0080\":3,\"ö\":4,\"€\":5,\"\ud83d\ude00\":6,\"\ufb33\":7}", canonical);
    }

    [Fact]
    public void Names_are_sorted_by_what_they_say_and_not_by_their_escapes()
    {
        var canonical = Canonical("""{"\\":3,"A":2,"\"":1,"\u0000":0}""");

        Assert.Equal("""{"\u0000":0,"\"":1,"A":2,"\\":3}""", canonical);
    }

    [Fact]
    public void Strings_carry_the_shortest_escapes_and_everything_else_as_it_is()
    {
        var canonical = Canonical("""["\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/\b\f\r\t\u007f<>&\u2028"]""");

        Assert.Equal("[\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\r\\t\u007f<>&\u2028\"]", canonical);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"a\":null}")]
    [InlineData("[null]")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("1E3")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("99999999999999999999")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"b\":1,\"a\":1,\"b\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"x\":{\"a\":1,\"b\":1,\"a\":1}}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("/* why */ 1")]
    [InlineData("01")]
    [InlineData("\"a\nb\"")]
    public void What_has_no_single_honest_spelling_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Canonical(text));

    [Fact]
    public void Invalid_utf_8_is_refused_in_values_and_in_names()
    {
        Assert.Throws<FormatException>(() => CanonicalJson.Canonicalise([(byte)'"', 0xC3, (byte)'"']));
        Assert.Throws<FormatException>(() => CanonicalJson.Canonicalise([.. "{\""u8, 0xED, 0xA0, 0x80, .. "\":1}"u8]));
    }

    [Fact]
    public void More_than_64_levels_are_refused_and_64_are_not()
    {
        var deepest = new string('[', 64) + new string(']', 64);

        Assert.Equal(deepest, Canonical(deepest));
        Assert.Throws<FormatException>(() => Canonical("[" + deepest + "]"));
    }

    [Fact]
    public void However_a_value_is_spelled_its_bytes_are_those_of_a_plain_recursive_writer()
    {
        Values
            .SelectMany(value => Gen.Bool.Select(Gen.Bool, (indented, relaxed) => (value, indented, relaxed)))
            .Sample(
                (value, indented, relaxed) =>
                {
                    var text = value.ToJsonString(Spellings[(indented ? 1 : 0) + (relaxed ? 2 : 0)]);

                    var canonical = Canonical(text);

                    Assert.Equal(Plain(value), canonical);
                    Assert.Equal(canonical, Canonical(canonical));
                },
                iter: 2000,
                print: sample => sample.Item1.ToJsonString()
            );
    }

    private static string Canonical(string text) =>
        Encoding.UTF8.GetString(CanonicalJson.Canonicalise(Encoding.UTF8.GetBytes(text)));

    private static readonly JsonSerializerOptions[] Spellings =
    [
        .. new[] { JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping }.SelectMany(encoder =>
            new[] { false, true }.Select(indented => new JsonSerializerOptions
            {
                Encoder = encoder,
                WriteIndented = indented,
            })
        ),
    ];

    // few letters, so that names share prefixes and collide; the rest are where the orders and the escapes part
    private static readonly Gen<string> Texts = Gen.OneOf(
            "a",
            "b",
            "A",
            "\"",
            "\\",
            "/",
            "\n",
            "\u0001",
            "\u007f",
            "é",
            "€",
            "\ue000",
            "\uffee",
            "\ud83d\ude00",
            "\ud800\udc00"
        )
        .Array[0, 5]
        .Select(string.Concat);

    private static readonly Gen<JsonNode> Leaves = Gen.OneOf(
        Texts.Select(text => (JsonNode)JsonValue.Create(text)),
        Gen.Long[-CanonicalJson.LargestInteger, CanonicalJson.LargestInteger]
            .Select(number => (JsonNode)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode)JsonValue.Create(flag))
    );

    private static readonly Gen<JsonNode> Values = Gen.Recursive<JsonNode>(
        (depth, inner) =>
            depth > 2
                ? Leaves
                : Gen.OneOf(
                    Leaves,
                    inner.Array[0, 4].Select(items => (JsonNode)new JsonArray([.. items])),
                    Gen.Dictionary(Texts, inner)[0, 20].Select(members => (JsonNode)new JsonObject(members!))
                )
    );

    /// <summary>The rules once more, the slow and obvious way.</summary>
    private static string Plain(JsonNode value) =>
        value switch
        {
            JsonObject members => "{"
                + string.Join(
                    ',',
                    members
                        .OrderBy(member => member.Key, StringComparer.Ordinal)
                        .Select(member => Quoted(member.Key) + ":" + Plain(member.Value!))
                )
                + "}",
            JsonArray items => "[" + string.Join(',', items.Select(item => Plain(item!))) + "]",
            _ => value.GetValueKind() == JsonValueKind.String ? Quoted(value.GetValue<string>()) : value.ToJsonString(),
        };

    private static string Quoted(string text) =>
        "\""
        + string.Concat(
            text.Select(character =>
                character switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\b' => "\\b",
                    '\f' => "\\f",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    < ' ' => $"\\u{(int)character:x4}",
                    _ => character.ToString(),
                }
            )
        )
        + "\"";
}
