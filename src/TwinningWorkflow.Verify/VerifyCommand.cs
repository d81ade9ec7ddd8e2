using System.Globalization;
using TwinningWorkflow.History;

namespace TwinningWorkflow.Verify;

/// <summary>Checks an exported history. Small and free of packages, so that an auditor can read all of it.</summary>
internal static class VerifyCommand
{
    public const int Clean = 0;
    public const int Findings = 1;
    public const int CannotTell = 2;

    private const string Usage = """
        twinning-verify FILE [--root HASH]...

        Checks a history exported by TwinningWorkflow: every row's hash, the chain of every stream, and that each
        HASH, noted earlier and kept elsewhere, is still in it. It needs no database and no network.

        Exit code: 0 nothing found; 1 something found; 2 the file cannot be read or the command is wrong.
        """;

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["--help" or "-h"])
        {
            output.WriteLine(Usage);
            return Clean;
        }
        if (!TryRead(args, out var file, out var roots))
        {
            error.WriteLine(Usage);
            return CannotTell;
        }
        try
        {
            using var input = File.OpenRead(file);
            return Verify(input, roots, output);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            error.WriteLine($"{file}: {problem.Message}");
            return CannotTell;
        }
    }

    private static int Verify(Stream input, List<ReadOnlyMemory<byte>> roots, TextWriter output)
    {
        var verifier = new ChainVerifier(roots);
        foreach (var row in HistoryExport.Read(input))
            verifier.Add(row);

        var findings = verifier.Findings();
        foreach (var finding in findings)
            output.WriteLine(Sentence(finding));
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{verifier.Streams} streams, {verifier.Rows} rows, {findings.Count} findings"
            )
        );
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{verifier.CoveredRows} rows up to a given root; {verifier.Rows - verifier.CoveredRows} rows that no root covers: their end could have been cut or written anew"
            )
        );
        return findings.Count == 0 ? Clean : Findings;
    }

    private static string Sentence(ChainFinding finding)
    {
        var row = string.Create(CultureInfo.InvariantCulture, $"{finding.Stream} {finding.Sequence}");
        return finding.Fault switch
        {
            ChainFault.Gap => $"{row}: expected row {finding.Expected}, but rows are missing before this one",
            ChainFault.OutOfOrder => $"{row}: expected row {finding.Expected}, but this one comes again or too late",
            ChainFault.WrongPrevious =>
                $"{row}: expected previous hash {finding.Expected}, but it says {finding.Found}",
            ChainFault.WrongHash => $"{row}: expected hash {finding.Expected}, but it says {finding.Found}",
            ChainFault.WrongSequenceInBody => $"{row}: the hashed bytes say sequence {finding.Found}",
            ChainFault.WrongStreamInBody => $"{row}: the hashed bytes say stream {finding.Found}",
            ChainFault.UnreadableBody =>
                $"{row}: expected the hashed bytes to be {finding.Expected}, but {finding.Found}",
            ChainFault.RootMissing => $"root {finding.Expected} is nowhere in the file",
            _ => throw new NotSupportedException(finding.Fault.ToString()),
        };
    }

    private static bool TryRead(string[] args, out string file, out List<ReadOnlyMemory<byte>> roots)
    {
        file = "";
        roots = [];
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--root")
            {
                if (++i == args.Length || !TryReadHash(args[i], out var hash))
                    return false;
                roots.Add(hash);
            }
            else if (file.Length == 0 && !args[i].StartsWith('-'))
            {
                file = args[i];
            }
            else
            {
                return false;
            }
        }
        return file.Length > 0;
    }

    private static bool TryReadHash(string text, out byte[] hash)
    {
        hash = new byte[HashChain.HashLength];
        return text.Length == 2 * hash.Length
            && Convert.FromHexString(text, hash, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
