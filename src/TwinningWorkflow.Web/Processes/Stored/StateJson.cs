using System.Text.Json;
using TwinningWorkflow.Engine;
using TwinningWorkflow.History;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>The snapshot column.</summary>
internal static class StateJson
{
    public static string Write(ProcessState state) =>
        JsonSerializer.Serialize(state, StateContext.Default.ProcessState);

    public static ProcessState Read(string stored) =>
        JsonSerializer.Deserialize(stored, StateContext.Default.ProcessState)!;

    /// <summary>Equal in every value, whatever the order in which dictionaries happen to be walked.</summary>
    public static bool AreEqual(ProcessState one, ProcessState other) =>
        Canonical(one).AsSpan().SequenceEqual(Canonical(other));

    private static byte[] Canonical(ProcessState state) =>
        CanonicalJson.Canonicalise(JsonSerializer.SerializeToUtf8Bytes(state, StateContext.Default.ProcessState));
}
