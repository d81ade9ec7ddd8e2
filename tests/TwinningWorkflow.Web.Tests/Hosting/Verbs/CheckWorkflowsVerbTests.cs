using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using TwinningWorkflow.Web.Hosting.Verbs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Verbs;

public sealed class CheckWorkflowsVerbTests : IDisposable
{
    private const string Scenario = """
        {
          "description": { "it": "Prova" }, "process": "approval", "start": "2025-03-03T09:00", "by": "clerk",
          "dossier": { "title": "A", "kind": "twinning", "partnerCity": "Esempiai", "partnerCountry": "LT" },
          "expect": { "tasks": ["opinion"] },
          "steps": [ { "at": "2025-03-10T10:00", "by": "clerk", "complete": { "node": "opinion" },
            "expect": { "ended": { "how": "completed", "at": "end" } } } ]
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("twinning-check-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_products_own_files_have_no_problem_and_its_scenarios_play()
    {
        var own = Path.Combine(AppContext.BaseDirectory, "workflows");

        var run = Run(own, "--scenarios", "--format", "json");

        Assert.True(run.Exit == 0, run.Output);
        var summary = run.Json.GetProperty("summary");
        Assert.Equal(
            Directory
                .GetDirectories(own, "scenarios", SearchOption.AllDirectories)
                .Sum(folder => Directory.GetFiles(folder, "*.json").Length),
            summary.GetProperty("scenarios").GetInt32()
        );
    }

    [Fact]
    public void A_problem_is_told_by_line_element_message_rule_and_cure()
    {
        var file = Write("approval.bpmn", Misspelt);

        var run = Run(file);

        Assert.Equal(1, run.Exit);
        var lines = run.Output.Split('\n');
        Assert.Equal(
            $"{file}(10): opinion: Expected an element that is read in userTask, but found tw:fom. [unknown-extension]",
            lines[0]
        );
        Assert.Equal("    Correct, move or remove the element; see the extension namespace.", lines[1]);
        Assert.Equal("1 read, 1 with problems.", lines[2]);
    }

    [Fact]
    public void The_same_stands_in_the_json_whose_members_stay()
    {
        var fine = Write("another.bpmn", Bpmn.OneTask("another"));
        var refused = Write("approval.bpmn", Misspelt);

        var run = Run(folder, "--format", "json");

        Assert.Equal(1, run.Exit);
        Assert.Equal(
            JsonSerializer.Serialize(
                new
                {
                    files = new object[]
                    {
                        new
                        {
                            file = fine,
                            process = "another",
                            hash = Hash(fine),
                            ok = true,
                            problems = Array.Empty<object>(),
                        },
                        new
                        {
                            file = refused,
                            process = (string?)null,
                            hash = Hash(refused),
                            ok = false,
                            problems = new[]
                            {
                                new
                                {
                                    rule = "unknown-extension",
                                    element = "opinion",
                                    line = 10,
                                    message = "Expected an element that is read in userTask, but found tw:fom.",
                                    cure = "Correct, move or remove the element; see the extension namespace.",
                                },
                            },
                        },
                    },
                    scenarios = Array.Empty<object>(),
                    summary = new
                    {
                        files = 2,
                        withProblems = 1,
                        scenarios = 0,
                        failed = 0,
                    },
                }
            ),
            JsonSerializer.Serialize(run.Json)
        );
    }

    [Theory]
    [InlineData("unknown-role", "role=\"clerk\"", "role=\"segreteria\"")]
    [InlineData("unknown-service", "register-agreement", "register-agrement")]
    [InlineData("unknown-template", "template=\"notice\"", "template=\"notise\"")]
    [InlineData("unknown-template", "template=\"window-elapsed\"", "template=\"window-elapse\"")]
    [InlineData("unknown-calendar", "amount=\"30\"", "amount=\"30\" calendar=\"JP\"")]
    [InlineData("unknown-calendar", "amount=\"30\"", "amount=\"30\" calendar=\"partner\"")]
    public void What_this_application_cannot_do_is_a_problem(string rule, string right, string wrong)
    {
        var file = Bpmn.Service("approval", "register-agreement")
            .Replace(
                Bpmn.Flow("f3", "opinion", "end"),
                """<bpmn:sendTask id="tell" messageRef="messagePartner"><bpmn:extensionElements><tw:send to="DARA" template="notice" /></bpmn:extensionElements></bpmn:sendTask>"""
                    + Bpmn.Flow("f3", "opinion", "tell")
                    + Bpmn.Flow("f4", "tell", "term")
                    + """<bpmn:intermediateCatchEvent id="term"><bpmn:timerEventDefinition><bpmn:extensionElements><tw:term amount="30" from="today" template="window-elapsed" /></bpmn:extensionElements></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"""
                    + Bpmn.Flow("f5", "term", "end"),
                StringComparison.Ordinal
            );
        Assert.Equal(0, Run(Write("approval.bpmn", file)).Exit);

        var run = Run(Write("approval.bpmn", file.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal(1, run.Exit);
        Assert.Contains($"[{rule}]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_stands_in_two_files_of_a_folder_is_a_problem_of_both()
    {
        Write("approval.bpmn", Bpmn.OneTask("approval"));
        Write("approval-old.bpmn", Bpmn.TaskWithTimer("approval", "PT1H"));

        var run = Run(folder);

        Assert.Equal(1, run.Exit);
        Assert.Contains("is in approval-old.bpmn too. [process-twice]", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 read, 2 with problems.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_no_longer_plays_is_told_by_step_and_the_others_still_play()
    {
        Write("approval.bpmn", Bpmn.OneTask("approval"));
        Write("scenarios/a-plays.json", Scenario);
        Write("scenarios/b-fails.json", Scenario.Replace("\"end\"", "\"over\"", StringComparison.Ordinal));
        Write("scenarios/c-broken.json", "{");
        Write("scenarios/d-lost.json", Scenario.Replace("approval", "approvals", StringComparison.Ordinal));

        var run = Run(folder, "--scenarios", "--format", "json");

        Assert.Equal(1, run.Exit);
        var plays = run.Json.GetProperty("scenarios").EnumerateArray().ToList();
        Assert.Equal([true, false, false, false], plays.Select(static p => p.GetProperty("ok").GetBoolean()));
        Assert.Equal(1, plays[1].GetProperty("step").GetInt32());
        Assert.StartsWith(
            "2025-03-10 10:00 Expected",
            plays[1].GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("approvals", plays[3].GetProperty("process").GetString());
        Assert.Equal(3, run.Json.GetProperty("summary").GetProperty("failed").GetInt32());
        Assert.Contains(
            "b-fails.json: step 1, 2025-03-10 10:00",
            Run(folder, "--scenarios").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_file_asked_about_is_played_with_its_own_scenarios_alone()
    {
        var file = Write("approval.bpmn", Bpmn.OneTask("approval"));
        Write("scenarios/own.json", Scenario);
        Write("scenarios/other.json", Scenario.Replace("approval", "another", StringComparison.Ordinal));

        var run = Run(file, "--scenarios");

        Assert.Equal(0, run.Exit);
        Assert.EndsWith(
            "1 read, 0 with problems; 1 scenarios played, 0 failed.\n",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere.bpmn")]
    public void Nothing_to_read_ends_with_2_and_says_so_beside_the_output(string path)
    {
        var run = Run(Path.Combine(folder, path), "--format", "json");

        Assert.Equal(2, run.Exit);
        Assert.Empty(run.Output);
        Assert.StartsWith("Expected ", run.Error, StringComparison.Ordinal);
    }

    private static string Misspelt =>
        Bpmn.OneTask("approval").Replace("<tw:form role=\"clerk\"></tw:form>", "<tw:fom/>", StringComparison.Ordinal);

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    internal static Outcome Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        var exit = CheckWorkflowsVerb
            .Create()
            .Parse(arguments)
            .Invoke(new InvocationConfiguration { Output = output, Error = error });
        return new Outcome(exit, output.ToString(), error.ToString());
    }

    internal sealed record Outcome(int Exit, string Output, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }
}
