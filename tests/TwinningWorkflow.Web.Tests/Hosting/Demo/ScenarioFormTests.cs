using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

/// <summary>The demonstration fills in forms with a scenario's values, and what the application refuses it does not seed.</summary>
public sealed class ScenarioFormTests
{
    private static readonly Instant Now = Instant.FromUtc(2022, 12, 5, 9, 0);

    [Fact]
    public void Files_by_language_are_the_ones_that_the_simulator_has()
    {
        var reading = Read("""{ "text": { "lt": "b.pdf", "it": "a.pdf" } }""")!;

        var value = new DataValue.List([PseudoFile.Hash("a.pdf"), PseudoFile.Hash("b.pdf")]);
        Assert.Equal(
            ScenarioValues.Value(Scans, "scans", Json("""{ "text": { "lt": "b.pdf", "it": "a.pdf" } }""")),
            value
        );
        Assert.Equal(value, reading.Fields["scans"]);
        Assert.Equal(["b.pdf", "a.pdf"], reading.Attachments.Documents.Select(x => x.FileName));
    }

    [Fact]
    public void A_scenario_without_a_file_in_some_language_is_not_seeded() =>
        Assert.Contains(
            nameof(Engine.FieldProblemCode.LanguageMissing),
            Assert.Throws<InvalidOperationException>(() => Read("""{ "text": { "it": "a.pdf" } }""")).Message,
            StringComparison.Ordinal
        );

    private static Engine.Model.StepForm Form { get; } =
        BpmnReader.Read(System.Text.Encoding.UTF8.GetBytes(Bpmn.Signing("signing"))).Definition!.FormOf("sign")!;

    private static Engine.Model.FieldSpec Scans => Form.Field("scans")!;

    private static FormReading? Read(string scans) =>
        new ScenarioForm(
            new FormReader(TimeProvider.System),
            new FormPlace("brescia", Guid.Empty, "sign", "account-1", [])
            {
                Languages = new Dictionary<string, IReadOnlyList<string>> { ["scans"] = ["it", "lt"] },
            },
            Now
        ).Read(Form, new Dictionary<string, JsonElement> { ["scans"] = Json(scans) });

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
