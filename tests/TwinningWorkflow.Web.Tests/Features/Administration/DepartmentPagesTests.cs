using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Administration;

[Trait("pace", "full")]
public sealed class DepartmentPagesTests
{
    private const string New = "/administration/departments/edit";

    [Fact]
    public async Task Departments_have_a_head_and_one_above_and_none_stands_above_itself()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var head = await web.PersonAsync(Roles.DepartmentHead);
        await administrator.SubmitAsync(New, ("Name", "Segreteria"), ("Head", ""), ("Above", ""));
        await administrator.SubmitAsync(New, ("Name", "Cultura"), ("Head", $"{head:D}"), ("Above", "Segreteria"));

        var ring = await administrator.SubmitAsync($"{New}/Segreteria", ("Head", ""), ("Above", "Cultura"));
        var twice = await administrator.SubmitAsync(New, ("Name", "Cultura"), ("Head", ""), ("Above", ""));
        var inUse = await administrator.SubmitAsync($"{New}/Segreteria?handler=Remove");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, ring.Status);
        Assert.Contains("non può stare sotto se stesso", ring.Words, StringComparison.Ordinal);
        Assert.Contains("C’è già un settore con questo nome", twice.Words, StringComparison.Ordinal);
        Assert.Contains("settori sotto di esso", inUse.Words, StringComparison.Ordinal);
        var list = (await administrator.GetAsync("/administration/departments")).Words;
        Assert.Contains("sotto Segreteria", list, StringComparison.Ordinal);
        Assert.Contains("departmentHead di brescia", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_belongs_to_a_department_of_the_list()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        await administrator.SubmitAsync(New, ("Name", "Cultura"), ("Head", ""), ("Above", ""));
        var person = await web.PersonAsync(Roles.Clerk);
        var page = $"/administration/people/{person:D}?handler=Department";

        var unknown = await administrator.SubmitAsync(page, ("Department", "Altrove"));
        var chosen = await administrator.SubmitAsync(page, ("Department", "Cultura"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.Status);
        Assert.Equal(HttpStatusCode.Redirect, chosen.Status);
        Assert.Equal(
            "Cultura",
            await web.ReadAsync(x => x.People.Where(p => p.Id == person).Select(p => p.Department).SingleAsync())
        );
        Assert.Equal(
            ["department-set", "department-chosen"],
            await web.ReadAsync(x =>
                x.Journal.Where(r => r.Kind.StartsWith("department"))
                    .OrderBy(r => r.Sequence)
                    .Select(r => r.Kind)
                    .ToListAsync()
            )
        );
    }
}
