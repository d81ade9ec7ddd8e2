namespace TwinningWorkflow.Web.Resources;

/// <summary>The texts about what is refused and why: errors of pages, refusals of the engine, problems of fields.</summary>
public sealed class ProblemText;
