using NodaTime;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Database;

/// <summary>A municipality. Every row of the database belongs to one.</summary>
public sealed class Authority
{
    /// <summary>Short code, such as <c>brescia</c>.</summary>
    public required string Id { get; init; }
    public required string Name { get; set; }
    public string Language { get; set; } = "it";

    /// <summary>Its calendar, as <see cref="AuthorityDays.Write"/> gives it.</summary>
    public string Calendar { get; set; } = AuthorityDays.Of(patron: null).Write();
    public required string MailFrom { get; set; }
}

/// <summary>Where a process's recipient code (DARA, MAECI, REGIONE) leads for one authority.</summary>
public sealed class Recipient
{
    /// <summary>The code of the dossier's own partner city, whose address stands in the dossier.</summary>
    public const string Partner = "PARTNER";

    public required string AuthorityId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; set; }
    public required string Address { get; set; }
}

/// <summary>A natural person. The only place of a name and an address: erasable without touching the history.</summary>
public sealed class Person
{
    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }
    public required string Name { get; set; }
    public required string Email { get; set; }
    public string Language { get; set; } = "it";
    public string Department { get; set; } = "";
}

/// <summary>A role held by a person from a day to a day.</summary>
public sealed class RoleAssignment
{
    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>As process files name it; <see cref="Roles"/>.</summary>
    public required string Role { get; init; }
    public required LocalDate ValidFrom { get; init; }

    /// <summary>The last day; null while it lasts.</summary>
    public LocalDate? ValidTo { get; set; }

    /// <summary>The person replaced, for a deputy; null otherwise.</summary>
    public Guid? OnBehalfOf { get; init; }
}

/// <summary>The roles that the product itself knows, besides those that process files name.</summary>
public static class Roles
{
    public const string Administrator = "administrator";
    public const string Auditor = "auditor";
    public const string Clerk = "clerk";
    public const string DepartmentHead = "departmentHead";
    public const string Accounting = "accounting";
    public const string Secretariat = "secretariat";
    public const string Mayor = "mayor";

    public static readonly IReadOnlyList<string> All =
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
