using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using NodaTime;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;

namespace TwinningWorkflow.Engine.Tests.Bpmn;

public sealed class ReadingTests
{
    private const string Process = """<startEvent id="s"/><userTask id="a"/><endEvent id="e"/><flow path="s a e"/>""";

    [Fact]
    public void A_definition_bears_the_hash_of_its_bytes()
    {
        var bytes = Encoding.UTF8.GetBytes(ProcessText.File(Process));

        var hash = BpmnReader.Read(bytes).Definition!.Hash;

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash);
        Assert.NotEqual(hash, BpmnReader.Read(bytes.Append((byte)' ').ToArray()).Definition!.Hash);
    }

    [Theory]
    [InlineData(
        """unit="freeDays" direction="backward" start="sitting" """,
        TermUnit.FreeDays,
        CountDirection.Backward,
        FirstDay.Excluded,
        "",
        TermOrigin.Sitting
    )]
    [InlineData(
        """unit="years" direction="forward" start="signature" firstDay="excluded" """,
        TermUnit.Years,
        CountDirection.Forward,
        FirstDay.Excluded,
        "",
        TermOrigin.Signature
    )]
    [InlineData(
        """unit="days" firstDay="included" calendar="LT" start="publication" """,
        TermUnit.Days,
        CountDirection.Forward,
        FirstDay.Included,
        "LT",
        TermOrigin.Publication
    )]
    [InlineData(
        """calendar="partner" start="delivery" """,
        TermUnit.Days,
        CountDirection.Forward,
        FirstDay.Excluded,
        "partner",
        TermOrigin.Delivery
    )]
    [InlineData(
        """start="ceremony" """,
        TermUnit.Days,
        CountDirection.Forward,
        FirstDay.Excluded,
        "",
        TermOrigin.Ceremony
    )]
    public void A_term_says_how_it_is_counted(
        string attributes,
        TermUnit unit,
        CountDirection direction,
        FirstDay first,
        string calendar,
        TermOrigin start
    )
    {
        var definition = ProcessText.Definition(
            $"""<startEvent id="s"/><intermediateCatchEvent id="c"><timerEventDefinition><ext><tw:term amount="5" from="today" {attributes}/></ext></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/><flow path="s c e"/>"""
        );

        var timer = Assert.IsType<EventTrigger.Timer>(((CatchEvent)definition.Node("c")).Trigger);
        Assert.Equal(
            new TermSpec(5, unit, null)
            {
                Direction = direction,
                FirstDay = first,
                Calendar = calendar,
                Start = start,
            },
            Assert.IsType<TimerSpec.LegalTerm>(timer.Spec).Term
        );
    }

    [Fact]
    public void Hours_end_on_a_festivo_too()
    {
        var definition = ProcessText.Definition(
            """<startEvent id="s"/><userTask id="a"><ext><tw:form><tw:deadline amount="24" unit="hours"/></tw:form></ext></userTask><flow path="s a"/>"""
        );

        Assert.Equal(OnFestivo.Stays, ((UserTask)definition.Node("a")).Form.Deadline!.Term.Festivo);
    }

    [Fact]
    public void Labels_are_read_per_language_and_a_name_is_the_italian_one()
    {
        var definition = ProcessText.Definition(
            """
            <startEvent id="s" name="Proposta"/>
            <userTask id="a" name="Firma"><ext><tw:label xml:lang="en">Sign</tw:label><tw:form>
              <tw:outcome id="signed"><tw:label xml:lang="it">Firmato</tw:label><tw:label xml:lang="en">Signed</tw:label></tw:outcome>
              <tw:field id="on" type="date"><tw:label xml:lang="it">Il</tw:label><tw:help xml:lang="en">The day</tw:help></tw:field>
              <tw:help xml:lang="it">Si firma</tw:help></tw:form></ext></userTask>
            <flow path="s a"/>
            """,
            """<tw:label xml:lang="en">Twinning</tw:label>"""
        );

        Assert.Equal(("Prova", "Twinning"), (definition.Label.In("it"), definition.Label.In("en")));
        Assert.Equal(
            ("Firma", "Sign", "Firma"),
            (definition.NameOf("a", "it"), definition.NameOf("a", "en"), definition.NameOf("a", "lt"))
        );
        Assert.Equal("Proposta", definition.NameOf("s", "en"));
        Assert.Equal("unknown", definition.NameOf("unknown", "it"));
        var form = ((UserTask)definition.Node("a")).Form;
        Assert.Equal("Signed", form.Outcomes[0].Label.In("en"));
        Assert.Equal(("Il", "The day"), (form.Field("on")!.Label.In("en"), form.Field("on")!.Help.In("en")));
        Assert.Equal("Si firma", form.Help.In("it"));
        Assert.Equal("", Labels.None.In("it"));
    }

    [Fact]
    public void A_lane_gives_its_role_and_an_inner_lane_its_own()
    {
        var definition = ProcessText.Definition(
            """
            <laneSet id="ls">
              <lane id="outer" name="Comune"><ext><tw:lane role="clerk"/><tw:label xml:lang="en">Municipality</tw:label></ext><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef>
                <childLaneSet id="cs"><lane id="inner" name="Sindaco"><ext><tw:lane role="mayor"/></ext><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane>
            </laneSet>
            <startEvent id="s"/><userTask id="a"/><userTask id="b"/><userTask id="c"><ext><tw:form role="auditor"/></ext></userTask><flow path="s a b c"/>
            """
        );

        string Role(string node) => ((UserTask)definition.Node(node)).Form.Role;
        Assert.Equal(("clerk", "mayor", "auditor"), (Role("a"), Role("b"), Role("c")));
        Assert.Equal("inner", definition.Node("b").Info.Lane);
        Assert.Equal(
            [("outer", "Municipality"), ("inner", "Sindaco")],
            definition.Lanes.Select(l => (l.Id, l.Label.In("en")))
        );
    }

    [Fact]
    public void A_form_is_read_with_all_that_it_asks()
    {
        var definition = ProcessText.Definition(
            """
            <startEvent id="s"/>
            <userTask id="a"><ext><tw:form role="clerk" gate="g" gateFor="yes" body="council" expected="no" expectedDays="30" expectedOn="today" byMail="true"><tw:otherwise xml:lang="en">It waits.</tw:otherwise><tw:outcome id="yes"/><tw:outcome id="no"/>
              <tw:ground basis="law" xml:lang="it">art. 49 TUEL</tw:ground>
              <tw:deadline amount="10" unit="workingDays" from="today" reminders="dueDay"><tw:ground basis="localRule">regolamento</tw:ground></tw:deadline>
              <tw:field id="note" type="longText" requiredFor="no"/><tw:field id="who" personal="true"/>
              <tw:field id="cents" type="money" notBefore="0"/><tw:field id="acts" type="files" required="true"/></tw:form></ext></userTask>
            <flow path="s a"/>
            """,
            """<tw:gate id="g"><tw:condition id="c" when="true"><tw:cure xml:lang="en">Wait</tw:cure></tw:condition></tw:gate>"""
        );

        var form = ((UserTask)definition.Node("a")).Form;
        Assert.Equal(("g", "yes"), (form.Gate, Assert.Single(form.GateFor)));
        Assert.Equal(
            ("council", "no", 30, "today"),
            (form.Body, form.Expected, form.ExpectedDays, form.ExpectedOn!.Text)
        );
        Assert.Equal((LegalBasis.Law, "art. 49 TUEL"), (form.Ground!.Basis, form.Ground.Citation.In("it")));
        Assert.Equal((10, TermUnit.WorkingDays), (form.Deadline!.Term.Amount, form.Deadline.Term.Unit));
        Assert.Equal(new TermSpec(10, TermUnit.WorkingDays, form.Deadline.Term.Ground), form.Deadline.Term);
        Assert.Equal(["Due 0 Holders 0 0"], Words(form.Deadline.Reminders));
        Assert.Equal(
            (10_000, false, true),
            (
                form.Field("note")!.MaxLength,
                form.Field("note")!.IsRequiredFor("yes"),
                form.Field("note")!.IsRequiredFor("no")
            )
        );
        Assert.Equal(DataType.Personal, definition.Variables["a.who"]);
        Assert.Equal(DataType.Number, definition.Variables["a.cents"]);
        Assert.Equal(DataType.List, definition.Variables["a.acts"]);
        Assert.Equal(DataType.Text, definition.Variables["a.outcome"]);
        Assert.True(form.Field("acts")!.Required);
        Assert.Equal("Wait", definition.Gates["g"].Conditions[0].Cure.In("it"));
    }

    [Fact]
    public void A_deadline_has_its_own_reminders_else_those_of_its_process_else_those_of_the_process_that_runs()
    {
        static string Body(string deadline) =>
            $"""<startEvent id="s"/><userTask id="a"><ext><tw:form><tw:deadline amount="3"{deadline}</tw:form></ext></userTask><flow path="s a"/>""";
        static IEnumerable<string> Of(string deadline, string settings = "") =>
            Words(((UserTask)ProcessText.Definition(Body(deadline), settings).Node("a")).Form.Deadline!.Reminders);

        var usual = Words(ReminderSpec.Usual).ToArray();
        Assert.Equal(
            [
                "Halfway 0 Holders 0 0",
                "Before 1 Holders 0 0",
                "Due 0 Holders 0 0",
                "After 1 Holders Deputies Superior 2 3",
            ],
            usual
        );
        Assert.Equal(usual, Of("/>"));
        const string OfProcess = """<tw:reminders><tw:remind at="before" days="5"/></tw:reminders>""";
        Assert.Equal(["Before 5 Holders 0 0"], Of("/>", OfProcess));
        Assert.Empty(Of("/>", "<tw:reminders/>"));
        Assert.Equal(
            ["After 2 Superior 7 2"],
            Of("""><tw:remind at="after" days="2" every="7" to="superior" climbs="2"/></tw:deadline>""", OfProcess)
        );
        Assert.Empty(Of("""><tw:remind at="never"/></tw:deadline>""", OfProcess));
        // as files wrote it before
        Assert.Equal(
            ["Before 1 Holders 0 0", "Due 0 Holders 0 0", "After 1 Holders 2 0"],
            Of(""" reminders="dayBefore dueDay overdue"/>""", OfProcess)
        );
        Assert.Empty(Of(""" reminders=""/>""", OfProcess));
    }

    private static IEnumerable<string> Words(IEnumerable<ReminderSpec> reminders) =>
        reminders.Select(static x => $"{x.At} {x.Days} {string.Join(' ', x.To)} {x.Every} {x.Climbs}");

    [Fact]
    public void Variables_of_the_host_are_known_and_may_be_given()
    {
        var host = ImmutableDictionary<string, DataType>.Empty.Add("dossier.kind", DataType.Text);
        var file = ProcessText.File(
            """<startEvent id="s"/><exclusiveGateway id="x" default="x-a"/><userTask id="a"/><userTask id="b"/><flow path="s x a"/><flow path="x b" when="dossier.kind == 'patto'"/>"""
        );

        Assert.Equal("expression", Assert.Single(ProcessText.Read(file).Problems).Rule);
        var definition = ProcessText.Read(file, host).Definition!;
        Assert.Contains("dossier.kind", definition.Inputs.AsEnumerable());
        Scenario.Given(definition).Start(("dossier.kind", DataValue.Of("patto"))).Waits("b");
    }

    [Fact]
    public void A_message_that_a_person_may_record_is_described_by_the_node_that_asks_for_it()
    {
        var definition = ProcessText.Definition(
            """
            <startEvent id="s"/><userTask id="a"/>
            <boundaryEvent id="machine" attachedToRef="a"><messageEventDefinition messageRef="act"/></boundaryEvent>
            <receiveTask id="person" name="Atto del partner" messageRef="act"><ext><tw:form role="clerk"/></ext></receiveTask>
            <flow path="s a person"/><flow path="machine person"/>
            """
        );

        var message = Assert.Single(definition.Messages).Value;
        Assert.Equal(
            ("act", "person", "clerk", "Atto del partner"),
            (message.Name, message.Node, message.Form!.Role, message.Label.In("it"))
        );
    }

    [Fact]
    public void A_message_with_words_of_its_own_is_named_by_them_and_not_by_the_node_that_awaits_it()
    {
        var definition = ProcessText.Accepted(
            ProcessText.File(
                """
                <startEvent id="s"/>
                <receiveTask id="await" name="Attendi l'atto" messageRef="messageAct"><ext><tw:label xml:lang="en">Await the act</tw:label><tw:form role="clerk"/></ext></receiveTask>
                <flow path="s await"/>
                """,
                beside: """
                <message id="messageAct" name="act"><extensionElements><tw:label xml:lang="it">Atto del partner</tw:label><tw:label xml:lang="en">The partner's act</tw:label></extensionElements></message>
                """
            )
        );

        var label = definition.Messages["act"].Label;
        Assert.Equal(("Atto del partner", "The partner's act"), (label.In("it"), label.In("en")));
        Assert.Equal("Await the act", definition.NameOf("await", "en"));
    }

    [Fact]
    public void A_declared_variable_has_words_also_where_a_call_hands_it_on()
    {
        var definition = ProcessText.Definition(
            """<startEvent id="s"/><callActivity id="c" calledElement="q"><ext><tw:out name="since" value="day"/></ext></callActivity><endEvent id="e"/><flow path="s c e"/>""",
            """<tw:variable name="round" type="number"><tw:label xml:lang="it">Giro</tw:label></tw:variable><tw:variable name="n" type="number"/>""",
            beside: ProcessText.Process(
                "q",
                """<startEvent id="qs"/><endEvent id="qe"/><flow path="qs qe"/>""",
                """<tw:variable name="day" type="date"><tw:label xml:lang="en">Executory from</tw:label></tw:variable>"""
            )
        );

        Assert.Equal("Giro", definition.LabelOf("round").In("it"));
        Assert.Equal("Executory from", definition.LabelOf("c.since").In("en"));
        Assert.True(definition.LabelOf("n").IsEmpty);
    }

    [Fact]
    public void Two_labels_of_a_message_in_one_language_are_refused()
    {
        var reading = ProcessText.Read(
            ProcessText.File(
                """<startEvent id="s"/><userTask id="a"/><flow path="s a"/>""",
                beside: """
                <message id="m" name="act"><extensionElements><tw:label xml:lang="it">Atto</tw:label><tw:label xml:lang="it">Delibera</tw:label></extensionElements></message>
                """
            )
        );

        var problem = Assert.Single(reading.Problems);
        Assert.Equal(("label-twice", "m"), (problem.Rule, problem.ElementId));
    }

    [Fact]
    public void Drawing_lanes_notes_groups_and_pools_are_read_past() =>
        ProcessText.Accepted(
            ProcessText
                .File(
                    Process
                        + """<textAnnotation id="t"><text>nota</text></textAnnotation><association id="as" sourceRef="t" targetRef="a"/><group id="g" categoryValueRef="cv"/><documentation>x</documentation>""",
                    "",
                    """
                    <category id="cat"><categoryValue id="cv" value="v"/></category>
                    <collaboration id="c"><participant id="pool" processRef="p"/><participant id="other"/><messageFlow id="mf" sourceRef="a" targetRef="other"/></collaboration>
                    """
                )
                .Replace(
                    "</definitions>",
                    """<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d"/></definitions>""",
                    StringComparison.Ordinal
                )
        );

    [Fact]
    public void The_zone_is_rome_unless_the_file_says_otherwise()
    {
        Assert.Equal("Europe/Rome", ProcessText.Definition(Process).Zone.Id);
        Assert.Equal(
            "Europe/Vilnius",
            ProcessText
                .Accepted(
                    ProcessText
                        .File(Process)
                        .Replace("<tw:process>", """<tw:process zone="Europe/Vilnius">""", StringComparison.Ordinal)
                )
                .Zone.Id
        );
    }

    [Fact]
    public void A_file_of_an_older_modeller_may_be_written_in_its_own_encoding()
    {
        var text =
            "<?xml version='1.0' encoding='windows-1252'?>"
            + ProcessText.File(Process).Replace("Prova", "Città", StringComparison.Ordinal);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

        var reading = BpmnReader.Read(Encoding.GetEncoding(1252).GetBytes(text));

        Assert.Equal("Città", reading.Definition!.Label.In("it"));
    }

    [Fact]
    public void The_caps_on_size_depth_and_number_of_elements_hold_at_their_bound()
    {
        static string? Rule(string file) => ProcessText.Read(file).Problems.FirstOrDefault()?.Rule;
        static string Nested(int levels) =>
            string.Concat(Enumerable.Repeat("<a>", levels)) + string.Concat(Enumerable.Repeat("</a>", levels));

        Assert.Equal("not-bpmn", Rule(Nested(64)));
        Assert.Equal("nested-too-deep", Rule(Nested(65)));
        Assert.Equal("nested-too-deep", Rule(string.Concat(Enumerable.Repeat("<a>", 40_000))));
        Assert.Equal("not-bpmn", Rule($"<a>{string.Concat(Enumerable.Repeat("<b/>", 99_999))}</a>"));
        Assert.Equal("too-many-elements", Rule($"<a>{string.Concat(Enumerable.Repeat("<b/>", 100_000))}</a>"));
        Assert.Equal("not-bpmn", Rule($"<a>{new string('x', (4 * 1024 * 1024) - 7)}</a>"));
        Assert.Equal("file-too-large", Rule($"<a>{new string('x', (4 * 1024 * 1024) - 6)}</a>"));
    }

    [Fact]
    public void The_caps_on_attributes_hold_at_their_bound_wherever_a_sign_stands()
    {
        static BpmnProblem Problem(string file) => ProcessText.Read(file).Problems[0];
        static string Many(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $" a{i}='=>'"));

        Assert.Equal("not-bpmn", Problem($"<a{Many(100)}/>").Rule);
        Assert.Equal("too-many-attributes", Problem($"<a{Many(101)}/>").Rule);
        Assert.Equal(
            "too-many-attributes",
            Problem($"<a{string.Concat(Enumerable.Range(0, 101).Select(i => $" xmlns:n{i}='urn:{i}'"))}/>").Rule
        );
        Assert.Equal("not-bpmn", Problem($"<a>{string.Concat(Enumerable.Repeat($"<b{Many(100)}/>", 3_000))}</a>").Rule);
        var over = Problem(
            $"<a>\n\n<!-- {Many(101)} --><![CDATA[<b{Many(101)}>]]><?x{Many(101)}?>\n<b{Many(101)}></b></a>"
        );
        Assert.Equal(("too-many-attributes", 4), (over.Rule, over.Line));
        Assert.Equal(
            "too-many-attributes",
            Problem($"<a>{string.Concat(Enumerable.Repeat("<b a='' b='' c='' d=''/>", 75_001))}</a>").Rule
        );
    }

    [Fact]
    public void The_caps_are_not_fooled_by_signs_in_quotes_and_comments()
    {
        static string? Rule(string file) => ProcessText.Read(file).Problems.FirstOrDefault()?.Rule;
        static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

        Assert.Equal("nested-too-deep", Rule(Times(65, "<a b='/>' c=\"</a>\">") + Times(65, "</a>")));
        Assert.Equal("nested-too-deep", Rule(Times(65, "<a><!-- </a> --><![CDATA[</a>]]>") + Times(65, "</a>")));
        Assert.Equal("not-bpmn", Rule($"<a>{Times(200, "<!-- <a> --><b c='>'/>")}</a>"));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_file_with_a_byte_order_mark_is_read(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = $"<?xml version='1.0' encoding='{name[..Math.Min(6, name.Length)]}'?>" + ProcessText.File(Process);

        var reading = BpmnReader.Read((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

        Assert.Empty(reading.Problems);
    }

    [Theory]
    [InlineData("klingon")]
    [InlineData("utf-7")]
    [InlineData("utf-16")]
    public void An_encoding_that_is_unknown_or_not_that_of_the_bytes_is_refused(string encoding) =>
        Assert.Equal(
            "malformed-xml",
            ProcessText.Read($"<?xml version='1.0' encoding='{encoding}'?><a/>").Problems[0].Rule
        );

    [Fact]
    public void Bytes_that_are_no_characters_are_refused() =>
        Assert.Equal(
            "malformed-xml",
            BpmnReader.Read((byte[])[(byte)'<', 0xC3, 0x28, (byte)'/', (byte)'>']).Problems[0].Rule
        );

    [Fact]
    public void Names_that_nested_lists_would_multiply_without_end_are_capped()
    {
        const string loop =
            """<multiInstanceLoopCharacteristics><ext><tw:items value="l"/></ext></multiInstanceLoopCharacteristics>""";
        var body =
            """<startEvent id="i"/><userTask id="a"><ext><tw:form><tw:field id="f"/></tw:form></ext></userTask><flow path="i a"/>""";
        for (var level = 0; level < 20; level++)
            body =
                $"""<startEvent id="s{level}"/><subProcess id="n{level}">{body}{loop}</subProcess><flow path="s{level} n{level}"/>""";

        var problems = ProcessText
            .Read(ProcessText.File(body, """<tw:list name="l" items="A B C D E F G H I J"/>"""))
            .Problems;

        Assert.Equal("too-many-variables", Assert.Single(problems).Rule);
    }

    [Fact]
    public void A_large_file_is_read_in_proportion_to_its_size()
    {
        // a boundary event on each of many tasks, a start in each of many sub-processes: found by look-up, not by search
        var body = new StringBuilder(
            """<startEvent id="s"/><endEvent id="e"/><parallelGateway id="f"/><flow path="s f"/>"""
        );
        for (var i = 0; i < 5_000; i++)
            body.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"""
                <subProcess id="p{i}"><startEvent id="ps{i}"/><endEvent id="pe{i}"/><flow path="ps{i} pe{i}"/></subProcess>
                <boundaryEvent id="b{i}" attachedToRef="p{i}"><errorEventDefinition/></boundaryEvent>
                <flow path="f p{i} e"/><flow path="b{i} e"/>
                """
            );

        Assert.Equal(20_003, ProcessText.Definition(body.ToString()).Nodes.Count);
    }

    [Fact]
    public void Random_changes_of_a_good_file_are_read_or_refused_but_never_throw()
    {
        var good = Encoding.UTF8.GetBytes(
            File.ReadAllText(Path.Combine(Conformance.ConformanceFiles.Repository(), "workflows", "twinning.bpmn"))
        );
        var edit = Gen.Select(
            Gen.Int[0, good.Length - 1],
            Gen.Int[0, 40],
            Gen.OneOf(Gen.Byte, Gen.Const((byte)'"'), Gen.Const((byte)' '))
        );

        edit.List[1, 4]
            .Sample(
                edits =>
                {
                    var bytes = good.ToList();
                    foreach (var (at, cut, put) in edits)
                    {
                        var from = Math.Min(at, bytes.Count - 1);
                        bytes.RemoveRange(from, Math.Min(cut, bytes.Count - from - 1));
                        bytes[from] = put;
                    }
                    var reading = BpmnReader.Read(bytes.ToArray());
                    return reading.Definition is null == reading.Problems.Length > 0;
                },
                iter: 300
            );
    }
}
