using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Processes.Stored;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes.Stored;

public sealed class StoredKindsTests
{
    private static readonly ImmutableDictionary<string, DataValue> Data = ImmutableDictionary<string, DataValue>
        .Empty.Add("votes", DataValue.Of(21))
        .Add("date", DataValue.Of(new LocalDate(2022, 12, 9)));

    private static readonly ResolvedTerm Term = new(
        Instant.FromUtc(2023, 1, 9, 23, 0),
        new LocalDate(2022, 12, 9),
        new LocalDate(2023, 1, 8),
        new LocalDate(2023, 1, 9),
        [new TermMove(new LocalDate(2023, 1, 8), "sunday")]
    );

    private static readonly FormalAct Act = new("12/2022", new LocalDate(2022, 12, 5), ["f"]);

    private const string DataText = """{"date":{"date":"2022-12-09"},"votes":21}""";

    private const string TermText =
        """{"due":"2023-01-09T23:00:00Z","last":"2023-01-09","moves":[{"day":"2023-01-08","why":"sunday"}],"nominal":"2023-01-08","start":"2022-12-09"}""";

    /// <summary>What stands in journals. A line here is changed by nobody: a new shape is a new record and a new line.</summary>
    public static TheoryData<object, string, string> Stored() =>
        new()
        {
            {
                new ProcessStarted("i", "twinning", "h", "start", Data),
                "process-started",
                $$"""{"data":{{DataText}},"definitionHash":"h","instanceId":"i","processId":"twinning","startEvent":"start"}"""
            },
            {
                new ElementActivated("n", 1, "DARA", ScopeKind.SubProcess),
                "element-activated",
                """{"item":"DARA","node":"n","opens":"subProcess","scope":1}"""
            },
            {
                new TaskOpened("n", 1, "", "clerk", Term),
                "task-opened",
                $$"""{"around":"","deadline":{{TermText}},"item":"","node":"n","role":"clerk","scope":1}"""
            },
            {
                new TaskOpened(
                    "n",
                    1,
                    "",
                    "clerk",
                    Term with
                    {
                        Calendar = "LT",
                        StartTime = new LocalTime(10, 30),
                        EndTime = LocalTime.Midnight,
                    }
                ),
                "task-opened",
                """{"around":"","deadline":{"calendar":"LT","due":"2023-01-09T23:00:00Z","endTime":"00:00:00","last":"2023-01-09","moves":[{"day":"2023-01-08","why":"sunday"}],"nominal":"2023-01-08","start":"2022-12-09","startTime":"10:30:00"},"item":"","node":"n","role":"clerk","scope":1}"""
            },
            {
                new TaskOpened("n", 1, "", "clerk", null),
                "task-opened",
                """{"around":"","item":"","node":"n","role":"clerk","scope":1}"""
            },
            {
                new TaskCompleted(4, "n", "approved", Data),
                "task-completed",
                $$"""{"element":4,"fields":{{DataText}},"node":"n","outcome":"approved","subject":""}"""
            },
            {
                new TaskCompleted(4, "n", "", Data) { DoneBy = "p", DoneFor = "q" },
                "task-completed",
                $$"""{"doneBy":"p","doneFor":"q","element":4,"fields":{{DataText}},"node":"n","outcome":"","subject":""}"""
            },
            {
                new TaskAssigned(4, "n", "p", "") { Subject = "DARA" },
                "task-assigned",
                """{"after":"","before":"p","element":4,"node":"n","subject":"DARA"}"""
            },
            {
                new TaskAssigned(4, "n", "p", "") { Because = "m" },
                "task-assigned",
                """{"after":"","because":"m","before":"p","element":4,"node":"n","subject":""}"""
            },
            {
                new ServiceCompleted(4, "n", Data),
                "service-completed",
                $$"""{"element":4,"node":"n","result":{{DataText}}}"""
            },
            { new ElementCompleted(4, "n"), "element-completed", """{"element":4,"node":"n"}""" },
            {
                new ElementsCancelled([4, 5], "boundary", 0),
                "elements-cancelled",
                """{"because":"boundary","clearedScope":0,"elements":[4,5]}"""
            },
            { new JoinReached("n", 1, "f"), "join-reached", """{"flow":"f","node":"n","scope":1}""" },
            { new JoinPassed("n", 1), "join-passed", """{"node":"n","scope":1}""" },
            {
                new ElementActivated("n", 1, "", ScopeKind.Called),
                "element-activated",
                """{"item":"","node":"n","opens":"called","scope":1}"""
            },
            {
                new ElementActivated("n", 1, "", ScopeKind.Loop),
                "element-activated",
                """{"item":"","node":"n","opens":"loop","scope":1}"""
            },
            {
                new BodiesPlanned(4, 2, ["DARA", "MAECI"]),
                "bodies-planned",
                """{"holder":4,"items":["DARA","MAECI"],"total":2}"""
            },
            { new RunEnded(4, "DARA", false), "run-ended", """{"holder":4,"item":"DARA","terminated":false}""" },
            { new CompletionReached(4, "n"), "completion-reached", """{"holder":4,"node":"n"}""" },
            { new DataChanged(1, Data), "data-changed", $$"""{"data":{{DataText}},"scope":1}""" },
            { new DataForgotten(1, ["n.votes"]), "data-forgotten", """{"names":["n.votes"],"scope":1}""" },
            {
                new TimerArmed(0, 4, "n", Instant.FromUtc(2023, 1, 9, 23, 0), 1, -1, Term),
                "timer-armed",
                $$"""{"due":"2023-01-09T23:00:00Z","element":4,"generation":1,"node":"n","repeats":-1,"term":{{TermText}},"timer":0}"""
            },
            {
                new TermRecounted(
                    6,
                    "n",
                    new ResolvedTerm(
                        Instant.FromUtc(2023, 1, 9, 23, 0),
                        new(2022, 12, 10),
                        new(2023, 1, 9),
                        new(2023, 1, 9),
                        []
                    ),
                    new ResolvedTerm(
                        Instant.FromUtc(2023, 1, 9, 23, 0),
                        new(2022, 12, 9),
                        new(2023, 1, 8),
                        new(2023, 1, 9),
                        [new TermMove(new(2023, 1, 8), "sunday")]
                    ),
                    2
                ),
                "term-recounted",
                """{"after":{"due":"2023-01-09T23:00:00Z","last":"2023-01-09","moves":[{"day":"2023-01-08","why":"sunday"}],"nominal":"2023-01-08","start":"2022-12-09"},"before":{"due":"2023-01-09T23:00:00Z","last":"2023-01-09","moves":[],"nominal":"2023-01-09","start":"2022-12-10"},"generation":2,"id":6,"node":"n"}"""
            },
            { new TimerFired(6, "n", 1), "timer-fired", """{"generation":1,"node":"n","timer":6}""" },
            {
                new MessageAwaited(4, "n", "partner", ""),
                "message-awaited",
                """{"element":4,"key":"","message":"partner","node":"n"}"""
            },
            {
                new MessageReceived(6, "n", "partner", Data, true),
                "message-received",
                $$"""{"fields":{{DataText}},"message":"partner","node":"n","stays":true,"wait":6}"""
            },
            {
                new SignalAwaited(4, "n", "mandate"),
                "signal-awaited",
                """{"element":4,"node":"n","signal":"mandate"}"""
            },
            { new SignalThrown("n", "mandate"), "signal-thrown", """{"node":"n","signal":"mandate"}""" },
            {
                new SignalCaught(6, "n", "mandate", false),
                "signal-caught",
                """{"node":"n","signal":"mandate","stays":false,"wait":6}"""
            },
            { new WaitsClosed([6, 7]), "waits-closed", """{"ids":[6,7]}""" },
            {
                new MessageSent("n", "notice", "DARA"),
                "message-sent",
                """{"address":"","facts":{},"message":"notice","node":"n","recipient":"DARA"}"""
            },
            { new ErrorThrown("n", "e", ""), "error-thrown", """{"caughtBy":"","code":"e","node":"n"}""" },
            {
                new EscalationThrown("n", "late", "b"),
                "escalation-thrown",
                """{"caughtBy":"b","code":"late","node":"n"}"""
            },
            { new FlowsTaken(["f1", "f2"]), "flows-taken", """{"flows":["f1","f2"]}""" },
            {
                new IncidentRaised(4, "n", "no-flow", "m"),
                "incident-raised",
                """{"code":"no-flow","element":4,"message":"m","node":"n"}"""
            },
            { new IncidentResolved(8), "incident-resolved", """{"incident":8}""" },
            {
                new DataCorrected(8, 1, Data, Data.Clear()),
                "data-corrected",
                $$$"""{"after":{},"before":{{{DataText}}},"incident":8,"scope":1}"""
            },
            {
                new DataCorrected(0, 1, Data, Data.Clear())
                {
                    Steps = ["n"],
                    DoneBy = "p",
                    DoneFor = "q",
                },
                "data-corrected",
                $$$"""{"after":{},"before":{{{DataText}}},"doneBy":"p","doneFor":"q","incident":0,"scope":1,"steps":["n"]}"""
            },
            {
                new DataRecomputed(1, Data, Data.Clear(), ["v"]),
                "data-recomputed",
                $$$"""{"after":{},"before":{{{DataText}}},"left":["v"],"scope":1}"""
            },
            { new TokenMoved(8, "n", "m", ""), "token-moved", """{"from":"n","incident":8,"to":"m","via":""}""" },
            { new ProcessSuspended(), "process-suspended", "{}" },
            {
                new ProcessSuspended { Act = Act },
                "process-suspended",
                """{"act":{"date":"2022-12-05","files":["f"],"number":"12/2022"}}"""
            },
            {
                new ProcessResumed { Act = Act },
                "process-resumed",
                """{"act":{"date":"2022-12-05","files":["f"],"number":"12/2022"}}"""
            },
            {
                new ProcessEnded(ProcessStatus.Withdrawn, "", "") { Act = Act },
                "process-ended",
                """{"act":{"date":"2022-12-05","files":["f"],"number":"12/2022"},"endEvent":"","errorCode":"","how":"withdrawn"}"""
            },
            {
                new ProcessEnded(ProcessStatus.Withdrawn, "", ""),
                "process-ended",
                """{"endEvent":"","errorCode":"","how":"withdrawn"}"""
            },
            {
                new DossierOpened("2022/1", "t", "twinning", "Kaunas", "LT"),
                "dossier-opened",
                """{"dossierKind":"twinning","number":"2022/1","partnerCity":"Kaunas","partnerCountry":"LT","title":"t"}"""
            },
            {
                new DossierChanged([new FieldChange("title", "a", "b"), new FieldChange("contact", null, null)]),
                "dossier-changed",
                """{"changes":[{"after":"b","before":"a","field":"title"},{"field":"contact"}]}"""
            },
            {
                new DocumentAdded("d", "h", new DataValue.Personal("r", "s")),
                "document-added",
                """{"document":"d","fileHash":"h","name":{"hash":"s","ref":"r"}}"""
            },
            {
                new FactKept("x", "i", "partner", ""),
                "fact-kept",
                """{"inbox":"x","instance":"i","key":"","message":"partner"}"""
            },
            {
                new FactSetAside("i", "p", "partner", "k"),
                "fact-set-aside",
                """{"inbox":"i","instance":"p","key":"k","message":"partner"}"""
            },
            {
                new FactUnclaimed("x", "i", "partner", ""),
                "fact-unclaimed",
                """{"inbox":"x","instance":"i","key":"","message":"partner"}"""
            },
            { new AgreementRegistered(2024, 1), "agreement-registered", """{"number":1,"year":2024}""" },
            {
                new StepRefused("i", "complete-task", "NotYours"),
                "step-refused",
                """{"code":"NotYours","instance":"i","request":"complete-task"}"""
            },
            {
                new MailFailed("k", "DARA", "mail-refused"),
                "mail-failed",
                """{"code":"mail-refused","mail":"k","recipient":"DARA"}"""
            },
            { new MailTriedAgain("k"), "mail-tried-again", """{"mail":"k"}""" },
            {
                new CorrespondenceFiled("r", "hash", 2, false),
                "correspondence-filed",
                """{"automatic":false,"files":2,"rawHash":"hash","received":"r"}"""
            },
            { new CorrespondenceLeft("r"), "correspondence-left", """{"received":"r"}""" },
            { new SetUpDone("a"), "set-up-done", """{"administrator":"a"}""" },
            {
                new PersonAdded("p", "a", ["clerk"]),
                "person-added",
                """{"account":"a","person":"p","roles":["clerk"]}"""
            },
            {
                new RoleGiven("p", "clerk", new LocalDate(2022, 12, 9)),
                "role-given",
                """{"from":"2022-12-09","person":"p","role":"clerk"}"""
            },
            {
                new RoleEnded("p", "clerk", new LocalDate(2022, 12, 9)),
                "role-ended",
                """{"last":"2022-12-09","person":"p","role":"clerk"}"""
            },
            { new AccountDisabled("a"), "account-disabled", """{"account":"a"}""" },
            { new AccountEnabled("a"), "account-enabled", """{"account":"a"}""" },
            {
                new ProcessChoiceMade("twinning", "committee", DataValue.Of(false), DataValue.Of(true)),
                "process-choice-made",
                """{"after":true,"before":false,"process":"twinning","setting":"committee"}"""
            },
            { new RecipientChanged("DARA"), "recipient-changed", """{"code":"DARA"}""" },
            {
                new CalendarChanged("{}", """{"country":"IT"}"""),
                "calendar-changed",
                """{"after":"{\"country\":\"IT\"}","before":"{}"}"""
            },
            {
                new SittingPlanned("s", "giunta", new LocalDate(2022, 12, 7), "09:30", new LocalDate(2022, 12, 2)),
                "sitting-planned",
                """{"agendaCloses":"2022-12-02","beginsAt":"09:30","body":"giunta","day":"2022-12-07","sitting":"s"}"""
            },
            {
                new SittingMoved("s", "council", new LocalDate(2022, 12, 20), "", null),
                "sitting-moved",
                """{"beginsAt":"","body":"council","day":"2022-12-20","sitting":"s"}"""
            },
            {
                new SittingCancelled("s", "council", new LocalDate(2022, 12, 20)),
                "sitting-cancelled",
                """{"body":"council","day":"2022-12-20","sitting":"s"}"""
            },
            { new FeedLinkMade("p"), "feed-link-made", """{"person":"p"}""" },
            { new FeedLinkRevoked("p"), "feed-link-revoked", """{"person":"p"}""" },
            { new MailWishesChanged("p", ["hour"]), "mail-wishes-changed", """{"changed":["hour"],"person":"p"}""" },
            {
                new AbsenceEntered("a", "p", "", "q", new LocalDate(2022, 12, 9), new LocalDate(2022, 12, 12)),
                "absence-entered",
                """{"absence":"a","deputy":"q","from":"2022-12-09","last":"2022-12-12","person":"p","role":""}"""
            },
            {
                new AbsenceEnded("a", "p", new LocalDate(2022, 12, 9)),
                "absence-ended",
                """{"absence":"a","last":"2022-12-09","person":"p"}"""
            },
            {
                new DepartmentSet("Ragioneria", "p", ""),
                "department-set",
                """{"above":"","department":"Ragioneria","head":"p"}"""
            },
            { new DepartmentRemoved("Ragioneria"), "department-removed", """{"department":"Ragioneria"}""" },
            {
                new DepartmentChosen("p", "Ragioneria"),
                "department-chosen",
                """{"department":"Ragioneria","person":"p"}"""
            },
            { new IncidentSeenTo("k"), "incident-seen-to", """{"key":"k"}""" },
        };

    [Theory]
    [MemberData(nameof(Stored))]
    public void A_fact_is_stored_under_its_name_in_its_shape_and_read_back(object fact, string name, string data)
    {
        var kind = KindOf(fact);
        var at = Instant.FromUnixTimeMilliseconds(1_670_576_400_123);
        var actor = new Actor("a", "p", "brescia", "clerk", "q");

        var body = Envelope.Write("instance:i", 7, at, actor, "why", fact, kind);

        Assert.Equal(
            $$"""{"actor":{"account":"a","authority":"brescia","onBehalfOf":"q","person":"p","role":"clerk"},"at":"2022-12-09T09:00:00.123Z","data":{{data}},"kind":"{{name}}","reason":"why","sequence":7,"stream":"instance:i"}""",
            Encoding.UTF8.GetString(body)
        );
        var entry = Envelope.Read(body);
        Assert.Equal(
            ("instance:i", 7, at, actor, name, "why"),
            (entry.Stream, entry.Sequence, entry.At, entry.Actor, entry.Kind, entry.Reason)
        );
        var read = (object?)entry.Event ?? entry.Fact!;
        Assert.IsType(fact.GetType(), read);
        Assert.Equal(body, Envelope.Write("instance:i", 7, at, actor, "why", read, KindOf(read)));
    }

    [Fact]
    public void Every_event_has_a_stored_example() => AssertExamples<ProcessEvent>();

    [Fact]
    public void Every_host_fact_has_a_stored_example() => AssertExamples<HostFact>();

    [Fact]
    public void Every_command_has_a_stored_name()
    {
        foreach (var command in Concrete<Command>())
            Assert.Contains(
                command,
                typeof(StoredJson)
                    .GetProperties()
                    .Where(IsShape)
                    .Select(shape => shape.PropertyType.GenericTypeArguments[0])
            );
    }

    [Theory]
    [InlineData("\"testo\"")]
    [InlineData("-9007199254740991")]
    [InlineData("true")]
    [InlineData("""{"date":"2024-02-29"}""")]
    [InlineData("""["b","a"]""")]
    [InlineData("[]")]
    [InlineData("""{"hash":"00ff","ref":"r"}""")]
    public void A_value_is_read_as_it_was_written(string stored)
    {
        var shape = (JsonTypeInfo<DataValue>)StoredJson.Default.GetTypeInfo(typeof(DataValue))!;

        var value = JsonSerializer.Deserialize(stored, shape)!;

        Assert.Equal(stored, JsonSerializer.Serialize(value, shape));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("""{"date":"2023-02-29"}""")]
    [InlineData("""{"date":"2023-02-28","hash":"00"}""")]
    [InlineData("""[1]""")]
    public void A_value_of_no_known_shape_is_refused(string stored)
    {
        var shape = (JsonTypeInfo<DataValue>)StoredJson.Default.GetTypeInfo(typeof(DataValue))!;

        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize(stored, shape));
    }

    private static (string Name, JsonTypeInfo Shape) KindOf(object fact) =>
        fact is ProcessEvent e ? StoredKinds.Events.Of(e) : StoredKinds.Facts.Of((HostFact)fact);

    private static void AssertExamples<T>()
    {
        var shown = Stored().Select(row => row.Data.Item1.GetType()).ToHashSet();
        Assert.All(Concrete<T>(), kind => Assert.Contains(kind, shown));
    }

    private static IEnumerable<Type> Concrete<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract);

    private static bool IsShape(System.Reflection.PropertyInfo property) =>
        property.PropertyType.IsGenericType
        && property.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>);
}
