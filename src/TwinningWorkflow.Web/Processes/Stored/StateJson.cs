using System.Text.Json;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>The snapshot column.</summary>
internal static class StateJson
{
    public static string Write(ProcessState state) => JsonSerializer.Serialize(state, StoredJson.Default.ProcessState);

    public static ProcessState Read(string stored) =>
        JsonSerializer.Deserialize(stored, StoredJson.Default.ProcessState)!;
}
