using NodaTime;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Hosting.Demo;

/// <summary>A made-up person of the demonstration.</summary>
public sealed record DemoPerson(string Name, string Email, string Role, string Department);

/// <summary>Who works in the demonstration's town hall. Nobody of these exists, and their addresses lead nowhere.</summary>
public static class DemoPeople
{
    /// <summary>Everybody's password: the demonstration listens to its own computer alone.</summary>
    public const string Password = "gemellaggio-di-prova";

    public static readonly DemoPerson Clerk = new(
        "Giulia Bassi",
        "giulia.bassi@brescia.example",
        Roles.Clerk,
        "Relazioni internazionali"
    );
    public static readonly DemoPerson DepartmentHead = new(
        "Marco Ferrari",
        "marco.ferrari@brescia.example",
        Roles.DepartmentHead,
        "Cultura e relazioni internazionali"
    );
    public static readonly DemoPerson Accounting = new(
        "Elena Conti",
        "elena.conti@brescia.example",
        Roles.Accounting,
        "Ragioneria"
    );
    public static readonly DemoPerson Secretariat = new(
        "Paolo Galli",
        "paolo.galli@brescia.example",
        Roles.Secretariat,
        "Segreteria generale"
    );
    public static readonly DemoPerson Mayor = new(
        "Chiara Zani",
        "chiara.zani@brescia.example",
        Roles.Mayor,
        "Gabinetto del Sindaco"
    );
    public static readonly DemoPerson Auditor = new(
        "Luca Rinaldi",
        "luca.rinaldi@brescia.example",
        Roles.Auditor,
        "Collegio dei revisori"
    );
    public static readonly DemoPerson Administrator = new(
        "Sara Moretti",
        "sara.moretti@brescia.example",
        Roles.Administrator,
        "Sistemi informativi"
    );

    /// <summary>The departments from the top: the head of each, and what stands above it.</summary>
    public static readonly IReadOnlyList<(string Name, DemoPerson Head, string? Above)> Departments =
    [
        ("Segreteria generale", Secretariat, null),
        ("Cultura e relazioni internazionali", DepartmentHead, "Segreteria generale"),
        ("Relazioni internazionali", DepartmentHead, "Cultura e relazioni internazionali"),
        ("Ragioneria", Accounting, "Segreteria generale"),
    ];

    /// <summary>Who is away when the demonstration begins, who acts in their place, and until when.</summary>
    public static readonly (DemoPerson Absent, DemoPerson Deputy, LocalDate Last) Away = (
        Accounting,
        Secretariat,
        new LocalDate(2023, 1, 5)
    );

    public static readonly IReadOnlyList<DemoPerson> All =
    [
        Clerk,
        DepartmentHead,
        Accounting,
        Secretariat,
        Mayor,
        Auditor,
        Administrator,
    ];
}
