using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Features;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access.Duties;

[Trait("pace", "full")]
public sealed class DeputiesTests
{
    [Fact]
    public async Task A_deputy_does_what_is_the_absent_ones_and_the_history_names_both_until_the_last_day()
    {
        await using var web = await RunningWeb.StartAsync();
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var mayor = await web.SignedInAsync(Roles.Mayor);
        Assert.Equal(HttpStatusCode.Forbidden, (await mayor.GetAsync("/dossiers/new")).Status);
        var (absent, deputy) = (await PersonAsync(web, Roles.Clerk), await PersonAsync(web, Roles.Mayor));
        await web.ReadAsync(database =>
        {
            database.Absences.Add(
                new Absence
                {
                    Id = Guid.CreateVersion7(),
                    AuthorityId = RunningWeb.Brescia,
                    PersonId = absent,
                    DeputyId = deputy,
                    ValidFrom = new LocalDate(2022, 12, 5),
                    ValidTo = new LocalDate(2022, 12, 6),
                }
            );
            return database.SaveChangesAsync();
        });
        await clerk.OpenDossierAsync();

        await web.AgreeTextAsync(mayor);

        var done = await web.ReadAsync(x => x.Tasks.SingleAsync(t => t.Node == "agreeText"));
        var journal = await web.ReadAsync(x =>
            new JournalReader(x).ReadAsync(
                RunningWeb.Brescia,
                Journal.OfInstance(done.InstanceId),
                CancellationToken.None
            )
        );
        var actor = journal.Last(x => x.Actor.Person == $"{deputy:D}").Actor;
        Assert.Equal(($"{absent:D}", Roles.Clerk), (actor.OnBehalfOf, actor.Role));
        web.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Forbidden, (await mayor.GetAsync("/dossiers/new")).Status);
    }

    private static Task<Guid> PersonAsync(RunningWeb web, string role) =>
        web.ReadAsync(x => x.People.Where(p => p.Email == RunningWeb.EmailOf(role)).Select(p => p.Id).SingleAsync());
}
