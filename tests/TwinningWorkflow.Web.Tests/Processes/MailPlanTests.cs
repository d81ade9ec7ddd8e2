using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class MailPlanTests
{
    private static readonly ProcessDefinition Twinning = BpmnReader
        .Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "workflows", "twinning.bpmn")))
        .Definition!;

    private static readonly ResolvedTerm Term = new(
        Instant.FromUtc(2023, 1, 9, 23, 0),
        new LocalDate(2022, 12, 9),
        new LocalDate(2023, 1, 8),
        new LocalDate(2023, 1, 9),
        [new TermMove(new LocalDate(2023, 1, 8), "sunday")]
    );

    private static readonly ProcessState Started = ProcessState.Empty.Apply(
        new ProcessStarted(
            "instance",
            "twinning",
            Twinning.Hash,
            "proposal",
            ImmutableDictionary<string, DataValue>.Empty.Add("recordNotice.protocolNumber", DataValue.Of("FITTIZIO"))
        )
    );

    [Fact]
    public void An_opened_task_is_told_to_its_role_with_its_deadline()
    {
        var opened = new TaskOpened("recordDelivery", ProcessState.RootScope, "DARA", "clerk", Term);
        var after = Started.Apply(opened);

        var mail = MailPlan.For(Twinning, Started, after, opened, after.Sequence);

        Assert.Equal(
            new PlannedMail(PlannedMail.TaskAssigned, "recordDelivery")
            {
                Role = "clerk",
                Item = "DARA",
                TaskId = after.Sequence,
                Term = Term,
            },
            mail
        );
    }

    [Fact]
    public void A_task_that_the_same_step_took_away_again_is_told_to_nobody()
    {
        var opened = new TaskOpened("council", ProcessState.RootScope, "", "secretariat", null);
        var open = Started.Apply(opened);
        var after = open.Apply(new ElementsCancelled([open.Sequence], "boundary", 0));

        Assert.Null(MailPlan.For(Twinning, Started, after, opened, open.Sequence));
    }

    [Fact]
    public void Who_is_given_a_task_is_told_and_who_took_it_on_is_not()
    {
        var open = Started.Apply(new TaskOpened("council", ProcessState.RootScope, "", "secretariat", Term));
        var person = Guid.CreateVersion7();
        var given = new TaskAssigned(open.Sequence, "council", "", $"{person:D}");
        var after = open.Apply(given);
        var actor = new Actor("a", "another", "brescia", "secretariat");

        Assert.Equal(
            new PlannedMail(PlannedMail.TaskAssigned, "council")
            {
                Role = "secretariat",
                Person = person,
                TaskId = open.Sequence,
                Term = Term,
            },
            MailPlan.For(Twinning, open, after, given, after.Sequence, actor)
        );
        Assert.Null(MailPlan.For(Twinning, open, after, given, after.Sequence, actor with { Person = $"{person:D}" }));
        Assert.Null(
            MailPlan.For(Twinning, open, after, given, after.Sequence, actor with { OnBehalfOf = $"{person:D}" })
        );
    }

    [Fact]
    public void A_task_that_is_everybodys_again_is_told_to_its_role()
    {
        var open = Started.Apply(new TaskOpened("council", ProcessState.RootScope, "", "secretariat", Term));
        var released = new TaskAssigned(open.Sequence, "council", "person", "");

        var mail = MailPlan.For(Twinning, open, open.Apply(released), released, 4, TestStore.Clerk);

        Assert.Equal(("secretariat", null), (mail!.Role, mail.Person));
    }

    [Fact]
    public void A_legal_term_that_ends_is_told_to_the_office_of_its_lane()
    {
        var (before, fired) = Armed("windowElapsed", Term);

        var mail = MailPlan.For(Twinning, before, before.Apply(fired), fired, before.Sequence + 1);

        Assert.Equal(new PlannedMail("window-elapsed", "windowElapsed") { Role = "clerk", Term = Term }, mail);
    }

    [Fact]
    public void The_end_of_a_term_in_a_called_process_says_of_which_call_and_nothing_of_observations()
    {
        var called = Started.Apply(new ElementActivated("publishGiunta", ProcessState.RootScope, "", ScopeKind.Called));
        var (before, fired) = Armed("tenthDayOver", Term, called, called.Sequence);

        var mail = MailPlan.For(Twinning, before, before.Apply(fired), fired, before.Sequence + 1);

        Assert.Equal(
            new PlannedMail("term-elapsed", "tenthDayOver")
            {
                Role = "secretariat",
                Item = "publishGiunta",
                Term = Term,
            },
            mail
        );
    }

    [Fact]
    public void A_reminder_cycle_that_fires_is_no_news_by_itself()
    {
        var (before, fired) = Armed("partnerSilent", null);

        Assert.Null(MailPlan.For(Twinning, before, before.Apply(fired), fired, before.Sequence + 1));
    }

    [Fact]
    public void A_sent_message_goes_to_its_recipient_and_tells_the_facts_that_have_a_value()
    {
        var sent = new MessageSent("sendNotice", "notice", "MAECI")
        {
            Facts = ImmutableDictionary<string, DataValue>.Empty.Add("protocolNumber", DataValue.Of("FITTIZIO")),
        };

        var mail = MailPlan.For(Twinning, Started, Started.Apply(sent), sent, 2);

        Assert.NotNull(mail);
        Assert.Equal(("notice", "sendNotice", "MAECI", ""), (mail.Template, mail.Node, mail.Recipient, mail.Role));
        Assert.Equal([new MailFact("protocolNumber", DataValue.Of("FITTIZIO"))], mail.Facts);
    }

    [Fact]
    public void A_reminder_goes_to_the_role_of_the_task_and_calls_to_it()
    {
        var after = Started.Apply(new TaskOpened("council", ProcessState.RootScope, "", "secretariat", Term));

        var mail = MailPlan.Reminder(Twinning, after.Elements[after.Sequence]);

        Assert.Equal(
            new PlannedMail(PlannedMail.Reminder, "council")
            {
                Role = "secretariat",
                TaskId = after.Sequence,
                Term = Term,
            },
            mail
        );
    }

    private static (ProcessState Before, TimerFired Fired) Armed(
        string node,
        ResolvedTerm? term,
        ProcessState? state = null,
        long scope = ProcessState.RootScope
    )
    {
        var rests = (state ?? Started).Apply(new ElementActivated(node, scope, "", ScopeKind.None));
        var armed = rests.Apply(new TimerArmed(0, rests.Sequence, node, Term.Due, 1, 0, term));
        return (armed, new TimerFired(armed.Sequence, node, 1));
    }
}
