using TwinningWorkflow.Web.Mail;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>Messages for tests of transport.</summary>
internal static class Mails
{
    public static OutgoingMail ToClerk() =>
        new()
        {
            MessageId = "0123456789abcdef0123@comune.test",
            Date = new DateTimeOffset(2022, 12, 9, 8, 0, 0, TimeSpan.FromHours(1)),
            FromName = "Comune di prova",
            FromAddress = "gemellaggi@comune.test",
            ToName = "Anna Rossi",
            ToAddress = "clerk@comune.test",
            Language = "it",
            Subject = "Da fare: Protocolla l'avviso (Città di là)",
            Text = "Da fare: Protocolla l'avviso\nEntro venerdì 9 dicembre 2022.\nCosì è più chiaro.\n",
            Html = "<!doctype html>\n<html lang=\"it\"><body><h1>Così è più chiaro</h1></body></html>\n",
        };
}
