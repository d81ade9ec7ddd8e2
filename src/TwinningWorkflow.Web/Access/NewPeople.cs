using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Terms.Calendars;

namespace TwinningWorkflow.Web.Access;

/// <summary>A person to add, with an account and roles from today on.</summary>
public sealed record NewPerson(string Name, string Email, string Password, IReadOnlyList<string> Roles)
{
    /// <summary>Made with the form: sending it twice adds one person. Null for a new id.</summary>
    public Guid? Id { get; init; }
    public string Language { get; init; } = "it";
    public string Department { get; init; } = "";
}

/// <summary>A municipality to set up.</summary>
public sealed record NewAuthority(string Id, string Name, string MailFrom)
{
    public AnnualDate? Patron { get; init; }
    public string Language { get; init; } = "it";
}

/// <summary>What came of adding a person: the account, or the codes of what is wrong.</summary>
public sealed record AddedPerson(Account? Account, IReadOnlyList<string> Problems)
{
    public const string AlreadySetUp = nameof(AlreadySetUp);
    public const string NoSuchAuthority = nameof(NoSuchAuthority);
}

/// <summary>Adds people. Person, account, roles and the fact in the authority's history are one transaction.</summary>
public sealed class NewPeople(
    TwinningDatabase database,
    UserManager<Account> accounts,
    AnsweringChanges answering,
    BusinessClock clock
)
{
    /// <summary>Whose existence says that the application is set up.</summary>
    private const string SetUpMark = "set-up";

    /// <summary>Is there nobody yet who could sign in?</summary>
    public async Task<bool> NobodyYetAsync(CancellationToken cancel) => !await database.Users.AnyAsync(cancel);

    /// <summary>The municipality and its first administrator, if there is nobody yet.</summary>
    public Task<AddedPerson> SetUpAsync(NewAuthority town, NewPerson administrator, CancellationToken cancel) =>
        LostRace.RetryAsync(() =>
        {
            database.ChangeTracker.Clear();
            return SetUpOnceAsync(town, administrator, cancel);
        });

    private async Task<AddedPerson> SetUpOnceAsync(NewAuthority town, NewPerson administrator, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        if (!await NobodyYetAsync(cancel) || await database.Settings.AnyAsync(x => x.Key == SetUpMark, cancel))
            return new AddedPerson(null, [AddedPerson.AlreadySetUp]);
        // two who set up at once: the mark's key lets one through
        database.Settings.Add(
            new Setting { Key = SetUpMark, Value = NodaTime.Text.InstantPattern.ExtendedIso.Format(clock.Now) }
        );
        if (!await database.Authorities.AnyAsync(x => x.Id == town.Id, cancel))
            database.Authorities.Add(
                new Authority
                {
                    Id = town.Id,
                    Name = town.Name,
                    MailFrom = town.MailFrom,
                    Calendar = AuthorityDays.Of(town.Patron).Write(),
                    Language = town.Language,
                }
            );
        await database.SaveChangesAsync(cancel);
        var added = await WriteAsync(town.Id, administrator, cancel);
        if (added.Account is not { } account)
            return added;
        var actor = new Actor($"{account.Id:D}", $"{account.PersonId:D}", town.Id, Roles.Administrator);
        await Journal.AppendAsync(
            database,
            Journal.OfAuthority(town.Id),
            clock.Now,
            actor,
            new SetUpDone($"{account.Id:D}"),
            cancel
        );
        await transaction.CommitAsync(cancel);
        return added;
    }

    /// <summary>A person of a municipality that is set up.</summary>
    public async Task<AddedPerson> AddAsync(string authority, NewPerson person, Actor actor, CancellationToken cancel)
    {
        if (!await database.Authorities.AnyAsync(x => x.Id == authority, cancel))
            return new AddedPerson(null, [AddedPerson.NoSuchAuthority]);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, authority, cancel);
        if (await AddedAlreadyAsync(authority, person, cancel) is { } already)
            return new AddedPerson(already, []);
        var added = await WriteAsync(authority, person, cancel);
        if (added.Account is not { } account)
            return added;
        var fact = new PersonAdded($"{account.PersonId:D}", $"{account.Id:D}", [.. person.Roles]);
        await Journal.AppendAsync(database, Journal.OfAuthority(authority), clock.Now, actor, fact, cancel);
        await answering.CommitAsync(database, authority, [.. person.Roles.Distinct()]);
        return added;
    }

    private async Task<Account?> AddedAlreadyAsync(string authority, NewPerson person, CancellationToken cancel)
    {
        var email = person.Email.Trim();
        return person.Id is not { } id
            ? null
            : await database.Users.SingleOrDefaultAsync(
                x => x.PersonId == id && x.AuthorityId == authority && x.Email == email,
                cancel
            );
    }

    private async Task<AddedPerson> WriteAsync(string authority, NewPerson added, CancellationToken cancel)
    {
        var town = await database.Authorities.SingleAsync(x => x.Id == authority, cancel);
        var id = added.Id ?? NewId();
        var person = new Person
        {
            // a form sent again with other data is about another person
            Id = await database.People.AnyAsync(x => x.Id == id, cancel) ? NewId() : id,
            AuthorityId = authority,
            Name = added.Name.Trim(),
            Email = added.Email.Trim(),
            Language = added.Language,
            Department = added.Department.Trim(),
        };
        database.People.Add(person);
        foreach (var role in added.Roles.Distinct())
            database.RoleAssignments.Add(
                new RoleAssignment
                {
                    Id = NewId(),
                    AuthorityId = authority,
                    PersonId = person.Id,
                    Role = role,
                    ValidFrom = clock.Today(AuthorityCalendar.Of(town.Calendar).Zone),
                }
            );
        var account = new Account
        {
            Id = NewId(),
            AuthorityId = authority,
            PersonId = person.Id,
            UserName = person.Email,
            Email = person.Email,
        };
        var made = await accounts.CreateAsync(account, added.Password);
        if (made.Succeeded)
            return new AddedPerson(account, []);
        database.ChangeTracker.Clear();
        return new AddedPerson(null, [.. made.Errors.Select(x => x.Code)]);
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}
