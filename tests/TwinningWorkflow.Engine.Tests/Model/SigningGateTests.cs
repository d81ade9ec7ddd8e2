using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NodaTime;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Engine.Model;
using TwinningWorkflow.Engine.Tests.Conformance;

namespace TwinningWorkflow.Engine.Tests.Model;

/// <summary>What closes the signing gate of twinning.bpmn, condition by condition, and that no part of a condition is idle.</summary>
public sealed partial class SigningGateTests
{
    private static readonly Instant Now = Instant.FromUtc(2025, 6, 2, 9, 0);
    private static readonly string File = System.IO.File.ReadAllText(
        Path.Combine(ConformanceFiles.Repository(), "workflows", "twinning.bpmn")
    );
    private static readonly Lazy<ProcessDefinition> Definition = new(() => Read(File));

    /// <summary>Everything is there: T is the text, round 2 the round.</summary>
    private const string Open = """
        round=2 agreeText.round=2 agreeText.text=T textToSign=T openObservations=0 openMandates=0
        giunta.round=2 giunta.outcome=approved giunta.textVersion=T publishGiunta.round=2 publishGiunta.executoryOn=2025-06-02
        council.round=2 council.outcome=approved council.textVersion=T council.currentText=T
        publishCouncil.round=2 publishCouncil.executoryOn=2025-06-02
        partnerAct.round=2 partnerAct.outcome=approved partnerAct.textVersion=T partnerAct.currentText=T
        recordNotice.round=2 recordNotice.textVersion=T recordNotice.currentText=T window.round=2 window.closedOn=2025-06-02 notifyRegion.round=2
        """;

    /// <summary>What is different from that (an empty value: there is none), and what then closes the gate or warns.</summary>
    public static TheoryData<string, string> Turns =>
        new()
        {
            { "", "" },
            { "giunta.round=1", "giuntaExecutory" },
            { "giunta.outcome=rejected", "giuntaExecutory" },
            { "publishGiunta.round=1", "giuntaExecutory" },
            { "publishGiunta.executoryOn=2025-06-03", "giuntaExecutory" },
            { "publishGiunta.executoryOn=", "giuntaExecutory" },
            { "giunta.textVersion=U", "oneText" },
            { "giunta.textVersion=", "oneText" },
            // an earlier round's, and nothing of the present one
            { "agreeText.round=1", "councilExecutory partnerActHeld oneText" },
            { "council.round=1", "councilExecutory" },
            { "council.outcome=rejected", "councilExecutory" },
            { "publishCouncil.round=1", "councilExecutory" },
            { "publishCouncil.executoryOn=2025-06-03", "councilExecutory" },
            { "council.textVersion=U", "oneText" },
            // the council that amended decided on the amended text, for the round that its amendment began
            { "council.round=1 council.outcome=amended council.textVersion= council.amendedText=T", "" },
            {
                "council.round=1 council.outcome=amended council.textVersion= council.amendedText=U",
                "councilExecutory oneText"
            },
            { "council.outcome=amended council.textVersion= council.amendedText=T", "councilExecutory" },
            {
                "council.round=0 council.outcome=amended council.textVersion= council.amendedText=T",
                "councilExecutory"
            },
            { "council.round=1 council.textVersion= council.amendedText=T", "councilExecutory" },
            { "partnerAct.round=1", "partnerActHeld" },
            { "partnerAct.outcome=rejected", "partnerActHeld" },
            { "partnerAct.textVersion=U", "oneText" },
            { "partnerAct.round=1 partnerAct.outcome=amended partnerAct.textVersion= partnerAct.amendedText=T", "" },
            {
                "partnerAct.round=1 partnerAct.outcome=amended partnerAct.textVersion= partnerAct.amendedText=U",
                "partnerActHeld oneText"
            },
            { "partnerAct.outcome=amended partnerAct.textVersion= partnerAct.amendedText=T", "partnerActHeld" },
            {
                "partnerAct.round=0 partnerAct.outcome=amended partnerAct.textVersion= partnerAct.amendedText=T",
                "partnerActHeld"
            },
            { "partnerAct.round=1 partnerAct.textVersion= partnerAct.amendedText=T", "partnerActHeld" },
            // a formal correction: who decided on the corrected text while it was the one to be signed
            { "textToSign=C recordNotice.textVersion=C recordNotice.currentText=C", "" },
            { "textToSign=C council.textVersion=C council.currentText=C", "" },
            { "textToSign=C partnerAct.textVersion=C partnerAct.currentText=C", "" },
            // or on the agreed one
            { "textToSign=C recordNotice.currentText=C", "" },
            { "textToSign=C council.currentText=C", "" },
            { "textToSign=C partnerAct.currentText=C", "" },
            { "recordNotice.round=1 recordNotice.textVersion=C recordNotice.currentText=C", "oneText" },
            { "council.round=1 council.textVersion=C council.currentText=C", "councilExecutory oneText" },
            { "partnerAct.round=1 partnerAct.textVersion=C partnerAct.currentText=C", "partnerActHeld oneText" },
            { "recordNotice.textVersion=U", "oneText" },
            { "recordNotice.textVersion=", "oneText" },
            { "window.round=1", "windowOver" },
            { "window.round=", "windowOver" },
            { "window.closedOn=2025-06-03", "windowOver" },
            { "window.closedOn=", "windowOver" },
            { "notifyRegion.round=1", "regionDelivery" },
            { "openObservations=1", "noOpenObservation" },
            { "openMandates=1", "signatoryConfirmed" },
            { "suspended=true", "notSuspended" },
            { "planCeremony.abroad=true", "" },
            { "planCeremony.abroad=false planCeremony.date=2025-07-01", "" },
            { "planCeremony.date=2025-07-01", "" },
            { "planCeremony.abroad=true planCeremony.date=2025-07-01", "delegationInTime" },
            { "planCeremony.abroad=true planCeremony.date=2025-07-01 delegationNotice.sentOn=2025-06-01", "" },
            {
                "planCeremony.abroad=true planCeremony.date=2025-07-01 delegationNotice.sentOn=2025-06-02",
                "delegationInTime"
            },
        };

    [Theory]
    [MemberData(nameof(Turns))]
    public void The_gate_is_shut_by_just_these_conditions(string different, string shut) =>
        Assert.Equal(shut, Shut(Definition.Value, different));

    [Fact]
    public void A_late_delegation_warns_and_closes_nothing() =>
        Assert.All(
            Definition.Value.Gates["signing"].Conditions,
            c => Assert.Equal(c.Id == "delegationInTime", c.Severity == GateSeverity.Warns)
        );

    [Fact]
    public void No_part_of_a_condition_can_be_dropped_unnoticed()
    {
        var idle = new List<string>();
        var tried = 0;
        foreach (Match condition in Condition().Matches(File))
        foreach (var weaker in WithoutOnePart(condition.Groups["when"].Value))
        {
            tried++;
            var changed = Read(
                string.Concat(
                    File.AsSpan(0, condition.Groups["when"].Index),
                    weaker,
                    File.AsSpan(condition.Groups["when"].Index + condition.Groups["when"].Length)
                )
            );
            if (Turns.All(turn => Shut(changed, turn.Data.Item1) == turn.Data.Item2))
                idle.Add($"{condition.Groups["id"].Value}: {weaker}");
        }

        Assert.True(idle.Count == 0, string.Join("\n", idle));
        Assert.True(tried > 30, $"only {tried} parts were found");
    }

    /// <summary>The condition without one of its comparisons, each with the <c>and</c> or <c>or</c> before or behind it.</summary>
    private static IEnumerable<string> WithoutOnePart(string when)
    {
        foreach (Match part in Part().Matches(when))
        {
            var behind = And().Match(when, part.Index + part.Length);
            var before = AndBefore().Match(when[..part.Index]);
            if (behind.Success && behind.Index == part.Index + part.Length)
                yield return when.Remove(part.Index, part.Length + behind.Length);
            else if (before.Success)
                yield return when.Remove(before.Index, before.Length + part.Length);
            else
                yield return when.Remove(part.Index, part.Length).Insert(part.Index, "1 == 1");
        }
    }

    private static string Shut(ProcessDefinition definition, string different)
    {
        var data = ImmutableDictionary.CreateBuilder<string, DataValue>();
        var suspended = false;
        foreach (var pair in $"{Open} {different}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (pair.Split('=')[0], pair.Split('=')[1]);
            if (name == "suspended")
                suspended = true;
            else if (value.Length == 0)
                data.Remove(name);
            else
                data[name] = Value(definition.Variables[name], value);
        }
        var state = ProcessState.Empty.Apply(
            new ProcessStarted("instance-1", "twinning", definition.Hash, "proposal", data.ToImmutable())
        );
        return string.Join(
            ' ',
            ProcessEngine
                .Examine(
                    definition,
                    suspended ? state.Apply(new ProcessSuspended()) : state,
                    definition.Gates["signing"],
                    Now
                )
                .Where(f => !f.Holds)
                .Select(f => f.Condition.Id)
        );
    }

    private static DataValue Value(DataType type, string text) =>
        type switch
        {
            DataType.Number => DataValue.Of(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)),
            DataType.Flag => DataValue.Of(bool.Parse(text)),
            DataType.Date => DataValue.Of(NodaTime.Text.LocalDatePattern.Iso.Parse(text).GetValueOrThrow()),
            _ => DataValue.Of(text),
        };

    private static ProcessDefinition Read(string file) =>
        BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(file)).Definition
        ?? throw new InvalidOperationException("Expected the changed file to be read, but it was refused.");

    [GeneratedRegex(
        """<tw:condition id="(?<id>\w+)"(?: severity="warns")? when="(?<when>[^"]*)" evidence""",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Condition();

    /// <summary>A comparison, or a has().</summary>
    [GeneratedRegex(
        @"[\w.]+ (?:\+ \d+ )?(?:==|&lt;=) (?:&#x27;\w+&#x27;|[\w.]+)|(?:not )?has\([\w.]+\)|not suspended",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Part();

    [GeneratedRegex(@"\G (?:and|or) ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex And();

    [GeneratedRegex(@" (?:and|or) (?:not )?\(?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AndBefore();
}
