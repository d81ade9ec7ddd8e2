using System.Collections.Immutable;
using NodaTime;

namespace TwinningWorkflow.Engine.Tests.Requests;

/// <summary>Terms that run are counted again when the date they start from changes, or the calendar.</summary>
public sealed class RecountTests
{
    /// <summary>A window from the later delivery beside two tasks, one due from that date, one from its opening.</summary>
    private const string Window = """
        <startEvent id="s"/>
        <userTask id="record"><ext><tw:form><tw:field id="on" type="date" required="true" notAfter="today"/></tw:form></ext></userTask>
        <parallelGateway id="split"/>
        <intermediateCatchEvent id="window"><timerEventDefinition><ext><tw:term amount="30" unit="days" from="record.on"/></ext></timerEventDefinition></intermediateCatchEvent>
        <userTask id="reply"><ext><tw:form><tw:deadline amount="5" unit="days" from="record.on"/><tw:field id="text"/></tw:form></ext></userTask>
        <userTask id="archive"><ext><tw:form><tw:deadline amount="10" unit="days"/></tw:form></ext></userTask>
        <parallelGateway id="join"/><endEvent id="e"/>
        <flow path="s record split window join e"/><flow path="split reply join"/><flow path="split archive join"/>
        """;

    private static readonly LocalDate Told = new(2022, 12, 5);
    private static readonly LocalDate Right = new(2022, 12, 7);

    private static Scenario Running() =>
        Scenario
            .Given(Window)
            .Start()
            .Complete("record", null, ("on", DataValue.Of(Told)))
            .Waits("window", "reply", "archive");

    private static Scenario Correct(Scenario scenario, LocalDate day, string? reason = "the receipt says the 7th") =>
        scenario.When(
            (at, who) => new CorrectData(at, who, null, Values(("record.on", DataValue.Of(day)))) { Reason = reason }
        );

    [Fact]
    public void A_corrected_date_moves_the_terms_that_start_from_it_and_no_other() =>
        Correct(Running(), Right)
            .Then(s =>
            {
                var corrected = Assert.Single(s.Of<DataCorrected>());
                Assert.Equal(0, corrected.Incident);
                var recounted = s.Of<TermRecounted>().ToDictionary(r => r.Node);
                Assert.Equal(["reply", "window"], recounted.Keys.Order(StringComparer.Ordinal));
                Assert.Equal(
                    (new LocalDate(2023, 1, 4), Told),
                    (recounted["window"].Before.Last, recounted["window"].Before.Start)
                );
                Assert.Equal(
                    (new LocalDate(2023, 1, 6), Right),
                    (recounted["window"].After.Last, recounted["window"].After.Start)
                );
                Assert.Equal(2, recounted["window"].Generation);
                Assert.Equal(new LocalDate(2022, 12, 12), recounted["reply"].After.Last);
                Assert.Equal(new LocalDate(2022, 12, 12), s.Element("reply").Deadline!.Last);
                Assert.Equal(new LocalDate(2022, 12, 19), s.Element("archive").Deadline!.Last);
                Assert.Equal(recounted["window"].After.Due, s.Timer("window").Due);
            });

    [Fact]
    public void The_timer_that_was_armed_before_fires_no_more_and_the_new_one_does() =>
        Correct(Running(), Right)
            .At("2023-01-05T00:00:00Z")
            .When((at, who) => new FireTimer(at, who, Running().Timer("window").Id, 1))
            .Refused(RejectionCode.TimerGone)
            .Fire("window")
            .Waits("reply", "archive");

    [Fact]
    public void A_step_that_changes_no_such_date_counts_nothing_again() =>
        Running()
            .Complete("reply", null, ("text", DataValue.Of("seen")))
            .Then(s => Assert.Empty(s.Of<TermRecounted>()));

    [Fact]
    public void What_was_not_recorded_cannot_be_corrected_and_a_reason_is_asked() =>
        Correct(Running(), Right, reason: null)
            .Refused(RejectionCode.ReasonRequired)
            .When(
                (at, who) =>
                    new CorrectData(at, who, null, Values(("reply.text", DataValue.Of("x")))) { Reason = "typed wrong" }
            )
            .Refused(RejectionCode.InvalidFields, "reply.text:NotRecorded")
            .When(
                (at, who) =>
                    new CorrectData(at, who, null, Values(("record.on", DataValue.Of(Right.PlusDays(9)))))
                    {
                        Reason = "typed wrong",
                    }
            )
            .Refused(RejectionCode.InvalidFields, "record.on:TooLate:2022-12-09");

    [Fact]
    public void A_new_calendar_counts_every_term_again_and_says_what_was_told_before() =>
        Running()
            .Closed(days: 1)
            .When((at, who) => new RecountTerms(at, who) { Reason = "closed on the 8th" })
            .Then(s =>
            {
                Assert.Equal(
                    ["archive", "reply", "window"],
                    s.Of<TermRecounted>().Select(r => r.Node).Order(StringComparer.Ordinal)
                );
                Assert.All(
                    s.Of<TermRecounted>(),
                    r => Assert.Equal((r.Before.Last.PlusDays(1), r.Before.Start), (r.After.Last, r.After.Start))
                );
            })
            .Waits("window", "reply", "archive");

    [Fact]
    public void A_calendar_that_moves_nothing_is_no_step() =>
        Running()
            .When((at, who) => new RecountTerms(at, who) { Reason = "another patron" })
            .Refused(RejectionCode.NothingChanges);

    private static ImmutableDictionary<string, DataValue> Values(params (string, DataValue)[] values) =>
        values.ToImmutableDictionary(v => v.Item1, v => v.Item2);
}
