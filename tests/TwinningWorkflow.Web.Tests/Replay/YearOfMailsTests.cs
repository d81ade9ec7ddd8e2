using System.Runtime.CompilerServices;
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
    /// What is found late is not made up for: of the reminders of a task each person gets the latest. So none comes that would not
    /// have come in time, none twice, and whoever has no hours, the bodies and the partner, gets all the same.
    /// </summary>
    [Theory]
    [InlineData(Provider.Sqlite, "ByDays")]
    [InlineData(Provider.Postgres, "ByDays")]
    [InlineData(Provider.Sqlite, "ByMonths")]
    [InlineData(Provider.Postgres, "ByMonths")]
    public async Task A_clock_that_jumps_brings_no_other_mail_and_none_twice(Provider provider, string clocks)
    {
        await using var steady = await YearOfMails.LivedAsync(postgres, Provider.Sqlite, Clocks.Steady);
        await using var jumping = await YearOfMails.LivedAsync(postgres, provider, Enum.Parse<Clocks>(clocks));
        var (expected, sent) = (await steady.SentAsync(), await jumping.SentAsync());

        Assert.Empty(Reminders(sent).Except(Reminders(expected)));
        Assert.Equal(Once(sent), Reminders(sent));
        Assert.Equal(Elsewhere(expected), Elsewhere(sent));
        // each task of which somebody was reminded in time is one of which they were reminded, but where its end came first
        if (clocks == "ByDays")
            Assert.Equal(Tasks(expected), Tasks(sent));
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

    private static IEnumerable<string> Tasks(IEnumerable<SentMail> mails) =>
        mails
            .Where(IsReminder)
            .Select(mail => $"{mail.To} {mail.Dossier} {mail.Why.Split(' ')[1]}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Elsewhere(IEnumerable<SentMail> mails) =>
        mails.Where(mail => !mail.IsToPerson).Select(mail => mail.Identity).Order(StringComparer.Ordinal);

    private static bool IsReminder(SentMail mail) =>
        mail.Why.StartsWith("reminder ", StringComparison.Ordinal)
        || mail.Why.StartsWith("term-reminder ", StringComparison.Ordinal);

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
