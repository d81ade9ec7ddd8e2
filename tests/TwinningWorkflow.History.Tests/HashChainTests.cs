using System.Security.Cryptography;
using Xunit;

namespace TwinningWorkflow.History.Tests;

public sealed class HashChainTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2015)]
    [InlineData(2016)]
    [InlineData(100_000)]
    public void A_row_s_hash_covers_the_leaf_mark_the_previous_hash_and_the_body(int bodyLength)
    {
        var previous = SHA256.HashData("the row before"u8);
        var body = new byte[bodyLength];
        Array.Fill(body, (byte)'x');

        var hash = HashChain.Next(previous, body);

        Assert.Equal(SHA256.HashData([0, .. previous, .. body]), hash);
    }

    [Fact]
    public void The_first_row_follows_32_zero_bytes()
    {
        Assert.Equal(new byte[32], HashChain.Origin.ToArray());
        // computed with another SHA-256
        Assert.Equal(
            "df2fad6a42533aaab95db7d32ba62a1222257cd5908f1f5eb7ce850d55dc0709",
            Convert.ToHexStringLower(HashChain.Next(HashChain.Origin.Span, "{}"u8))
        );
    }

    [Fact]
    public void A_previous_hash_of_another_length_is_a_defect()
    {
        Assert.Throws<ArgumentException>(() => HashChain.Next(new byte[31], "{}"u8));
    }
}
