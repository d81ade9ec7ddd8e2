namespace TwinningWorkflow.Engine.Tests.Elements;

public sealed class StartEventTests
{
    /// <summary>Begins by itself, by a message, and by the message of a receive task.</summary>
    private const string Body = """
        <startEvent id="s"/><startEvent id="m"><messageEventDefinition messageRef="letter"/></startEvent>
        <receiveTask id="r" messageRef="call" instantiate="true"/>
        <userTask id="a"/><userTask id="b"/><userTask id="c"/><flow path="s a"/><flow path="m b"/><flow path="r c"/>
        """;

    [Fact]
    public void A_process_begins_at_the_one_start_that_is_meant_and_at_no_other()
    {
        Scenario.Given(Body).Start().Waits("a");
        Scenario.Given(Body).StartBy("letter").Waits("b");
        Scenario.Given(Body).StartBy("call").Waits("c").Listens();
        Scenario.Given(Body).StartBy("telegram").Refused(RejectionCode.NoStartEvent);
    }

    [Fact]
    public void The_start_is_recorded_and_painted() =>
        Scenario
            .Given(Body)
            .StartBy("call")
            .Then(s =>
            {
                Assert.Equal("r", s.Of<ProcessStarted>().Single().StartEvent);
                Assert.Equal(["r", "r-c"], s.Of<FlowsTaken>().Single().Flows);
            });

    [Fact]
    public void Event_sub_processes_listen_from_whichever_start() =>
        Scenario
            .Given(
                Body
                    + """<subProcess id="esp" triggeredByEvent="true"><startEvent id="es" isInterrupting="false"><messageEventDefinition messageRef="news"/></startEvent><userTask id="h"/><flow path="es h"/></subProcess>"""
            )
            .StartBy("call")
            .Listens("es")
            .Receive("news")
            .Waits("c", "h");
}
