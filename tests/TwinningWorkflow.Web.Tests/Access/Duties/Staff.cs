using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Tests.Access.Duties;

/// <summary>People of a town with their roles, departments and absences, in a database of a test's own.</summary>
internal sealed class Staff(TestStore store)
{
    public static readonly LocalDate Today = new(2022, 12, 5);

    private readonly Dictionary<string, Guid> ids = [];

    public Guid this[string name] => ids[name];

    public async Task<Staff> AddAsync(string name, string department = "", params string[] roles)
    {
        await using var database = store.Database();
        var id = Guid.CreateVersion7();
        ids.Add(name, id);
        database.People.Add(
            new Person
            {
                Id = id,
                AuthorityId = TestStore.Authority,
                Name = name,
                Email = $"{name}@brescia.example",
                Department = department,
            }
        );
        foreach (var role in roles)
            database.RoleAssignments.Add(
                new RoleAssignment
                {
                    Id = Guid.CreateVersion7(),
                    AuthorityId = TestStore.Authority,
                    PersonId = id,
                    Role = role,
                    ValidFrom = Today.PlusDays(-30),
                }
            );
        await database.SaveChangesAsync();
        return this;
    }

    public async Task<Staff> DisableAsync(string name, bool another = false)
    {
        await using var database = store.Database();
        database.Users.Add(AccountOf(name, disabled: true));
        if (another)
            database.Users.Add(AccountOf(name, disabled: false));
        await database.SaveChangesAsync();
        return this;
    }

    private Account AccountOf(string name, bool disabled) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            AuthorityId = TestStore.Authority,
            PersonId = ids[name],
            Disabled = disabled,
        };

    /// <param name="name">Who; empty: nobody holds the role.</param>
    /// <param name="deputy">Who replaces them; empty: nobody.</param>
    /// <param name="role">The role; empty: all.</param>
    public async Task<Staff> AbsentAsync(
        string name,
        string deputy = "",
        string role = "",
        LocalDate? from = null,
        LocalDate? to = null
    )
    {
        await using var database = store.Database();
        database.Absences.Add(
            new Absence
            {
                Id = Guid.CreateVersion7(),
                AuthorityId = TestStore.Authority,
                PersonId = name.Length > 0 ? ids[name] : null,
                DeputyId = deputy.Length > 0 ? ids[deputy] : null,
                Role = role,
                ValidFrom = from ?? Today,
                ValidTo = to ?? Today,
            }
        );
        await database.SaveChangesAsync();
        return this;
    }

    public async Task<Staff> DepartmentAsync(string name, string head = "", string? above = null)
    {
        await using var database = store.Database();
        database.Departments.Add(
            new Department
            {
                AuthorityId = TestStore.Authority,
                Name = name,
                HeadId = head.Length > 0 ? ids[head] : null,
                Above = above,
            }
        );
        await database.SaveChangesAsync();
        return this;
    }

    public async Task<Roster> RosterAsync(LocalDate? day = null)
    {
        await using var database = store.Database();
        return await Roster.LoadAsync(database, TestStore.Authority, day ?? Today, CancellationToken.None);
    }

    /// <summary>Who answers, as words: <c>Ada</c>, <c>Ada for Bea</c>, <c>Ada above Bea (1)</c>.</summary>
    public async Task<string[]> AnsweringAsync(string role, string assignee = "", params string[] barred) =>
        Words((await RosterAsync()).Answering(role, assignee.Length > 0 ? ids[assignee] : null, Eyes(barred)));

    /// <summary>Four eyes that keep some people from a task.</summary>
    public FourEyes Eyes(params string[] barred) => FourEyes.Keeping(barred.Select(x => ids[x]));

    public async Task<string[]> SuperiorsAsync(int level, string role, string assignee = "") =>
        Words((await RosterAsync()).Superiors(role, assignee.Length > 0 ? ids[assignee] : null, level));

    /// <summary>What a person holds, as words: <c>clerk</c>, <c>clerk for Bea</c>, <c>clerk for nobody</c>.</summary>
    public async Task<string[]> HeldAsync(string name, LocalDate? day = null)
    {
        await using var database = store.Database();
        var held = await HeldRoles.OfAsync(
            database,
            TestStore.Authority,
            ids[name],
            day ?? Today,
            CancellationToken.None
        );
        return [.. held.Roles.Select(Words)];
    }

    public string Words(HeldRole held) =>
        held.AsDeputy
            ? $"{held.Role} for {ids.FirstOrDefault(x => x.Value == held.OnBehalfOf).Key ?? "nobody"}"
            : held.Role;

    public IEnumerable<string> Names => ids.Keys;

    private static string[] Words(IEnumerable<Answerable> answering) =>
        [
            .. answering
                .Select(x =>
                    x.Duty switch
                    {
                        Duty.Holder => x.Person.Name,
                        Duty.Deputy => $"{x.Person.Name} for {x.Of?.Name ?? "nobody"}",
                        _ => $"{x.Person.Name} above {x.Of!.Name} ({x.Level})"
                            + (x.InPlaceOf is { } head ? $" for {head.Name}" : ""),
                    }
                )
                .Order(StringComparer.Ordinal),
        ];
}
