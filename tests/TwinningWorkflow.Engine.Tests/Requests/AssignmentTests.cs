using System.Collections.Immutable;

namespace TwinningWorkflow.Engine.Tests.Requests;

public sealed class AssignmentTests
{
    private static Scenario Task() =>
        Scenario
            .Given(
                """
                <startEvent id="s"/><userTask id="a"><ext><tw:form role="clerk"/></ext></userTask><endEvent id="e"/><flow path="s a e"/>
                """
            )
            .Start();

    [Fact]
    public void Who_takes_a_task_on_has_it_and_nobody_else_does_it() =>
        Task()
            .Claim("a", "ada")
            .Then(s => Assert.Equal(new TaskAssigned(s.Element("a").Id, "a", "", "ada"), Assert.Single(s.Events)))
            .CompleteBy("a", "bea")
            .Refused(RejectionCode.AssignedToAnother)
            .CompleteBy("a", "ada")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void Of_two_who_take_it_on_the_first_has_it() =>
        Task()
            .Claim("a", "ada")
            .Claim("a", "bea")
            .Refused(RejectionCode.AssignedToAnother)
            .Claim("a", "ada")
            .Refused(RejectionCode.NothingChanges)
            .Then(s => Assert.Equal("ada", s.Element("a").Assignee));

    [Fact]
    public void Another_role_takes_nothing_on() => Task().As("mayor").Claim("a", "ada").Refused(RejectionCode.NotYours);

    [Fact]
    public void A_deputy_takes_it_on_for_whom_they_replace_and_either_does_it() =>
        Task()
            .Claim("a", "ada", forWhom: "bea")
            .Then(s => Assert.Equal("bea", s.Element("a").Assignee))
            .CompleteBy("a", "ada")
            .Refused(RejectionCode.AssignedToAnother)
            .CompleteBy("a", "ada", forWhom: "bea")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void Who_has_it_gives_it_back_and_others_do_not() =>
        Task()
            .Release("a", "ada")
            .Refused(RejectionCode.NothingChanges)
            .Claim("a", "ada")
            .Release("a", "bea")
            .Refused(RejectionCode.AssignedToAnother)
            .Release("a", "bea", forWhom: "ada")
            .Then(s => Assert.Null(s.Element("a").Assignee))
            .CompleteBy("a", "bea")
            .Ended(ProcessStatus.Completed, "e");

    [Fact]
    public void The_product_releases_what_somebody_can_do_no_longer() =>
        Task()
            .Claim("a", "ada")
            .When((at, _) => new ReleaseTask(at, Actor.System("authority-1", "people"), 2))
            .Then(s => Assert.Null(s.Element("a").Assignee));

    [Fact]
    public void It_is_handed_over_with_a_reason() =>
        Task()
            .Assign("a", "ada", "bea")
            .Refused(RejectionCode.NotYours)
            .Claim("a", "ada")
            .Assign("a", "ada", "bea", reason: " ")
            .Refused(RejectionCode.ReasonRequired)
            .Assign("a", "cleo", "bea")
            .Refused(RejectionCode.AssignedToAnother)
            .Assign("a", "ada", "bea")
            .Then(s => Assert.Equal(("ada", "bea"), (s.Of<TaskAssigned>().Single().Before, s.Element("a").Assignee)))
            .CompleteBy("a", "ada")
            .Refused(RejectionCode.AssignedToAnother);

    [Fact]
    public void What_was_to_be_taken_from_one_stays_with_whoever_has_got_it_meanwhile() =>
        Task()
            .Claim("a", "bea")
            .When((at, _) => new ReleaseTask(at, Actor.System("authority-1", "people"), 2) { From = "ada" })
            .Refused(RejectionCode.NothingChanges)
            .When((at, _) => new ReleaseTask(at, Actor.System("authority-1", "people"), 2) { From = "bea" })
            .Then(s => Assert.Null(s.Element("a").Assignee));

    [Fact]
    public void Who_oversees_gives_it_to_whom_they_will_or_back_to_all_and_says_why() =>
        Task()
            .When((at, who) => new AssignTask(at, who, 2, "bea") { Oversees = true })
            .Refused(RejectionCode.ReasonRequired)
            .When((at, who) => new AssignTask(at, who, 2, "bea") { Oversees = true, Reason = "she knows it" })
            .When((at, who) => new ReleaseTask(at, who, 2) { Oversees = true })
            .Refused(RejectionCode.ReasonRequired)
            .When((at, who) => new ReleaseTask(at, who, 2) { Oversees = true, Reason = "she is ill" })
            .Then(s => Assert.Null(s.Element("a").Assignee));

    [Fact]
    public void What_is_no_open_task_passes_to_nobody() =>
        Task()
            .When((at, who) => new ClaimTask(at, who, 1))
            .Refused(RejectionCode.TaskNotOpen)
            .When((at, who) => new ReleaseTask(at, who, 1))
            .Refused(RejectionCode.TaskNotOpen)
            .When((at, who) => new AssignTask(at, who, 1, "bea"))
            .Refused(RejectionCode.TaskNotOpen);

    [Fact]
    public void A_task_passes_on_while_the_process_is_suspended() =>
        Task().Suspend().Claim("a", "ada").Then(s => Assert.Equal("ada", s.Element("a").Assignee));
}
