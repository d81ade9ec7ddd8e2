using System.Text.Json.Nodes;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>Something of Brescia's behind every address of the API: what a test of all endpoints asks for.</summary>
public sealed class World
{
    private readonly Dictionary<string, string> addresses = new(StringComparer.Ordinal);

    /// <summary>A body sits once a day, however many worlds there are.</summary>
    private static int sittings;

    private World(Work work) => Work = work;

    public Work Work { get; }

    /// <summary>The key of an open incident.</summary>
    public required string Incident { get; init; }

    /// <summary>A sitting to come.</summary>
    public required Guid SittingId { get; init; }

    public static async Task<World> BuildAsync(Town town)
    {
        var work = await Work.OpenAsync(town);
        var task = (await work.TaskPathAsync("agreeText")).Split('/')[^1];
        var file = await work.UploadAsync($"{work.Dossier:D}.pdf");
        var clerk = await town.AsAsync(Roles.Clerk);
        var definition = (await clerk.GetAsync("/api/v1/definitions")).Json[0]!["definition"]!.GetValue<string>();
        var incident = $"{work.Instance:D}/timer/1/1";
        var fact = Guid.CreateVersion7();
        var sitting = Guid.CreateVersion7();
        var message = Guid.CreateVersion7();
        await using (var database = town.Database())
        {
            database.Incidents.Add(
                new IncidentRow
                {
                    Key = incident,
                    AuthorityId = TestStore.Authority,
                    DossierId = work.Dossier,
                    InstanceId = work.Instance,
                    Source = "timer",
                    Code = "timer-stuck",
                    Message = "Expected the timer to fire, but it did not.",
                    RaisedAt = NodaTime.Instant.FromUtc(2022, 12, 5, 8, 0),
                }
            );
            database.Inbox.Add(
                new InboxRow
                {
                    Id = fact,
                    InstanceId = work.Instance,
                    AuthorityId = TestStore.Authority,
                    DossierId = work.Dossier,
                    Message = "partnerCouncilAct",
                    Key = "",
                    Command = "{}",
                    ReceivedAt = NodaTime.Instant.FromUtc(2022, 12, 5, 8, 0),
                    Status = InboxRow.Waiting,
                }
            );
            database.Sittings.Add(
                new Sitting
                {
                    Id = sitting,
                    AuthorityId = TestStore.Authority,
                    Body = "giunta",
                    Day = new NodaTime.LocalDate(2022, 12, 7).PlusDays(Interlocked.Increment(ref sittings)),
                }
            );
            database.ReceivedMails.Add(
                new ReceivedMail
                {
                    Id = message,
                    AuthorityId = TestStore.Authority,
                    Mailbox = $"{message:N}@brescia.example/INBOX",
                    Validity = 1,
                    Uid = 1,
                    MessageId = $"{message:N}@ufficio.example",
                    Kind = ReceivedMail.Reply,
                    DossierId = work.Dossier,
                    FromName = "Anna",
                    FromAddress = "anna@ufficio.example",
                    Subject = "Re: Kaunas",
                    Text = "Va bene.",
                    RawHash = "",
                    Files =
                    [
                        new()
                        {
                            FileHash = file,
                            FileName = "accordo.pdf",
                            Size = 1,
                        },
                    ],
                    ReceivedAt = NodaTime.Instant.FromUtc(2022, 12, 5, 8, 0),
                }
            );
            await database.SaveChangesAsync();
        }
        return new World(work)
        {
            Incident = incident,
            SittingId = sitting,
            addresses =
            {
                ["{id}"] = $"{work.Dossier:D}",
                ["{instance}"] = $"{work.Instance:D}",
                ["{task}"] = task,
                ["{sitting}"] = $"{sitting:D}",
                ["{process}"] = "twinning",
                ["{message}"] = $"{message:D}",
                ["{index}"] = "0",
                ["{fact}"] = $"{fact:D}",
                ["files/{hash}"] = $"files/{file}",
                ["definitions/{hash}"] = $"definitions/{definition}",
            },
        };
    }

    /// <summary>The address of an operation, with something that is there.</summary>
    public string AddressOf(Described operation)
    {
        var address = addresses.Aggregate(
            operation.Path,
            (path, x) => path.Replace(x.Key, x.Value, StringComparison.Ordinal)
        );
        Assert.DoesNotContain('{', address);
        return address.EndsWith("/incidents/detail", StringComparison.Ordinal) ? $"{address}?key={Incident}" : address;
    }

    /// <summary>The example of its body, about what is there; null when it takes no JSON.</summary>
    public JsonObject? BodyOf(Described operation)
    {
        var body = operation.Body;
        if (body is not null && operation.Path.Contains("/incidents/", StringComparison.Ordinal))
            body["key"] = Incident;
        return body;
    }

    /// <summary>Asks for an operation as its description says.</summary>
    public Task<Answer> AskAsync(Caller caller, Described operation) =>
        BodyOf(operation) is { } body
            ? caller.SendTextAsync(operation.Method, AddressOf(operation), body.ToJsonString())
        : operation.Path.EndsWith("/files", StringComparison.Ordinal)
            ? caller.UploadAsync("prova.pdf", "%PDF-1.7"u8.ToArray())
        : caller.SendAsync(HttpMethod.Parse(operation.Method), AddressOf(operation), null);
}
