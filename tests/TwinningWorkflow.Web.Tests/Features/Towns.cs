using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features;

/// <summary>What tests of the pages do again and again.</summary>
internal static class Towns
{
    /// <summary>Opens a dossier through its page and answers its address.</summary>
    public static async Task<string> OpenDossierAsync(this Browser clerk, string city = "Kaunas", string country = "LT")
    {
        var answer = await clerk.SubmitAsync(
            "/dossiers/new",
            ("Input.PartnerCity", city),
            ("Input.PartnerCountry", country),
            ("Input.Kind", "twinning")
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return answer.Location!.OriginalString;
    }

    /// <summary>A further person of Brescia, signed in.</summary>
    public static async Task<Browser> NewcomerAsync(this RunningWeb web, string name, params string[] roles)
    {
        var email = $"{name.ToLowerInvariant()}@brescia.example";
        await using (var scope = web.Services.CreateAsyncScope())
            Assert.Empty(
                (
                    await scope
                        .ServiceProvider.GetRequiredService<NewPeople>()
                        .AddAsync(
                            RunningWeb.Brescia,
                            new NewPerson(name, email, RunningWeb.Password, roles),
                            Actor.System(RunningWeb.Brescia, "test"),
                            CancellationToken.None
                        )
                ).Problems
            );
        var browser = web.Browser();
        await browser.SignInAsync(email, RunningWeb.Password);
        return browser;
    }

    /// <summary>The id of the person of Brescia who was added with a role or by a name.</summary>
    public static Task<Guid> PersonAsync(this RunningWeb web, string roleOrName)
    {
        var email = $"{roleOrName.ToLowerInvariant()}@brescia.example";
        return web.ReadAsync(x => x.People.Where(p => p.Email == email).Select(p => p.Id).SingleAsync());
    }

    public static async Task<string> TaskPageAsync(this RunningWeb web, string node)
    {
        var task = await web.ReadAsync(x => x.Tasks.SingleAsync(t => t.Node == node && t.Status == TaskRow.Open));
        return $"/tasks/{task.InstanceId:D}/{task.TaskId}";
    }

    /// <summary>Agrees the text, in Italian and Lithuanian.</summary>
    public static async Task AgreeTextAsync(this RunningWeb web, Browser clerk)
    {
        var answer = await clerk.SubmitAsync(
            await web.TaskPageAsync("agreeText"),
            ("f.text.it", Attachment.Pdf("testo-it.pdf")),
            ("f.text.lt", Attachment.Pdf("testo-lt.pdf")),
            ("f.agreedOn", "2022-12-05")
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
    }
}
