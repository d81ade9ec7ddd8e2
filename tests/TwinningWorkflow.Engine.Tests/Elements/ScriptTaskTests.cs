using TwinningWorkflow.Engine.Bpmn;

namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class ScriptTaskTests
{
    /// <summary>A host that has registered a handler for one format of scripts.</summary>
    private static readonly HostAbilities Host = new() { ScriptFormats = ["text/count"] };

    private const string Count = """<tw:variable name="count" type="number"/>""";

    private const string Body = """
        <startEvent id="s"/><scriptTask id="w" scriptFormat="text/count"><script>count + 1</script></scriptTask>
        <exclusiveGateway id="x" default="x-no"/><userTask id="yes"/><userTask id="no"/>
        <flow path="s w x no"/><flow path="x yes" when="count == 1"/>
        """;

    [Fact]
    public void A_script_rests_until_the_handler_of_the_host_has_run_it_and_writes_declared_variables() =>
        Scenario
            .Given(Body, Count, Host)
            .Start()
            .Waits("w")
            .Serve("w", ("count", DataValue.Of(1)))
            .Waits("yes")
            .Holds("count", DataValue.Of(1))
            .Holds("w.count", null);

    [Fact]
    public void A_script_writes_nothing_that_is_not_declared_or_is_of_another_type() =>
        Scenario
            .Given(Body, Count, Host)
            .Start()
            .Serve("w", ("count", DataValue.Of("1")), ("total", DataValue.Of(1)))
            .Refused(RejectionCode.InvalidFields, "count:WrongType", "total:Unknown")
            .StillOpen("w");

    [Fact]
    public void An_error_of_the_handler_is_a_bpmn_error_that_the_boundary_catches() =>
        Scenario
            .Given(
                Body
                    + """<boundaryEvent id="b" attachedToRef="w"><errorEventDefinition errorRef="broken"/></boundaryEvent><userTask id="mend"/><flow path="b mend"/>""",
                Count,
                Host
            )
            .Start()
            .Fail("w", "broken")
            .Waits("mend")
            .NoIncident();

    [Fact]
    public void An_error_that_nobody_catches_is_an_incident_and_after_a_retry_the_handler_runs_again() =>
        Scenario
            .Given(Body, Count, Host)
            .Start()
            .Fail("w", "broken")
            .Incident("service-failed", "w")
            .Waits("w")
            .Retry()
            .NoIncident()
            .Serve("w")
            .Waits("no");

    [Fact]
    public void Two_scripts_behind_a_fork_are_active_together() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><parallelGateway id="f"/><parallelGateway id="j"/><endEvent id="e"/>
                <scriptTask id="a" scriptFormat="text/count"><script>1</script></scriptTask>
                <scriptTask id="b" scriptFormat="text/count"><script>2</script></scriptTask>
                <flow path="s f a j e"/><flow path="f b j"/>
                """,
                "",
                Host
            )
            .Start()
            .Waits("a", "b")
            .Serve("b")
            .Waits("a")
            .Serve("a")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void A_script_that_takes_too_long_is_interrupted_and_its_late_answer_refused() =>
        Scenario
            .Given(
                Body
                    + """<boundaryEvent id="b" attachedToRef="w"><timerEventDefinition><timeDuration>PT5S</timeDuration></timerEventDefinition></boundaryEvent><userTask id="mend"/><flow path="b mend"/>""",
                Count,
                Host
            )
            .Start()
            .Then(s =>
            {
                var id = s.Element("w").Id;
                s.Fire("b")
                    .Waits("mend")
                    .When((at, who) => new CompleteService(at, who, id, s.State.Data))
                    .Refused(RejectionCode.ElementNotActive);
            });

    [Fact]
    public void A_file_with_a_script_is_refused_by_a_host_without_a_handler_for_its_format()
    {
        var file = ProcessText.File(Body, Count);

        foreach (
            var host in new[]
            {
                HostAbilities.None,
                new HostAbilities { ScriptFormats = ["text/other"] },
            }
        )
        {
            var problem = Assert.Single(ProcessText.Read(file, host).Problems);
            Assert.Equal(("script-handler", "w"), (problem.Rule, problem.ElementId));
            Assert.True(problem.Line > 0);
            Assert.Contains("'text/count'", problem.Message, StringComparison.Ordinal);
            Assert.Contains("service task", problem.Cure, StringComparison.Ordinal);
        }
    }
}
