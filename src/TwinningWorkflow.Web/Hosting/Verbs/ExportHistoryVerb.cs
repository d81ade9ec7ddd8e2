using System.Buffers;
using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.History;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Hosting.Verbs;

/// <summary><c>export-history</c>: writes an authority's journal, exactly as it was hashed, for the offline verifier.</summary>
public static class ExportHistoryVerb
{
    public static Command Create()
    {
        var storage = new StorageOptions();
        var authority = new Option<string?>("--authority")
        {
            Description = "The authority; all of them when not given.",
        };
        var output = new Option<FileInfo>("--output") { Description = "The file to write (.jsonl).", Required = true };
        var verb = new Command("export-history", "Writes the history for the offline verifier.") { authority, output };
        storage.AddTo(verb);
        verb.SetAction(
            async (parsed, cancel) =>
            {
                await using var app = Application
                    .Prepare([], new Dictionary<string, string?>(storage.SettingsOf(parsed)))
                    .Build();
                await using var scope = app.Services.CreateAsyncScope();
                var database = scope.ServiceProvider.GetRequiredService<TwinningDatabase>();
                await using var file = parsed.GetRequiredValue(output).Create();
                var rows = await WriteAsync(database, parsed.GetValue(authority), file, cancel);
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{rows} rows");
                return 0;
            }
        );
        return verb;
    }

    /// <summary>Writes stream after stream, each in order; says how many rows.</summary>
    public static async Task<long> WriteAsync(
        TwinningDatabase database,
        string? authority,
        Stream file,
        CancellationToken cancel
    )
    {
        var line = new ArrayBufferWriter<byte>();
        var count = 0L;
        var rows = database
            .Journal.AsNoTracking()
            .Where(x => authority == null || x.AuthorityId == authority)
            .OrderBy(x => x.Stream)
            .ThenBy(x => x.Sequence)
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            line.ResetWrittenCount();
            HistoryExport.Write(line, new ChainRow(row.Stream, row.Sequence, row.Body, row.PreviousHash, row.Hash));
            await file.WriteAsync(line.WrittenMemory, cancel);
            count++;
        }
        return count;
    }
}
