namespace TwinningWorkflow.Engine.Tests;

public sealed class ElementLifecycleTests
{
    [Fact]
    public void The_legal_transitions_are_these_and_no_others()
    {
        var table = ElementLifecycle.Table.Select(t => $"{t.From} --{t.On.Name}--> {t.To}").ToList();

        foreach (var row in table)
            TestContext.Current.TestOutputHelper?.WriteLine(row);
        Assert.Equal(
            [
                "Active --TaskCompleted--> Completed",
                "Active --ServiceCompleted--> Completed",
                "Active --ElementCompleted--> Completed",
                "Active --ElementsCancelled--> Cancelled",
                "Active --IncidentRaised--> Stopped",
                "Stopped --IncidentResolved--> Active",
                "Stopped --ElementsCancelled--> Cancelled",
            ],
            table
        );
    }

    [Fact]
    public void What_is_not_in_the_table_throws()
    {
        var events = ElementLifecycle.Table.Select(t => t.On).Distinct().ToList();
        foreach (var from in Enum.GetValues<ElementPhase>())
        foreach (var on in events)
            if (!ElementLifecycle.Table.Any(t => t.From == from && t.On == on))
                Assert.Throws<InvalidOperationException>(() => ElementLifecycle.Next(from, on));
    }

    [Fact]
    public void A_journal_that_completes_a_task_twice_is_a_defect_and_not_believed()
    {
        var scenario = Scenario
            .Given("""<startEvent id="s"/><userTask id="a"/><userTask id="b"/><flow path="s a b"/>""")
            .Start();
        var id = scenario.Element("a").Id;
        scenario.Complete("a");

        Assert.ThrowsAny<Exception>(() => scenario.State.Apply(new TaskCompleted(id, "a", "", scenario.State.Data)));
    }
}
