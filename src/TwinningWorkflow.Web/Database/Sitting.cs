using NodaTime;

namespace TwinningWorkflow.Web.Database;

/// <summary>A day on which a collegiate body sits.</summary>
public sealed class Sitting
{
    public const string Giunta = "giunta";
    public const string Council = "council";

    /// <summary>The bodies that sit, as process files name them.</summary>
    public static readonly IReadOnlyList<string> Bodies = [Giunta, Council];

    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }

    /// <summary>One of <see cref="Bodies"/>.</summary>
    public required string Body { get; init; }
    public required LocalDate Day { get; set; }

    /// <summary>When it begins, as <c>HH:mm</c>; empty while that is not known.</summary>
    public string BeginsAt { get; set; } = "";

    /// <summary>The last day for its agenda where it is not the one that the body's rule gives; null: by the rule.</summary>
    public LocalDate? AgendaCloses { get; set; }
}
