using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Api;

/// <summary>A legal term with all that explains it.</summary>
/// <param name="Start">The day from which it is counted.</param>
/// <param name="Nominal">The last day by counting alone.</param>
/// <param name="LastDay">The last day: it ends at its 24:00.</param>
/// <param name="Moves">The days that moved it off, with the reason of each.</param>
/// <param name="Basis">On what it rests: law, circular, practice or localRule. What moved it off may rest on another.</param>
/// <param name="Citation">The rule; empty where the file names none.</param>
/// <param name="Explanation">All of it in a sentence.</param>
public sealed record TermAnswer(
    LocalDate Start,
    LocalDate Nominal,
    LocalDate LastDay,
    IReadOnlyList<TermMoveAnswer> Moves,
    string Basis,
    string Citation,
    string Explanation
)
{
    /// <summary>Null where there is no term, or the file no longer has one there.</summary>
    internal static TermAnswer? Of(string language, FlowNode node, ResolvedTerm? term) =>
        term is not null && TermExplanation.About(language, node, term) is { } about ? Of(language, about) : null;

    internal static TermAnswer Of(string language, ExplainedTerm about) =>
        new(
            about.Term.Start,
            about.Term.Nominal,
            about.Term.Last,
            [
                .. about.Term.Moves.Select(move => new TermMoveAnswer(
                    move.Day,
                    TermWords.Reason(language, move.Why),
                    JsonNamingPolicy.CamelCase.ConvertName($"{about.BasisOf(move)}")
                )),
            ],
            JsonNamingPolicy.CamelCase.ConvertName($"{about.Basis}"),
            about.Ground?.Citation ?? "",
            about.In(language)
        );
}

/// <summary>A day that moved a term off.</summary>
/// <param name="Day">The day.</param>
/// <param name="Why">Why the term cannot end on it.</param>
/// <param name="Basis">On what that rests: law, circular, practice or localRule, where it is the authority's own rule.</param>
public sealed record TermMoveAnswer(LocalDate Day, string Why, string Basis);
