using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms;
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

    public static TheoryData<string> Worded => TermVector.NamesWhere(static vector => vector.It.Length > 0);

    [Theory]
    [MemberData(nameof(Worded))]
    public void A_term_says_so_in_both_languages(string name)
    {
        var vector = TermVector.Of(name);

        var about = new ExplainedTerm(
            vector.TermLength(),
            vector.Compute(),
            Enum.Parse<TermStart>(vector.Start, ignoreCase: true)
        );

        Assert.Equal((vector.It, vector.En), (about.In("it"), about.In("en")));
    }

    [Theory]
    [MemberData(nameof(TermVector.Names), MemberType = typeof(TermVector))]
    public void Every_term_says_on_what_it_rests(string name)
    {
        var vector = TermVector.Of(name);
        var about = new ExplainedTerm(vector.TermLength(), vector.Compute());

        Assert.Matches(@"[( ](art\. 2963 c\.c\.|regola locale|calendario della \w+)\)$", about.In("it"));
        Assert.Matches(@"[( ](art\. 2963 Italian Civil Code|local rule|calendar of \w+)\)$", about.In("en"));
        Assert.StartsWith(
            about.Length.Direction == TermDirection.Backward ? "entro " : TermWords.Date("it", about.Term.Last),
            about.In("it"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_vector_says_on_what_it_rests_and_no_two_have_one_name()
    {
        Assert.True(TermVector.Count >= 120);
        Assert.All(TermVector.Names, row => Assert.NotEmpty(TermVector.Of(row.Data).Ground));
    }
}
