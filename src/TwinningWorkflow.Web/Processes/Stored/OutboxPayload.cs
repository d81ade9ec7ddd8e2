using System.Text.Json;
using TwinningWorkflow.Engine;

namespace TwinningWorkflow.Web.Processes.Stored;

/// <summary>A service task's work that waits in the outbox.</summary>
/// <param name="Service">The service's name in the process file.</param>
/// <param name="Element">The element to complete.</param>
public sealed record ServiceCall(string Service, long Element);

/// <summary>Why an instance's open terms are counted again.</summary>
/// <param name="Actor">Who changed the calendar.</param>
/// <param name="Reason">Why they did.</param>
public sealed record Recount(Actor Actor, string Reason);

/// <summary>The JSON of outbox rows, by kind.</summary>
public static class OutboxPayload
{
    public static string Of(PlannedMail mail) => JsonSerializer.Serialize(mail, StoredJson.Default.PlannedMail);

    public static string Of(ServiceCall call) => JsonSerializer.Serialize(call, StoredJson.Default.ServiceCall);

    public static string Of(Recount recount) => JsonSerializer.Serialize(recount, StoredJson.Default.Recount);

    public static PlannedMail Mail(string payload) =>
        JsonSerializer.Deserialize(payload, StoredJson.Default.PlannedMail)!;

    public static ServiceCall Service(string payload) =>
        JsonSerializer.Deserialize(payload, StoredJson.Default.ServiceCall)!;

    public static Recount Recount(string payload) => JsonSerializer.Deserialize(payload, StoredJson.Default.Recount)!;
}
