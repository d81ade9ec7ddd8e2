namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>
/// Draws a small process from a list of choices: well-formed, not always sound. It writes nothing but BPMN, and knows the
/// engine by its reader alone.
/// </summary>
internal sealed class RandomProcess
{
    private readonly Queue<int> choices;
    private string boundaries = "";
    private string called = "";
    private int next;
    private int budget = 16;

    private RandomProcess(IEnumerable<int> choices) => this.choices = new Queue<int>(choices);

    /// <summary>What has one way in and one way out.</summary>
    private sealed record Part(string Xml, string In, string Out);

    public static string Draw(IEnumerable<int> choices)
    {
        var random = new RandomProcess(choices);
        var body = random.Container(inner: false);
        return ProcessText.File(
            body,
            Counter + """<tw:variable name="n" type="number"/><tw:variable name="towns" type="list"/>""",
            random.called
        );
    }

    private const string Counter = """<tw:variable name="k" type="number"/>""";

    private int Choose(int of) => choices.TryDequeue(out var choice) ? choice % of : 0;

    private string Id(string kind) => $"{kind}{++next}";

    private string Container(bool inner) =>
        WithBoundaries(() =>
        {
            var start = Id("s");
            var body = Sequence(1 + Choose(3));
            var end = Id("e");
            return $"""<startEvent id="{start}"><ext><tw:set variable="k" value="0"/></ext></startEvent>{body.Xml}<endEvent id="{end}">{Ending(inner)}</endEvent><flow path="{start} {body.In}"/><flow path="{body.Out} {end}"/>{EventSubProcess()}{EventSubProcess()}""";
        });

    /// <summary>Boundary events stand in the container of their activity.</summary>
    private string WithBoundaries(Func<string> container)
    {
        var outside = boundaries;
        boundaries = "";
        var xml = container() + boundaries;
        boundaries = outside;
        return xml;
    }

    private string Ending(bool inner) =>
        Choose(inner ? 7 : 12) switch
        {
            1 => """<errorEventDefinition errorRef="bad"/>""",
            2 => "<terminateEventDefinition/>",
            3 => Throwing(3),
            4 => Throwing(1),
            5 => Throwing(2),
            _ => "",
        };

    private string Throwing(int kind) =>
        kind switch
        {
            1 => $"""<signalEventDefinition signalRef="g{Choose(2)}"/>""",
            2 => $"""<escalationEventDefinition escalationRef="up{Choose(2)}"/>""",
            3 => """<messageEventDefinition messageRef="told"/>""",
            _ => "",
        };

    private string EventSubProcess()
    {
        if (budget < 3 || Choose(3) == 0)
            return "";
        var id = Id("esp");
        var kind = Choose(5);
        var interrupting = kind == 2 || Choose(2) == 0 ? "true" : "false";
        budget -= 2;
        var inside = WithBoundaries(() =>
        {
            var start = Id("s");
            var body = Sequence(1);
            var end = Id("e");
            return $"""<startEvent id="{start}" isInterrupting="{interrupting}">{Trigger(kind)}</startEvent>{body.Xml}<endEvent id="{end}">{Ending(inner: true)}</endEvent><flow path="{start} {body.In}"/><flow path="{body.Out} {end}"/>""";
        });
        return $"""<subProcess id="{id}" triggeredByEvent="true">{inside}</subProcess>""";
    }

    private string Trigger(int kind) =>
        kind switch
        {
            0 => $"""<messageEventDefinition messageRef="m{Choose(3)}"/>""",
            1 => Choose(2) == 0
                ? "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
                : "<timerEventDefinition><timeCycle>R3/P1D</timeCycle></timerEventDefinition>",
            2 => Choose(2) == 0 ? """<errorEventDefinition errorRef="bad"/>""" : "<errorEventDefinition/>",
            3 => Throwing(1),
            _ => Choose(3) == 0 ? "<escalationEventDefinition/>" : Throwing(2),
        };

    /// <summary>What a token may wait for: a message, a timer or a signal.</summary>
    private string Awaited() => Trigger(Choose(3) is var kind && kind == 2 ? 3 : kind);

    private Part Sequence(int length)
    {
        var first = Block();
        for (var i = 1; i < length; i++)
        {
            var second = Block();
            first = new Part(
                $"""{first.Xml}{second.Xml}<flow path="{first.Out} {second.In}"/>""",
                first.In,
                second.Out
            );
        }
        return first;
    }

    private Part Block()
    {
        if (--budget < 0)
            return Leaf();
        return Choose(12) switch
        {
            0 or 1 or 2 => Activity(Leaf()),
            9 => Activity(Call()),
            10 => Link(),
            11 => Branches("inclusiveGateway", "inclusiveGateway"),
            3 => Branches("exclusiveGateway", "exclusiveGateway"),
            4 => Branches("parallelGateway", "parallelGateway"),
            // what a careful author avoids: several tokens behind a merge, a join that waits for ever
            5 => Choose(2) == 0
                ? Branches("parallelGateway", "exclusiveGateway")
                : Branches("exclusiveGateway", "parallelGateway"),
            6 => Loop(),
            7 => Events(),
            _ => Activity(SubProcess()),
        };
    }

    private Part Leaf()
    {
        var id = Id("a");
        var xml = Choose(9) switch
        {
            1 => $"""<manualTask id="{id}">{Set()}</manualTask>""",
            2 => $"""<serviceTask id="{id}"><ext><tw:service name="w"/></ext>{Many()}</serviceTask>""",
            3 => $"""<sendTask id="{id}" messageRef="told">{Many()}</sendTask>""",
            4 => $"""<receiveTask id="{id}" messageRef="m{Choose(3)}">{Many()}</receiveTask>""",
            5 => $"""<intermediateCatchEvent id="{id}">{Awaited()}</intermediateCatchEvent>""",
            6 or 7 => $"""<intermediateThrowEvent id="{id}">{Throwing(Choose(4))}</intermediateThrowEvent>""",
            _ =>
                $"""<userTask id="{id}"><ext><tw:form><tw:field id="n" type="integer"/></tw:form></ext>{Many()}</userTask>""",
        };
        return new Part(xml, id, id);
    }

    private Part SubProcess()
    {
        var id = Id("sub");
        return new Part($"""<subProcess id="{id}">{Container(inner: true)}{Many()}</subProcess>""", id, id);
    }

    /// <summary>Another process of the file, with a counter of its own.</summary>
    private Part Call()
    {
        var (id, process) = (Id("call"), Id("p"));
        var body = Container(inner: true);
        called += ProcessText.Process(process, body, Counter);
        return new Part(
            $"""<callActivity id="{id}" calledElement="{process}"><ext><tw:in variable="k" value="n"/><tw:out name="k" value="k + 1"/></ext>{Many()}</callActivity>""",
            id,
            id
        );
    }

    private Part Link()
    {
        var (thrown, caught) = (Id("t"), Id("c"));
        return new Part(
            $"""<intermediateThrowEvent id="{thrown}"><linkEventDefinition name="{thrown}"/></intermediateThrowEvent><intermediateCatchEvent id="{caught}"><linkEventDefinition name="{thrown}"/></intermediateCatchEvent>""",
            thrown,
            caught
        );
    }

    private string Set() => Choose(2) == 0 ? "" : """<ext><tw:set variable="k" value="k + 1"/></ext>""";

    private string Many() =>
        Choose(6) switch
        {
            1 =>
                $"<multiInstanceLoopCharacteristics><loopCardinality>{Choose(4)}</loopCardinality></multiInstanceLoopCharacteristics>",
            2 =>
                """<multiInstanceLoopCharacteristics><ext><tw:items value="towns"/></ext></multiInstanceLoopCharacteristics>""",
            _ => "",
        };

    /// <summary>Perhaps with a boundary event, whose way leads to an end of its own.</summary>
    private Part Activity(Part activity)
    {
        if (activity.Xml.StartsWith("<intermediate", StringComparison.Ordinal) || Choose(3) != 1)
            return activity;
        var id = Id("b");
        var kind = Choose(5);
        var cancels = kind == 2 || Choose(2) == 0 ? "true" : "false";
        var rescue = Leaf();
        boundaries +=
            $"""<boundaryEvent id="{id}" attachedToRef="{activity.In}" cancelActivity="{cancels}">{Trigger(kind)}</boundaryEvent>{rescue.Xml}<flow path="{id} {rescue.In}"/>""";
        // a catch event must lead on
        if (rescue.Xml.StartsWith("<intermediate", StringComparison.Ordinal))
            boundaries += $"""<endEvent id="{id}e"/><flow path="{rescue.Out} {id}e"/>""";
        return activity;
    }

    private Part Branches(string splits, string joins)
    {
        var (split, join) = (Id("g"), Id("j"));
        var count = 2 + Choose(2);
        var xml = "";
        var first = "";
        for (var i = 0; i < count; i++)
        {
            var branch = Sequence(1);
            first = i == 0 ? branch.In : first;
            var when = splits != "parallelGateway" && i > 0 ? $""" when="n == {i} or k == {i}" """ : "";
            xml += $"""{branch.Xml}<flow path="{split} {branch.In}"{when}/><flow path="{branch.Out} {join}"/>""";
        }
        var otherwise = splits != "parallelGateway" ? $"""default="{split}-{first}" """ : "";
        return new Part($"""<{splits} id="{split}" {otherwise}/><{joins} id="{join}"/>{xml}""", split, join);
    }

    private Part Loop()
    {
        var (merge, decide) = (Id("x"), Id("x"));
        var body = Sequence(1);
        var after = Leaf();
        return new Part(
            $"""<exclusiveGateway id="{merge}"/><exclusiveGateway id="{decide}" default="{decide}-{after.In}"/>{body.Xml}{after.Xml}<flow path="{merge} {body.In}"/><flow path="{body.Out} {decide} {after.In}"/><flow path="{decide} {merge}" when="{body.In}.n == 1 or k == {Choose(3)}"/>""".Replace(
                $"{body.In}.n == 1 or ",
                body.Xml.StartsWith("<userTask", StringComparison.Ordinal) ? $"{body.In}.n == 1 or " : "",
                StringComparison.Ordinal
            ),
            merge,
            after.Out
        );
    }

    private Part Events()
    {
        var (gate, join) = (Id("eg"), Id("j"));
        var xml = "";
        // messages are caught by events or by tasks, never by both behind one gateway
        var tasks = Choose(2) == 0;
        for (var i = 0; i < 2 + Choose(2); i++)
        {
            var id = Id("c");
            var caught =
                tasks && Choose(3) == 2
                    ? $"""<receiveTask id="{id}" messageRef="m{Choose(3)}"/>"""
                    : $"""<intermediateCatchEvent id="{id}">{(tasks ? Trigger(Choose(2) == 0 ? 1 : 3) : Awaited())}</intermediateCatchEvent>""";
            xml += $"""{caught}<flow path="{gate} {id} {join}"/>""";
        }
        return new Part($"""<eventBasedGateway id="{gate}"/><exclusiveGateway id="{join}"/>{xml}""", gate, join);
    }
}
