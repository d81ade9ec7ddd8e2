using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using TwinningWorkflow.Web.Tests.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class NodeRemindersTests
{
    private static readonly TwinningWorkflow.Engine.Model.ProcessDefinition Twinning = TwinningWorkflow
        .Engine.Bpmn.BpmnReader.Read(File.ReadAllBytes(Path.Combine(Simulator.Folder, "twinning.bpmn")))
        .Definition!;

    [Theory]
    [InlineData("council")]
    [InlineData("publishOnAlbo")] // of a process that is called
    public void A_deadline_of_the_twinning_has_the_schedule_that_stands_once_in_the_file(string node) =>
        Assert.Equal(
            [
                new ReminderLine(ReminderStep.Halfway),
                new ReminderLine(ReminderStep.Before, 1),
                new ReminderLine(ReminderStep.Due),
                new ReminderLine(ReminderStep.After, 1, Every: 2),
            ],
            NodeReminders.Of(Twinning.Node(node)).Lines
        );

    [Theory]
    [InlineData("planCeremony")]
    [InlineData("sign")]
    [InlineData("recordCeremony")]
    public void What_may_wait_for_a_ceremony_is_not_called_late(string node) =>
        Assert.Equal(
            [new ReminderLine(ReminderStep.Before, 1), new ReminderLine(ReminderStep.Due)],
            NodeReminders.Of(Twinning.Node(node)).Lines
        );

    [Fact]
    public void The_window_is_told_when_it_starts_and_ten_and_three_days_before_its_end()
    {
        var window = Twinning.Node("windowElapsed");

        Assert.True(NodeReminders.TellStart(window));
        Assert.Equal(
            [new ReminderLine(ReminderStep.Before, 10), new ReminderLine(ReminderStep.Before, 3)],
            NodeReminders.Of(window).Lines
        );
    }

    [Fact]
    public void Of_other_terms_nobody_is_reminded() => Assert.False(NodeReminders.Any(Twinning.Node("tenthDayOver")));
}
