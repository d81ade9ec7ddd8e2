using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

public sealed class DeskReaderTests(Postgres postgres)
{
    private const int Dossiers = 70;
    private static readonly LocalDate Today = new(2022, 12, 5);

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_desk_reads_a_page_of_lines_and_counts_them_all(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        for (var i = 0; i < Dossiers; i++)
            await store.StartAsync("approval");
        await using var database = store.Database();
        await database
            .Tasks.Where(task => task.TaskId > 0)
            .ExecuteUpdateAsync(task => task.SetProperty(row => row.DueOn, Today));

        var first = await DeskOf(store, database, Roles.Clerk, page: 1);
        var second = await DeskOf(store, database, Roles.Clerk, page: 2);

        Assert.Equal((50, 20), (first.Mine.Count, second.Mine.Count));
        Assert.Equal(Dossiers, first.Mine.Concat(second.Mine).Select(line => line.Instance).Distinct().Count());
        Assert.Equal([new DueCount(Today, Dossiers)], first.MineByDay);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_the_others_tasks_a_desk_reads_the_most_urgent_and_counts_those_that_are_late(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        for (var i = 0; i < Dossiers; i++)
            await store.StartAsync("approval");
        await using var database = store.Database();
        var most = await database
            .Tasks.OrderBy(task => task.InstanceId)
            .Take(60)
            .Select(x => x.InstanceId)
            .ToListAsync();
        await database
            .Tasks.Where(task => most.Contains(task.InstanceId))
            .ExecuteUpdateAsync(task => task.SetProperty(row => row.DueOn, Today.PlusDays(-1)));

        var desk = await DeskOf(store, database, Roles.Auditor, page: 1);

        Assert.Empty(desk.Mine);
        Assert.Equal(50, desk.Others.Count);
        Assert.All(desk.Others, line => Assert.Equal(Today.PlusDays(-1), line.DueOn));
        Assert.Equal(60, desk.OthersLate);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_desk_holds_what_nobody_has_and_what_is_ones_own_and_shows_the_rest_when_asked(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var (me, absent, colleague) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await using var database = store.Database();
        foreach (var assignee in new Guid?[] { null, me, absent, colleague })
        {
            var instance = await store.StartAsync("approval");
            await database
                .Tasks.Where(task => task.InstanceId == instance)
                .ExecuteUpdateAsync(task => task.SetProperty(row => row.Assignee, assignee));
        }
        var roles = new HeldRole(Roles.Clerk, absent) { AsDeputy = true };
        var signedIn = new SignedIn(Guid.NewGuid(), me, TestStore.Authority, [new HeldRole(Roles.Clerk, null), roles]);

        var mine = await DeskOf(store, database, signedIn, page: 1);
        var taken = await DeskOf(store, database, signedIn, page: 1, DeskShow.Taken);
        var all = await DeskOf(store, database, signedIn, page: 1, DeskShow.Everybodys);

        Assert.Equal([null, me, absent], mine.Mine.Select(line => line.Assignee).Order().ToArray(), Same);
        Assert.Equal([colleague], mine.Others.Select(line => line.Assignee));
        Assert.Equal([me, absent], taken.Mine.Select(line => line.Assignee), Same);
        Assert.Equal((4, 0), (all.Mine.Count, all.Others.Count));

        static bool Same(IEnumerable<Guid?> one, IEnumerable<Guid?> other) => one.ToHashSet().SetEquals(other);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_somebody_has_is_on_the_desk_of_who_replaces_them_in_its_very_role(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.TaskWithTimer("approval", "P3D"));
        var absent = Guid.NewGuid();
        await using var database = store.Database();
        var instance = await store.StartAsync("approval");
        await database
            .Tasks.Where(task => task.InstanceId == instance)
            .ExecuteUpdateAsync(task => task.SetProperty(row => row.Assignee, absent));
        SignedIn Replacing(string role) =>
            new(
                Guid.NewGuid(),
                Guid.NewGuid(),
                TestStore.Authority,
                [new HeldRole(Roles.Clerk, null), new HeldRole(role, absent) { AsDeputy = true }]
            );

        var asClerk = await DeskOf(store, database, Replacing(Roles.Clerk), page: 1);
        var asMayor = await DeskOf(store, database, Replacing(Roles.Mayor), page: 1);

        Assert.Equal((1, 0), (asClerk.Mine.Count, asClerk.Others.Count));
        Assert.Equal((0, 1), (asMayor.Mine.Count, asMayor.Others.Count));
    }

    private static Task<Desk> DeskOf(TestStore store, TwinningDatabase database, string role, int page) =>
        DeskOf(
            store,
            database,
            new SignedIn(Guid.NewGuid(), Guid.NewGuid(), TestStore.Authority, [new HeldRole(role, null)]),
            page
        );

    private static Task<Desk> DeskOf(
        TestStore store,
        TwinningDatabase database,
        SignedIn me,
        int page,
        DeskShow show = DeskShow.Mine
    ) =>
        new DeskReader(
            database,
            store.Catalog,
            new DeskWaits(database, store.Catalog),
            new SittingReader(database, new AuthorityCalendars(database, store.Clock, store.Bell), store.Clock)
        ).ReadAsync(me, Today, show, page, size: 50, "it", CancellationToken.None);
}
