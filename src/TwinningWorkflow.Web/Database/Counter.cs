namespace TwinningWorkflow.Web.Database;

/// <summary>
/// The last number given in a series of an authority, such as <c>dossier/2022</c>. Raised in the transaction that uses
/// the number, so that a series has neither twins nor gaps.
/// </summary>
public sealed class Counter
{
    public required string AuthorityId { get; init; }
    public required string Series { get; init; }
    public required int Last { get; set; }
}
