using System.Text.Json.Serialization;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>The files of a text version as EF Core reads them: members named as the properties are.</summary>
[JsonSerializable(typeof(List<TextVersionFile>))]
internal sealed partial class TextVersionJson : JsonSerializerContext;
