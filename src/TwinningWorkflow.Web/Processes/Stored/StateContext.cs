using System.Text.Json.Serialization;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>
/// The shape of a stored state. It stands apart from the facts so that the engine's tests can hold it against every state that
/// they reach, without the application.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // what is computed from the rest is not stored
    IgnoreReadOnlyProperties = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(DataValueJson),
        typeof(InstantJson),
        typeof(LocalDateJson),
        typeof(LocalTimeJson),
        typeof(CamelCase<ProcessStatus>),
        typeof(CamelCase<ElementPhase>),
    ]
)]
[JsonSerializable(typeof(ProcessState))]
internal sealed partial class StateContext : JsonSerializerContext;
