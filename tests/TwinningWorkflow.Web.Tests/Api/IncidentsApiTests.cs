using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class IncidentsApiTests(SharedTown towns, Postgres postgres)
{
    private static readonly Instant Eight = Instant.FromUtc(2022, 12, 5, 8, 0);

    [Fact]
    public async Task The_open_incidents_are_listed_and_those_seen_to_are_not()
    {
        var town = await towns.GetAsync();
        var open = await RaiseAsync(town, "aperto");
        var closed = await RaiseAsync(town, "chiuso", Eight);

        var listed = await (await town.AsAsync(Roles.Administrator)).GetAsync("/api/v1/incidents");

        var keys = listed.Json.AsArray().Select(x => x!["key"]!.GetValue<string>()).ToList();
        Assert.Contains(open, keys);
        Assert.DoesNotContain(closed, keys);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_mail_that_failed_is_tried_again_and_the_history_says_who_saw_to_what(Provider provider)
    {
        await using var town = await Town.BuildAsync(postgres, provider);
        var work = await Work.OpenAsync(town);
        var administrator = await town.AsAsync(Roles.Administrator);
        var key = await FailAsync(town, work);

        var tried = await administrator.PostAsync(
            "/api/v1/incidents/retry",
            new { key, reason = "Il server risponde di nuovo" }
        );

        Assert.Equal((HttpStatusCode.OK, key), (tried.Status, tried.Json["key"]!.GetValue<string>()));
        await using var database = town.Database();
        Assert.NotEqual(MailRow.Failed, (await database.Mails.SingleAsync(x => x.Key == key)).Status);
        var history = (await administrator.GetAsync($"{work.Path}/history")).Json.AsArray();
        var told = Assert.Single(history, x => x!["kind"]!.GetValue<string>() == "mail-tried-again")!;
        Assert.Equal("Il server risponde di nuovo", told["reason"]!.GetValue<string>());
        Assert.Equal("Persona administrator", told["who"]!.GetValue<string>());
        Assert.Empty((await administrator.GetAsync("/api/v1/incidents")).Json.AsArray());
    }

    [Fact]
    public async Task What_only_needed_an_eye_is_closed_once_and_then_refused()
    {
        var town = await towns.GetAsync();
        var administrator = await town.AsAsync(Roles.Administrator);
        var key = await RaiseAsync(town, "occhio");

        var first = await administrator.PostAsync("/api/v1/incidents/retry", new { key, reason = "Visto" });
        var before = await town.WrittenAsync();
        var second = await administrator.PostAsync("/api/v1/incidents/retry", new { key, reason = "Visto" });

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (second.Status, second.Code));
        Assert.Equal(before, await town.WrittenAsync());
        await using var database = town.Database();
        Assert.Single(
            await database.Journal.Where(x => x.Kind == "incident-seen-to").ToListAsync(),
            x => Holds(x, key)
        );
    }

    [Fact]
    public async Task The_same_key_gets_the_same_answer_and_another_request_under_it_is_refused()
    {
        var town = await towns.GetAsync();
        var administrator = await town.AsAsync(Roles.Administrator);
        var incident = await RaiseAsync(town, "due volte");
        var key = Guid.NewGuid().ToString("D");
        var request = new { key = incident, reason = "Visto" };

        var first = await administrator.PostAsync("/api/v1/incidents/retry", request, key);
        var second = await administrator.PostAsync("/api/v1/incidents/retry", request, key);
        var other = await administrator.PostAsync(
            "/api/v1/incidents/retry",
            new { key = incident, reason = "Altro" },
            key
        );

        Assert.Equal((HttpStatusCode.OK, first.Text), (second.Status, second.Text));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "keyReused"), (other.Status, other.Code));
    }

    [Theory]
    [InlineData(null, "reason: required")]
    [InlineData("  ", "reason: required")]
    public async Task An_incident_is_not_seen_to_without_a_reason(string? reason, string error)
    {
        var town = await towns.GetAsync();
        var administrator = await town.AsAsync(Roles.Administrator);
        var key = await RaiseAsync(town, $"senza motivo {reason}");

        var refused = await administrator.PostAsync("/api/v1/incidents/retry", new { key, reason });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([error], refused.Errors);
        Assert.Contains(key, (await administrator.GetAsync("/api/v1/incidents")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_that_never_was_is_not_found()
    {
        var administrator = await (await towns.GetAsync()).AsAsync(Roles.Administrator);

        var missing = await administrator.PostAsync("/api/v1/incidents/retry", new { key = "none", reason = "x" });

        Assert.Equal((HttpStatusCode.NotFound, "notFound"), (missing.Status, missing.Code));
    }

    private static bool Holds(JournalRow row, string key) =>
        System.Text.Encoding.UTF8.GetString(row.Body).Contains(key, StringComparison.Ordinal);

    private static async Task<string> RaiseAsync(Town town, string what, Instant? resolvedAt = null)
    {
        var key = $"prova/{what}/{Guid.NewGuid():D}";
        await using var database = town.Database();
        database.Incidents.Add(
            new IncidentRow
            {
                Key = key,
                AuthorityId = TestStore.Authority,
                Source = "prova",
                Code = "prova",
                Message = "Expected nothing, but a test raised this.",
                RaisedAt = Eight,
                ResolvedAt = resolvedAt,
            }
        );
        await database.SaveChangesAsync();
        return key;
    }

    private static async Task<string> FailAsync(Town town, Work work)
    {
        var key = $"mail/{work.Instance:D}/prova";
        await using var database = town.Database();
        database.Mails.Add(
            new MailRow
            {
                Key = key,
                AuthorityId = TestStore.Authority,
                DossierId = work.Dossier,
                InstanceId = work.Instance,
                Kind = "prova",
                PersonId = null,
                MessageId = "prova@brescia.example",
                ToName = "Persona clerk",
                ToAddress = Town.EmailOf(Roles.Clerk, TestStore.Authority),
                Language = "it",
                Subject = "Prova",
                Text = "Prova",
                Html = "<p>Prova</p>",
                CreatedAt = Eight,
                Status = MailRow.Failed,
                NextAttemptAt = Eight,
            }
        );
        database.Incidents.Add(
            new IncidentRow
            {
                Key = key,
                AuthorityId = TestStore.Authority,
                DossierId = work.Dossier,
                InstanceId = work.Instance,
                Source = "mail",
                Code = "mail-failed",
                Message = "Expected the server to take it, but it did not.",
                RaisedAt = Eight,
            }
        );
        await database.SaveChangesAsync();
        return key;
    }
}
