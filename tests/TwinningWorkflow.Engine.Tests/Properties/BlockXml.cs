using System.Globalization;
using System.Text;

namespace TwinningWorkflow.Engine.Tests.Properties;

/// <summary>Draws blocks as BPMN.</summary>
internal sealed class BlockXml
{
    private readonly StringBuilder beside = new();
    private List<string> variables = [];

    /// <summary>The file; the variables that decide the ways are declared and have to be given at the start.</summary>
    public static string Of(Block.Sub process)
    {
        var xml = new BlockXml();
        var body = xml.Container(process);
        return ProcessText.File(body, Declared(xml.variables), xml.beside.ToString());
    }

    /// <summary>What has one way in and one way out.</summary>
    private sealed record Part(string Xml, string In, string Out);

    private string Container(Block.Sub sub)
    {
        var (start, fork) = (sub.Id + "-s", sub.Id + "-f");
        var xml = new StringBuilder($"""<startEvent id="{start}"/>""");
        var several = sub.Strands.Count > 1;
        if (several)
            Add(xml, $"""<parallelGateway id="{fork}"/><flow path="{start} {fork}"/>""");
        for (var i = 0; i < sub.Strands.Count; i++)
        {
            var (body, end) = sub.Strands[i];
            var part = Of(body);
            Add(
                xml,
                $"""{part.Xml}<flow path="{(several ? fork : start)} {part.In}"/><endEvent id="{sub.Id}-e{i}">{Definition(end)}</endEvent><flow path="{part.Out} {sub.Id}-e{i}"/>"""
            );
        }
        foreach (var handler in sub.Handlers)
        {
            var behind = Of(handler.Behind);
            Add(
                xml,
                $"""<subProcess id="{handler.Id}" triggeredByEvent="true"><startEvent id="{handler.Start}" isInterrupting="{Flag(handler.Interrupts)}">{Definition(handler.For)}</startEvent>{behind.Xml}<endEvent id="{handler.Id}-e">{Definition(handler.End)}</endEvent><flow path="{handler.Start} {behind.In}"/><flow path="{behind.Out} {handler.Id}-e"/></subProcess>"""
            );
        }
        return xml.ToString();
    }

    private static string Definition(Thrown thrown) => Definition(new Trigger(thrown.Kind, thrown.Name));

    private static string Definition(Trigger trigger) =>
        trigger switch
        {
            { Kind: Kind.None } => "",
            { Kind: Kind.Terminate } => "<terminateEventDefinition/>",
            { Kind: Kind.Timer, Times: 1 } =>
                "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>",
            { Kind: Kind.Timer } =>
                $"<timerEventDefinition><timeCycle>R{trigger.Times}/P1D</timeCycle></timerEventDefinition>",
            { Name: "" } => $"<{Word(trigger.Kind)}EventDefinition/>",
            _ => $"""<{Word(trigger.Kind)}EventDefinition {Word(trigger.Kind)}Ref="{trigger.Name}"/>""",
        };

    private static string Word(Kind kind) =>
        kind switch
        {
            Kind.Message => "message",
            Kind.Signal => "signal",
            Kind.Error => "error",
            _ => "escalation",
        };

    private Part Of(Block block) =>
        block switch
        {
            Block.Task x => Watched(Task(x.Id, ""), x.Watches),
            Block.Passing x => Passing(x),
            Block.Waiting x => Waiting(x, ""),
            Block.Throwing x => Throwing(x.Id, Definition(x.What)),
            Block.Sequence x => x
                .Parts.Select(Of)
                .Aggregate((a, b) => new Part($"""{a.Xml}{b.Xml}<flow path="{a.Out} {b.In}"/>""", a.In, b.Out)),
            Block.Choice x => Choice(x),
            Block.Some x => Some(x),
            Block.All x => Ways("parallelGateway", x.Id, x.Ways, _ => "", ""),
            Block.Rounds x => Rounds(x),
            Block.First x => First(x),
            Block.Looped x => Watched(Activity(x.Activity, Loop(x)), x.Watches),
            Block.Many x => Watched(Activity(x.Activity, Many(x)), x.Watches),
            Block.Sub x => Watched(Activity(x, ""), x.Watches),
            _ => throw new InvalidOperationException(),
        };

    private static Part Leaf(string id, string xml) => new(xml, id, id);

    private static Part Task(string id, string loop) => Leaf(id, $"""<userTask id="{id}">{loop}</userTask>""");

    private static Part Throwing(string id, string definition) =>
        Leaf(id, $"""<intermediateThrowEvent id="{id}">{definition}</intermediateThrowEvent>""");

    private static Part Passing(Block.Passing x) =>
        x.What switch
        {
            Silent.Send => Leaf(x.Id, $"""<sendTask id="{x.Id}" messageRef="told"/>"""),
            Silent.Message => Throwing(x.Id, Definition(new Thrown(Kind.Message, "told"))),
            Silent.Link => new Part(
                $"""<intermediateThrowEvent id="{x.Id}"><linkEventDefinition name="{x.Id}"/></intermediateThrowEvent><intermediateCatchEvent id="{x.Id}-c"><linkEventDefinition name="{x.Id}"/></intermediateCatchEvent>""",
                x.Id,
                x.Id + "-c"
            ),
            _ => Leaf(x.Id, $"""<manualTask id="{x.Id}"/>"""),
        };

    private static Part Waiting(Block.Waiting x, string loop) =>
        Leaf(
            x.Id,
            x.IsTask
                ? $"""<receiveTask id="{x.Id}" messageRef="{x.Id}">{loop}</receiveTask>"""
                : $"""<intermediateCatchEvent id="{x.Id}">{Definition(x.For)}</intermediateCatchEvent>"""
        );

    private Part Activity(Block activity, string loop) =>
        activity switch
        {
            Block.Task x => Task(x.Id, loop),
            Block.Waiting x => Waiting(x, loop),
            Block.Sub { Called: true } x => Call(x, loop),
            Block.Sub x => Leaf(x.Id, $"""<subProcess id="{x.Id}">{loop}{Container(x)}</subProcess>"""),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>A called process sees nothing of its caller's: what decides its ways is given to it.</summary>
    private Part Call(Block.Sub x, string loop)
    {
        var outside = variables;
        variables = [];
        var body = Container(x);
        var (own, given) = (variables, new StringBuilder());
        variables = outside;
        foreach (var way in own.Where(static v => v.StartsWith("way.", StringComparison.Ordinal)))
            Add(given, $"""<tw:in variable="{way}" value="{way}"/>""");
        variables.AddRange(own);
        Add(beside, ProcessText.Process("of" + x.Id, body, Declared(own)));
        return Leaf(
            x.Id,
            $"""<callActivity id="{x.Id}" calledElement="of{x.Id}"><ext>{given}</ext>{loop}</callActivity>"""
        );
    }

    private static string Declared(IEnumerable<string> names) =>
        string.Concat(names.Select(static n => $"""<tw:variable name="{n}" type="number"/>"""));

    private static string Loop(Block.Looped loop) =>
        $"""<standardLoopCharacteristics testBefore="{Flag(loop.TestBefore)}"><loopCondition>{(loop.Times == 0 ? "false" : $"loopCounter &lt; {loop.Times}")}</loopCondition></standardLoopCharacteristics>""";

    private static string Many(Block.Many many)
    {
        var stop =
            many.StopAfter == 0
                ? ""
                : $"<completionCondition>numberOfCompletedInstances + numberOfTerminatedInstances &gt;= {many.StopAfter}</completionCondition>";
        return $"""<multiInstanceLoopCharacteristics isSequential="{Flag(many.Sequential)}"><loopCardinality>{many.Count}</loopCardinality>{stop}</multiInstanceLoopCharacteristics>""";
    }

    /// <summary>Interrupting boundary events join again behind their activity; any other leads to an end of its own.</summary>
    private Part Watched(Part activity, IReadOnlyList<Watch> watches)
    {
        var (xml, merge) = (new StringBuilder(activity.Xml), activity.In + "-m");
        foreach (var watch in watches)
        {
            var behind = Of(watch.Behind);
            var to = watch.Interrupts ? merge : watch.Id + "-e";
            Add(
                xml,
                $"""<boundaryEvent id="{watch.Id}" attachedToRef="{activity.In}" cancelActivity="{Flag(watch.Interrupts)}">{Definition(watch.For)}</boundaryEvent>{behind.Xml}<flow path="{watch.Id} {behind.In}"/><flow path="{behind.Out} {to}"/>"""
            );
            if (!watch.Interrupts)
                Add(xml, $"""<endEvent id="{to}"/>""");
        }
        if (!watches.Any(static w => w.Interrupts))
            return activity with { Xml = xml.ToString() };
        Add(xml, $"""<exclusiveGateway id="{merge}"/><flow path="{activity.Out} {merge}"/>""");
        return new Part(xml.ToString(), activity.In, merge);
    }

    private Part Choice(Block.Choice x)
    {
        Declare(x.Id);
        return Ways(
            "exclusiveGateway",
            x.Id,
            x.Ways,
            i => i == 0 ? "" : $""" when="way.{x.Id} == {i}" """,
            Default(x.Id, x.Ways)
        );
    }

    private Part Some(Block.Some x)
    {
        Declare(x.Id);
        return Ways(
            "inclusiveGateway",
            x.Id,
            x.Ways,
            i =>
                i == 0
                    ? ""
                    : $""" when="{string.Join(" or ", Enumerable.Range(0, 8).Where(n => (n >> i & 1) != 0).Select(n => $"way.{x.Id} == {n}"))}" """,
            Default(x.Id, x.Ways)
        );
    }

    private void Declare(string id) => variables.Add("way." + id);

    private static string Default(string id, IReadOnlyList<Block> ways) => $""" default="{id}-{In(ways[0])}" """;

    /// <summary>Where a token comes in.</summary>
    private static string In(Block block) =>
        block switch
        {
            Block.Task x => x.Id,
            Block.Passing x => x.Id,
            Block.Waiting x => x.Id,
            Block.Throwing x => x.Id,
            Block.Sequence x => In(x.Parts[0]),
            Block.Choice x => x.Id,
            Block.Some x => x.Id,
            Block.All x => x.Id,
            Block.Rounds x => x.Id,
            Block.First x => x.Id,
            Block.Looped x => In(x.Activity),
            Block.Many x => In(x.Activity),
            Block.Sub x => x.Id,
            _ => throw new InvalidOperationException(),
        };

    private Part Ways(
        string gateway,
        string id,
        IReadOnlyList<Block> ways,
        Func<int, string> condition,
        string attributes
    )
    {
        var join = id + "-j";
        var xml = new StringBuilder($"""<{gateway} id="{id}"{attributes}/><{gateway} id="{join}"/>""");
        for (var i = 0; i < ways.Count; i++)
        {
            var part = Of(ways[i]);
            Add(xml, $"""{part.Xml}<flow path="{id} {part.In}"{condition(i)}/><flow path="{part.Out} {join}"/>""");
        }
        return new Part(xml.ToString(), id, join);
    }

    private Part Rounds(Block.Rounds x)
    {
        variables.Add("round." + x.Id);
        var body = Of(x.Body);
        return new Part(
            $"""
            <manualTask id="{x.Id}"><ext><tw:set variable="round.{x.Id}" value="0"/></ext></manualTask><exclusiveGateway id="{x.Id}-m"/>{body.Xml}
            <manualTask id="{x.Id}-c"><ext><tw:set variable="round.{x.Id}" value="round.{x.Id} + 1"/></ext></manualTask><exclusiveGateway id="{x.Id}-d" default="{x.Id}-d-{x.Id}-z"/><manualTask id="{x.Id}-z"/>
            <flow path="{x.Id} {x.Id}-m {body.In}"/><flow path="{body.Out} {x.Id}-c {x.Id}-d {x.Id}-z"/><flow path="{x.Id}-d {x.Id}-m" when="round.{x.Id} &lt; {x.Times}"/>
            """,
            x.Id,
            x.Id + "-z"
        );
    }

    private Part First(Block.First x)
    {
        var xml = new StringBuilder($"""<eventBasedGateway id="{x.Id}"/><exclusiveGateway id="{x.Id}-j"/>""");
        foreach (var (waits, way) in x.Ways)
        {
            var (caught, part) = (Of(waits), Of(way));
            Add(
                xml,
                $"""{caught.Xml}{part.Xml}<flow path="{x.Id} {caught.In} {part.In}"/><flow path="{part.Out} {x.Id}-j"/>"""
            );
        }
        return new Part(xml.ToString(), x.Id, x.Id + "-j");
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static void Add(StringBuilder to, string text) => to.Append(CultureInfo.InvariantCulture, $"{text}");
}
