using NodaTime;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>What lies open where somebody comes to answer for a role.</summary>
public sealed record BegunModel
{
    /// <summary>The reader's language, two letters.</summary>
    public required string Language { get; init; }

    /// <summary>The municipality's name.</summary>
    public required string Authority { get; init; }

    /// <summary>The civil day on which it is written.</summary>
    public required LocalDate Today { get; init; }

    /// <summary>Why it is theirs: a role, and in whose place; null: it is their own, empty: nobody holds it.</summary>
    public required IReadOnlyList<(string Role, string? InPlaceOf)> Because { get; init; }

    /// <summary>The open tasks, the most urgent first.</summary>
    public required IReadOnlyList<WeeklyLine> Tasks { get; init; }

    /// <summary>The desk.</summary>
    public required Uri Desk { get; init; }
}

/// <summary>The letter to who comes to answer for a role: what was open before is theirs from now on, and nobody told them of it.</summary>
public static class BegunMail
{
    public static MailDraft Write(BegunModel model)
    {
        var words = MailWords.In(model.Language);
        var first = model.Tasks.Select(task => task.Day).Min();
        var late = first < model.Today;
        return MailTemplates.Lay(
            new MailContent
            {
                Language = words.Language,
                Subject = Counted("begun.subject", model.Tasks.Count, words),
                Action = Counted("begun.action", model.Tasks.Count, words),
                ByWhen =
                    first is not { } day ? words["begun.by-none"]
                    : late ? words["begun.by-late", ("date", words.Day(day))]
                    : words["weekly.by", ("date", words.Day(day))],
                Urgency =
                    late ? Urgency.Late
                    : first <= model.Today.PlusDays(1) ? Urgency.Soon
                    : Urgency.None,
                Dossier = "",
                Link = new(words["link.desk"], model.Desk),
                Sections =
                [
                    new(words["section.because"], [.. model.Because.Select(x => Because(x, words))]),
                    .. WeeklyMail.Section("begun.open", model.Tasks, model.Tasks.Count, words),
                ],
                About = words["about.internal", ("authority", model.Authority)],
            },
            words
        );
    }

    private static string Counted(string key, int count, MailWords words) =>
        count == 1 ? words[key + "-one"] : words[key, ("count", $"{count}")];

    private static string Because((string Role, string? InPlaceOf) why, MailWords words) =>
        why.InPlaceOf switch
        {
            null => words["begun.holds", ("role", why.Role)],
            "" => words["begun.vacant", ("role", why.Role)],
            { } name => words["begun.in-place-of", ("role", why.Role), ("person", name)],
        };
}
