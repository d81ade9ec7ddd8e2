namespace TwinningWorkflow.Web.Reading;

/// <summary>How many pages a list fills.</summary>
public static class PageCount
{
    /// <summary>At least one: an empty list has a page that says so.</summary>
    /// <param name="lines">How many lines there are in all.</param>
    /// <param name="size">How many stand on a page.</param>
    public static int Of(int lines, int size) => Math.Max(1, (lines + size - 1) / size);
}
