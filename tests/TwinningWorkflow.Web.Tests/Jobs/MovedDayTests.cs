using MimeKit;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>What becomes of a mail that was kept, or could not be sent, while the day that it tells moved or went.</summary>
public sealed class MovedDayTests(Postgres postgres)
{
    private static readonly LocalDate First = new(2023, 2, 6);
    private static readonly LocalDate Moved = new(2023, 2, 13);
    private static readonly MailOptions Away = new()
    {
        Host = "127.0.0.1",
        Port = 1,
        Site = "https://gemellaggi.comune.test",
    };

    [Theory]
    [InlineData(Provider.Sqlite, false)]
    [InlineData(Provider.Postgres, false)]
    [InlineData(Provider.Sqlite, true)]
    public async Task No_entry_of_a_term_leaves_once_the_term_is_over(Provider provider, bool isAway)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.TogetherAsync(await scene.PersonAsync("Anna", "clerk"));
        await scene.RunningAsync(77);
        await scene.LeaveAsync(OfTerm(PlannedMail.TermStarted, First));
        var folder = scene.Options;
        scene.Options = isAway ? Away : folder;
        await scene.PassAsync(Duration.FromDays(isAway ? 1 : 0));
        Assert.Equal(MailRow.Pending, Assert.Single(await scene.MailsAsync()).Status);

        await scene.OverAsync(77);
        await scene.LeaveAsync(
            new PlannedMail(PlannedMail.TermGone, "agreeText")
            {
                TimerId = 77,
                Term = Until(First),
                Revision = 5,
            }
        );
        scene.Options = folder;
        await scene.PassAsync(Duration.FromDays(2));

        Assert.DoesNotContain("PUBLISH", Methods(scene));
        var started = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TermStarted);
        Assert.Equal((MailRow.Moot, Moot.TaskClosed), (started.Status, started.Error));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_call_to_a_task_that_waited_for_the_server_tells_the_day_as_it_is_now(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.PersonAsync("Anna", "clerk");
        var folder = scene.Options;
        scene.Options = Away;
        await TellAndMoveAsync(scene);

        scene.Options = folder;
        await scene.PassAsync(Duration.FromDays(1));

        var call = Assert.Single(await scene.MailsAsync(), mail => mail.Kind == PlannedMail.TaskAssigned);
        Assert.Equal((MailRow.Sent, Moved), (call.Status, call.DueOn));
        Assert.Contains("13 febbraio 2023", call.Text.ReplaceLineEndings(" "));
        Assert.Contains("DTSTART;VALUE=DATE:20230213", call.Calendar);
        Assert.Equal(["PUBLISH", "PUBLISH"], Methods(scene));
        Assert.All(await scene.MailsAsync(), mail => Assert.DoesNotContain("20230206", mail.Calendar));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_digest_still_calls_to_a_task_whose_day_moved_while_the_call_was_kept(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.TogetherAsync(await scene.PersonAsync("Anna", "clerk"));
        await TellAndMoveAsync(scene);

        await scene.PassAsync(Duration.FromDays(1));

        var digest = Assert.Single(scene.Letters()).TextBody!.ReplaceLineEndings(" ");
        Assert.StartsWith("Da fare: ", digest);
        Assert.Contains("13 febbraio 2023", digest);
        Assert.DoesNotContain(" 6 febbraio 2023", digest);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_a_term_that_moved_while_its_mails_were_kept_the_latest_alone_is_told(Provider provider)
    {
        await using var scene = await MailScene.CreateAsync(postgres, provider);
        await scene.TogetherAsync(await scene.PersonAsync("Anna", "clerk"));
        await scene.RunningAsync(77, 78);
        await scene.LeaveAsync(OfTerm(PlannedMail.TermStarted, First));
        // another term's moves are no news of this one
        await scene.LeaveAsync(OfTerm(PlannedMail.TermMoved, First, timer: 78));
        await scene.LeaveAsync(OfTerm(PlannedMail.TermMoved, Moved));
        await scene.LeaveAsync(OfTerm(PlannedMail.TermMoved, Moved.PlusDays(7)));

        await scene.PassAsync(Duration.FromDays(1));

        Assert.Equal(
            [
                (PlannedMail.TermStarted, First, Moot.Superseded),
                (PlannedMail.TermMoved, First, ""),
                (PlannedMail.TermMoved, Moved, Moot.Superseded),
                (PlannedMail.TermMoved, Moved.PlusDays(7), ""),
            ],
            from mail in await scene.MailsAsync()
            where mail.Kind != MailDigests.Kind
            orderby OutboxRow.SequenceOf(mail.Key)
            select (mail.Kind, mail.DueOn, mail.Error)
        );
    }

    /// <summary>The open task is told with its last day, which moves before anything has left.</summary>
    private static async Task TellAndMoveAsync(MailScene scene)
    {
        await scene.UntilAsync(First);
        var assignment = await scene.AssignmentAsync() with { Term = Until(First) };
        await scene.LeaveAsync(assignment);
        await scene.DrainAsync();
        await scene.UntilAsync(Moved);
        await scene.LeaveAsync(assignment with { Template = PlannedMail.TermMoved, Term = Until(Moved), Revision = 7 });
        await scene.DrainAsync();
        Assert.Empty(scene.Letters());
    }

    private static PlannedMail OfTerm(string template, LocalDate last, long timer = 77) =>
        new(template, "agreeText")
        {
            Role = "clerk",
            TimerId = timer,
            Term = Until(last),
            Revision = template == PlannedMail.TermMoved ? last.DayOfYear : 0,
        };

    private static ResolvedTerm Until(LocalDate last) =>
        new(
            last.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb["Europe/Rome"]).ToInstant(),
            last.PlusDays(-10),
            last,
            last,
            []
        );

    private static IEnumerable<string> Methods(MailScene scene) =>
        from letter in scene.Letters()
        from part in letter.Attachments.OfType<TextPart>()
        select part.ContentType.Parameters["method"];
}
