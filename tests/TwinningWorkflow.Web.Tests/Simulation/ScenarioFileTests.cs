using System.Text.Json;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Simulation;

public sealed class ScenarioFileTests : IDisposable
{
    private const string Common = """
        {
          "description": { "it": "Comune" }, "process": "twinning", "start": "2025-03-03T09:00", "by": "clerk",
          "dossier": { "title": "A", "kind": "twinning", "partnerCity": "Esempiai", "partnerCountry": "LT" },
          "steps": [
            { "at": "2025-03-10T10:00", "by": "clerk", "suspend": "one" },
            { "at": "2025-03-11T10:00", "by": "clerk", "resume": "two" },
            { "at": "2025-03-12T10:00", "by": "clerk", "withdraw": "three" }
          ]
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("twinning-scenarios-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_scenario_that_continues_another_takes_its_members_and_its_steps_up_to_the_moment()
    {
        Write("common.json", Common);

        var scenario = Load(
            """
            {
              "continues": "common.json", "until": "2025-03-11T10:00", "description": { "it": "Altro" },
              "steps": [ { "at": "2025-03-20T10:00", "by": "mayor", "suspend": "four" } ]
            }
            """
        );

        Assert.Equal("Altro", scenario.Description["it"]);
        Assert.Equal("Esempiai", scenario.Dossier.PartnerCity);
        Assert.Equal(["one", "two", "four"], scenario.Steps.Select(step => step.Order!.Reason));
    }

    [Fact]
    public void An_act_is_named_in_full_or_there_is_one_of_that_day_where_it_takes_one()
    {
        var scenario = Load(
            Common.Replace(
                "\"one\"",
                """{ "reason": "one", "act": { "number": "12/2025", "date": "2025-03-09", "file": "act.pdf" } }""",
                StringComparison.Ordinal
            )
        );

        var acts = scenario.Steps.Select(step => step.Order!.ActOf(step.At.Date, step.NeedsAct)).ToList();
        Assert.Equal(
            [
                new FormalAct("12/2025", new LocalDate(2025, 3, 9), [PseudoFile.Hash("act.pdf")]),
                new FormalAct("FITTIZIO", new LocalDate(2025, 3, 11), []),
                null,
            ],
            acts
        );
    }

    [Theory]
    [InlineData("""{ "continues": "../common.json", "until": "2025-03-11T10:00", "steps": [] }""")]
    [InlineData("""{ "continues": "common.json", "steps": [] }""")]
    [InlineData("""{ "continues": "common.json", "until": "2025-03-11T10:00" }""")]
    [InlineData("""{ "continues": "this.json", "until": "2025-03-11T10:00", "steps": [] }""")]
    [InlineData("""{ "continues": "common.json", "until": "2025-03-11T10:00", "steps": [], "colour": "red" }""")]
    [InlineData("""[]""")]
    [InlineData("""{ "continues": """)]
    public void One_that_cannot_be_read_says_so(string scenario)
    {
        Write("common.json", Common);

        Assert.ThrowsAny<JsonException>(() => Load(scenario));
    }

    private Scenario Load(string scenario) => Scenario.Load(Write("this.json", scenario));

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
