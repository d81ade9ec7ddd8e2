using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>Enumeration members by name, as everything else in the stored JSON.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
