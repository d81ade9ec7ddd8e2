using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Features.Administration;

/// <summary>A department with its place and how many belong to it.</summary>
public sealed record DepartmentLine(string Name, string Above, string Head, int People);

/// <summary>The departments: who is told when something is late.</summary>
[Authorize(Policies.Administer)]
public sealed class DepartmentsModel(TwinningDatabase database, Departments departments) : PageModel
{
    public IReadOnlyList<DepartmentLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var authority = SignedIn.Of(User).Authority;
        var people = await database.People.AsNoTracking().Where(x => x.AuthorityId == authority).ToListAsync(cancel);
        Lines =
        [
            .. (await departments.ListAsync(authority, cancel)).Select(x => new DepartmentLine(
                x.Name,
                x.Above ?? "",
                people.Find(person => person.Id == x.HeadId)?.Name ?? "",
                people.Count(person => person.Department == x.Name)
            )),
        ];
    }
}
