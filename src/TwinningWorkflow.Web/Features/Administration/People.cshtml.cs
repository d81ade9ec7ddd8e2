using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>A person with an account and the roles of today and later.</summary>
public sealed record PersonLine(
    Guid Id,
    string Name,
    string Email,
    string Department,
    bool Disabled,
    IReadOnlyList<RoleAssignment> Roles
);

/// <summary>Who can sign in, and in which roles.</summary>
[Authorize(Policies.Administer)]
public sealed class PeopleModel(TwinningDatabase database, RolePeriods periods, Shell shell) : PageModel
{
    public RolePeriods Words => periods;
    public IReadOnlyList<PersonLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var today = shell.Today;
        var people = await (
            from account in database.Users.AsNoTracking()
            join person in database.People on account.PersonId equals person.Id
            where account.AuthorityId == authority
            orderby person.Name
            select new { account.Disabled, Person = person }
        ).ToListAsync(cancel);
        var roles = await database
            .RoleAssignments.AsNoTracking()
            .Where(x => x.AuthorityId == authority && (x.ValidTo == null || x.ValidTo >= today))
            .OrderBy(x => x.ValidFrom)
            .ToListAsync(cancel);
        Lines = people.ConvertAll(x => new PersonLine(
            x.Person.Id,
            x.Person.Name,
            x.Person.Email,
            x.Person.Department,
            x.Disabled,
            roles.FindAll(role => role.PersonId == x.Person.Id)
        ));
    }
}
