namespace TwinningWorkflow.Engine.Retold;

/// <summary>A place at which what happened could not have happened so.</summary>
/// <param name="Code">What would have been otherwise there.</param>
/// <param name="Argument">Which place, as the code has it.</param>
internal sealed record Parting(FieldProblemCode Code, string Argument);
