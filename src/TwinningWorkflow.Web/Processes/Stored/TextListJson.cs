using System.Text.Json.Serialization;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>A list of texts, unambiguous where they end.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class TextListJson : JsonSerializerContext;
