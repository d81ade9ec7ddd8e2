using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Incidents;

/// <summary>Incidents of timers, mails and checks: what is tried again, and what is only closed.</summary>
[Trait("pace", "full")]
public sealed class IncidentPagesTests(Postgres postgres)
{
    private const string Incident = "/incidents/replay/1";
    private const string Page = "/incidents/retry/replay/1";

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_incident_is_seen_to_once_with_a_reason_that_the_history_keeps(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        await RaiseAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var desk = await administrator.GetAsync("/desk");
        var hidden = await administrator.HiddenAsync(Page);

        var first = await administrator.SendFormAsync(Page, hidden, ("f.reason", "  ripristinata la copia  "));
        var second = await administrator.SendFormAsync(Page, hidden, ("f.reason", "ancora"));

        Assert.Contains("Un'anomalia aspetta un amministratore.", desk.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, first.Status);
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("Qualcuno se n'è già occupato", second.Words, StringComparison.Ordinal);
        var told = await web.ReadAsync(x => x.Journal.SingleAsync(r => r.Kind == "incident-seen-to"));
        Assert.Contains(
            "ripristinata la copia\"",
            System.Text.Encoding.UTF8.GetString(told.Body),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Nessuna anomalia aperta",
            (await administrator.GetAsync("/incidents")).Words,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "La storia e lo stato non coincidono",
            (await administrator.GetAsync("/incidents?show=closed")).Words,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "Motivo: Questo dato è obbligatorio.")]
    [InlineData("  ", "Motivo: Questo dato è obbligatorio.")]
    [InlineData("0", "Motivo: Al massimo 2.000 caratteri.")]
    public async Task Without_a_reason_nothing_is_tried_again(string reason, string said)
    {
        await using var web = await RunningWeb.StartAsync();
        await RaiseAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var answer = await administrator.SubmitAsync(
            Page,
            ("f.reason", reason == "0" ? new string('0', 2001) : reason)
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#f_reason">{said}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.Null(await web.ReadAsync(x => x.Incidents.Select(i => i.ResolvedAt).SingleAsync()));
    }

    [Fact]
    public async Task A_mail_that_failed_goes_again_and_its_dossier_tells_why()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var dossier = await clerk.OpenDossierAsync();
        var mail = await FailAsync(web);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var answer = await administrator.SubmitAsync("/incidents/retry/" + mail, ("f.reason", "corretto l'indirizzo"));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.NotEqual(
            MailRow.Failed,
            await web.ReadAsync(x => x.Mails.Where(m => m.Key == mail).Select(m => m.Status).SingleAsync())
        );
        Assert.Contains("corretto l'indirizzo", (await clerk.GetAsync(dossier)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_incident_of_a_mail_leads_an_administrator_to_the_address()
    {
        await using var web = await RunningWeb.StartAsync();
        await (await web.SignedInAsync(Roles.Clerk)).OpenDossierAsync();
        var mail = await FailAsync(web);

        var administrator = await (await web.SignedInAsync(Roles.Administrator)).GetAsync("/incidents/" + mail);
        var auditor = await (await web.SignedInAsync(Roles.Auditor)).GetAsync("/incidents/" + mail);

        Assert.Contains("/administration/recipients/DARA", administrator.Text, StringComparison.Ordinal);
        Assert.Contains("Prova (a Prova)", administrator.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("/administration/recipients", auditor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_incident_of_a_mail_that_could_not_be_put_together_leads_to_no_address()
    {
        await using var web = await RunningWeb.StartAsync();
        await (await web.SignedInAsync(Roles.Clerk)).OpenDossierAsync();
        var mail = await FailAsync(web, "mail-not-composed");

        var page = await (await web.SignedInAsync(Roles.Administrator)).GetAsync("/incidents/" + mail);

        Assert.Contains("Un messaggio non si è potuto comporre", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("/administration/recipients/DARA", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_of_another_town_is_not_found()
    {
        await using var web = await RunningWeb.StartAsync();
        await RaiseAsync(web);
        var neighbour = await web.SignedInAsync(Roles.Administrator, RunningWeb.Cremona);

        var read = await neighbour.GetAsync(Incident);
        var sent = await neighbour.SendFormAsync(Page, await neighbour.HiddenAsync("/desk"), ("f.reason", "x"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.Status, sent.Status));
    }

    [Fact]
    public async Task Who_audits_reads_them_and_sees_to_none_and_nobody_else_reads_them()
    {
        await using var web = await RunningWeb.StartAsync();
        await RaiseAsync(web);
        var auditor = await web.SignedInAsync(Roles.Auditor);
        var clerk = await web.SignedInAsync(Roles.Clerk);

        Assert.Contains(
            "La storia e lo stato non coincidono",
            (await auditor.GetAsync("/incidents")).Words,
            StringComparison.Ordinal
        );
        var read = await auditor.GetAsync(Incident);
        Assert.Contains("Ci pensa l'amministratore.", read.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(Page, read.Text, StringComparison.Ordinal);
        var hidden = await auditor.HiddenAsync("/desk");
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.GetAsync(Page)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.SendFormAsync(Page, hidden, ("f.reason", "x"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/incidents")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync(Incident)).Status);
        Assert.Null(await web.ReadAsync(x => x.Incidents.Select(i => i.ResolvedAt).SingleAsync()));
    }

    private static Task RaiseAsync(RunningWeb web) =>
        web.ReadAsync(database =>
        {
            database.Incidents.Add(
                new IncidentRow
                {
                    Key = "replay/1",
                    AuthorityId = RunningWeb.Brescia,
                    Source = "replay",
                    Code = "replay-differs",
                    Message = "Expected the stored state, but replay gives another.",
                    RaisedAt = Instant.FromUtc(2022, 12, 5, 8, 0),
                }
            );
            return database.SaveChangesAsync();
        });

    /// <summary>The mail about the first task, as if it had failed for good.</summary>
    private static async Task<string> FailAsync(RunningWeb web, string code = "mail-refused")
    {
        var task = await web.ReadAsync(x => x.Tasks.SingleAsync());
        return await web.ReadAsync(async database =>
        {
            const string Key = "prova/1/mail";
            database.Mails.Add(
                new MailRow
                {
                    Key = Key,
                    AuthorityId = RunningWeb.Brescia,
                    DossierId = task.DossierId,
                    InstanceId = task.InstanceId,
                    TaskId = task.TaskId,
                    PersonId = null,
                    RecipientCode = "DARA",
                    Kind = "task-assigned",
                    MessageId = "prova@brescia.example",
                    ToName = "Prova",
                    ToAddress = "prova@brescia.example",
                    Language = "it",
                    Subject = "Prova",
                    Text = "Prova",
                    Html = "<p>Prova</p>",
                    CreatedAt = Instant.FromUtc(2022, 12, 5, 8, 0),
                    Status = MailRow.Failed,
                    NextAttemptAt = Instant.FromUtc(2022, 12, 5, 8, 0),
                    Attempts = 25,
                    Error = "550 no such mailbox",
                }
            );
            database.Incidents.Add(
                new IncidentRow
                {
                    Key = Key,
                    AuthorityId = RunningWeb.Brescia,
                    DossierId = task.DossierId,
                    InstanceId = task.InstanceId,
                    Source = "mail",
                    Code = code,
                    Message = "550 no such mailbox",
                    RaisedAt = Instant.FromUtc(2022, 12, 5, 8, 0),
                }
            );
            await database.SaveChangesAsync();
            return Key;
        });
    }
}
