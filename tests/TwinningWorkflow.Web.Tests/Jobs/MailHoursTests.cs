using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>When a mail goes to a person: 9 December 2022 is a Friday between a holiday and a weekend.</summary>
public sealed class MailHoursTests
{
    private static readonly WorkingTime Office = new(new TermRules());
    private static readonly DateTimeZone Rome = DateTimeZoneProviders.Tzdb["Europe/Rome"];

    [Theory]
    [InlineData("2022-12-09T10:00", "2022-12-09T10:00", null)]
    [InlineData("2022-12-09T08:00", "2022-12-09T08:00", null)]
    [InlineData("2022-12-09T18:59", "2022-12-09T18:59", null)]
    [InlineData("2022-12-09T07:59", "2022-12-09T08:00", "2022-12-09T08:00")]
    [InlineData("2022-12-09T19:00", "2022-12-12T08:00", "2022-12-12T08:00")]
    [InlineData("2022-12-08T10:00", "2022-12-09T08:00", "2022-12-09T08:00")]
    public void What_is_new_goes_at_once_in_working_hours_and_else_at_the_next_hour(
        string now,
        string at,
        string? kept
    ) => Assert.Equal((at, kept), Hours(PlannedMail.TaskAssigned, new MailWishes(), now));

    [Theory]
    [InlineData("2022-12-09T10:00", "2022-12-12T08:00")]
    [InlineData("2022-12-09T07:00", "2022-12-09T08:00")]
    public void Who_wants_all_together_gets_it_at_their_next_hour(string now, string at) =>
        Assert.Equal((at, at), Hours(PlannedMail.TermElapsed, new MailWishes { Digest = true }, now));

    [Theory]
    [InlineData(false, "2022-12-09T08:00", "2022-12-09T08:00")]
    [InlineData(true, "2022-12-09T08:00", "2022-12-09T08:00")]
    [InlineData(false, "2022-12-09T15:00", "2022-12-09T08:00")] // after a stand-still: with all else of this morning
    [InlineData(false, "2022-12-10T15:00", "2022-12-12T08:00")]
    public void A_reminder_belongs_to_the_hour_that_just_was_or_to_the_next(bool digest, string now, string at) =>
        Assert.Equal((at, at), Hours(PlannedMail.Reminder, new MailWishes { Digest = digest }, now));

    [Theory]
    [InlineData("2022-12-09T08:30", "2022-12-12T10:00")] // Mondays and Wednesdays from ten
    [InlineData("2022-12-12T11:00", "2022-12-12T11:00")]
    public void A_person_s_own_days_and_hour_hold(string now, string at) =>
        Assert.Equal(at, Hours(PlannedMail.TaskAssigned, new MailWishes { Hour = 10, WorkingDays = "13" }, now).At);

    [Theory]
    [InlineData(23, "2022-12-09T23:01", "2022-12-09T23:00")]
    [InlineData(20, "2022-12-09T22:30", "2022-12-09T20:00")]
    public void Whose_hour_is_late_gets_the_reminder_of_that_evening_on_that_evening(int hour, string now, string at) =>
        Assert.Equal((at, at), Hours(PlannedMail.Reminder, new MailWishes { Hour = hour }, now));

    [Fact]
    public void A_body_and_the_partner_are_written_to_at_once() =>
        Assert.Equal(("2022-12-10T23:00", null), Hours("notice", null, "2022-12-10T23:00"));

    private static (string At, string? KeptFor) Hours(string template, MailWishes? wishes, string now)
    {
        var reader = new MailReader("key", null, "Anna", "anna@comune.test", "it") { Wishes = wishes };
        var hours = MailHours.Of(new PlannedMail(template, "node"), reader, Office, Instant(now));
        return (Local(hours.At), hours.KeptFor is { } kept ? Local(kept) : null);
    }

    private static Instant Instant(string local) =>
        Rome.AtStrictly(LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value)
            .ToInstant();

    private static string Local(Instant at) =>
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(at.InZone(Rome).LocalDateTime);
}
