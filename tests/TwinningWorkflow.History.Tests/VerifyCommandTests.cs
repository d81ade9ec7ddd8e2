using TwinningWorkflow.Verify;
using Xunit;

namespace TwinningWorkflow.History.Tests;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        File.Delete(file);
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public void A_clean_export_with_its_roots_exits_0()
    {
        var rows = Chains.Build("instance-1", 3);
        Write(rows);

        Assert.Equal(0, Run(file, "--root", Hex(rows[1]), "--root", Hex(rows[0])));
        Assert.Contains("1 streams, 3 rows, 0 findings", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "2 rows up to a given root; 1 rows that no root covers",
            output.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Each_finding_is_a_line_and_the_exit_code_is_1()
    {
        var rows = Chains.Build("instance-1", 3);
        var root = Hex(rows[2]);
        rows[0] = rows[0].With(body: Chains.Body("instance-1", 1, "never"));
        rows.RemoveAt(2);
        Write(rows);

        Assert.Equal(1, Run(file, "--root", root));
        var lines = output.ToString().Split('\n');
        Assert.StartsWith("instance-1 1: expected hash ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"root {root} is nowhere in the file", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_cut_inside_a_line_exits_2_and_names_the_line()
    {
        Write(Chains.Build("instance-1", 3));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^20]);

        Assert.Equal(2, Run(file));
        Assert.Contains("Line 3: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_exits_2() => Assert.Equal(2, Run(file + ".missing"));

    [Theory]
    [InlineData]
    [InlineData("FILE", "--root")]
    [InlineData("FILE", "--root", "abc")]
    [InlineData("FILE", "--root", "zf2fad6a42533aaab95db7d32ba62a1222257cd5908f1f5eb7ce850d55dc0709")]
    [InlineData("FILE", "--roots")]
    [InlineData("FILE", "FILE")]
    public void A_wrong_command_line_exits_2_with_the_usage(params string[] args)
    {
        Write(Chains.Build("instance-1", 1));

        Assert.Equal(2, Run([.. args.Select(arg => arg == "FILE" ? file : arg)]));
        Assert.Contains("twinning-verify FILE", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_exits_0()
    {
        Assert.Equal(0, Run("--help"));
        Assert.Contains("twinning-verify FILE", output.ToString(), StringComparison.Ordinal);
    }

    private int Run(params string[] args) => VerifyCommand.Run(args, output, error);

    private void Write(IEnumerable<ChainRow> rows) => File.WriteAllBytes(file, HistoryExportTests.Export(rows));

    private static string Hex(ChainRow row) => Convert.ToHexStringLower(row.Hash.Span);
}
