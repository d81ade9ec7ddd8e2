using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Access;

/// <summary>What a link to a task in a mail gives to whoever has it.</summary>
/// <param name="Account">As whom.</param>
/// <param name="Stamp">A mark of the account's security stamp of then: a new password or a disabled account ends the link.</param>
/// <param name="Instance">The process.</param>
/// <param name="Task">The one task.</param>
public sealed record TaskLink(Guid Account, string Stamp, Guid Instance, long Task);

/// <summary>
/// The secrets in links of mails: sealed, bound to what they are for, and expiring by the system's clock. They are made when a
/// mail leaves and stand in no row, since all of a town's mail can be read by all who work there.
/// </summary>
public sealed partial class MailLinks(IDataProtectionProvider keys)
{
    /// <summary>As long as most terms run; after that the link leads to the sign-in.</summary>
    private static readonly TimeSpan TaskLasts = TimeSpan.FromDays(30);

    private static readonly TimeSpan AddressLasts = TimeSpan.FromDays(2);

    /// <summary>What rows say in the place of the page on which an address is confirmed, relative to the site.</summary>
    public const string AddressPage = "account/mail/confirm";

    /// <summary>What rows say in the place of the page on which mails are stopped, relative to the site.</summary>
    public const string StopPage = "mail/stop";

    private readonly ITimeLimitedDataProtector tasks = keys.CreateProtector("mail.task").ToTimeLimitedDataProtector();

    private readonly ITimeLimitedDataProtector addresses = keys.CreateProtector("mail.address")
        .ToTimeLimitedDataProtector();

    /// <summary>Without an end: who finds an old mail may still say that they want no more of them.</summary>
    private readonly IDataProtector stops = keys.CreateProtector("mail.stop");

    /// <summary>The page of one task, relative to the site.</summary>
    public string TaskPath(Account account, Guid instance, long task)
    {
        var sealedLink = tasks.Protect(
            FormattableString.Invariant($"{account.Id:D}|{StampOf(account.SecurityStamp)}|{instance:D}|{task}"),
            TaskLasts
        );
        return FormattableString.Invariant($"act/{instance:D}/{task}/{sealedLink}");
    }

    /// <summary>What the secret opens; null when it is none of ours, altered or too old.</summary>
    public TaskLink? ReadTask(string secret) =>
        Open(tasks, secret)?.Split('|') is [var account, var stamp, var instance, var task]
            ? new TaskLink(
                Guid.Parse(account),
                stamp,
                Guid.Parse(instance),
                long.Parse(task, System.Globalization.CultureInfo.InvariantCulture)
            )
            : null;

    /// <summary>Does the link still hold for the account as it is now?</summary>
    public static bool IsOf(TaskLink link, string? stamp) => link.Stamp == StampOf(stamp);

    /// <summary>The page on which an address is confirmed, relative to the site.</summary>
    public string AddressPath(Guid person, string address) =>
        $"{AddressPage}/" + addresses.Protect($"{person:D}|{address}", AddressLasts);

    public (Guid Person, string Address)? ReadAddress(string secret) =>
        Open(addresses, secret)?.Split('|', 2) is [var person, var address] ? (Guid.Parse(person), address) : null;

    /// <summary>The page on which a person says that they want no more of one sort of mail, relative to the site.</summary>
    /// <param name="person">Who.</param>
    /// <param name="isWeekly">The digest of the week; else what informs.</param>
    public string StopPath(Guid person, bool isWeekly) =>
        $"{StopPage}/" + stops.Protect($"{person:D}|{(isWeekly ? Weekly : Information)}");

    public (Guid Person, bool IsWeekly)? ReadStop(string secret) =>
        Open(stops, secret)?.Split('|') is [var person, var sort] ? (Guid.Parse(person), sort == Weekly) : null;

    private const string Weekly = "weekly";
    private const string Information = "information";

    private static string? Open(IDataProtector protector, string secret)
    {
        try
        {
            return protector.Unprotect(secret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// A text without the secrets of our links: who answers a mail quotes it, and the answer is read by others than the one for whom
    /// they open. What rewrites links on the way hides the page's address, and leaves the beginning that all of our secrets have.
    /// </summary>
    public static string Blank(string text) => Secrets().Replace(text, "${page}…");

    /// <summary>
    /// Until when a link to a task in one of the texts opens it for whoever has the text; null when none does. Who answers a mail
    /// hands its link on.
    /// </summary>
    public DateTimeOffset? LiveUntil(IEnumerable<string> texts)
    {
        DateTimeOffset? latest = null;
        foreach (var secret in texts.SelectMany(CandidatesIn))
            try
            {
                tasks.Unprotect(secret, out var end);
                latest = latest > end ? latest : end;
            }
            catch (CryptographicException)
            {
                // it is none of ours, altered or too old
            }
        return latest;
    }

    /// <summary>What could be a secret of ours, with as many of the runs behind it as a quoting program may have broken it into.</summary>
    private static IEnumerable<string> CandidatesIn(string text)
    {
        foreach (Match found in Sealed().Matches(text).Take(MostSecrets))
        {
            var runs = found.Value.Split((char[])[' ', '\t', '\r', '\n', '>'], StringSplitOptions.RemoveEmptyEntries);
            for (var count = 1; count <= runs.Length; count++)
            {
                // what rewrites links escapes what stands behind them
                var whole = Uri.UnescapeDataString(string.Concat(runs.Take(count)));
                yield return string.Concat(whole.TakeWhile(x => char.IsAsciiLetterOrDigit(x) || x is '_' or '-'));
            }
        }
    }

    /// <summary>More than a mail of ours has, however often it was quoted; a file of nothing else must not keep us busy.</summary>
    private const int MostSecrets = 2_000;

    private const string Break = @"(\s[\s>]{0,8})?";

    [GeneratedRegex(
        "C"
            + Break
            + "f"
            + Break
            + "D"
            + Break
            + "J"
            + Break
            + "8"
            + @"[A-Za-z0-9_%=-]*(\s[\s>]{0,8}[A-Za-z0-9_%=-]+){0,12}",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Sealed();

    /// <summary>Who quotes a text breaks its long lines: what goes on after a break is a run that no word is as long as.</summary>
    private const string GoesOn = @"(\s[\s>]*[A-Za-z0-9_%=-]{40,})";

    [GeneratedRegex(
        @"(?<page>/act/[0-9a-fA-F-]{36}/[0-9]+/|/mail/stop/|/account/mail/confirm/)[A-Za-z0-9_%=-]+"
            + GoesOn
            + "*|CfDJ8[A-Za-z0-9_%=-]{20,}"
            + GoesOn
            + "*|CfDJ8[A-Za-z0-9_%=-]*"
            + GoesOn
            + "+",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Secrets();

    private static string StampOf(string? stamp) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp ?? "")))[..16];
}
