using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Forms;

namespace TwinningWorkflow.Web.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">What was found.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Page">Which page, from 1.</param>
/// <param name="Size">How many a page.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, int Total, int Page, int Size);

/// <summary>Which page of a list is asked for.</summary>
internal static class Paging
{
    public const string WhichPage = "Which page, from 1.";
    public const string HowMany = "How many a page, 1 to 100.";
    private const int Largest = 100;

    /// <summary>What is wrong with it.</summary>
    public static IEnumerable<InputProblem> Problems(int page, int size)
    {
        if (page < 1)
            yield return new InputProblem(nameof(page), FieldProblemCode.TooEarly, "1");
        if (size is < 1 or > Largest)
            yield return new InputProblem(nameof(size), FieldProblemCode.NotOffered);
    }

    /// <summary>How many to pass over.</summary>
    public static int Skip(int page, int size) => (int)Math.Min(int.MaxValue, (page - 1L) * size);
}
