using NodaTime;
using TwinningWorkflow.Web.Mail.Templates;
using TwinningWorkflow.Web.Terms;

namespace TwinningWorkflow.Web.Tests.Mail.Templates;

/// <summary>One of each mail, as a reader would get it.</summary>
internal static class SampleMails
{
    private static readonly TermRules Rules = new();
    private static readonly LocalDate Today = new(2022, 12, 13);

    public static readonly IReadOnlyList<string> Names =
    [
        "task-assigned",
        "task-assigned-open",
        "reminder-day-before",
        "reminder-due-day",
        "reminder-overdue",
        "term-started",
        "term-reminder",
        "term-elapsed",
        "window-elapsed",
        "term-moved",
        "term-moved-task",
        "task-gone-done",
        "task-gone-withdrawn",
        "task-gone-yours",
        "task-gone-superior",
        "task-passed",
        "task-passed-yours",
        "term-gone",
        "notice",
        "partner-reminder",
        "registered",
    ];

    public static MailModel Of(string name, string language) =>
        name switch
        {
            "task-assigned" => Task("task-assigned", language, new LocalDate(2022, 12, 19)),
            "task-assigned-open" => Task("task-assigned", language, null),
            "reminder-day-before" => Task("reminder", language, Today.PlusDays(1)),
            "reminder-due-day" => Task("reminder", language, Today),
            "reminder-overdue" => Task("reminder", language, Today.PlusDays(-3)),
            "term-started" => Running(language) with { Template = "term-started" },
            "term-reminder" => Running(language) with { Today = new LocalDate(2022, 12, 30) },
            "term-elapsed" => Executory(language),
            "window-elapsed" => Window(language),
            "term-moved" => Window(language) with
            {
                Template = "term-moved",
                Step = In(language, "Termine per le osservazioni", "Term for observations"),
                LastDay = new LocalDate(2023, 1, 11),
                Explanation = Found(language, 30, new LocalDate(2022, 12, 12), TermStart.Delivery),
                LastDayBefore = new LocalDate(2023, 1, 9),
                ExplanationBefore = Found(language, 30, new LocalDate(2022, 12, 9), TermStart.Delivery),
            },
            // the last day of a task moved: what it calls to is the task
            "term-moved-task" => Of("term-moved", language) with { LeadsToTask = true },
            "task-gone-done" => Gone(language) with { DoneBy = "Anna Rossi" },
            "task-gone-withdrawn" => Gone(language),
            "task-gone-yours" => Gone(language) with { DidItThemselves = true },
            "task-gone-superior" => Gone(language) with { DoneBy = "Anna Rossi", ToldAs = "superior" },
            "task-passed" => Gone(language) with { Template = "task-passed", PassedTo = "Anna Rossi" },
            "task-passed-yours" => Gone(language) with { Template = "task-passed", DidItThemselves = true },
            "term-gone" => Gone(language) with
            {
                Template = "term-gone",
                Step = In(language, "Termine per le osservazioni", "Term for observations"),
            },
            "notice" => Notice(language),
            "partner-reminder" => Plain("partner-reminder", language),
            "registered" => Plain("registered", language) with
            {
                Facts =
                [
                    new(In(language, "Luogo", "Place"), "Kaunas"),
                    new(In(language, "Data", "Date"), In(language, "5 luglio 2024", "5 July 2024")),
                ],
            },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };

    private static MailModel Task(string template, string language, LocalDate? last) =>
        Plain(template, language) with
        {
            Step = In(language, "Parere tecnico", "Technical opinion"),
            Help = In(
                language,
                "Esprimi il parere di regolarità tecnica sul testo concordato.",
                "Give the opinion on technical regularity of the agreed text."
            ),
            Otherwise = In(
                language,
                "Senza il parere la proposta non può andare in Giunta.",
                "Without the opinion the proposal cannot go before the Giunta."
            ),
            Role = In(language, "Dirigente", "Department head"),
            LastDay = last,
            Explanation = last is { } day ? Found(language, 10, day.PlusDays(-10), TermStart.Assignment) : "",
            Ground = new(
                "law",
                In(language, "D.Lgs. 267/2000 (TUEL), art. 49", "Legislative Decree 267/2000 (TUEL), art. 49")
            ),
            Link = new("https://gemellaggi.comune.test/tasks/0184f1a2-0000-7000-8000-000000000001/12"),
        };

    private static MailModel Gone(string language) =>
        Task("task-gone", language, new LocalDate(2022, 12, 19)) with
        {
            Link = new("https://gemellaggi.comune.test/dossiers/0184f1a2-0000-7000-8000-000000000002"),
            Unsubscribe = new("https://gemellaggi.comune.test/mail/stop/CfDJ8"),
        };

    /// <summary>What one morning has for one person.</summary>
    public static MailDraft Digest(string language) =>
        MailTemplates.WriteDigest(
            language,
            "Comune di Brescia",
            [
                .. new[] { "reminder-overdue", "reminder-due-day", "task-assigned", "term-elapsed" }.Select(name =>
                    DigestLine.Read(MailTemplates.Write(Of(name, language)).Line)
                ),
            ]
        );

    private static MailModel Running(string language) =>
        Window(language) with
        {
            Template = "term-reminder",
            Step = In(language, "Termine per le osservazioni", "Term for observations"),
        };

    /// <summary>A week as a head sees it.</summary>
    public static MailDraft Begun(string language) =>
        BegunMail.Write(
            new BegunModel
            {
                Language = language,
                Authority = "Comune di Brescia",
                Today = Today,
                Because =
                [
                    (In(language, "Ragioneria", "Accounting office"), "Elena Conti"),
                    (In(language, "Segreteria generale", "General secretariat"), null),
                ],
                Tasks =
                [
                    new(
                        In(language, "Parere contabile", "Accounting opinion"),
                        "2022/3 Kaunas",
                        "",
                        Today.PlusDays(-1)
                    ),
                    new(In(language, "Delibera di Giunta", "Act of the Giunta"), "2022/4 Graz", "", Today.PlusDays(2)),
                ],
                Desk = new Uri("https://gemellaggi.comune.test/desk"),
            }
        );

    public static MailDraft Weekly(string language, int late = 2) =>
        WeeklyMail.Write(
            new WeeklyModel
            {
                Language = language,
                Authority = "Comune di Brescia",
                Today = Today,
                LateInAll = late,
                Late =
                [
                    .. Enumerable
                        .Range(1, late)
                        .Select(day => new WeeklyLine(
                            In(language, "Parere tecnico", "Technical opinion"),
                            "2022/3 Kaunas",
                            day == 1 ? "" : In(language, "Ragioneria", "Accounting office"),
                            Today.PlusDays(-day)
                        )),
                ],
                DueInAll = 1,
                Due =
                [
                    new(
                        In(language, "Delibera di Giunta", "Act of the Giunta"),
                        "2022/4 Graz",
                        In(language, "Segreteria generale", "General secretariat"),
                        Today.PlusDays(2)
                    ),
                ],
                Waiting =
                [
                    new(
                        In(language, "Atto del Consiglio della città partner", "Act of the partner city's council"),
                        "2022/2 Troyes",
                        "",
                        null
                    ),
                ],
                Signed = [new("Logroño", "2022/1", "", Today.PlusDays(-6))],
                Desk = new("https://gemellaggi.comune.test/desk"),
                Unsubscribe = new("https://gemellaggi.comune.test/mail/stop/CfDJ8"),
            }
        );

    private static MailModel Executory(string language) =>
        Plain("term-elapsed", language) with
        {
            Step = In(
                language,
                "Decimo giorno di pubblicazione: Pubblica la delibera di Consiglio",
                "Tenth day of publication: Publish the Council's act"
            ),
            Role = In(language, "Segreteria generale", "General secretariat"),
            LastDay = new LocalDate(2022, 12, 31),
            Explanation = Found(language, 10, new LocalDate(2022, 12, 21), TermStart.Day),
            Link = new("https://gemellaggi.comune.test/dossiers/0184f1a2-0000-7000-8000-000000000002"),
        };

    private static MailModel Window(string language) =>
        Plain("window-elapsed", language) with
        {
            Role = In(language, "Ufficio relazioni internazionali", "International relations office"),
            LastDay = new LocalDate(2023, 1, 9),
            Explanation = Found(language, 30, new LocalDate(2022, 12, 9), TermStart.Delivery),
            Link = new("https://gemellaggi.comune.test/dossiers/0184f1a2-0000-7000-8000-000000000002"),
        };

    private static MailModel Notice(string language) =>
        Plain("notice", language) with
        {
            AnswerWithin = In(language, "30 giorni", "30 days"),
            Ground = new(
                "law",
                In(
                    language,
                    "L. 131/2003, art. 6 c. 7, letta con la circolare DARA del 27 novembre 2015",
                    "Law 131/2003, art. 6 para. 7, read with the DARA circular of 27 November 2015"
                )
            ),
            Facts =
            [
                new(In(language, "Numero di protocollo", "Protocol number"), "FITTIZIO-1/2022"),
                new(
                    In(language, "Data di protocollo", "Protocol date"),
                    In(language, "9 dicembre 2022", "9 December 2022")
                ),
                new(In(language, "Numero della delibera", "Number of the act"), "FITTIZIO-100"),
                new(
                    In(language, "Data della seduta", "Date of the sitting"),
                    In(language, "7 dicembre 2022", "7 December 2022")
                ),
            ],
            Enclosures =
            [
                new("accordo-it.pdf", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                new("accordo-lt.pdf", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
            ],
        };

    private static MailModel Plain(string template, string language) =>
        new()
        {
            Template = template,
            Language = language,
            Authority = "Comune di Brescia",
            DossierNumber = "2022/3",
            DossierTitle = In(language, "Gemellaggio Brescia–Kaunas", "Brescia–Kaunas twinning"),
            PartnerCity = "Kaunas",
            Step = "",
            Today = Today,
        };

    private static string Found(string language, int days, LocalDate start, TermStart from)
    {
        var length = new TermLength(days, CountedIn.Days);
        return TermWords.Explain(language, length, new LegalTerms(Rules).Compute(length, start), from);
    }

    private static string In(string language, string italian, string english) => language == "it" ? italian : english;
}
