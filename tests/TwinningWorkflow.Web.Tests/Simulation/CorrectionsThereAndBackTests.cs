using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Simulation;

/// <summary>Every date of every scenario is corrected by a day and back, as far as it may be, as things stand before the end.</summary>
[Trait("pace", "full")]
public sealed class CorrectionsThereAndBackTests
{
    private static readonly ProcessDefinition Definition = BpmnReader
        .Read(File.ReadAllBytes(Path.Combine(Simulator.Folder, "twinning.bpmn")))
        .Definition!;

    private static readonly TermResolver Terms = TermResolution.With(
        new LegalTerms(new TermRules { Zone = Definition.Zone })
    );

    [Fact]
    public void A_correction_that_is_taken_back_leaves_everything_as_it_was()
    {
        var (wrong, taken, refused) = (new List<string>(), 0, new HashSet<FieldProblemCode>());
        foreach (var name in ScenarioTests.Scenarios.Select(s => s.Data))
        {
            var player = new ScenarioPlayer(Definition, Scenario.Load(Simulator.ScenarioFile(name)));
            var last = (player.Playback.State, Past: 0, player.Playback.Now);
            foreach (var _ in player.Play())
                if (player.Playback.State.Status is ProcessStatus.Running)
                    last = (player.Playback.State, player.Playback.Past.Count, player.Playback.Now);
            var past = player.Playback.Past.Take(last.Past).ToList();
            foreach (var recorded in RecordedData.Of(Definition, last.State))
                if (recorded.Variable.Value is DataValue.Date(var day))
                    foreach (var other in (LocalDate[])[day.PlusDays(-1), day.PlusDays(1)])
                        switch (Correct(recorded, last.State, past, last.Now, other))
                        {
                            case Decision.Rejected { Problems: var problems }:
                                refused.UnionWith(problems.Select(p => p.Code));
                                break;
                            case Decision.Accepted there:
                                taken++;
                                var since = past.Concat(there.Events.Select(e => new PastEvent(last.Now, e))).ToList();
                                if (
                                    Correct(recorded, there.State, since, last.Now, day) is not Decision.Accepted back
                                    || there.Events.Any(e => e is DataRecomputed { Left.IsEmpty: false })
                                    || Written(back.State) != Written(last.State)
                                )
                                    wrong.Add($"{name}: {recorded.Variable.Name} to {other} and back");
                                break;
                        }
        }

        Assert.Equal([], wrong);
        Assert.True(taken > 400, $"Expected many corrections to be taken, but {taken} were.");
        foreach (
            var code in (FieldProblemCode[])
                [FieldProblemCode.TooEarly, FieldProblemCode.TooLate, FieldProblemCode.DecidedTheWay]
        )
            Assert.Contains(code, refused);
    }

    private static Decision Correct(
        RecordedVariable recorded,
        ProcessState state,
        IReadOnlyList<PastEvent> past,
        Instant at,
        LocalDate day
    ) =>
        ProcessEngine.Decide(
            Definition,
            state,
            new CorrectData(
                at,
                Playback.Person("secretariat"),
                null,
                ImmutableDictionary<string, DataValue>.Empty.Add(recorded.Variable.Name, DataValue.Of(day))
            )
            {
                Scope = recorded.Scope,
                Reason = "FITTIZIO",
            },
            Terms,
            past
        );

    private static string Written(ProcessState state) =>
        string.Join(
            '\n',
            [
                .. state.Scopes.Values.SelectMany(scope =>
                    scope
                        .Data.OrderBy(x => x.Key, StringComparer.Ordinal)
                        .Select(x => $"{scope.Id} {x.Key} = {x.Value}")
                ),
                .. state.Timers.Values.Select(timer => $"{timer.Id} {timer.Due}"),
            ]
        );
}
