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

    /// <summary>The name of their <see cref="Database.Department"/>; empty when they belong to none.</summary>
    public string Department { get; set; } = "";

    /// <summary>How they want to be written to.</summary>
    public MailWishes Wishes { get; set; } = new();

    /// <summary>Where mail to them goes.</summary>
    public string AddressForMail => Wishes.Address.Length > 0 ? Wishes.Address : Email;
}

/// <summary>How a person wants to be written to.</summary>
public sealed class MailWishes
{
    /// <summary>The hour of the day, 0 to 23, from which mail comes on a working day.</summary>
    public int Hour { get; set; } = 8;

    /// <summary>True: everything waits for that hour and comes as one; false: what is new comes at once in working hours.</summary>
    public bool Digest { get; set; }

    /// <summary>The days of the week on which they work, as digits from 1 (Monday) to 7; empty: those of the authority.</summary>
    public string WorkingDays { get; set; } = "";

    /// <summary>A confirmed address for mail in place of <see cref="Person.Email"/>; empty: that one.</summary>
    public string Address { get; set; } = "";

    /// <summary>An address that the person wants and has not confirmed yet; empty: none.</summary>
    public string AddressToConfirm { get; set; } = "";

    /// <summary>Gets the digest of the week, where their role has one.</summary>
    public bool Weekly { get; set; } = true;

    /// <summary>Gets what only informs and asks for nothing.</summary>
    public bool Information { get; set; } = true;
}

/// <summary>A department of the administration, with its place in the chain of who is told when something is late.</summary>
public sealed class Department
{
    public required string AuthorityId { get; init; }
    public required string Name { get; init; }

    /// <summary>The person who heads it; null while nobody does.</summary>
    public Guid? HeadId { get; set; }

    /// <summary>The department above it; null at the top.</summary>
    public string? Above { get; set; }
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
}

/// <summary>
/// From a day to a day somebody does not attend to their roles, or a role has nobody; a deputy, where one is named, acts in their
/// place.
/// </summary>
public sealed class Absence
{
    public required Guid Id { get; init; }
    public required string AuthorityId { get; init; }

    /// <summary>Who is absent; null for a role that nobody holds.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The role that is covered; empty: all that the person holds.</summary>
    public string Role { get; init; } = "";

    /// <summary>Who acts in their place; null: nobody.</summary>
    public Guid? DeputyId { get; set; }
    public required LocalDate ValidFrom { get; set; }

    /// <summary>The last day.</summary>
    public required LocalDate ValidTo { get; set; }
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
