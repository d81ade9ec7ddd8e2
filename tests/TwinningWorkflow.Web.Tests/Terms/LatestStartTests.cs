using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Terms;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Terms;

public sealed class LatestStartTests
{
    private static readonly LegalTerms Terms = new(new TermRules());

    [Theory]
    [InlineData(30, CountedIn.Days, "2023-01-09", "2022-12-10")]
    // none ends on Sunday 8 January: what starts on 9 December goes on to Monday
    [InlineData(30, CountedIn.Days, "2023-01-08", "2022-12-08")]
    [InlineData(30, CountedIn.Days, "2023-01-07", "2022-12-08")]
    // 25 and 26 December 2022 both move to the 27th, where three starts meet
    [InlineData(30, CountedIn.Days, "2022-12-27", "2022-11-27")]
    [InlineData(30, CountedIn.Days, "2022-12-26", "2022-11-24")]
    [InlineData(0, CountedIn.Days, "2022-12-11", "2022-12-10")]
    [InlineData(5, CountedIn.FreeDays, "2026-03-09", "2026-03-03")]
    // four starts of January end on the last of February
    [InlineData(1, CountedIn.Months, "2023-02-28", "2023-01-31")]
    [InlineData(1, CountedIn.Months, "2023-02-27", "2023-01-27")]
    [InlineData(1, CountedIn.Years, "2025-02-28", "2024-02-29")]
    // two working days over Christmas, from Friday, Saturday, Sunday or the holidays
    [InlineData(2, CountedIn.WorkingDays, "2022-12-28", "2022-12-26")]
    [InlineData(3660, CountedIn.Days, "2030-01-08", "2020-01-01")]
    public void The_latest_start_looks_at_what_moves_the_end(
        int amount,
        CountedIn unit,
        string lastDay,
        string start
    ) =>
        Assert.Equal(start, LocalDatePattern.Iso.Format(Terms.LatestStart(new TermLength(amount, unit), Day(lastDay))));

    [Fact]
    public void A_term_in_hours_or_counted_back_has_no_latest_start()
    {
        var day = new LocalDate(2023, 1, 9);

        Assert.Throws<ArgumentException>(() => Terms.LatestStart(new TermLength(24, CountedIn.Hours), day));
        Assert.Throws<ArgumentException>(() =>
            Terms.LatestStart(new TermLength(30, CountedIn.Days) { Direction = TermDirection.Backward }, day)
        );
    }

    [Fact]
    public void Hours_are_not_counted_from_a_day() =>
        Assert.Throws<ArgumentException>(() => Terms.Compute(new TermLength(24, CountedIn.Hours), Day("2023-01-09")));

    [Fact]
    public void Days_from_an_instant_are_counted_from_its_civil_day() =>
        Assert.Equal(
            Terms.Compute(new TermLength(30, CountedIn.Days), Day("2022-12-10")),
            Terms.Compute(new TermLength(30, CountedIn.Days), Instant.FromUtc(2022, 12, 9, 23, 30))
        );

    private static LocalDate Day(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
}
