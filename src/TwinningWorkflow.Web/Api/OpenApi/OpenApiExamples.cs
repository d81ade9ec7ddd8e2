namespace TwinningWorkflow.Web.Api.OpenApi;

/// <summary>Bodies as somebody might send them. Tests send them.</summary>
internal static class OpenApiExamples
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private const string Dossier = """
        {
          "title": "Gemellaggio tra Brescia e Kaunas",
          "kind": "twinning",
          "partnerCity": "Kaunas",
          "partnerCountry": "LT",
          "objectives": "Scambi tra scuole e musei",
          "prioritySectors": ["culture", "education"],
          "departments": ["Settore Cultura"],
          "budgetChapter": "FITTIZIO 1041",
          "fundingSources": "Bilancio comunale",
          "profile": { "inhabitants": 298753, "inhabitantsYear": 2022, "universities": 7 },
          "contact": { "name": "Rasa Fittizia", "email": "rasa@kaunas.example", "language": "en" },
          "relations": [{ "when": "2002-07", "what": "Lettera d'intenti" }]
        }
        """;

    public const string Problem = """
        {
          "type": "https://tools.ietf.org/html/rfc4918#section-11.2",
          "title": "Some data must be corrected",
          "status": 422,
          "code": "invalidFields",
          "errors": [
            {
              "field": "givenOn",
              "code": "tooEarly",
              "message": "Expected a day not before Thursday 1 December 2022.",
              "argument": "2022-12-01"
            }
          ]
        }
        """;

    private static readonly Dictionary<Type, string> Bodies = new()
    {
        [typeof(SignInApi.Credentials)] = """
            { "email": "giulia.bassi@brescia.example", "password": "gemellaggio-di-prova" }
            """,
        [typeof(SignInApi.Refreshment)] = """
            { "refreshToken": "CfDJ8Nq..." }
            """,
        [typeof(DossierBody)] = Dossier,
        [typeof(DossierChange)] = $$"""
            { "version": 1, "data": {{Dossier}} }
            """,
        [typeof(Completion)] = """
            { "outcome": "favourable", "fields": { "givenOn": "2022-12-02", "signer": "FITTIZIO" } }
            """,
        [typeof(HandOverBody)] = """
            { "to": "0184d7a4-5d00-7b11-8e53-2f1c5a0a9a10", "reason": "Da domani sono in ferie" }
            """,
        [typeof(ReleaseBody)] = """
            { "reason": "Se ne occupa l'ufficio del protocollo" }
            """,
        [typeof(MessageBody)] = $$"""
            {
              "message": "partnerCouncilAct",
              "fields": {
                "outcome": "approved",
                "actNumber": "FITTIZIO",
                "actDate": "2022-12-05",
                "textVersion": "{{Hash}}",
                "act": { "file": "{{Hash}}", "name": "Atto del consiglio di Kaunas.pdf" }
              }
            }
            """,
        [typeof(ActBody)] = $$"""
            {
              "reason": "Elezioni: la nuova Giunta non è ancora insediata",
              "actNumber": "Decreto FITTIZIO 12/2022",
              "actDate": "2022-12-05",
              "act": [{ "file": "{{Hash}}", "name": "Decreto.pdf" }]
            }
            """,
        [typeof(ReasonBody)] = """
            { "reason": "È del primo testo: il Consiglio di Kaunas ha votato di nuovo sul secondo" }
            """,
        [typeof(IncidentRetry)] = """
            { "key": "0184d7a4-5d00-7b11-8e53-2f1c5a0a9a10/17", "reason": "Il server di posta risponde di nuovo" }
            """,
        [typeof(DataCorrection)] = """
            {
              "key": "0184d7a4-5d00-7b11-8e53-2f1c5a0a9a10/17",
              "reason": "Data digitata male: sull'atto sta il 2 dicembre",
              "values": { "giunta.actDate": "2022-12-02" }
            }
            """,
        [typeof(CorrectionBody)] = """
            {
              "reason": "Sulla ricevuta della DARA sta il 9 dicembre",
              "values": { "notifyBodies.deliveredOn.DARA": "2022-12-09" }
            }
            """,
        [typeof(TokenMove)] = """
            {
              "key": "0184d7a4-5d00-7b11-8e53-2f1c5a0a9a10/17",
              "reason": "Iscritto a mano nel registro cartaceo",
              "target": "registered"
            }
            """,
        [typeof(SittingBody)] = """
            { "body": "council", "day": "2022-12-20", "beginsAt": "15:00", "agendaCloses": "2022-12-12" }
            """,
        [typeof(CalendarProposal)] = """
            {
              "calendar": {
                "zone": "Europe/Rome",
                "country": "IT",
                "patron": { "day": "02-15" },
                "closures": [{ "name": "Ponte dell'Immacolata", "first": "2026-12-07", "last": "2026-12-07" }]
              }
            }
            """,
        [typeof(CalendarChangeBody)] = """
            {
              "version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              "reason": "Ordinanza FITTIZIA 12/2026: uffici chiusi per il ponte",
              "calendar": {
                "zone": "Europe/Rome",
                "country": "IT",
                "patron": { "day": "02-15" },
                "closures": [{ "name": "Ponte dell'Immacolata", "first": "2026-12-07", "last": "2026-12-07" }]
              }
            }
            """,
        [typeof(ClockMove)] = """
            { "to": "2023-01-10T09:00:00Z" }
            """,
    };

    /// <summary>A body of a type; null where none would tell more than the shape.</summary>
    public static string? Of(Type body) => Bodies.GetValueOrDefault(body);

    /// <summary>All of them, by type.</summary>
    public static IReadOnlyDictionary<Type, string> All => Bodies;
}
