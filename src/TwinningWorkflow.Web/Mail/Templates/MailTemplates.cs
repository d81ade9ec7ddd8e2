using NodaTime;

namespace TwinningWorkflow.Web.Mail.Templates;

/// <summary>
/// The mails. Each says in its first two lines what to do and by when, then why, then where. A new one is an entry here,
/// its words in both languages and its snapshot.
/// </summary>
public static class MailTemplates
{
    private static readonly Dictionary<string, Func<MailModel, MailWords, MailContent>> All = new(
        StringComparer.Ordinal
    )
    {
        ["task-assigned"] = TaskAssigned,
        ["reminder"] = Reminder,
        ["term-started"] = (model, words) => Runs(model, words, "term-started"),
        ["term-reminder"] = (model, words) => Runs(model, words, "term-reminder"),
        ["term-elapsed"] = (model, words) => Elapsed(model, words, "term-elapsed"),
        ["window-elapsed"] = (model, words) => Elapsed(model, words, "window-elapsed"),
        ["term-moved"] = Moved,
        ["task-gone"] = Gone,
        ["task-passed"] = Passed,
        ["term-gone"] = Over,
        ["notice"] = Notice,
        ["partner-reminder"] = PartnerReminder,
        ["registered"] = Registered,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Writes the mail: one content, two layouts.</summary>
    public static MailDraft Write(MailModel model)
    {
        var words = MailWords.In(model.Language);
        if (!All.TryGetValue(model.Template, out var template))
            throw new InvalidOperationException(
                $"Expected a mail template among {string.Join(", ", Names)}, but it is '{model.Template}'."
            );
        var content = template(model, words) with
        {
            Unsubscribe =
                model.Unsubscribe is { } address && IsOptional(model.Template)
                    ? new MailLink(words["unsubscribe"], address)
                    : null,
        };
        return Lay(content, words);
    }

    /// <summary>What one hour has for one person, as one mail.</summary>
    /// <param name="language">The reader's.</param>
    /// <param name="authority">The municipality's name.</param>
    /// <param name="lines">At least one, the most urgent first.</param>
    public static MailDraft WriteDigest(string language, string authority, IReadOnlyList<DigestLine> lines)
    {
        var words = MailWords.In(language);
        var first = lines[0];
        var rest = lines.Count - 1;
        return Lay(
            new MailContent
            {
                Language = words.Language,
                Subject = rest == 0 ? first.Subject : DigestSubject(lines, words),
                Action = rest switch
                {
                    0 => first.Action,
                    1 => words["digest.action-one", ("first", first.Action)],
                    _ => words["digest.action", ("first", first.Action), ("rest", $"{rest}")],
                },
                ByWhen = first.ByWhen,
                Urgency = first.Urgency,
                Dossier = first.Dossier,
                Link = first.Link,
                Sections =
                [
                    .. lines.Select(line => new MailSection(line.Action, [line.ByWhen, line.Dossier, .. line.InShort])
                    {
                        Link = line.Link,
                    }),
                ],
                About = words["about.digest", ("authority", authority)],
                // all of it only informs
                Unsubscribe =
                    first.Unsubscribe is { } stop && lines.All(line => line.Unsubscribe is not null)
                        ? new MailLink(words["unsubscribe"], stop)
                        : null,
            },
            words
        );
    }

    /// <summary>To an address that a person wants to be written to.</summary>
    /// <param name="language">The person's.</param>
    /// <param name="authority">The municipality's name.</param>
    /// <param name="person">Who asked for it.</param>
    /// <param name="address">The address.</param>
    /// <param name="page">Where it is confirmed.</param>
    public static MailDraft WriteConfirmation(
        string language,
        string authority,
        string person,
        string address,
        Uri page
    )
    {
        var words = MailWords.In(language);
        var content = new MailContent
        {
            Language = words.Language,
            Subject = words["confirm-address.subject"],
            Action = words["confirm-address.action"],
            ByWhen = words["confirm-address.by"],
            Urgency = Urgency.None,
            Dossier = "",
            Link = new(words["link.confirm"], page),
            Sections =
            [
                new(
                    words["section.because"],
                    [words["confirm-address.because", ("person", person), ("address", address)]]
                ),
            ],
            About = words["about.internal", ("authority", authority)],
        };
        return Lay(content, words);
    }

    /// <summary>To the address to which mail went before: another one takes its place.</summary>
    /// <param name="language">The person's.</param>
    /// <param name="authority">The municipality's name.</param>
    /// <param name="page">Where they choose it.</param>
    public static MailDraft WriteAddressChanged(string language, string authority, Uri page)
    {
        var words = MailWords.In(language);
        return Lay(
            new MailContent
            {
                Language = words.Language,
                Subject = words["address-changed.subject"],
                Action = words["address-changed.action"],
                ByWhen = words["by.nothing-to-do"],
                Urgency = Urgency.None,
                Dossier = "",
                Link = new(words["link.settings"], page),
                Sections = [new(words["section.because"], [words["address-changed.because"]])],
                About = words["about.internal", ("authority", authority)],
            },
            words
        );
    }

    /// <summary>Informs and asks for nothing: the reader may say that they want no more of these.</summary>
    public static bool IsOptional(string template) =>
        template
            is "term-started"
                or "term-elapsed"
                or "window-elapsed"
                or "task-gone"
                or "task-passed"
                or "term-gone"
                or "weekly";

    private static string DigestSubject(IReadOnlyList<DigestLine> lines, MailWords words)
    {
        var late = lines.Count(line => line.Urgency == Urgency.Late);
        var soon = lines.Count(line => line.Urgency == Urgency.Soon);
        var form = (late, soon) switch
        {
            (0, 0) => "digest.subject",
            (_, 0) => "digest.subject-late",
            (0, _) => "digest.subject-soon",
            _ => "digest.subject-both",
        };
        return words[form, ("count", $"{lines.Count}"), ("late", $"{late}"), ("soon", $"{soon}")];
    }

    internal static MailDraft Lay(MailContent content, MailWords words) =>
        new(words.Language, content.Subject, TextLayout.Write(content, words), HtmlLayout.Write(content, words))
        {
            Line = content.Line.Write(),
        };

    private static MailContent TaskAssigned(MailModel model, MailWords words) =>
        Task(
            model,
            words,
            model.LastDay is { } last
                ? words["task-assigned.subject", ("step", model.Step), ("date", words.Day(last)), City(model)]
                : words["task-assigned.subject-open", ("step", model.Step), City(model)]
        );

    private static MailContent Reminder(MailModel model, MailWords words) =>
        Task(
            model,
            words,
            words[
                "reminder.subject",
                ("when", model.LastDay is { } last ? When("when", last, model.Today, words) : words["when.none"]),
                ("step", model.Step),
                City(model)
            ]
        );

    private static MailContent Task(MailModel model, MailWords words, string subject)
    {
        var date = DateFound(model, words);
        var otherwise = Otherwise(model, words);
        return new()
        {
            Language = words.Language,
            Subject = subject,
            Action = words["task.action", ("step", model.Step), City(model)],
            ByWhen = model.LastDay is { } last ? When("by", last, model.Today, words) : words["by.none"],
            Urgency = UrgencyOf(model),
            Asks = true,
            Dossier = DossierLine(model, words),
            Link = model.Link is { } address ? new(words["link.task"], address) : null,
            Sections = Sections(
                model.Help.Length > 0 ? new MailSection(words["section.help"], [model.Help]) : null,
                Because(model, words, BecauseOf(model, words)),
                date,
                otherwise
            ),
            InShort = [.. Sections(date, otherwise).SelectMany(section => section.Sentences)],
            About = words["about.internal", ("authority", model.Authority)],
        };
    }

    /// <summary>Why the reader gets it: it is theirs, or somebody's whom they replace, or of somebody below them and late.</summary>
    private static string BecauseOf(MailModel model, MailWords words) =>
        (model.ToldAs, model.OnBehalfOf, model.Below) switch
        {
            ("deputy", { Length: > 0 } other, _) => words["because.deputy", ("role", model.Role), ("person", other)],
            ("deputy", _, _) => words["because.deputy-of-nobody", ("role", model.Role)],
            ("superior", _, { Length: > 0 } other) => words[
                "because.superior",
                ("role", model.Role),
                ("person", other)
            ],
            ("superior", _, _) => words["because.superior-of-nobody", ("role", model.Role)],
            _ => words["because.role", ("role", model.Role)],
        };

    /// <summary>To whoever was told of it, as theirs or as somebody's: it is done, or no longer wanted.</summary>
    private static MailContent Gone(MailModel model, MailWords words) =>
        new()
        {
            Language = words.Language,
            Subject = words[
                model.DidItThemselves ? "task-gone.subject-yours" : "task-gone.subject",
                ("step", model.Step),
                City(model)
            ],
            Action = words[
                model.DidItThemselves ? "task-gone.action-yours"
                : model.ToldAs.Length > 0 ? "task-gone.action-followed"
                : "task-gone.action",
                ("step", model.Step),
                City(model)
            ],
            ByWhen = words["by.nothing-to-do"],
            Urgency = Urgency.None,
            Dossier = DossierLine(model, words),
            Link = model.Link is { } address ? new(words["link.dossier"], address) : null,
            Sections = Sections(
                new MailSection(
                    words["section.because"],
                    [
                        model.DidItThemselves ? words["task-gone.yours"]
                        : model.DoneBy.Length > 0 ? words["task-gone.done", ("person", model.DoneBy)]
                        : model.IsDone ? words["task-gone.recorded"]
                        : words["task-gone.withdrawn"],
                        words["task-gone.calendar"],
                    ]
                )
            ),
            About = words["about.internal", ("authority", model.Authority)],
        };

    /// <summary>To whoever had it: it is another's by now.</summary>
    private static MailContent Passed(MailModel model, MailWords words) =>
        new()
        {
            Language = words.Language,
            Subject = words["task-passed.subject", ("step", model.Step), City(model)],
            Action = words[
                model.DidItThemselves ? "task-passed.action-yours" : "task-passed.action",
                ("step", model.Step),
                City(model)
            ],
            ByWhen = words["by.nothing-to-do"],
            Urgency = Urgency.None,
            Dossier = DossierLine(model, words),
            Link = model.Link is { } address ? new(words["link.dossier"], address) : null,
            Sections = Sections(
                new MailSection(
                    words["section.because"],
                    [
                        model.PassedTo.Length > 0
                            ? words["task-passed.to", ("person", model.PassedTo)]
                            : words["task-passed.to-role"],
                        words["task-gone.calendar"],
                    ]
                )
            ),
            About = words["about.internal", ("authority", model.Authority)],
        };

    /// <summary>Of a term that was over before its last day.</summary>
    private static MailContent Over(MailModel model, MailWords words) =>
        new()
        {
            Language = words.Language,
            Subject = words["term-gone.subject", ("step", model.Step), City(model)],
            Action = words["term-gone.action", ("step", model.Step), City(model)],
            ByWhen = words["by.nothing-to-do"],
            Urgency = Urgency.None,
            Dossier = DossierLine(model, words),
            Link = model.Link is { } address ? new(words["link.dossier"], address) : null,
            Sections = Sections(
                new MailSection(words["section.because"], [words["term-gone.why"], words["task-gone.calendar"]])
            ),
            About = words["about.internal", ("authority", model.Authority)],
        };

    /// <summary>Of a term that people wait for: that it began, and that it comes to its end.</summary>
    private static MailContent Runs(MailModel model, MailWords words, string name)
    {
        var when = model.LastDay is { } last ? When(name, last, model.Today, words) : "";
        return new()
        {
            Language = words.Language,
            Subject = words[name + ".subject", ("step", model.Step), ("when", when), City(model)],
            Action = words[name + ".action", ("step", model.Step), ("when", when)],
            ByWhen = words["by.nothing-to-do"],
            Urgency = Urgency.None,
            Dossier = DossierLine(model, words),
            Link = model.Link is { } address ? new(words["link.dossier"], address) : null,
            Sections = Sections(
                new MailSection(words["section.meaning"], [words[name + ".meaning"]]),
                Because(model, words, words["because.role-informed", ("role", model.Role)]),
                DateFound(model, words)
            ),
            About = words["about.internal", ("authority", model.Authority)],
        };
    }

    private static MailContent Elapsed(MailModel model, MailWords words, string name) =>
        new()
        {
            Language = words.Language,
            Subject = words[name + ".subject", ("step", model.Step), City(model)],
            Action = words[name + ".action", ("step", model.Step)],
            ByWhen = model.LastDay is { } last
                ? words["by.elapsed", ("date", words.Day(last))]
                : words["by.nothing-to-do"],
            Urgency = Urgency.None,
            Dossier = DossierLine(model, words),
            Link = model.Link is { } address ? new(words["link.dossier"], address) : null,
            Sections = Sections(
                new MailSection(words["section.meaning"], [words[name + ".meaning"]]),
                Because(model, words, words["because.role-informed", ("role", model.Role)]),
                DateFound(model, words)
            ),
            About = words["about.internal", ("authority", model.Authority)],
        };

    private static MailContent Moved(MailModel model, MailWords words) =>
        new()
        {
            Language = words.Language,
            Subject = words[
                "term-moved.subject",
                ("step", model.Step),
                ("date", model.LastDay is { } day ? words.Day(day) : ""),
                City(model)
            ],
            Action = words["term-moved.action", ("step", model.Step), City(model)],
            ByWhen = model.LastDay is { } last ? When("by", last, model.Today, words) : words["by.none"],
            Urgency = UrgencyOf(model),
            Dossier = DossierLine(model, words),
            Link = model.Link is { } address
                ? new(words[model.LeadsToTask ? "link.task" : "link.dossier"], address)
                : null,
            Sections = Sections(
                model.LastDayBefore is { } before
                    ? new MailSection(
                        words["section.meaning"],
                        [words["term-moved.meaning", ("date", words.Day(before))]]
                    )
                    : null,
                Because(model, words, words["because.role-informed", ("role", model.Role)]),
                DateFound(model, words),
                model.ExplanationBefore.Length > 0
                    ? new MailSection(words["section.date-before"], [model.ExplanationBefore.TrimEnd('.') + "."])
                    : null
            ),
            About = words["about.internal", ("authority", model.Authority)],
        };

    private static MailContent Notice(MailModel model, MailWords words) =>
        ToBody(
            model,
            words,
            "notice",
            model.AnswerWithin.Length > 0 ? words["notice.by", ("term", model.AnswerWithin)] : words["by.nothing-to-do"]
        );

    private static MailContent PartnerReminder(MailModel model, MailWords words) =>
        ToBody(model, words, "partner-reminder", words["partner-reminder.by"]);

    private static MailContent Registered(MailModel model, MailWords words) =>
        ToBody(model, words, "registered", words["by.nothing-to-do"]);

    private static MailContent ToBody(MailModel model, MailWords words, string name, string byWhen)
    {
        var authority = ("authority", model.Authority);
        return new()
        {
            Language = words.Language,
            Subject = words[name + ".subject", authority, City(model)],
            Action = words[name + ".action", authority, City(model)],
            ByWhen = byWhen,
            Urgency = Urgency.None,
            Dossier = DossierLine(model, words),
            Sections = Sections(
                model.Facts.Count > 0 ? new MailSection(words["section.facts"], []) { Lines = model.Facts } : null,
                Because(model, words, words[name + ".because", authority, City(model)]),
                Enclosed(model, words)
            ),
            About = words["about.external", authority],
        };
    }

    private static IReadOnlyList<MailSection> Sections(params MailSection?[] sections) =>
        [.. sections.OfType<MailSection>()];

    private static MailSection Because(MailModel model, MailWords words, string sentence) =>
        new(
            words["section.because"],
            [
                sentence,
                .. model.Ground is { } ground
                    ? [words["ground." + ground.Basis, ("citation", ground.Citation.TrimEnd('.'))]]
                    : Array.Empty<string>(),
            ]
        );

    private static MailSection? DateFound(MailModel model, MailWords words) =>
        model.Explanation.Length == 0 ? null : new(words["section.date"], [model.Explanation.TrimEnd('.') + "."]);

    /// <summary>What happens when nobody does it; where the file says nothing of the step, what is true of any.</summary>
    private static MailSection? Otherwise(MailModel model, MailWords words) =>
        model.LastDay is null && model.Otherwise.Length == 0
            ? null
            : new(words["section.otherwise"], [model.Otherwise.Length > 0 ? model.Otherwise : words["otherwise.task"]]);

    private static MailSection? Enclosed(MailModel model, MailWords words) =>
        model.Enclosures.Count == 0
            ? null
            : new(words["section.enclosures"], [words["enclosures.check"]])
            {
                Lines = [.. model.Enclosures.Select(file => new MailFactLine(file.FileName, file.Hash))],
                Fingerprints = true,
            };

    private static string DossierLine(MailModel model, MailWords words) =>
        words["dossier", ("number", model.DossierNumber), ("title", model.DossierTitle)];

    private static (string, string) City(MailModel model) => ("partner", model.PartnerCity);

    /// <summary>The last day as seen from today: a date alone makes the reader count.</summary>
    private static string When(string prefix, LocalDate last, LocalDate today, MailWords words)
    {
        var days = Period.DaysBetween(today, last);
        var form = days switch
        {
            < -1 => "late",
            -1 => "yesterday",
            0 => "today",
            1 => "tomorrow",
            _ => "later",
        };
        var count = Math.Abs(days).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return words[$"{prefix}.{form}", ("date", words.Day(last)), ("days", count)];
    }

    private static Urgency UrgencyOf(MailModel model) =>
        model.LastDay is not { } last ? Urgency.None
        : last < model.Today ? Urgency.Late
        : Period.DaysBetween(model.Today, last) <= 1 ? Urgency.Soon
        : Urgency.None;
}
