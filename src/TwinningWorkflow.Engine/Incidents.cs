namespace TwinningWorkflow.Engine;

/// <summary>The incident codes that the engine itself gives.</summary>
public static class Incidents
{
    /// <summary>Tokens wait at a join for ever.</summary>
    public const string Deadlock = "deadlock";

    /// <summary>A service task's work failed without a BPMN error that somebody catches.</summary>
    public const string ServiceFailed = "service-failed";

    /// <summary>A step moved its tokens on and on: a loop in which nothing waits.</summary>
    public const string StepBudget = "step-budget";

    /// <summary>A called process is complete, but one of its results cannot be computed.</summary>
    public const string CallResult = "call-result";

    /// <summary>No flow of an exclusive gateway is true and it has no default.</summary>
    public const string NoFlow = "no-flow";

    /// <summary>An expression has no value where one is needed.</summary>
    public const string Expression = "expression";

    /// <summary>The items of a multi-instance activity are empty, twice the same or too many.</summary>
    public const string Items = "items";

    /// <summary>A date lies where the calendar ends.</summary>
    public const string DateRange = "date-range";

    /// <summary>A correlation key is neither text nor number.</summary>
    public const string Key = "key";

    /// <summary>What precedes the code when it happened on leaving a node: a retry leaves again and does not redo the step.</summary>
    public const string OnLeaving = "leaving-";
}
