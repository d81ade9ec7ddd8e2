using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine.Elements;
using TwinningWorkflow.Engine.Expressions;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Requests;

namespace TwinningWorkflow.Engine;

/// <summary>The engine: a pure function from definition, state and command to a decision.</summary>
public static class ProcessEngine
{
    /// <summary>Decides a command. The given state is not changed; an accepted decision carries the new one.</summary>
    /// <param name="definition">The process file.</param>
    /// <param name="state">The instance as it stands.</param>
    /// <param name="command">The command.</param>
    /// <param name="terms">Resolves legal terms.</param>
    /// <param name="past">
    /// What has happened in the instance so far, from its first event to the last; only for a command that
    /// <see cref="NeedsPast"/>.
    /// </param>
    public static Decision Decide(
        ProcessDefinition definition,
        ProcessState state,
        Command command,
        TermResolver terms,
        IReadOnlyList<PastEvent>? past = null
    )
    {
        if (command is StartProcess ? state.Status != ProcessStatus.New : state.Status != ProcessStatus.Running)
            return command is StartProcess
                ? Refusal.Of(RejectionCode.AlreadyStarted, "Expected a new instance, but it has been started.")
                : Refusal.Of(RejectionCode.Ended, $"Expected a running instance, but it is {state.Status}.");
        if (command is not StartProcess && state.DefinitionHash != definition.Hash)
            throw new InvalidOperationException(
                $"Expected the file {state.DefinitionHash} that the instance runs, but got {definition.Hash}."
            );
        var step = new Step(definition, state, command, terms, past);
        var refused = command switch
        {
            StartProcess c => Starting.Request(step, c),
            CompleteTask c => TaskCompletion.Request(step, c),
            ClaimTask c => Assignments.Claim(step, c),
            ReleaseTask c => Assignments.Release(step, c),
            AssignTask c => Assignments.Assign(step, c),
            FireTimer c => TimerFiring.Request(step, c),
            ReceiveMessage c => MessageReceipt.Request(step, c),
            ReceiveSignal c => SignalReceipt.Request(step, c),
            CompleteService c => ServiceResults.Complete(step, c),
            FailService c => ServiceResults.Fail(step, c),
            RetryIncident c => Operations.Retry(step, c),
            CorrectData c => Corrections.Request(step, c),
            RecountTerms => Operations.Recount(step),
            MoveToken c => TokenMoves.Request(step, c),
            SuspendProcess c => Operations.Suspend(step, c.Act),
            ResumeProcess c => Operations.Resume(step, c.Act),
            WithdrawProcess c => Operations.Withdraw(step, c.Act),
            _ => throw new InvalidOperationException($"Expected a known command, but got {command.GetType().Name}."),
        };
        return refused is not null ? refused : step.Finish();
    }

    /// <summary>
    /// Is a command decided by what has happened, and not by the state alone? What was recorded is held to how things stood then.
    /// </summary>
    public static bool NeedsPast(Command command) => command is CorrectData { IncidentId: null };

    /// <summary>Evaluates a gate's conditions on the state as of the civil date of <paramref name="at"/>.</summary>
    public static ImmutableArray<GateFinding> Examine(
        ProcessDefinition definition,
        ProcessState state,
        Gate gate,
        Instant at
    )
    {
        var today = at.InZone(definition.Zone).Date;
        DataValue? Shown(string name) =>
            CallActivityBehaviour.Running(definition, state, today, name) is { } running
                ? running.Value
                : Lookup.Value(definition, state, ProcessState.RootScope, "", today, name);
        return
        [
            .. Findings(definition, state, gate, at)
                .Select(f =>
                    f with
                    {
                        Evidence =
                        [
                            .. f.Condition.Evidence.Select(e => new GateEvidence(e, definition.TypeOf(e), Shown(e))),
                        ],
                    }
                ),
        ];
    }

    /// <summary>What <see cref="Examine"/> finds, without what it stands on: a decision does not ask for that.</summary>
    internal static IEnumerable<GateFinding> Findings(
        ProcessDefinition definition,
        ProcessState state,
        Gate gate,
        Instant at
    )
    {
        var today = at.InZone(definition.Zone).Date;
        Func<string, DataValue?> values = name =>
            Lookup.Value(definition, state, ProcessState.RootScope, "", today, name);
        return gate.Conditions.Select(c => new GateFinding(c, Holds(c.When, values)));
    }

    /// <summary>
    /// The text version, by its hash, in whose languages a field wants its files; null while it cannot be known.
    /// </summary>
    /// <param name="definition">The process file.</param>
    /// <param name="state">The instance as it stands.</param>
    /// <param name="field">The field.</param>
    /// <param name="element">The task, or the owner of the wait for the message; null while nothing waits yet.</param>
    /// <param name="at">When it is asked.</param>
    public static string? TextVersionOf(
        ProcessDefinition definition,
        ProcessState state,
        FieldSpec field,
        long? element,
        Instant at
    )
    {
        var today = at.InZone(definition.Zone).Date;
        var place = state.Elements.GetValueOrDefault(element ?? ProcessState.RootScope);
        // the element may be gone meanwhile
        var scope =
            element is { } owner && state.Scopes.ContainsKey(owner) ? owner : place?.Scope ?? ProcessState.RootScope;
        DataValue? Value(string name) =>
            name == "due"
                ? DataValue.Of(today)
                : Lookup.Value(definition, state, scope, place?.Item ?? "", today, name);
        return field.LanguagesOf?.EvaluateOrNull(Value) is DataValue.Text(var hash) ? hash : null;
    }

    /// <summary>The day on which a forecast counts on an open step (<c>tw:form expectedOn</c>); null while no date says so.</summary>
    /// <param name="definition">The process file.</param>
    /// <param name="state">The instance as it stands.</param>
    /// <param name="element">The task, or the owner of the wait.</param>
    /// <param name="form">What it asks for.</param>
    /// <param name="at">When it is asked.</param>
    public static LocalDate? ExpectedOn(
        ProcessDefinition definition,
        ProcessState state,
        ActiveElement element,
        StepForm form,
        Instant at
    )
    {
        var today = at.InZone(definition.Zone).Date;
        return
            form.ExpectedOn?.EvaluateOrNull(name =>
                Lookup.Value(definition, state, element.Scope, element.Item, today, name)
            )
                is DataValue.Date(var day)
            ? day
            : null;
    }

    /// <summary>
    /// The step because of which a person must not do a task, neither for themselves nor in another's place nor through another;
    /// null when they may.
    /// </summary>
    public static string? Barring(ProcessDefinition definition, ProcessState state, string node, string person) =>
        state.Doers is { } doers && definition.Node(node) is UserTask { Form.NotBy: var named }
            ? named.FirstOrDefault(step => doers.GetValueOrDefault(step, []).Any(doer => doer.Person == person))
            : null;

    /// <summary>All persons who must not do a task because of the steps that they did, or that were done in their place.</summary>
    public static ImmutableHashSet<string> BarredFrom(ProcessDefinition definition, ProcessState state, string node) =>
        state.Doers is { } doers && definition.Node(node) is UserTask { Form.NotBy: { IsEmpty: false } named }
            ? [.. named.SelectMany(step => doers.GetValueOrDefault(step, [])).Select(static doer => doer.Person)]
            : [];

    /// <summary>What is wrong with a value that an authority would choose for a setting; the problems name the setting's id.</summary>
    public static ImmutableArray<FieldProblem> Check(ProcessSetting setting, DataValue value) =>
        FormCheck.Problems(setting.Field, value);

    /// <summary>
    /// What is wrong with the values of a command that completes a task or records a message, by the rules by which it would
    /// be decided. For whoever cannot make the command yet, since other values of the same form could not be read.
    /// </summary>
    public static ImmutableArray<FieldProblem> Check(ProcessDefinition definition, ProcessState state, Command command)
    {
        if (state.Status != ProcessStatus.Running || state.DefinitionHash != definition.Hash)
            return [];
        // nothing is decided, so no term is resolved
        var step = new Step(
            definition,
            state,
            command,
            static (_, _, _) => throw new InvalidOperationException("Expected a check to resolve no term.")
        );
        return command switch
        {
            CompleteTask c => TaskCompletion.Problems(step, c),
            ReceiveMessage c => MessageReceipt.Problems(step, c),
            _ => [],
        };
    }

    /// <summary>A condition that cannot be computed is not met; the gate says so beside its cure.</summary>
    private static bool Holds(Expression condition, Func<string, DataValue?> variables) =>
        condition.EvaluateOrNull(variables) is DataValue.Flag { Value: true };
}
