using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class ProcessChoicesTests(Postgres postgres)
{
    private static readonly Actor Administrator = new(
        "account-2",
        "person-2",
        TestStore.Authority,
        Roles.Administrator
    );

    private static readonly string File = Bpmn.Process(
        "approval",
        $"""
        <bpmn:startEvent id="start" />
        <bpmn:userTask id="act"><bpmn:extensionElements><tw:form role="clerk" /></bpmn:extensionElements></bpmn:userTask>
        <bpmn:endEvent id="end" />
        {Bpmn.Flow("f1", "start", "act")}{Bpmn.Flow("f2", "act", "end")}
        """,
        """
        <tw:setting id="committee" default="false" />
        <tw:setting id="days" type="integer" default="30" max="90" />
        """
    );

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_process_starts_with_what_the_authority_chose_and_keeps_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, File);
        var before = await store.StartAsync("approval");

        await ChooseAsync(store, ("committee", DataValue.Of(true)), ("days", DataValue.Of(30)));

        var after = await store.StartAsync("approval");
        Assert.Equal(DataValue.Of(false), await ValueAsync(store, before, "setting.committee"));
        Assert.Equal(DataValue.Of(true), await ValueAsync(store, after, "setting.committee"));
        Assert.Equal(DataValue.Of(30), await ValueAsync(store, after, "setting.days"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_changed_stands_in_the_authority_s_history_and_what_did_not_does_not(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, File);

        await ChooseAsync(store, ("committee", DataValue.Of(true)), ("days", DataValue.Of(30)));
        await ChooseAsync(store, ("committee", DataValue.Of(true)), ("days", DataValue.Of(20)));

        await using var database = store.Database();
        var told = await database
            .Journal.AsNoTracking()
            .Where(row => row.Stream == Journal.OfAuthority(TestStore.Authority))
            .OrderBy(row => row.Sequence)
            .Select(row => row.Kind)
            .ToListAsync();
        Assert.Equal(["process-choice-made", "process-choice-made"], told);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_a_new_version_of_the_file_no_longer_offers_gives_way_to_its_default(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, File);
        await ChooseAsync(store, ("days", DataValue.Of(80)));

        await store.PublishAsync(File.Replace("""max="90" """, """max="60" """, StringComparison.Ordinal));

        var instance = await store.StartAsync("approval");
        Assert.Equal(DataValue.Of(30), await ValueAsync(store, instance, "setting.days"));
    }

    private static async Task ChooseAsync(TestStore store, params (string Setting, DataValue Value)[] values)
    {
        await using var database = store.Database();
        await new ProcessChoices(database, store.Clock).ChangeAsync(
            store.Catalog.Latest("approval")!.Definition,
            values.ToImmutableDictionary(x => x.Setting, x => x.Value),
            Administrator,
            CancellationToken.None
        );
    }

    private static async Task<DataValue?> ValueAsync(TestStore store, Guid instance, string variable)
    {
        await using var database = store.Database();
        var view = await new InstanceReader(database, store.Catalog).FindAsync(
            TestStore.Authority,
            instance,
            CancellationToken.None
        );
        return view!.State.Data.GetValueOrDefault(variable);
    }
}
