using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Access.Duties;

/// <summary>Who holds a role on a day, and who is told of its tasks.</summary>
public sealed class RosterTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_deputy_holds_the_roles_of_whom_they_replace_from_the_first_day_to_the_last(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Secretariat, Roles.Clerk);
        await staff.AbsentAsync("Bea", "Ada", to: Staff.Today.PlusDays(1));

        Assert.Equal(["clerk"], await staff.HeldAsync("Ada", Staff.Today.PlusDays(-1)));
        Assert.Equal(["clerk", "clerk for Bea", "secretariat for Bea"], Sorted(await staff.HeldAsync("Ada")));
        Assert.Equal(
            ["clerk", "clerk for Bea", "secretariat for Bea"],
            Sorted(await staff.HeldAsync("Ada", Staff.Today.PlusDays(1)))
        );
        Assert.Equal(["clerk"], await staff.HeldAsync("Ada", Staff.Today.PlusDays(2)));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Nobody_audits_or_administers_as_a_deputy_and_no_auditor_is_one(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Administrator, Roles.Mayor);
        await staff.AddAsync("Cleo", "", Roles.Auditor);
        await staff.AbsentAsync("Bea", "Ada");
        await staff.AbsentAsync("Cleo", "Ada");
        await staff.AbsentAsync("Ada", "Cleo");
        await staff.AbsentAsync("", "Ada", Roles.Auditor);

        Assert.Equal(["clerk", "mayor for Bea"], await staff.HeldAsync("Ada"));
        Assert.Equal(["auditor"], await staff.HeldAsync("Cleo"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_role_that_nobody_holds_is_its_deputys_until_somebody_does(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Mayor);
        await staff.AbsentAsync("", "Ada", Roles.Mayor);
        await staff.AbsentAsync("", "Ada", Roles.Accounting);

        Assert.Equal(["clerk", "accounting for nobody"], await staff.HeldAsync("Ada"));

        await staff.DisableAsync("Bea");
        Assert.Equal(["accounting for nobody", "clerk", "mayor for nobody"], Sorted(await staff.HeldAsync("Ada")));
        Assert.Equal(["Ada for nobody"], await staff.AnsweringAsync(Roles.Mayor));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task One_person_asked_alone_holds_what_the_whole_roster_says(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Administrator, Roles.Mayor);
        await staff.AddAsync("Cleo", "", Roles.Auditor);
        await staff.AddAsync("Dora", "", Roles.Secretariat);
        await staff.DisableAsync("Dora");
        await staff.AbsentAsync("Bea", "Ada", Roles.Mayor);
        await staff.AbsentAsync("Ada", "Bea");
        await staff.AbsentAsync("Dora", "Ada");
        await staff.AbsentAsync("", "Bea", Roles.Secretariat);
        await staff.AbsentAsync("", "Cleo", Roles.Accounting);
        var roster = await staff.RosterAsync();

        foreach (var name in staff.Names)
            Assert.Equal(Sorted(roster.HeldBy(staff[name]).Select(staff.Words)), Sorted(await staff.HeldAsync(name)));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task An_absent_holder_is_replaced_by_the_deputy_or_left_out_while_others_hold_the_role(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Clerk);
        await staff.AddAsync("Cleo", "", Roles.Clerk);
        await staff.AddAsync("Dora", "", Roles.Clerk);
        await staff.AddAsync("Eva", "", Roles.Secretariat);
        await staff.DisableAsync("Dora");
        await staff.AbsentAsync("Bea", "Eva", Roles.Clerk);
        await staff.AbsentAsync("Cleo");

        Assert.Equal(["Ada", "Eva for Bea"], await staff.AnsweringAsync(Roles.Clerk));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_last_one_who_holds_a_role_is_told_though_absent(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Mayor);
        await staff.AddAsync("Bea", "", Roles.Secretariat);
        await staff.AbsentAsync("Ada", "Bea");
        // a deputy who is away as well helps nobody
        await staff.AbsentAsync("Bea");

        Assert.Equal(["Ada"], await staff.AnsweringAsync(Roles.Mayor));
        Assert.Empty(await staff.AnsweringAsync(Roles.Accounting));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_task_that_somebody_has_is_theirs_or_their_deputys_alone(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.Clerk);
        await staff.AddAsync("Cleo", "Relations", Roles.Clerk);
        await staff.AddAsync("Dora", "Relations", Roles.DepartmentHead);
        await staff.AddAsync("Eva", "", Roles.Secretariat);
        await staff.DepartmentAsync("Relations", "Dora");
        await staff.AbsentAsync("Bea", "Ada");
        await staff.AbsentAsync("Cleo");

        Assert.Equal(["Ada"], await staff.AnsweringAsync(Roles.Clerk, "Ada"));
        Assert.Equal(["Ada for Bea"], await staff.AnsweringAsync(Roles.Clerk, "Bea"));
        // nobody stands in: who is above may give it to somebody else
        Assert.Equal(["Cleo", "Dora above Cleo (1)"], await staff.AnsweringAsync(Roles.Clerk, "Cleo"));
        // who does not hold the role any more has nothing
        Assert.Equal(["Ada"], await staff.AnsweringAsync(Roles.Clerk, "Eva"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Whoever_replaces_a_deputy_does_not_do_what_they_have_as_a_deputy_alone(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.AddAsync("Bea", "Relations", Roles.Secretariat);
        await staff.AddAsync("Cleo", "", Roles.Mayor);
        await staff.AddAsync("Dora", "Relations", Roles.DepartmentHead);
        await staff.DepartmentAsync("Relations", "Dora");
        await staff.AbsentAsync("Ada", "Bea");
        await staff.AbsentAsync("Bea", "Cleo");

        Assert.Equal(["Bea", "Dora above Bea (1)"], await staff.AnsweringAsync(Roles.Clerk, "Bea"));
        Assert.Equal(["Cleo for Bea"], await staff.AnsweringAsync(Roles.Secretariat, "Bea"));
        Assert.Equal(["Cleo for Bea"], await staff.AnsweringAsync("", "Bea"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Superiors_climb_the_departments_and_a_ring_of_them_ends(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "Relations", Roles.Clerk);
        await staff.AddAsync("Bea", "Relations", Roles.DepartmentHead);
        await staff.AddAsync("Cleo", "General", Roles.Secretariat);
        await staff.AddAsync("Dora", "General", Roles.Mayor);
        await staff.DepartmentAsync("Relations", "Bea", "Culture");
        await staff.DepartmentAsync("Culture", "", "General");
        await staff.DepartmentAsync("General", "Cleo", "Relations");
        await staff.AbsentAsync("Cleo", "Dora");

        Assert.Equal(["Bea above Ada (1)"], await staff.SuperiorsAsync(1, Roles.Clerk));
        Assert.Equal(["Dora above Ada (2) for Cleo"], await staff.SuperiorsAsync(2, Roles.Clerk, "Ada"));
        Assert.Empty(await staff.SuperiorsAsync(3, Roles.Clerk));
        Assert.Equal(["Dora above Bea (1) for Cleo"], await staff.SuperiorsAsync(1, Roles.DepartmentHead));

        await staff.DisableAsync("Bea");
        Assert.Equal(["Dora above Ada (1) for Cleo"], await staff.SuperiorsAsync(1, Roles.Clerk));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_can_sign_in_with_another_account_is_not_gone(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Clerk);
        await staff.DisableAsync("Ada", another: true);

        Assert.Equal(["Ada"], await staff.AnsweringAsync(Roles.Clerk));
    }

    private static string[] Sorted(IEnumerable<string> words) => [.. words.Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_may_do_a_task_for_a_barred_person_alone_is_not_told_of_it_and_who_may_otherwise_is(
        Provider provider
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "", Roles.Secretariat);
        await staff.AddAsync("Bea", "", Roles.Clerk);
        await staff.AddAsync("Cleo", "", Roles.Clerk);
        await staff.AddAsync("Dora", "", Roles.Clerk);
        await staff.AbsentAsync("Bea", "Ada");

        Assert.Equal(["Ada for Bea", "Cleo", "Dora"], await staff.AnsweringAsync(Roles.Clerk));
        Assert.Equal(["Cleo", "Dora"], await staff.AnsweringAsync(Roles.Clerk, "", "Bea"));
        Assert.Equal(["Cleo", "Dora"], (await MayDoAsync("Bea")));
        // the deputy is barred, not whom they replace, who is there for want of others
        Assert.Equal(["Bea", "Cleo", "Dora"], await MayDoAsync("Ada"));
        Assert.Equal(["Bea"], await staff.AnsweringAsync(Roles.Clerk, "", "Ada", "Cleo", "Dora"));
        // what they were given they have in that way alone
        Assert.Equal(["Cleo", "Dora"], await staff.AnsweringAsync(Roles.Clerk, "Ada", "Bea"));

        await staff.AbsentAsync("Cleo", "Ada");
        Assert.Equal(["Ada for Cleo", "Dora"], await staff.AnsweringAsync(Roles.Clerk, "", "Bea"));
        Assert.Equal(["Ada", "Cleo", "Dora"], await MayDoAsync("Bea"));
        Assert.Empty(await staff.AnsweringAsync(Roles.Clerk, "", "Bea", "Cleo", "Dora"));

        async Task<string[]> MayDoAsync(string barred) =>
            [.. (await staff.RosterAsync()).WhoMayDo(Roles.Clerk, staff.Eyes(barred)).Select(x => x.Name)];
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Who_replaces_an_absent_head_stands_above_whom_the_head_does(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var staff = await new Staff(store).AddAsync("Ada", "Culture", Roles.Clerk);
        await staff.AddAsync("Bea", "", Roles.DepartmentHead);
        await staff.AddAsync("Cleo", "", Roles.Clerk);
        await staff.DepartmentAsync("Culture", "Bea");

        Assert.False((await staff.RosterAsync()).StandsAbove(staff["Cleo"], staff["Ada"], Roles.Clerk));
        await staff.AbsentAsync("Bea", "Cleo");

        var roster = await staff.RosterAsync();
        Assert.True(roster.StandsAbove(staff["Bea"], staff["Ada"], Roles.Clerk));
        Assert.True(roster.StandsAbove(staff["Cleo"], staff["Ada"], Roles.Clerk));
        Assert.False(roster.StandsAbove(staff["Ada"], staff["Ada"], Roles.Clerk));
    }
}
