using System.Text;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Processes;

public sealed class DossiersTests(Postgres postgres)
{
    private static readonly DossierData Kaunas = new()
    {
        Title = "Kaunas",
        Kind = "twinning",
        PartnerCity = "Kaunas",
        PartnerCountry = "LT",
    };

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Opening_gives_a_number_starts_the_process_with_its_variables_and_tells_it(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Approval());

        var opened = Assert.IsType<OpenResult.Opened>(await OpenAsync(store, Opening(store)));

        await using var database = store.Database();
        var view = await new InstanceReader(database, store.Catalog).FindAsync(
            TestStore.Authority,
            opened.Instance,
            CancellationToken.None
        );
        Assert.Equal("2022/1", opened.Number);
        Assert.Equal(DataValue.Of("Kaunas"), view!.State.Data["dossier.partnerCity"]);
        Assert.False(view.State.Data.ContainsKey("dossier.title"));
        var told = await new JournalReader(database).OfDossierAsync(
            TestStore.Authority,
            opened.Dossier,
            CancellationToken.None
        );
        Assert.Equal("2022/1", Assert.Single(told.Select(entry => entry.Fact).OfType<DossierOpened>()).Number);
        Assert.Single(told, entry => entry.Event is ProcessStarted);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Dossiers_opened_at_once_get_numbers_without_twins_or_gaps(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Approval());

        var results = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => OpenAsync(store, Opening(store))))
        );

        Assert.Equal(
            Enumerable.Range(1, 10).Select(number => $"2022/{number}").Order(StringComparer.Ordinal),
            results.Cast<OpenResult.Opened>().Select(opened => opened.Number).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_year_of_the_number_is_the_authority_s_civil_year(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Approval());
        // 23:30 in London is 0:30 of the next year in Brescia
        store.Time.SetUtcNow(new DateTimeOffset(2022, 12, 31, 23, 30, 0, TimeSpan.Zero));

        var opened = Assert.IsType<OpenResult.Opened>(await OpenAsync(store, Opening(store)));

        Assert.Equal("2023/1", opened.Number);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_repeat_under_the_same_key_opens_nothing_new(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider, Approval());
        var request = Opening(store) with { IdempotencyKey = "key-1" };
        var first = Assert.IsType<OpenResult.Opened>(await OpenAsync(store, request));

        var second = await OpenAsync(store, request);
        var other = await OpenAsync(store, request with { Data = Kaunas with { Title = "Another" } });

        Assert.Equal(first with { Repeated = true }, second);
        Assert.IsType<StepResult.KeyReused>(Assert.IsType<OpenResult.Refused>(other).Why);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_process_that_refuses_to_start_leaves_no_dossier_and_no_number(Provider provider)
    {
        var startedByMessage = Bpmn.Process(
            "approval",
            $"""
            <bpmn:startEvent id="start">
              <bpmn:messageEventDefinition messageRef="messagePartner"><bpmn:operationRef>partnerOperation</bpmn:operationRef></bpmn:messageEventDefinition>
            </bpmn:startEvent>
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "end")}
            """
        );
        await using var store = await TestStore.CreateAsync(postgres, provider, startedByMessage);

        var refused = Assert.IsType<OpenResult.Refused>(await OpenAsync(store, Opening(store)));

        Assert.Equal(RejectionCode.NoStartEvent, Assert.IsType<StepResult.Refused>(refused.Why).Code);
        await using var database = store.Database();
        Assert.Equal(store.Dossier, (await database.Dossiers.SingleAsync()).Id);
        Assert.Empty(await database.Counters.ToListAsync());
        Assert.Empty(await database.Journal.ToListAsync());
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_change_tells_what_changed_but_not_who_answers_for_the_partner(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using var database = store.Database();
        var changed = Kaunas with
        {
            Objectives = "youth exchange",
            Contact = new PartnerContact { Name = "Jonas", Email = "jonas@kaunas.example" },
            Relations = [new Relation { When = "2002-07", What = "letter of intent" }],
        };

        var result = await ChangeAsync(store, database, version: 0, changed);

        Assert.Equal(ChangeResult.Changed, result);
        var fact = (DossierChanged)
            Assert
                .Single(
                    await new JournalReader(database).ReadAsync(
                        TestStore.Authority,
                        Journal.OfDossier(store.Dossier),
                        CancellationToken.None
                    )
                )
                .Fact!;
        Assert.Equal(
            [
                new FieldChange("objectives", "", "youth exchange"),
                new FieldChange("contact", null, null),
                new FieldChange("relations", "", "2002-07: letter of intent"),
            ],
            fact.Changes.AsEnumerable()
        );
        await using var again = store.Database();
        var row = await again.Dossiers.SingleAsync();
        Assert.Equal((1, "jonas@kaunas.example", "2002-07"), (row.Version, row.Contact.Email, row.Relations[0].When));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Of_two_who_change_what_both_saw_the_second_is_told(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using var one = store.Database();
        await using var other = store.Database();
        await ChangeAsync(store, one, version: 0, Kaunas with { Objectives = "youth" });

        var result = await ChangeAsync(store, other, version: 0, Kaunas with { Objectives = "sport" });

        Assert.Equal(ChangeResult.Conflict, result);
        await using var database = store.Database();
        Assert.Equal("youth", (await database.Dossiers.SingleAsync()).Objectives);
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_document_is_filed_and_told_and_its_bytes_are_held_once(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using var database = store.Database();

        foreach (var name in new[] { "letter.pdf", "letter again.pdf" })
            Assert.Equal(FilingResult.Filed, await FileAsync(store, database, name));

        Assert.Equal(1, await database.Files.CountAsync());
        Assert.Equal(2, await database.Documents.CountAsync());
        Assert.Equal(2, await database.Journal.CountAsync(row => row.Kind == "document-added"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_document_sent_twice_at_once_under_one_key_is_filed_once(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        await using var own = store.Database();
                        return await FileAsync(store, own, "letter.pdf", "one key");
                    })
                )
        );

        Assert.All(results, result => Assert.Equal(FilingResult.Filed, result));
        await using var database = store.Database();
        Assert.Equal(1, await database.Documents.CountAsync());
        Assert.Equal(1, await database.Journal.CountAsync(row => row.Kind == "document-added"));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task The_name_of_a_document_stays_out_of_the_hashed_bytes_and_is_bound_to_them(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using var database = store.Database();
        await FileAsync(store, database, "Curriculum di Mario Rossi.pdf");

        var row = await database.Journal.SingleAsync(row => row.Kind == "document-added");

        var told = Assert.IsType<DocumentAdded>(JournalReader.Read(row).Fact);
        var name = Assert.IsType<DataValue.Personal>(told.Name);
        var kept = await database.PersonalValues.SingleAsync();
        Assert.DoesNotContain("Rossi", Encoding.UTF8.GetString(row.Body), StringComparison.Ordinal);
        Assert.Equal((name.Reference, "Curriculum di Mario Rossi.pdf"), (kept.Reference.ToString("D"), kept.Value));
        Assert.Equal(name.SaltedHash, PersonalWords.SaltedHash(kept.Salt, kept.Value!));
        Assert.Equal((TestStore.Authority, store.Dossier), (kept.AuthorityId, kept.DossierId));
    }

    private static string Approval() =>
        Bpmn.Process(
            "approval",
            $"""
            <bpmn:extensionElements>
              <tw:process><tw:variable name="dossier.partnerCity" type="text" /></tw:process>
            </bpmn:extensionElements>
            <bpmn:startEvent id="start" />
            {Bpmn.Task("opinion")}
            <bpmn:endEvent id="end" />
            {Bpmn.Flow("f1", "start", "opinion")}
            {Bpmn.Flow("f2", "opinion", "end")}
            """
        );

    private static OpenDossier Opening(TestStore store) =>
        new(TestStore.Authority, store.Clock.Now, TestStore.Clerk, "approval", Kaunas);

    private static async Task<OpenResult> OpenAsync(TestStore store, OpenDossier request)
    {
        await using var database = store.Database();
        return await new Dossiers(database, store.Catalog, store.Bell).OpenAsync(request, CancellationToken.None);
    }

    private static Task<FilingResult> FileAsync(
        TestStore store,
        TwinningDatabase database,
        string name,
        string? key = null
    ) =>
        new Dossiers(database, store.Catalog, store.Bell).AddDocumentAsync(
            new StoredFile
            {
                AuthorityId = TestStore.Authority,
                Hash = "ab",
                MediaType = "application/pdf",
                Content = [1, 2],
                StoredAt = store.Clock.Now,
            },
            new Document
            {
                Id = Guid.CreateVersion7(),
                DossierId = store.Dossier,
                AuthorityId = TestStore.Authority,
                FileHash = "ab",
                FileName = name,
                Size = 2,
                AddedAt = store.Clock.Now,
                AddedBy = TestStore.Clerk.Account,
            },
            TestStore.Clerk,
            key,
            CancellationToken.None
        );

    private static Task<ChangeResult> ChangeAsync(
        TestStore store,
        TwinningDatabase database,
        long version,
        DossierData data
    ) =>
        new Dossiers(database, store.Catalog, store.Bell).ChangeAsync(
            TestStore.Authority,
            store.Dossier,
            version,
            data,
            store.Clock.Now,
            TestStore.Clerk,
            CancellationToken.None
        );
}
