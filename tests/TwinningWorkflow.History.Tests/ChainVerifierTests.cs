using CsCheck;
using Xunit;

namespace TwinningWorkflow.History.Tests;

public sealed class ChainVerifierTests
{
    [Fact]
    public void An_untouched_history_gives_no_finding()
    {
        var rows = Chains.Build("instance-1", 20);

        Assert.Empty(Chains.Verify(rows, rows[9].Hash, rows[^1].Hash));
    }

    [Fact]
    public void Streams_may_be_interleaved()
    {
        var one = Chains.Build("instance-1", 5);
        var two = Chains.Build("instance-2", 5);

        Assert.Empty(Chains.Verify(one.Zip(two).SelectMany(pair => new[] { pair.First, pair.Second })));
    }

    [Fact]
    public void A_changed_body_is_found_at_its_row_alone()
    {
        var rows = Chains.Build("instance-1", 5);
        rows[2] = rows[2].With(body: Chains.Body("instance-1", 3, "never"));

        Assert.Equal([(3, ChainFault.WrongHash)], Faults(Chains.Verify(rows)));
    }

    [Fact]
    public void A_changed_body_with_its_hash_computed_anew_is_found_at_the_next_row()
    {
        var rows = Chains.Build("instance-1", 5);
        rows[2] = rows[2].With(body: Chains.Body("instance-1", 3, "never")).Rehashed();

        Assert.Equal([(4, ChainFault.WrongPrevious)], Faults(Chains.Verify(rows)));
    }

    [Fact]
    public void A_missing_row_is_found_and_told_once()
    {
        var rows = Chains.Build("instance-1", 5);
        rows.RemoveAt(2);

        var finding = Assert.Single(Chains.Verify(rows));
        Assert.Equal(new ChainFinding("instance-1", 4, ChainFault.Gap, Expected: "3", Found: "4"), finding);
    }

    [Fact]
    public void A_missing_first_row_is_found()
    {
        var rows = Chains.Build("instance-1", 3);
        rows.RemoveAt(0);

        Assert.Equal([(2, ChainFault.Gap)], Faults(Chains.Verify(rows)));
    }

    [Fact]
    public void Two_rows_in_each_other_s_place_are_found()
    {
        var rows = Chains.Build("instance-1", 5);
        (rows[1], rows[2]) = (rows[2], rows[1]);

        Assert.Equal([(3, ChainFault.Gap), (2, ChainFault.OutOfOrder)], Faults(Chains.Verify(rows)));
    }

    [Fact]
    public void Rows_that_exchange_their_sequence_are_found_by_what_their_bytes_say()
    {
        var rows = Chains.Build("instance-1", 5);
        (rows[1], rows[2]) = (rows[2].With(sequence: 2), rows[1].With(sequence: 3));

        var faults = Faults(Chains.Verify(rows));
        Assert.Contains((2, ChainFault.WrongSequenceInBody), faults);
        Assert.Contains((3, ChainFault.WrongSequenceInBody), faults);
    }

    [Fact]
    public void A_history_that_goes_under_another_name_is_found_by_what_its_bytes_say()
    {
        var rows = Chains.Build("instance-1", 2).ConvertAll(row => row.With(stream: "instance-2"));

        Assert.Equal(
            [(1, ChainFault.WrongStreamInBody), (2, ChainFault.WrongStreamInBody)],
            Faults(Chains.Verify(rows))
        );
    }

    [Fact]
    public void A_body_need_not_tell_its_stream()
    {
        var body = "{\"sequence\":1}"u8.ToArray();
        var row = new ChainRow("instance-1", 1, body, HashChain.Origin, HashChain.Next(HashChain.Origin.Span, body));

        Assert.Empty(Chains.Verify([row]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"sequence\":\"1\"}")]
    [InlineData("{\"sequence\":1.5}")]
    [InlineData("{\"sequence\":1")]
    [InlineData("{\"sequence\":1}{}")]
    [InlineData("{\"event\":{\"sequence\":1}}")]
    public void A_body_that_does_not_tell_its_sequence_is_found(string text)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(text);
        var row = new ChainRow("instance-1", 1, body, HashChain.Origin, HashChain.Next(HashChain.Origin.Span, body));

        Assert.Equal([(1, ChainFault.UnreadableBody)], Faults(Chains.Verify([row])));
    }

    [Fact]
    public void A_first_row_that_claims_a_row_before_it_is_found()
    {
        var rows = Chains.Build("instance-1", 2);
        rows[0] = rows[0].With(previous: rows[1].Hash).Rehashed();

        Assert.Contains((1, ChainFault.WrongPrevious), Faults(Chains.Verify(rows)));
    }

    [Fact]
    public void A_previous_hash_of_another_length_is_found()
    {
        var rows = Chains.Build("instance-1", 1);
        rows[0] = rows[0].With(previous: new byte[31]);

        Assert.Contains((1, ChainFault.WrongPrevious), Faults(Chains.Verify(rows)));
    }

    [Fact]
    public void A_history_cut_at_its_end_is_found_by_a_root_alone()
    {
        var rows = Chains.Build("instance-1", 5);
        var root = rows[^1].Hash;
        rows.RemoveAt(4);

        Assert.Empty(Chains.Verify(rows));
        Assert.Equal([(0, ChainFault.RootMissing)], Faults(Chains.Verify(rows, root)));
    }

    [Fact]
    public void A_history_written_anew_from_its_beginning_is_found_by_a_root_alone()
    {
        var root = Chains.Build("instance-1", 5)[^1].Hash;
        var forged = new List<ChainRow>();
        var previous = HashChain.Origin;
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            var body = Chains.Body("instance-1", sequence, "forged");
            forged.Add(new ChainRow("instance-1", sequence, body, previous, HashChain.Next(previous.Span, body)));
            previous = forged[^1].Hash;
        }

        Assert.Empty(Chains.Verify(forged));
        Assert.Equal([(0, ChainFault.RootMissing)], Faults(Chains.Verify(forged, root)));
    }

    [Fact]
    public void It_tells_how_many_rows_the_roots_cover()
    {
        var one = Chains.Build("instance-1", 5);
        var two = Chains.Build("instance-2", 4);
        var verifier = new ChainVerifier(one[2].Hash);

        foreach (var row in one.Concat(two))
            verifier.Add(row);

        Assert.Equal((2, 9, 3), (verifier.Streams, verifier.Rows, verifier.CoveredRows));
    }

    [Fact]
    public void Every_tampering_with_what_the_roots_cover_is_found()
    {
        var clean = Chains.Build("instance-1", 12).Concat(Chains.Build("instance-2", 7)).ToList();
        ReadOnlyMemory<byte>[] roots = [clean[11].Hash, clean[^1].Hash];
        Assert.Empty(Chains.Verify(clean, roots));

        Gen.OneOf(Enum.GetValues<Tampering>())
            .Select(Gen.Int[0, clean.Count - 1], Gen.Int[0, clean.Count - 1], Gen.Byte[1, 255])
            .Sample(
                (tampering, at, other, flip) =>
                {
                    var rows = new List<ChainRow>(clean);
                    Tamper(rows, tampering, at, other == at ? (at + 1) % clean.Count : other, flip);

                    Assert.NotEmpty(Chains.Verify(rows, roots));
                },
                iter: 1000
            );
    }

    public enum Tampering
    {
        EditBody,
        EditBodyAndRehash,
        EditHash,
        EditPrevious,
        EditSequence,
        MoveToOtherStream,
        Delete,
        SwapPlaces,
        SwapBodies,
        InsertCopy,
        InsertForged,
        CutTail,
        DeleteStream,
    }

    private static void Tamper(List<ChainRow> rows, Tampering tampering, int at, int other, byte flip)
    {
        var row = rows[at];
        switch (tampering)
        {
            case Tampering.EditBody:
                rows[at] = row.With(body: Flipped(row.Body, flip));
                break;
            case Tampering.EditBodyAndRehash:
                rows[at] = row.With(body: Chains.Body(row.Stream, row.Sequence, "forged" + flip)).Rehashed();
                break;
            case Tampering.EditHash:
                rows[at] = row.With(hash: Flipped(row.Hash, flip));
                break;
            case Tampering.EditPrevious:
                rows[at] = row.With(previous: Flipped(row.Previous, flip)).Rehashed();
                break;
            case Tampering.EditSequence:
                rows[at] = row.With(sequence: row.Sequence + flip);
                break;
            case Tampering.MoveToOtherStream:
                rows[at] = row.With(stream: row.Stream + "x");
                break;
            case Tampering.Delete:
                rows.RemoveAt(at);
                break;
            case Tampering.SwapPlaces when row.Stream == rows[other].Stream:
                (rows[at], rows[other]) = (rows[other], rows[at]);
                break;
            case Tampering.SwapPlaces: // across streams the order of lines says nothing: exchange the streams instead
                (rows[at], rows[other]) = (row.With(stream: rows[other].Stream), rows[other].With(stream: row.Stream));
                break;
            case Tampering.SwapBodies:
                (rows[at], rows[other]) = (row.With(body: rows[other].Body), rows[other].With(body: row.Body));
                break;
            case Tampering.InsertCopy:
                rows.Insert(other, row);
                break;
            case Tampering.InsertForged:
                rows.Insert(at, row.With(body: Chains.Body(row.Stream, row.Sequence, "forged")).Rehashed());
                break;
            case Tampering.CutTail:
                rows.RemoveRange(at, rows.Count - at);
                break;
            case Tampering.DeleteStream:
                rows.RemoveAll(each => each.Stream == row.Stream);
                break;
            default:
                throw new NotSupportedException(tampering.ToString());
        }
    }

    private static byte[] Flipped(ReadOnlyMemory<byte> bytes, byte flip)
    {
        var copy = bytes.ToArray();
        copy[flip % copy.Length] ^= flip;
        return copy;
    }

    private static IEnumerable<(long, ChainFault)> Faults(IEnumerable<ChainFinding> findings) =>
        findings.Select(finding => (finding.Sequence, finding.Fault));
}
