using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Terms.Calendars;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Calendars;

public sealed class CalendarPagesTests(Postgres postgres)
{
    private const string Page = "/calendar/edit";

    [Fact]
    public async Task Everybody_sees_the_calendar_and_only_an_administrator_changes_it()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);

        var seen = await clerk.GetAsync("/calendar?year=2022");

        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Contains("lunedì 18 aprile 2022", seen.Words, StringComparison.Ordinal); // Easter Monday
        Assert.DoesNotContain(Page, seen.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync(Page)).Status);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_change_lists_the_terms_that_move_is_confirmed_with_a_reason_and_stays_in_the_history(
        Provider provider
    )
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var due = await OpenTermAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var shown = await administrator.SubmitAsync(Page, [.. await FieldsAsync(administrator), .. Holiday(due)]);

        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Contains("Festa del quartiere", shown.Words, StringComparison.Ordinal);
        Assert.Contains("Termini che finirebbero in un altro giorno", shown.Words, StringComparison.Ordinal);
        Assert.Equal(due, await DueAsync(web)); // nothing is written yet

        var unexplained = await administrator.SendFormAsync(Page + "?handler=Confirm", Browser.HiddenIn(shown));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unexplained.Status);

        var hidden = Browser.HiddenIn(unexplained);
        var saved = await administrator.SendFormAsync(Page + "?handler=Confirm", hidden, ("Reason", "Ordinanza 12"));
        Assert.Equal(HttpStatusCode.Redirect, saved.Status);
        // the same form sent twice
        var again = await administrator.SendFormAsync(Page + "?handler=Confirm", hidden, ("Reason", "Ordinanza 12"));
        Assert.Equal(HttpStatusCode.Redirect, again.Status);

        await web.WorkAsync();
        Assert.NotEqual(due, await DueAsync(web));
        var calendar = await administrator.GetAsync("/calendar");
        Assert.Contains("Ordinanza 12", calendar.Words, StringComparison.Ordinal);
        Assert.Equal(1, await web.ReadAsync(x => x.Journal.CountAsync(row => row.Kind == "calendar-changed")));
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_what_was_typed_stays()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var refused = await administrator.SubmitAsync(
            Page,
            [
                .. await FieldsAsync(administrator),
                ("closures[0].name", "Ponte"),
                ("closures[0].first", "30/2"),
                ("holidays[0].day", "24/6"),
            ]
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("value=\"30/2\"", refused.Text, StringComparison.Ordinal);
        Assert.Contains("closures_0__first-error", refused.Text, StringComparison.Ordinal);
        Assert.Contains("holidays_0__name-error", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_changed_is_told()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var refused = await administrator.SubmitAsync(Page, [.. await FieldsAsync(administrator)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Non hai cambiato nulla", refused.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_administrators_the_slower_is_told_and_sees_what_would_undo_the_faster()
    {
        await using var web = await RunningWeb.StartAsync();
        var faster = await web.SignedInAsync(Roles.Administrator);
        var slower = await web.SignedInAsync(Roles.Administrator);
        var mine = await slower.SubmitAsync(
            Page,
            [.. await FieldsAsync(slower), .. Holiday(new LocalDate(2023, 6, 24))]
        );
        var theirs = await faster.SubmitAsync(
            Page,
            [.. await FieldsAsync(faster), .. Holiday(new LocalDate(2023, 6, 26))]
        );
        await faster.SendFormAsync(Page + "?handler=Confirm", Browser.HiddenIn(theirs), ("Reason", "prima"));

        var told = await slower.SendFormAsync(Page + "?handler=Confirm", Browser.HiddenIn(mine), ("Reason", "dopo"));

        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Contains("24/6/2023", told.Text, StringComparison.Ordinal);
        var calendar = await web.ReadAsync(x => x.Authorities.SingleAsync(row => row.Id == RunningWeb.Brescia));
        Assert.DoesNotContain("2023-06-24", calendar.Calendar, StringComparison.Ordinal);
        var hidden = Browser.HiddenIn(told);
        var seen = await slower.SendFormAsync(
            Page,
            hidden,
            [.. await FieldsAsync(slower), .. Holiday(new LocalDate(2023, 6, 24))]
        );
        Assert.Matches("<del>[^<]*26 giugno 2023", seen.Words);
    }

    private static IEnumerable<(string, object)> Holiday(LocalDate day) =>
        [
            ("holidays[0].name", "Festa del quartiere"),
            ("holidays[0].day", string.Create(null, $"{day.Day}/{day.Month}/{day.Year}")),
            ("holidays[0].movesTerms", "true"),
        ];

    /// <summary>What the form shows of a calendar that nobody changed yet.</summary>
    private static async Task<IEnumerable<(string, object)>> FieldsAsync(Browser administrator)
    {
        var page = await administrator.GetAsync(Page);
        Assert.Contains("name=\"recesses[0].first\"", page.Text, StringComparison.Ordinal);
        return
        [
            ("morning", "08:00"),
            ("councilNotice.days", "5"),
            ("councilNotice.free", "true"),
            ("giuntaAgenda.days", "2"),
            ("giuntaAgenda.working", "true"),
            ("councilAgenda.days", "8"),
            ("recesses[0].body", "council"),
            ("recesses[0].first", "1/8"),
            ("recesses[0].last", "31/8"),
        ];
    }

    private static async Task<LocalDate> OpenTermAsync(RunningWeb web)
    {
        var clerk = await web.SignedInAsync(Roles.Clerk);
        await clerk.OpenDossierAsync();
        await web.AgreeTextAsync(clerk);
        return await DueAsync(web);
    }

    private static async Task<LocalDate> DueAsync(RunningWeb web) =>
        (
            await web.ReadAsync(x =>
                x.Tasks.Where(task => task.Status == TaskRow.Open && task.DueOn != null)
                    .OrderBy(task => task.TaskId)
                    .FirstAsync()
            )
        )
            .DueOn!
            .Value;
}
