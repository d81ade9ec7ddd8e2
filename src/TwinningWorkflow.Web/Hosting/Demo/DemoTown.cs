using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>The town of the demonstration: where its notices go, and the twinnings that it had before.</summary>
internal static class DemoTown
{
    public const string Id = "brescia";

    public static readonly NewAuthority Authority = new(Id, "Comune di Brescia", "gemellaggi@brescia.example")
    {
        Patron = new AnnualDate(2, 15),
    };

    /// <summary>The addresses lead nowhere: the real ones are for a real town to enter.</summary>
    public static IReadOnlyList<Recipient> Recipients() =>
        [
            Body("DARA", "Dipartimento per gli affari regionali e le autonomie", "gemellaggi@dara.example"),
            Body("MAECI", "Ministero degli affari esteri e della cooperazione", "gemellaggi@maeci.example"),
            Body("REGIONE", "Regione Lombardia", "gemellaggi@regione.example"),
        ];

    /// <summary>Twinnings older than the product, of which the year alone is known.</summary>
    public static IReadOnlyList<RegisterEntry> Register() =>
        [
            Twinning(1991, "Darmstadt", "DE"),
            Twinning(2006, "Logroño", "ES"),
            Twinning(2007, "Betlemme", "PS"),
            Twinning(2016, "Troyes", "FR"),
        ];

    /// <summary>The Giunta sits on Wednesdays, the Council on the third Tuesday of the month; neither in August nor on a festivo.</summary>
    public static IEnumerable<(string Body, string BeginsAt, IEnumerable<LocalDate> Days)> Sittings(
        LocalDate from,
        LocalDate to
    )
    {
        var calendar = AuthorityCalendar.Of(AuthorityDays.Of(Authority.Patron));
        return
        [
            (Sitting.Giunta, "09:30", Days(Sitting.Giunta, new RecurringDays(IsoDayOfWeek.Wednesday, "week"))),
            (Sitting.Council, "15:00", Days(Sitting.Council, new RecurringDays(IsoDayOfWeek.Tuesday, "third"))),
        ];

        IEnumerable<LocalDate> Days(string body, RecurringDays days) =>
            days.Between(from, to).Where(day => day.Month != 8 && calendar.Against(body, day) is null);
    }

    private static Recipient Body(string code, string name, string address) =>
        new()
        {
            AuthorityId = Id,
            Code = code,
            Name = name,
            Address = address,
        };

    private static RegisterEntry Twinning(int year, string city, string country) =>
        new()
        {
            AuthorityId = Id,
            Year = year,
            Number = 1,
            PartnerCity = city,
            PartnerCountry = country,
            SignedOn = null,
        };
}
