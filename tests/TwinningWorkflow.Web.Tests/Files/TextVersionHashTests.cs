using System.Security.Cryptography;
using TwinningWorkflow.Web.Files;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Files;

public sealed class TextVersionHashTests
{
    private const string A = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string B = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [Fact]
    public void The_hash_is_that_of_one_sorted_line_a_language()
    {
        var expected = Convert.ToHexStringLower(
            SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"it {A}\nlt {B}\n"))
        );

        Assert.Equal(expected, TextVersionHash.Compute(Files(("lt", B), ("it", A))));
    }

    [Fact]
    public void The_order_and_case_in_which_files_come_do_not_matter() =>
        Assert.Equal(
            TextVersionHash.Compute(Files(("it", A), ("lt", B))),
            TextVersionHash.Compute(Files(("LT", B.ToUpperInvariant()), ("IT", A)))
        );

    [Fact]
    public void Files_that_change_languages_make_another_text() =>
        Assert.NotEqual(
            TextVersionHash.Compute(Files(("it", A), ("lt", B))),
            TextVersionHash.Compute(Files(("it", B), ("lt", A)))
        );

    [Fact]
    public void Two_files_of_one_language_are_refused() =>
        Assert.Throws<ArgumentException>(() => TextVersionHash.Compute(Files(("it", A), ("IT", B))));

    [Fact]
    public void A_text_without_any_file_is_refused() =>
        Assert.Throws<ArgumentException>(() => TextVersionHash.Compute([]));

    private static IEnumerable<KeyValuePair<string, string>> Files(params (string Language, string Hash)[] files) =>
        files.Select(f => KeyValuePair.Create(f.Language, f.Hash));
}
