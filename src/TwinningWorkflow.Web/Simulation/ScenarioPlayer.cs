using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Simulation;

/// <summary>Plays a scenario step by step and checks what it expects.</summary>
internal sealed class ScenarioPlayer(ProcessDefinition definition, Scenario scenario)
{
    /// <summary>The role that corrects whatever is wrong in the acts; anybody else what their own steps recorded.</summary>
    private const string Keeper = Database.Roles.Secretariat;

    private readonly ScenarioLanguages languages = new(scenario);

    public Playback Playback { get; } =
        new(definition, new TermRules { Zone = definition.Zone, Patron = scenario.Patron });

    /// <summary>
    /// Plays one step after the other. Each answer holds the step (0 is the start), the happenings since the one before, and
    /// what failed of it; the play ends with the first failure.
    /// </summary>
    /// <param name="until">The last day that is played; null: all of them.</param>
    public IEnumerable<PlayedStep> Play(LocalDate? until = null)
    {
        Playback.PassTime(Playback.At(scenario.Start));
        yield return Step(0, scenario.Expect, StartCommand());
        foreach (var (index, step) in scenario.Steps.Index())
        {
            if (step.At.Date > until)
                break;
            var from = Playback.Happenings.Count;
            Playback.PassTime(Playback.At(step.At));
            var played = Step(index + 1, step.Expect, Command(step), from, step);
            yield return played;
            if (played.Failures.Count > 0)
                yield break;
        }
        if (until is { } last && Playback.At(last.PlusDays(1).AtMidnight()) > Playback.Now)
            Playback.PassTime(Playback.At(last.PlusDays(1).AtMidnight()) - Duration.Epsilon);
    }

    private PlayedStep Step(
        int number,
        ScenarioExpectation? expected,
        Command? command,
        int from = 0,
        ScenarioStep? taken = null
    )
    {
        var decision = command is null ? null : Playback.Play(command, Wrong(command, taken));
        var since = Playback.Happenings.Skip(from).ToList();
        return new PlayedStep(
            number,
            Playback.Now,
            since,
            ExpectationCheck.Failures(expected, Playback, decision, since)
        );
    }

    private StartProcess StartCommand() =>
        new(
            Playback.Now,
            Simulation.Playback.Person(scenario.By),
            "simulation",
            definition
                .Settings.Where(setting => scenario.Settings.ContainsKey(setting.Field.Id))
                .ToImmutableDictionary(
                    setting => setting.Variable,
                    setting =>
                        ScenarioValues.Value(setting.Field, setting.Field.Id, scenario.Settings[setting.Field.Id])
                )
        );

    private Command? Command(ScenarioStep step)
    {
        var now = Playback.Now;
        var by = Simulation.Playback.Person(step.By);
        return step switch
        {
            { Complete: { } done } => new CompleteTask(
                now,
                by,
                TaskId(done.Node, done.Item),
                done.Outcome.Length == 0 ? null : done.Outcome,
                ScenarioValues.Read((definition.Nodes.GetValueOrDefault(done.Node) as UserTask)?.Form, done.Fields)
            ),
            { Message: { } message } => new ReceiveMessage(
                now,
                by,
                message.Name,
                message.Key,
                ScenarioValues.Read(definition.Messages.GetValueOrDefault(message.Name)?.Form, message.Fields)
            ),
            { Correct: { } correction } => new CorrectData(
                now,
                by,
                null,
                correction.Values.ToImmutableDictionary(
                    value => value.Key,
                    value => ScenarioValues.Value(definition.FieldOf(value.Key), value.Key, value.Value)
                )
            )
            {
                Reason = correction.Reason,
                Scope = ScopeOf(correction),
                OwnStepsOnly = step.By != Keeper,
            },
            { Suspend: { } order } => new SuspendProcess(now, by)
            {
                Reason = order.Reason,
                Act = order.ActOf(step.At.Date, step.NeedsAct),
            },
            { Resume: { } order } => new ResumeProcess(now, by)
            {
                Reason = order.Reason,
                Act = order.ActOf(step.At.Date, step.NeedsAct),
            },
            { Withdraw: { } order } => new WithdrawProcess(now, by)
            {
                Reason = order.Reason,
                Act = order.ActOf(step.At.Date, step.NeedsAct),
            },
            _ => null,
        };
    }

    /// <summary>What the application finds wrong with the fields before the engine sees them.</summary>
    private ImmutableArray<FieldProblem> Wrong(Command command, ScenarioStep? taken) =>
        (command, taken) switch
        {
            (CompleteTask task, { Complete: { } done }) => languages.Problems(
                (definition.Nodes.GetValueOrDefault(done.Node) as UserTask)?.Form,
                done.Fields,
                field => Version(field, task.TaskId)
            ),
            (ReceiveMessage, { Message: { } message }) => languages.Problems(
                definition.Messages.GetValueOrDefault(message.Name)?.Form,
                message.Fields,
                field =>
                    Version(
                        field,
                        Playback
                            .State.Messages.Values.FirstOrDefault(w =>
                                w.Message == message.Name && w.Key == (message.Key ?? "")
                            )
                            ?.Element
                    )
            ),
            _ => [],
        };

    private string? Version(FieldSpec field, long? element) =>
        ProcessEngine.TextVersionOf(definition, Playback.State, field, element, Playback.Now);

    /// <summary>The scope that holds what is corrected; that of the process where none does: the engine then says so.</summary>
    private long ScopeOf(ScenarioCorrection correction) =>
        RecordedData
            .Of(definition, Playback.State)
            .FirstOrDefault(x => x.Subject == correction.Item && correction.Values.ContainsKey(x.Variable.Name))
            ?.Scope
        ?? ProcessState.RootScope;

    /// <summary>The open task of a node and item; 0, which no task has, when there is none: the engine then says so.</summary>
    private long TaskId(string node, string item) =>
        Playback.State.Elements.Values.FirstOrDefault(e => e.Node == node && e.Subject() == item && !e.Holder)?.Id ?? 0;
}

/// <summary>A step that was played.</summary>
internal sealed record PlayedStep(
    int Number,
    Instant At,
    IReadOnlyList<Happening> Happenings,
    IReadOnlyList<string> Failures
);
