using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Tests.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

[Trait("pace", "full")]
public sealed class DemoSeedTests(Postgres postgres)
{
    public static TheoryData<string> Scenarios =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Simulator.Folder, "demo"), "*.json")
                .Select(file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_dossier_of_the_demonstration_holds_in_the_simulator(string name)
    {
        var run = Simulator.Run(Path.Combine(Simulator.Folder, "demo", name));

        Assert.True(run.Exit == 0, run.Error);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_demonstration_stands_on_the_morning_after_both_councils(Provider provider)
    {
        await using var demo = await DemoApplication.StartAsync(postgres, provider);
        await using var database = demo.Database();

        // then Kaunas waits for two terms alone: the tenth day of publication of the Council's act, and the window, which Sunday
        // the 8th has moved to Monday the 9th
        Assert.Equal(new LocalDate(2022, 12, 21), demo.Clock.Today(DateTimeZoneProviders.Tzdb["Europe/Rome"]));
        var kaunas = await database.Dossiers.SingleAsync(row => row.PartnerCity == "Kaunas");
        Assert.Equal(297_669, kaunas.Profile.Inhabitants);
        Assert.Empty(await OpenTasksAsync(database, kaunas.Id));
        Assert.Equal(
            [
                ("tenthDayOver", DemoSeed.At(new LocalDateTime(2023, 1, 1, 0, 0))),
                ("windowElapsed", DemoSeed.At(new LocalDateTime(2023, 1, 10, 0, 0))),
            ],
            (
                await database
                    .Timers.Where(row => row.DossierId == kaunas.Id && row.Kind == TimerRow.Process)
                    .OrderBy(row => row.DueAt)
                    .ToListAsync()
            ).Select(row => (row.Node, row.DueAt))
        );

        // then the others stand at different steps
        Assert.Equal(["accountingOpinion"], await OpenTasksAsync(database, "Braga"));
        Assert.Equal(["agreeText"], await OpenTasksAsync(database, "Cork"));
        Assert.Equal([], await OpenTasksAsync(database, "Graz"));
        Assert.Equal(["council"], await OpenTasksAsync(database, "Ostrava"));
        Assert.Equal([], await OpenTasksAsync(database, "Setúbal"));
        Assert.Equal(["giunta"], await OpenTasksAsync(database, "Tampere"));
        Assert.Equal(["sign"], await OpenTasksAsync(database, "Tartu"));
        Assert.Equal(["giunta"], await OpenTasksAsync(database, "Uppsala"));
        Assert.Equal(["Ostrava"], await CitiesAsync(database, row => row.Suspended));
        Assert.Equal(["Setúbal"], await CitiesAsync(database, row => row.Status == "withdrawn"));
        Assert.Equal("partnerCouncilAct", (await database.Inbox.SingleAsync(row => row.Status == "waiting")).Message);

        // then nothing went wrong on the way, and every mail lies in the folder
        Assert.Empty(await database.Incidents.ToListAsync());
        Assert.Empty(await database.Outbox.Where(row => row.DoneAt == null).ToListAsync());
        // by itself or as a line of what one hour had for one person
        var present = DemoSeed.At(DemoSeed.Present);
        Assert.All(
            await database.Mails.ToListAsync(),
            mail =>
                Assert.True(
                    mail.Status is MailRow.Sent or MailRow.Bundled or MailRow.Moot
                        // what somebody did on the last day leaves their calendar on the next morning
                        || (
                            mail is { Status: MailRow.Pending, Kind: PlannedMail.TaskGone }
                            && mail.NextAttemptAt > present
                        ),
                    mail.Key
                )
        );
        Assert.Equal(
            await database.Mails.CountAsync(mail => mail.Status == MailRow.Sent),
            Directory.GetFiles(demo.Mail, "*.eml").Length
        );
    }

    [Fact]
    public async Task The_past_is_dated_as_it_was_and_done_by_who_may_do_it()
    {
        await using var demo = await DemoApplication.StartAsync(postgres, Provider.Sqlite);
        await using var scope = demo.App.Services.CreateAsyncScope();
        var journal = scope.ServiceProvider.GetRequiredService<JournalReader>();
        await using var database = demo.Database();
        var kaunas = await database.Dossiers.SingleAsync(row => row.PartnerCity == "Kaunas");

        var history = await journal.OfDossierAsync(DemoTown.Id, kaunas.Id, TestContext.Current.CancellationToken);

        Assert.Equal(DemoSeed.At(new LocalDateTime(2022, 11, 14, 9, 0)), history[0].At);
        Assert.All(history, entry => Assert.InRange(entry.At, history[0].At, DemoSeed.At(DemoSeed.Present)));
        var giunta = history.First(entry => entry.At == DemoSeed.At(new LocalDateTime(2022, 12, 7, 16, 0)));
        Assert.Equal(Roles.Secretariat, giunta.Actor.Role);
        Assert.All(
            await database.Mails.Where(mail => mail.Kind == "notice" && mail.DossierId == kaunas.Id).ToListAsync(),
            notice => Assert.Equal(DemoSeed.At(new LocalDateTime(2022, 12, 9, 10, 0)), notice.CreatedAt)
        );
    }

    [Fact]
    public async Task The_twinnings_of_before_stand_in_the_register()
    {
        await using var demo = await DemoApplication.StartAsync(postgres, Provider.Sqlite);
        await using var database = demo.Database();

        var register = await database.Register.OrderBy(row => row.Year).ToListAsync();

        Assert.Equal([1991, 2006, 2007, 2016], register.Select(row => row.Year));
    }

    private static async Task<List<string>> OpenTasksAsync(TwinningDatabase database, string city) =>
        await OpenTasksAsync(database, (await database.Dossiers.SingleAsync(row => row.PartnerCity == city)).Id);

    private static Task<List<string>> OpenTasksAsync(TwinningDatabase database, Guid dossier) =>
        database
            .Tasks.Where(row => row.DossierId == dossier && row.Status == TaskRow.Open)
            .Select(row => row.Node)
            .ToListAsync();

    private static Task<List<string>> CitiesAsync(
        TwinningDatabase database,
        System.Linq.Expressions.Expression<Func<InstanceRow, bool>> which
    ) =>
        database
            .Instances.Where(which)
            .Join(database.Dossiers, row => row.DossierId, row => row.Id, (_, dossier) => dossier.PartnerCity)
            .ToListAsync();
}
