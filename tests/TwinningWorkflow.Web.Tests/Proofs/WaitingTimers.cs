using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TwinningWorkflow.Web.Tests.Proofs;

/// <summary>Process files that wait: with many timers at once, each with an end of its own, so that rows are made by the dozen.</summary>
internal static class WaitingTimers
{
    /// <summary>Waits for every one of these instants.</summary>
    public static string Until(string id, IReadOnlyList<Instant> dues) =>
        Each(id, dues, due => Formal("timeDate", InstantPattern.ExtendedIso.Format(due)));

    /// <summary>Waits for every one of these periods from its start.</summary>
    public static string For(string id, params IReadOnlyList<Period> periods) =>
        Each(id, periods, period => Formal("timeDuration", PeriodPattern.Roundtrip.Format(period)));

    /// <summary>A task that nobody does, beside which cycles without end go on.</summary>
    public static string Cycles(string id, params IReadOnlyList<Period> periods) =>
        Bpmn.Process(
            id,
            $"""
            <bpmn:startEvent id="start" />
            {Bpmn.Task("opinion")}
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "opinion")}
            {Bpmn.Flow("f2", "opinion", "end")}
            """
                + Lines(
                    periods,
                    (i, period) =>
                        $"""
                            <bpmn:boundaryEvent id="cycle{i}" attachedToRef="opinion" cancelActivity="false">
                              <bpmn:timerEventDefinition>{Formal(
                                "timeCycle",
                                "R/" + PeriodPattern.Roundtrip.Format(period)
                            )}</bpmn:timerEventDefinition>
                            </bpmn:boundaryEvent>
                            <bpmn:endEvent id="told{i}" />
                            {Bpmn.Flow($"g{i}", $"cycle{i}", $"told{i}")}
                            """
                )
        );

    private static string Each<T>(string id, IReadOnlyList<T> waits, Func<T, string> when) =>
        Bpmn.Process(
            id,
            """<bpmn:startEvent id="start" />"""
                + Lines(
                    waits,
                    (i, wait) =>
                        $"""
                            <bpmn:intermediateCatchEvent id="due{i}">
                              <bpmn:timerEventDefinition>{when(wait)}</bpmn:timerEventDefinition>
                            </bpmn:intermediateCatchEvent>
                            <bpmn:endEvent id="end{i}" />
                            {Bpmn.Flow($"f{i}", "start", $"due{i}")}
                            {Bpmn.Flow($"g{i}", $"due{i}", $"end{i}")}
                            """
                )
        );

    private static string Formal(string name, string value) =>
        $"""<bpmn:{name} xsi:type="bpmn:tFormalExpression">{value}</bpmn:{name}>""";

    private static string Lines<T>(IReadOnlyList<T> waits, Func<string, T, string> line) =>
        string.Concat(waits.Select((wait, i) => line(i.ToString(CultureInfo.InvariantCulture), wait)));
}
