using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NodaTime;
using TwinningWorkflow.Web.Features.Calendars;
using TwinningWorkflow.Web.Terms.Calendars;
using TwinningWorkflow.Web.Tests.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Calendars;

public sealed class CalendarFormTests
{
    /// <summary>A form that comes back as it was shown is the calendar that it was made of.</summary>
    [Fact]
    public void What_is_shown_comes_back_as_it_was() =>
        AuthorityDaysTests.AnyCalendar.Sample(days =>
        {
            var (calendar, problems) = Posted(Fields(CalendarForm.Of(days)), days).Read();

            Assert.Empty(problems);
            Assert.Equal(days, calendar);
        });

    [Fact]
    public void A_row_is_added_by_filling_in_the_empty_one_and_taken_away_by_its_mark()
    {
        var days = AuthorityDays.Of(patron: null);
        var fields = Fields(CalendarForm.Of(days));
        fields["closures[0].name"] = "Ponte";
        fields["closures[0].first"] = "24/12/2026";
        fields["recesses[0].removed"] = "true";

        var (calendar, problems) = Posted(fields, days).Read();

        Assert.Empty(problems);
        var christmas = new LocalDate(2026, 12, 24);
        Assert.Equal([new OfficeClosure("Ponte", new DayRange.Once(christmas))], calendar!.Counting.Closures);
        Assert.Empty(calendar.Recesses);
    }

    [Theory]
    [InlineData("31/2", DaysFault.Format)]
    [InlineData("domani", DaysFault.Format)]
    [InlineData("24/6/27", DaysFault.Format)]
    [InlineData("", DaysFault.Missing)]
    public void What_is_no_day_is_told_at_its_field_though_a_row_before_it_was_taken_away(string day, DaysFault fault)
    {
        var days = AuthorityDays.Of(patron: null);
        var fields = Fields(CalendarForm.Of(days));
        fields["closures[0].name"] = "Una";
        fields["closures[0].first"] = "1/7";
        fields["closures[0].removed"] = "true";
        fields["closures[1].name"] = "Altra";
        fields["closures[1].first"] = day;

        var (calendar, problems) = Posted(fields, days).Read();

        Assert.Null(calendar);
        Assert.Contains(problems, problem => problem is { Field: "closures[1].first" } && problem.Fault == fault);
    }

    [Theory]
    [InlineData("councilNotice.days")]
    [InlineData("morning")]
    public void What_was_emptied_is_wrong_and_not_left_to_its_default(string field)
    {
        var days = AuthorityDays.Of(patron: null);
        var fields = Fields(CalendarForm.Of(days));
        fields[field] = "";

        var (calendar, problems) = Posted(fields, days).Read();

        Assert.Null(calendar);
        Assert.Equal(field, Assert.Single(problems).Field);
    }

    private static CalendarForm Posted(Dictionary<string, StringValues> fields, AuthorityDays kept) =>
        CalendarForm.Posted(new FormCollection(fields), kept);

    /// <summary>What a browser sends of a form: flags only where they are set.</summary>
    private static Dictionary<string, StringValues> Fields(CalendarForm form)
    {
        var sent = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var name in Names(form))
            if (form.Value(name) is var value && value != "false")
                sent[name] = value;
        return sent;
    }

    private static IEnumerable<string> Names(CalendarForm form) =>
        [
            "patron.day",
            "patron.movesTerms",
            "saturday.working",
            "saturday.movesTerms",
            "morning",
            "councilNotice.days",
            "councilNotice.free",
            "councilNotice.countsDeliveryDay",
            "giuntaAgenda.days",
            "giuntaAgenda.working",
            "councilAgenda.days",
            "councilAgenda.working",
            .. form.Rows(CalendarForm.Holidays)
                .SelectMany(row => new[] { "name", "day", "from", "to", "movesTerms" }.Select(it => $"{row}.{it}")),
            .. form.Rows(CalendarForm.Closures)
                .SelectMany(row => new[] { "name", "first", "last", "movesTerms" }.Select(it => $"{row}.{it}")),
            .. form.Rows(CalendarForm.Recesses)
                .SelectMany(row => new[] { "body", "first", "last" }.Select(it => $"{row}.{it}")),
        ];
}
