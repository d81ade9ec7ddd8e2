using System.Collections.Frozen;
using System.Collections.Immutable;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Requests;

/// <summary>Starts an instance.</summary>
internal static class Starting
{
    public static Decision.Rejected? Request(Step step, StartProcess command)
    {
        var definition = step.Definition;
        var start = definition
            .Contents[definition.Id]
            .Select(definition.Node)
            .FirstOrDefault(n => Begins(n, command.Message, command.Signal));
        if (start is null)
            return Refusal.Of(
                RejectionCode.NoStartEvent,
                command.Message is { } message
                        ? $"Expected a start event for the message '{message}', but the process has none."
                    : command.Signal is { } signal
                        ? $"Expected a start event for the signal '{signal}', but the process has none."
                    : "Expected a none start event, but the process has none."
            );
        var problems = Problems(definition, definition.Inputs, command.Data);
        if (problems.Length > 0)
            return Refusal.Of(
                RejectionCode.InvalidFields,
                "Expected values of declared variables, in their type and range, but there are others.",
                problems
            );
        step.Emit(
            new ProcessStarted(command.InstanceId, definition.Id, definition.Hash, start.Id, Data(step, command))
        );
        step.Enter(start, ProcessState.RootScope, "");
        return null;
    }

    private static bool Begins(FlowNode node, string? message, string? signal) =>
        node switch
        {
            StartEvent { Trigger: EventTrigger.None } => message is null && signal is null,
            StartEvent { Trigger: EventTrigger.Message m } => m.Name == message,
            StartEvent { Trigger: EventTrigger.Signal s } => s.Name == signal && message is null,
            ReceiveTask { Instantiates: true } task => task.Message.Name == message,
            _ => false,
        };

    /// <summary>What is wrong with values that are given to declared variables from outside.</summary>
    public static ImmutableArray<FieldProblem> Problems(
        ProcessDefinition definition,
        FrozenSet<string> declared,
        ImmutableDictionary<string, DataValue> data
    ) =>
        [
            .. data.Where(d => !declared.Contains(d.Key) || definition.Variables[d.Key] != d.Value.Type)
                .Select(d => new FieldProblem(
                    d.Key,
                    declared.Contains(d.Key) ? FieldProblemCode.WrongType : FieldProblemCode.Unknown
                ))
                .Concat(FormCheck.OutOfRange(data))
                .Concat(
                    definition.Settings.SelectMany(s =>
                        data.TryGetValue(s.Variable, out var chosen) && chosen.Type == s.Field.Type
                            ? FormCheck.Problems(s.Field, chosen).Select(p => p with { Field = s.Variable })
                            : []
                    )
                )
                .DistinctBy(p => p.Field, StringComparer.Ordinal)
                .OrderBy(p => p.Field, StringComparer.Ordinal),
        ];

    /// <summary>What the host gave, and the defaults of the settings that it did not: later defaults change nothing here.</summary>
    private static ImmutableDictionary<string, DataValue> Data(Step step, StartProcess command)
    {
        var data = command.Data.ToBuilder();
        foreach (var setting in step.Definition.Settings)
            data.TryAdd(setting.Variable, setting.Default);
        return data.ToImmutable();
    }
}
