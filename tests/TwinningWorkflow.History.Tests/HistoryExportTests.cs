using System.Buffers;
using System.Text;
using Xunit;

namespace TwinningWorkflow.History.Tests;

public sealed class HistoryExportTests
{
    private const string Hash = "df2fad6a42533aaab95db7d32ba62a1222257cd5908f1f5eb7ce850d55dc0709";

    [Fact]
    public void A_row_is_one_line_with_its_exact_bytes()
    {
        var output = new ArrayBufferWriter<byte>();

        HistoryExport.Write(
            output,
            new ChainRow("città", 1, "{}"u8.ToArray(), HashChain.Origin, Convert.FromHexString(Hash))
        );

        var line = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Equal(
            $$"""{"stream":"citt\u00E0","sequence":1,"body":"e30=","previous":"{{new string('0', 64)}}","hash":"{{Hash}}"}"""
                + "\n",
            line
        );
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var rows = Chains.Build("instance-1", 2000);
        rows.Insert(1000, rows[0].With(body: new byte[300_000])); // longer than any first guess of a line
        var bytes = Export(rows);

        var back = HistoryExport.Read(new MemoryStream(bytes)).ToList();

        Assert.Equal(rows.Count, back.Count);
        Assert.All(
            rows.Zip(back),
            pair =>
            {
                Assert.Equal(pair.First.Stream, pair.Second.Stream);
                Assert.Equal(pair.First.Sequence, pair.Second.Sequence);
                Assert.True(pair.First.Body.Span.SequenceEqual(pair.Second.Body.Span));
                Assert.True(pair.First.Previous.Span.SequenceEqual(pair.Second.Previous.Span));
                Assert.True(pair.First.Hash.Span.SequenceEqual(pair.Second.Hash.Span));
            }
        );
    }

    [Fact]
    public void The_last_line_need_not_end_with_a_newline()
    {
        var bytes = Export(Chains.Build("instance-1", 2));

        Assert.Equal(2, HistoryExport.Read(new MemoryStream(bytes[..^1])).Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"stream":"s","sequence":1,"body":"e30=","previous":"#"}""")]
    [InlineData("""{"stream":"s","sequence":1,"body":"e30=","previous":"#","hash":"#","why":""}""")]
    [InlineData("""{"stream":"s","stream":"t","sequence":1,"body":"e30=","previous":"#","hash":"#"}""")]
    [InlineData("""{"stream":null,"sequence":1,"body":"e30=","previous":"#","hash":"#"}""")]
    [InlineData("""{"stream":"s","sequence":"1","body":"e30=","previous":"#","hash":"#"}""")]
    [InlineData("""{"stream":"s","sequence":1,"body":"!","previous":"#","hash":"#"}""")]
    [InlineData("""{"stream":"s","sequence":1,"body":"e30=","previous":"00","hash":"#"}""")]
    [InlineData("""{"stream":"s","sequence":1,"body":"e30=","previous":"#","hash":"#"}{}""")]
    [InlineData("""{"stream":"s","sequence":1,"body":"e30=","pre""")]
    public void A_line_that_is_no_row_is_refused_by_its_number(string line)
    {
        var good = Encoding.UTF8.GetString(Export(Chains.Build("instance-1", 2)));
        var bytes = Encoding.UTF8.GetBytes(good + line.Replace("#", Hash, StringComparison.Ordinal) + "\n");

        var problem = Assert.Throws<FormatException>(() => HistoryExport.Read(new MemoryStream(bytes)).Count());

        Assert.StartsWith("Line 3: ", problem.Message, StringComparison.Ordinal);
    }

    internal static byte[] Export(IEnumerable<ChainRow> rows)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var row in rows)
            HistoryExport.Write(output, row);
        return output.WrittenSpan.ToArray();
    }
}
