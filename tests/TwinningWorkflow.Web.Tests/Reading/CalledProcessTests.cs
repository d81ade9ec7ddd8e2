using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using TwinningWorkflow.Web.Tests.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

/// <summary>A process that another calls is no other file and no other instance: desk, list, drawing and history show it.</summary>
public sealed class CalledProcessTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Its_task_is_on_the_desk_and_its_timer_in_the_rows(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.Calling("approval"));
        var instance = await store.StartAsync("approval");

        await CompleteAsync(store, instance, "welcome", "benvenuti");
        await using var database = store.Database();
        var timer = await database.Timers.SingleAsync();
        Assert.Equal("window", timer.Node);
        store.Time.Advance(TimeSpan.FromDays(5));
        await store.RunAsync(
            instance,
            new FireTimer(store.Clock.Now, Actor.System(TestStore.Authority, "timer"), timer.TimerId, timer.Generation)
        );

        Assert.Equal("clerk", (await store.OpenTaskAsync(instance, "sign")).Role);
        await ReplayTests.AssertReplaysAsync(store);
    }

    [Fact]
    public async Task The_list_shows_what_is_in_it_where_it_is_called()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, Bpmn.Calling("approval"));
        var instance = await store.StartAsync("approval");

        var (view, journal) = await store.ReadAsync(instance);
        Assert.Equal(
            [("welcome", Stand.Open), ("window", Stand.ToCome), ("sign", Stand.ToCome)],
            Standing.Of(view, journal).Select(x => (x.Node, x.Stand))
        );

        await CompleteAsync(store, instance, "welcome", "benvenuti");
        (view, journal) = await store.ReadAsync(instance);
        Assert.Equal(
            [("welcome", Stand.Done), ("window", Stand.Waiting), ("sign", Stand.ToCome)],
            Standing.Of(view, journal).Select(x => (x.Node, x.Stand))
        );
    }

    [Fact]
    public async Task The_drawing_paints_the_call_and_what_is_in_it()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, Bpmn.Calling("approval"));
        var instance = await store.StartAsync("approval");
        await CompleteAsync(store, instance, "welcome", "benvenuti");

        var (view, journal) = await store.ReadAsync(instance);
        var drawing = DiagramState.Of(view, journal);

        Assert.Equal(["f1", "start", "begin", "v1", "v2"], drawing.Flows.OrderBy(Place));
        Assert.Equal("active", drawing.Elements["visit"].State);
        Assert.Equal("done", drawing.Elements["welcome"].State);
        Assert.Equal("active", drawing.Elements["window"].State);

        static int Place(string flow) => Array.IndexOf(["f1", "start", "begin", "v1", "v2"], flow);
    }

    [Fact]
    public async Task Who_is_told_of_a_window_is_the_office_in_whose_lane_the_call_stands()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, Bpmn.Calling("approval"));
        var instance = await store.StartAsync("approval");
        await CompleteAsync(store, instance, "welcome", "benvenuti");

        var (view, _) = await store.ReadAsync(instance);
        var timer = view.State.Timers.Values.Single();
        var fired = new TimerFired(timer.Id, timer.Node, timer.Generation);
        var mail = MailPlan.For(view.Definition, view.State, view.State.Apply(fired), fired, 0);

        Assert.Equal((PlannedMail.TermElapsed, "mayor", "visit"), (mail!.Template, mail.Role, mail.Item));
    }

    [Theory]
    [InlineData("it", "Iniziato: Visita.")]
    [InlineData("en", "Begun: Visita.")]
    public async Task The_history_says_that_it_began(string language, string sentence)
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, Bpmn.Calling("approval"));
        var instance = await store.StartAsync("approval");
        var (view, journal) = await store.ReadAsync(instance);

        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            Assert.Contains(sentence, Sentences(view, journal));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static List<string> Sentences(InstanceView view, IReadOnlyList<JournalEntry> journal)
    {
        var localizers = new ResourceManagerStringLocalizerFactory(
            Options.Create(new LocalizationOptions()),
            NullLoggerFactory.Instance
        );
        var text = new StringLocalizer<HistoryText>(localizers);
        var references = new ValueReferences(
            ImmutableDictionary<string, Document>.Empty,
            ImmutableDictionary<string, TextVersion>.Empty,
            ImmutableDictionary<string, string?>.Empty
        );
        var sentences = new HistorySentences(
            journal[0].Stream,
            new Dictionary<string, Engine.Model.ProcessDefinition> { [journal[0].Stream] = view.Definition },
            new ValueWords(references, text, CultureInfo.CurrentUICulture),
            text,
            new RoleWords(new StringLocalizer<PeopleText>(localizers)),
            new IncidentWords(new StringLocalizer<IncidentText>(localizers))
        );
        return [.. journal.Select(sentences.Of).OfType<HistoryLine>().Select(line => line.Text)];
    }

    private static async Task CompleteAsync(TestStore store, Guid instance, string node, string decision)
    {
        var task = await store.OpenTaskAsync(instance, node);
        var command = store.Completing(task.TaskId) with
        {
            Fields = ImmutableDictionary<string, DataValue>.Empty.Add("decision", DataValue.Of(decision)),
        };
        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, command));
    }
}
