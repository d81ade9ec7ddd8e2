using System.Security.Cryptography;
using System.Text;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class DefinitionCatalogTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_changed_file_becomes_the_next_version_and_running_instances_keep_theirs(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        var first = store.Catalog.Latest("approval")!;

        await store.PublishAsync(Bpmn.TaskWithTimer("approval", "PT1H"));

        var second = store.Catalog.Latest("approval")!;
        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Same(first.Definition, store.Catalog.ByHash(first.Definition.Hash));
        Assert.Equal([second, first], store.Catalog.All().Select(it => it.Version == 2 ? second : first));
    }

    /// <summary>Instances run for years: a reader that asks more of new files must not strand them.</summary>
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_file_that_would_not_be_published_any_more_is_still_there_for_its_instances(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var old = Encoding.UTF8.GetBytes(
            Bpmn.Process(
                "approval",
                $"""<bpmn:startEvent id="start" />{Bpmn.Task("opinion")}{Bpmn.Flow("f1", "start", "opinion")}"""
            )
        );
        var hash = Convert.ToHexStringLower(SHA256.HashData(old));
        Assert.Null(BpmnReader.Read(old).Definition);
        await using (var session = await store.Connections.BeginAsync(CancellationToken.None))
        {
            session.Add(
                "INSERT INTO definitions (hash, process_id, version, file, published_at) VALUES ($1, $2, 1, $3, $4)",
                hash,
                "approval",
                old,
                store.Clock.Now
            );
            await session.CommitAsync(CancellationToken.None);
        }

        var catalog = new DefinitionCatalog(store.Connections, store.Clock);

        Assert.Equal("approval", catalog.ByHash(hash).Id);
    }

    [Fact]
    public async Task What_is_new_is_told_by_file_process_and_version()
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, Bpmn.OneTask("approval"));
        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        var file = Path.Combine(folder, "approval-again.bpmn");
        await File.WriteAllTextAsync(file, Bpmn.OneTask("approval") + "<!-- changed -->");

        var first = await store.Catalog.PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        var second = await store.Catalog.PublishAsync(new ProcessFolder(folder), CancellationToken.None);

        Assert.Equal(
            [("approval-again.bpmn", "approval", 2)],
            first.Select(x => (x.File, x.Published.Definition.Id, x.Published.Version))
        );
        Assert.Empty(second);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_same_file_is_published_once_however_many_nodes_start(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);

        var folder = Directory.CreateTempSubdirectory("twinning-bpmn-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "approval.bpmn"), Bpmn.OneTask("approval"));
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                        new DefinitionCatalog(store.Connections, store.Clock).PublishAsync(
                            new ProcessFolder(folder),
                            CancellationToken.None
                        )
                    )
                )
        );

        await store.Catalog.PublishAsync(new ProcessFolder(folder), CancellationToken.None);
        Assert.Equal(1, Assert.Single(store.Catalog.All()).Version);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_file_that_cannot_run_is_reported_and_the_version_before_stays_in_force(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));

        await store.PublishAsync(Bpmn.Process("approval", """<bpmn:startEvent id="start" />"""));

        Assert.NotEmpty(Assert.Single(store.Catalog.Refused).Problems);
        Assert.Equal(1, store.Catalog.Latest("approval")!.Version);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_published_file_that_cannot_be_read_any_more_is_told_and_stops_no_other(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Bpmn.OneTask("approval"));
        await using (var database = store.Database())
        {
            database.Definitions.Add(
                new DefinitionRow
                {
                    Hash = new string('a', 64),
                    ProcessId = "old",
                    Version = 3,
                    File = "<x/>"u8.ToArray(),
                    PublishedAt = store.Clock.Now,
                }
            );
            await database.SaveChangesAsync();
        }

        var catalog = new DefinitionCatalog(store.Connections, store.Clock);
        await catalog.PublishAsync(
            new ProcessFolder(Directory.CreateTempSubdirectory().FullName),
            CancellationToken.None
        );

        Assert.NotNull(catalog.Latest("approval"));
        Assert.Equal("old (3)", Assert.Single(catalog.Refused).File);
        Assert.Throws<InvalidOperationException>(() => catalog.ByHash(new string('a', 64)));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task What_another_node_published_is_found_when_an_instance_runs_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        var elsewhere = new DefinitionCatalog(store.Connections, store.Clock);
        await store.PublishAsync(Bpmn.OneTask("approval"));
        var hash = store.Catalog.Latest("approval")!.Definition.Hash;

        Assert.Equal("approval", elsewhere.ByHash(hash).Id);
    }
}
