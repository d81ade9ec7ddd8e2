using System.Collections.Immutable;

namespace TwinningWorkflow.Engine;

internal static class Refusal
{
    public static Decision.Rejected Of(RejectionCode code, string message) => new(code, message, []);

    public static Decision.Rejected Of(RejectionCode code, string message, ImmutableArray<FieldProblem> problems) =>
        new(code, message, problems);
}
