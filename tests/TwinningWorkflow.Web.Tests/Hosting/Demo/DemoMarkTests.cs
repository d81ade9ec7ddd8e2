using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Hosting.Demo;

public sealed class DemoMarkTests(Postgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_database_with_people_is_not_filled_with_made_up_ones(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await AddAccountAsync(store);
        var mark = new DemoMark(store.Connections);

        await Assert.ThrowsAsync<DemoRefusedException>(() => mark.CheckAsync(isDemo: true, Cancel));

        Assert.False(await mark.CheckAsync(isDemo: false, Cancel));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_the_demonstration_made_is_not_served_as_a_real_town(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var mark = new DemoMark(store.Connections);

        await mark.BeginAsync(Cancel);

        await Assert.ThrowsAsync<DemoRefusedException>(() => mark.CheckAsync(isDemo: false, Cancel));
    }

    [Fact]
    public async Task A_demonstration_that_was_interrupted_is_not_complete()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite);
        var mark = new DemoMark(store.Connections);
        await mark.BeginAsync(Cancel);
        await AddAccountAsync(store);

        Assert.False(await mark.CheckAsync(isDemo: true, Cancel));
        await mark.EndAsync(Cancel);

        Assert.True(await mark.CheckAsync(isDemo: true, Cancel));
    }

    private static async Task AddAccountAsync(TestStore store)
    {
        await using var database = store.Database();
        var person = new Person
        {
            Id = Guid.CreateVersion7(),
            AuthorityId = TestStore.Authority,
            Name = "Anna",
            Email = "anna@comune.test",
        };
        database.People.Add(person);
        database.Users.Add(
            new Account
            {
                Id = Guid.CreateVersion7(),
                AuthorityId = TestStore.Authority,
                PersonId = person.Id,
                UserName = person.Email,
            }
        );
        await database.SaveChangesAsync();
    }
}
