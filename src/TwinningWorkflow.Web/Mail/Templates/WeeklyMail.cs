using NodaTime;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>What a week looks like from one desk.</summary>
public sealed record WeeklyModel
{
    /// <summary>The reader's language, two letters.</summary>
    public required string Language { get; init; }

    /// <summary>The municipality's name.</summary>
    public required string Authority { get; init; }

    /// <summary>The civil day on which it is written.</summary>
    public required LocalDate Today { get; init; }

    /// <summary>What is past its last day.</summary>
    public IReadOnlyList<WeeklyLine> Late { get; init; } = [];

    /// <summary>How many there are, of which <see cref="Late"/> may name the most urgent alone.</summary>
    public required int LateInAll { get; init; }

    /// <summary>What falls due until the end of the week.</summary>
    public IReadOnlyList<WeeklyLine> Due { get; init; } = [];

    /// <summary>How many there are, of which <see cref="Due"/> may name the most urgent alone.</summary>
    public required int DueInAll { get; init; }

    /// <summary>What others are awaited for.</summary>
    public IReadOnlyList<WeeklyLine> Waiting { get; init; } = [];

    /// <summary>What was signed in the week before.</summary>
    public IReadOnlyList<WeeklyLine> Signed { get; init; } = [];

    /// <summary>Is there nothing to tell?</summary>
    public bool IsEmpty => LateInAll + DueInAll + Waiting.Count + Signed.Count == 0;

    /// <summary>The desk.</summary>
    public required Uri Desk { get; init; }

    /// <summary>Where the reader says that they want no more of these.</summary>
    public required Uri Unsubscribe { get; init; }
}

/// <summary>A line: what, of which dossier, whose it is (empty: the reader's own), and its day.</summary>
public sealed record WeeklyLine(string What, string Dossier, string Whose, LocalDate? Day);

/// <summary>The digest of the week.</summary>
public static class WeeklyMail
{
    /// <summary>More than anybody reads in a mail: the desk has the rest.</summary>
    public const int MostLines = 20;

    public static MailDraft Write(WeeklyModel model)
    {
        var words = MailWords.In(model.Language);
        var first = model.Late.Concat(model.Due).Select(line => line.Day).Min();
        return MailTemplates.Lay(
            new MailContent
            {
                Language = words.Language,
                Subject = words[
                    model.LateInAll + model.DueInAll == 0 ? "weekly.subject-none" : "weekly.subject",
                    Late(model),
                    Due(model)
                ],
                Action = words[
                    model.LateInAll + model.DueInAll == 0 ? "weekly.action-none" : "weekly.action",
                    Late(model),
                    Due(model)
                ],
                ByWhen = first is { } day
                    ? words[day < model.Today ? "weekly.by-late" : "weekly.by", ("date", words.Day(day))]
                    : words["by.nothing-to-do"],
                Urgency =
                    model.Late.Count > 0 ? Urgency.Late
                    : first <= model.Today.PlusDays(1) ? Urgency.Soon
                    : Urgency.None,
                Dossier = "",
                Link = new(words["link.desk"], model.Desk),
                Sections =
                [
                    .. Section("weekly.late", model.Late, model.LateInAll, words),
                    .. Section("weekly.due", model.Due, model.DueInAll, words),
                    .. Section("weekly.waiting", model.Waiting, model.Waiting.Count, words),
                    .. Section("weekly.signed", model.Signed, model.Signed.Count, words),
                ],
                About = words["about.internal", ("authority", model.Authority)],
                Unsubscribe = new(words["unsubscribe"], model.Unsubscribe),
            },
            words
        );
    }

    private static (string, string) Late(WeeklyModel model) => ("late", $"{model.LateInAll}");

    private static (string, string) Due(WeeklyModel model) => ("due", $"{model.DueInAll}");

    /// <summary>A list of what a desk shows; nothing where there is nothing.</summary>
    /// <param name="heading">The words above it.</param>
    /// <param name="lines">What is named.</param>
    /// <param name="inAll">How many there are.</param>
    /// <param name="words">The reader's.</param>
    internal static IEnumerable<MailSection> Section(
        string heading,
        IReadOnlyList<WeeklyLine> lines,
        int inAll,
        MailWords words
    )
    {
        if (lines.Count == 0)
            yield break;
        var rest = inAll - Math.Min(lines.Count, MostLines);
        yield return new MailSection(
            words[heading, ("count", $"{inAll}")],
            rest > 0 ? [words["weekly.rest", ("count", $"{rest}")]] : []
        )
        {
            Lines = [.. lines.Take(MostLines).Select(line => Line(line, words))],
        };
    }

    private static MailFactLine Line(WeeklyLine line, MailWords words) =>
        new(
            line.Day is { } day ? $"{words.Day(day)}, {line.Dossier}" : line.Dossier,
            line.Whose.Length > 0 ? $"{line.What} ({line.Whose})" : line.What
        );
}
