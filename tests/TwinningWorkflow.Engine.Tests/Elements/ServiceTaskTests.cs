namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class ServiceTaskTests
{
    private const string Body = """
        <startEvent id="s"/>
        <serviceTask id="w"><ext><tw:service name="work"><tw:result name="number" type="number"/></tw:service></ext></serviceTask>
        <exclusiveGateway id="x" default="x-no"/><userTask id="yes"/><userTask id="no"/>
        <flow path="s w x no"/><flow path="x yes" when="w.number == 7"/>
        """;

    [Fact]
    public void A_service_task_rests_until_the_host_has_done_it_and_keeps_its_result() =>
        Scenario
            .Given(Body)
            .Start()
            .Waits("w")
            .Serve("w", ("number", DataValue.Of(7)))
            .Waits("yes")
            .Holds("w.number", DataValue.Of(7));

    [Fact]
    public void A_result_of_another_type_than_declared_counts_as_absent() =>
        Scenario.Given(Body).Start().Serve("w", ("number", DataValue.Of("7"))).Waits("no");

    [Fact]
    public void A_failed_service_is_an_incident_and_after_a_retry_the_host_does_it_again()
    {
        var scenario = Scenario.Given(Body).Start();
        var id = scenario.Element("w").Id;

        scenario.Fail("w").Incident("service-failed", "w").Waits("w");
        Assert.Equal(ElementPhase.Stopped, scenario.Element("w").Phase);
        scenario
            .When((at, who) => new CompleteService(at, who, id, scenario.State.Data))
            .Refused(RejectionCode.ElementNotActive);

        scenario.Retry().NoIncident().Waits("w");
        Assert.Equal((id, ElementPhase.Active), (scenario.Element("w").Id, scenario.Element("w").Phase));
        scenario.Serve("w").Waits("no");
    }

    [Fact]
    public void A_service_is_done_once() =>
        Scenario
            .Given(Body)
            .Start()
            .Then(s =>
            {
                var id = s.Element("w").Id;
                s.Serve("w")
                    .When((at, who) => new CompleteService(at, who, id, s.State.Data))
                    .Refused(RejectionCode.ElementNotActive)
                    .When((at, who) => new FailService(at, who, id, null, "late"))
                    .Refused(RejectionCode.ElementNotActive);
            });

    [Fact]
    public void What_is_no_service_task_is_not_completed_as_one() =>
        Scenario
            .Given(Body)
            .Start()
            .Serve("w")
            .Then(s =>
                s.When((at, who) => new CompleteService(at, who, s.Element("no").Id, s.State.Data))
                    .Refused(RejectionCode.ElementNotActive)
            );

    [Fact]
    public void A_result_that_the_history_cannot_hold_exactly_is_refused() =>
        Scenario
            .Given(Body)
            .Start()
            .Serve("w", ("number", DataValue.Of(long.MaxValue)))
            .Refused(RejectionCode.InvalidFields, "number:TooLate:9007199254740991");
}
