using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Dossiers;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Dossiers;

/// <summary>Under each condition of a gate stands what it rests on.</summary>
public sealed class GateViewsTests(Postgres postgres)
{
    private const string Act = "0f4b000000000000000000000000000000000000000000000000000000000001";
    private const string Letter = "0f4b000000000000000000000000000000000000000000000000000000000002";

    private static readonly string File = Bpmn.Process(
        "approval",
        $"""
        <bpmn:startEvent id="start" />
        {Bpmn.Task(
            "giunta",
            """
            <tw:outcome id="approved"><tw:label xml:lang="it">Approvata</tw:label><tw:label xml:lang="en">Approved</tw:label></tw:outcome>
            <tw:field id="actDate" type="date"><tw:label xml:lang="it">Data</tw:label><tw:label xml:lang="en">Date</tw:label></tw:field>
            <tw:field id="signer" type="text" personal="true"><tw:label xml:lang="it">Chi firma</tw:label><tw:label xml:lang="en">Who signs</tw:label></tw:field>
            <tw:field id="act" type="files"><tw:label xml:lang="it">Atto</tw:label><tw:label xml:lang="en">The act</tw:label></tw:field>
            """
        )}
        {Bpmn.Task("sign")}
        <bpmn:endEvent id="end" />
        {Bpmn.Flow("f1", "start", "giunta")}
        {Bpmn.Flow("f2", "giunta", "sign")}
        {Bpmn.Flow("f3", "sign", "end")}
        """,
        """
        <tw:variable name="open" type="number"><tw:label xml:lang="it">Osservazioni</tw:label><tw:label xml:lang="en">Observations</tw:label></tw:variable>
        <tw:gate id="signing"><tw:condition id="executory" when="has(giunta.act)" evidence="giunta.outcome giunta.actDate giunta.signer giunta.act open suspended" /></tw:gate>
        """
    );

    [Theory]
    [InlineData(
        "it",
        "giunta: esito = Approvata|giunta: Data = 9 dicembre 2022|giunta: Chi firma = dato personale, non mostrato qui|"
            + "giunta: Atto = delibera.pdf -> /documents/00000000-0000-0000-0000-000000000007|giunta: Atto = 0f4b00000000|"
            + ": Osservazioni = non registrato|: Il procedimento è sospeso = no"
    )]
    [InlineData(
        "en",
        "giunta: outcome = Approved|giunta: Date = 9 December 2022|giunta: Who signs = personal data, not shown here|"
            + "giunta: The act = delibera.pdf -> /documents/00000000-0000-0000-0000-000000000007|giunta: The act = 0f4b00000000|"
            + ": Observations = not recorded|: The process is suspended = no"
    )]
    public async Task A_condition_shows_its_dates_in_words_its_files_as_links_and_of_personal_data_the_label_alone(
        string language,
        string shown
    )
    {
        await using var store = await TestStore.CreateAsync(postgres, Provider.Sqlite, File);
        var instance = await store.StartAsync("approval");
        var task = await store.OpenTaskAsync(instance, "giunta");
        var done = store.Completing(task.TaskId, "approved") with
        {
            Fields = ImmutableDictionary<string, DataValue>
                .Empty.Add("actDate", DataValue.Of(new LocalDate(2022, 12, 9)))
                .Add("signer", new DataValue.Personal(Guid.NewGuid().ToString("D"), new string('a', 64)))
                .Add("act", new DataValue.List([Act, Letter])),
        };
        Assert.IsType<StepResult.Done>(await store.RunAsync(instance, done));

        var evidence = Assert.Single(
            View(language, (await store.ReadAsync(instance)).View, store.Clock.Now).Conditions
        );

        Assert.Equal(
            shown.Split('|'),
            evidence.Evidence.SelectMany(given =>
                given.Details.Select(x =>
                    $"{given.Step}: {x.Label} = {x.Text}{(x.Href.Length > 0 ? " -> " + x.Href : "")}"
                )
            )
        );
    }

    private static GateView View(string language, InstanceView instance, Instant now)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var text = new StringLocalizer<HistoryText>(
            new ResourceManagerStringLocalizerFactory(
                Options.Create(new LocalizationOptions()),
                NullLoggerFactory.Instance
            )
        );
        var document = new Document
        {
            Id = new Guid("00000000-0000-0000-0000-000000000007"),
            DossierId = instance.Row.DossierId,
            AuthorityId = TestStore.Authority,
            FileHash = Act,
            FileName = "delibera.pdf",
            Size = 1,
            AddedAt = now,
            AddedBy = "account-1",
        };
        return new GateViews(new VariableNames(text), text).Of(
            instance,
            instance.Definition.Gates["signing"],
            ValueReferences.Of([document], []),
            now
        );
    }
}
