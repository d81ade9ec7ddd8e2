using System.Runtime.CompilerServices;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Replay;

/// <summary>All mails of a year, approved line by line; and what becomes of them when the clock does not go as it should.</summary>
public sealed class YearOfMailsTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_year_of_Brescia_and_Kaunas_has_exactly_these_mails(Provider provider)
    {
        await using var year = await YearOfMails.LivedAsync(postgres, provider, Clocks.Steady);
        var sent = await year.SentAsync(withLetters: true);

        AssertSnapshot("a-year-of-brescia-kaunas.txt", string.Join('\n', sent) + "\n");
        Assert.Equal(Once(sent), Reminders(sent));
    }

    /// <summary>
    /// The rule: whoever is called, or told that a term starts or is over, is told under any clock, and so is whoever has no hours, the
    /// bodies and the partner; only that the one who is told is who answers on the day on which the clock came by, that a task which
    /// was closed by then calls nobody any more and its mail says so, and that nothing is taken back from those who were never told.
    /// </summary>
    [Theory]
    [InlineData(Provider.Sqlite, "ByDays")]
    [InlineData(Provider.Postgres, "ByDays")]
    [InlineData(Provider.Sqlite, "ByMonths")]
    [InlineData(Provider.Postgres, "ByMonths")]
    public async Task A_clock_that_jumps_loses_no_mail_but_what_it_jumped_over_and_brings_none_twice(
        Provider provider,
        string clocks
    )
    {
        await using var steady = await YearOfMails.LivedAsync(postgres, Provider.Sqlite, Clocks.Steady);
        await using var jumping = await YearOfMails.LivedAsync(postgres, provider, Enum.Parse<Clocks>(clocks));
        var byMonths = clocks == nameof(Clocks.ByMonths);
        var (expected, sent) = (await steady.SentAsync(), await jumping.SentAsync());
        var leftOut = await jumping.LeftOutAsync();

        Assert.Equal(Elsewhere(expected), Elsewhere(sent));
        Assert.Equal(
            // a month goes past the two days on which Sara answers for Marco
            InOrder(
                Calls(expected)
                    .Select(call =>
                        byMonths && call == SaraForMarco
                            ? SaraForMarco.Replace("Sara", "Marco", StringComparison.Ordinal)
                            : call
                    )
            ),
            InOrder(Calls(sent).Concat(Calls(leftOut)))
        );
        Assert.Equal(
            byMonths ? ClosedWithinAMonth : ClosedWithinADay,
            InOrder(leftOut.Where(IsCall).Select(mail => $"{mail.Identity}, {mail.LeftOut}"))
        );
        Assert.Equal(ToTakeBack(expected, from: expected), TakenBack(expected));
        Assert.Equal(ToTakeBack(expected, from: sent), TakenBack(sent));
        AssertReminders(expected, sent, leftOut, byMonths);
    }

    private const string SaraForMarco = "Sara kaunas task-assigned technicalOpinion";

    /// <summary>What was opened and done between one day's stop of the clock and the next.</summary>
    private static readonly string[] ClosedWithinADay =
    [
        "Paolo kaunas task-assigned publishOnAlbo:publishCouncil, moot: task-closed",
    ];

    /// <summary>And what between one month's and the next, or kept for Paolo's morning until then.</summary>
    private static readonly string[] ClosedWithinAMonth =
    [
        "Paolo kaunas task-assigned confirmSignatory, moot: task-closed",
        "Paolo kaunas task-assigned giunta, moot: task-closed",
        "Paolo kaunas task-assigned publishOnAlbo:publishCouncil, moot: task-closed",
    ];

    /// <summary>
    /// What is found late is not made up for: of the reminders of a task each person gets the latest, so none comes that would not have
    /// come in time, and none twice. Each task of which somebody was reminded in time is one of which they are reminded: by days
    /// without exception; by months but for a term that was over by then, whose reminder says so, and for Luca, whose days in
    /// Giulia's place the clock went past. Which of the reminders, is asserted; how many, by months is not: one stop brings one.
    /// </summary>
    private static void AssertReminders(
        IReadOnlyList<SentMail> expected,
        IReadOnlyList<SentMail> sent,
        IReadOnlyList<SentMail> leftOut,
        bool byMonths
    )
    {
        Assert.Equal(Once(sent), Reminders(sent));
        foreach (var mail in sent.Where(IsReminder))
            Assert.Equal(
                mail.Identity,
                expected.Last(other => IsReminder(other) && About(other) == About(mail) && other.At <= mail.At).Identity
            );
        string[] passedBy = byMonths ? ["Luca other agreeText"] : [];
        var over = leftOut.Where(mail => IsReminder(mail) && mail.LeftOut == "moot: task-closed").ToList();
        Assert.Equal(
            byMonths ? ["Giulia kaunas term-reminder windowElapsed before3-1"] : [],
            over.Select(mail => mail.Identity)
        );
        Assert.Equal(
            InOrder(expected.Where(IsReminder).Select(About).Distinct()),
            InOrder(sent.Where(IsReminder).Concat(over).Select(About).Concat(passedBy).Distinct())
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_clock_that_goes_back_a_week_and_on_again_changes_nothing(Provider provider)
    {
        await using var steady = await YearOfMails.LivedAsync(postgres, Provider.Sqlite, Clocks.Steady);
        await using var back = await YearOfMails.LivedAsync(postgres, provider, Clocks.Backwards);
        var (expected, sent) = (await steady.SentAsync(), await back.SentAsync());

        Assert.Equal(
            expected.Select(mail => mail.Identity).Order(StringComparer.Ordinal),
            sent.Select(mail => mail.Identity).Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> Reminders(IEnumerable<SentMail> mails) =>
        mails.Where(IsReminder).Select(mail => mail.Identity).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Once(IEnumerable<SentMail> mails) =>
        Reminders(mails).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> InOrder(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);

    /// <summary>What to people neither reminds nor takes anything back.</summary>
    private static IEnumerable<string> Calls(IEnumerable<SentMail> mails) =>
        mails.Where(IsCall).Select(mail => mail.Identity);

    private static bool IsCall(SentMail mail) =>
        mail.IsToPerson && !IsReminder(mail) && !PlannedMail.TakesBack(KindOf(mail));

    /// <summary>What was taken back from whom.</summary>
    private static IEnumerable<string> TakenBack(IEnumerable<SentMail> mails) =>
        InOrder(mails.Where(mail => PlannedMail.TakesBack(KindOf(mail))).Select(About));

    /// <summary>Who was told of what the steady year took back from anybody.</summary>
    private static IEnumerable<string> ToTakeBack(IEnumerable<SentMail> steady, IEnumerable<SentMail> from)
    {
        var gone = steady
            .Where(mail => PlannedMail.TakesBack(KindOf(mail)))
            .Select(mail => (mail.Dossier, NodeOf(mail)))
            .ToHashSet();
        return InOrder(
            from.Where(mail => IsCall(mail) || IsReminder(mail))
                .Where(mail => gone.Contains((mail.Dossier, NodeOf(mail))))
                .Select(About)
                .Distinct()
        );
    }

    /// <summary>To whom, and of which task or term of which dossier.</summary>
    private static string About(SentMail mail) => $"{mail.To} {mail.Dossier} {NodeOf(mail)}";

    private static string KindOf(SentMail mail) => mail.Why.Split(' ')[0];

    private static string NodeOf(SentMail mail) => mail.Why.Split(' ')[1];

    private static IEnumerable<string> Elsewhere(IEnumerable<SentMail> mails) =>
        mails.Where(mail => !mail.IsToPerson).Select(mail => mail.Identity).Order(StringComparer.Ordinal);

    private static bool IsReminder(SentMail mail) => KindOf(mail) is PlannedMail.Reminder or PlannedMail.TermReminder;

    private static void AssertSnapshot(string file, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Snapshots", file);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
