using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Running;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Jobs;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

[Trait("pace", "full")]
public sealed class DemoTimeTests(Postgres postgres)
{
    private static readonly Instant WindowEnds = DemoSeed.At(new LocalDateTime(2023, 1, 10, 0, 0));

    [Fact]
    public async Task From_deadline_to_deadline_the_window_ends_and_its_mails_are_written()
    {
        await using var demo = await DemoApplication.StartAsync(postgres, Provider.Sqlite);
        var cancel = TestContext.Current.CancellationToken;

        // when the clock goes on deadline by deadline
        var stops = new List<Instant?>();
        while (await demo.Time.NextAsync(cancel) is { } next && next <= WindowEnds)
            stops.Add(await demo.Time.MoveToNextAsync(cancel));

        // then the window was the last of them, and the ceremony of Kaunas can be prepared
        Assert.Equal(WindowEnds, stops[^1]);
        await using var database = demo.Database();
        var kaunas = await database.Dossiers.SingleAsync(row => row.PartnerCity == "Kaunas", cancel);
        Assert.Equal(
            ["planCeremony"],
            await database
                .Tasks.Where(row => row.DossierId == kaunas.Id && row.Status == TaskRow.Open)
                .Select(row => row.Node)
                .ToListAsync(cancel)
        );
        // at midnight they are kept for the clerk's morning, and then go as one
        var morning = WindowEnds + Duration.FromHours(8);
        Assert.All(
            await database
                .Mails.Where(row => row.DossierId == kaunas.Id && row.CreatedAt >= WindowEnds)
                .ToListAsync(cancel),
            mail => Assert.Equal((MailRow.Pending, morning), (mail.Status, mail.KeptFor))
        );
        await demo.Time.MoveToAsync(morning, cancel);
        // the application's own job may have taken one of them in that moment, and be about to say so
        await Until.HoldsAsync(
            async () =>
                await database
                    .Mails.Where(row => row.DossierId == kaunas.Id && row.CreatedAt >= WindowEnds)
                    .Where(row => row.Kind != MailDigests.Kind)
                    .OrderBy(row => row.Kind)
                    .Select(row => $"{row.Kind} {row.Status}")
                    .ToListAsync(cancel),
            mails =>
                mails.Count == 2 && !mails.Exists(mail => mail.EndsWith(MailRow.Pending, StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30)
        );
    }

    [Fact]
    public async Task A_long_move_does_everything_on_the_way_at_its_own_instant()
    {
        await using var demo = await DemoApplication.StartAsync(postgres, Provider.Sqlite);
        var cancel = TestContext.Current.CancellationToken;
        var target = WindowEnds + Duration.FromDays(1);

        await demo.Time.MoveToAsync(target, cancel);

        Assert.True(demo.Clock.Now >= target);
        await using var database = demo.Database();
        var reminders = await database
            .Mails.Where(row => row.Kind == "reminder" && row.CreatedAt > DemoSeed.At(DemoSeed.Present))
            .Select(row => row.CreatedAt)
            .ToListAsync(cancel);
        Assert.NotEmpty(reminders);
        var zone = DateTimeZoneProviders.Tzdb["Europe/Rome"];
        Assert.All(
            reminders,
            at => Assert.Equal(new LocalTime(8, 0), at.InZone(zone).TimeOfDay.With(TimeAdjusters.TruncateToMinute))
        );
    }

    [Fact]
    public async Task The_clock_does_not_go_back()
    {
        await using var demo = await DemoApplication.StartAsync(postgres, Provider.Sqlite);
        var before = demo.Clock.Now;

        await demo.Time.MoveToAsync(before - Duration.FromDays(1), TestContext.Current.CancellationToken);

        Assert.True(demo.Clock.Now >= before);
    }
}
