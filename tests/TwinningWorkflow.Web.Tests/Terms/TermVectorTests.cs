using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class TermVectorTests
{
    [Theory]
    [MemberData(nameof(TermVector.Names), MemberType = typeof(TermVector))]
    public void A_term_ends_where_the_law_says(string name)
    {
        var vector = TermVector.Of(name);

        var term = vector.Compute();

        Assert.Equal(
            (vector.Last, vector.Moves),
            (
                LocalDatePattern.Iso.Format(term.Last),
                string.Join(", ", term.Moves.Select(move => $"{move.Day:MM-dd} {move.Why}"))
            )
        );
        Assert.Equal(vector.At, term.EndTime is { } at ? $"{at:HH:mm}" : "");
        if (vector.Due.Length > 0)
            Assert.Equal(vector.Due, InstantPattern.General.Format(term.Due));
    }

    [Fact]
    public void Every_vector_says_on_what_it_rests_and_no_two_have_one_name()
    {
        Assert.True(TermVector.Count >= 120);
        Assert.All(TermVector.Names, row => Assert.NotEmpty(TermVector.Of(row.Data).Ground));
    }
}
