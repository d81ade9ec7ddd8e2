using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

public sealed class ForecastReaderTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_message_is_expected_from_when_it_is_awaited_on_whatever_day_one_asks(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(
            postgres,
            provider,
            Bpmn.Process(
                "partnership",
                $"""
                <bpmn:startEvent id="start" />
                <bpmn:receiveTask id="vote" messageRef="messagePartner">
                  <bpmn:extensionElements><tw:form role="clerk" expectedDays="45" /></bpmn:extensionElements>
                </bpmn:receiveTask>
                <bpmn:endEvent id="end" />
                {Bpmn.Flow("f1", "start", "vote")}
                {Bpmn.Flow("f2", "vote", "end")}
                """
            )
        );
        // on 5 December
        var instance = await store.StartAsync("partnership");

        var first = await VoteOfAsync(store, instance);
        store.Time.Advance(TimeSpan.FromDays(40));
        var later = await VoteOfAsync(store, instance);

        Assert.Equal(("2022-12-05", "2023-01-19", true), first);
        Assert.Equal(first, later);
    }

    private static async Task<(string Opens, string Likely, bool IsOpen)> VoteOfAsync(TestStore store, Guid instance)
    {
        var (process, _) = await store.ReadAsync(instance);
        await using var database = store.Database();
        var calendars = new AuthorityCalendars(database, store.Clock, store.Bell);
        var reader = new ForecastReader(
            database,
            new PastDurations(store.Connections),
            new ProcessChoices(database, store.Clock),
            new SittingReader(database, calendars, store.Clock),
            calendars,
            store.Clock
        );
        var vote = Assert.Single((await reader.OfAsync(process, wished: null, CancellationToken.None)).Forecast.Steps);
        return (Day(vote.Opens), Day(vote.Likely), vote.IsOpen);
    }

    private static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
