using Xunit;

namespace TwinningWorkflow.Web.Tests.Simulation;

public sealed class SimulateVerbTests
{
    private const string Brescia = "brescia-kaunas.json";

    [Fact]
    public void What_is_done_waits_and_is_mailed_gets_a_dated_line_in_Italian()
    {
        var lines = Simulator.Run(Simulator.ScenarioFile(Brescia)).Output.Split('\n');

        Assert.Contains("2022-12-07 16:00  fatto       Delibera di Giunta: Approvata (Segreteria generale)", lines);
        Assert.Contains(
            "2022-12-07 16:00  in attesa   Protocolla l'avviso (Ufficio relazioni internazionali), entro il 2022-12-15",
            lines
        );
        Assert.Contains("2023-01-12 10:00  mail        a Sindaco: nuovo passo «Firma l'accordo»", lines);
    }

    [Fact]
    public void The_report_comes_in_English_too()
    {
        var lines = Simulator.Run(Simulator.ScenarioFile(Brescia), "en").Output.Split('\n');

        Assert.Contains("2022-12-07 16:00  done        Act of the Giunta: Approved (General secretariat)", lines);
        Assert.Contains("2022-12-09 12:05  waiting     Thirty days for observations, on 2023-01-10 00:00", lines);
    }

    [Fact]
    public void A_refusal_is_told_in_the_language_with_the_names_of_fields_and_the_cure_of_a_closed_gate()
    {
        Assert.Contains(
            "2023-01-16 11:00  rifiutato   Alcuni dati vanno corretti. Firmato il: La prima data possibile è 2023-01-12.",
            Simulator.Run(Simulator.ScenarioFile(Brescia)).Output.Split('\n')
        );
        Assert.Contains(
            "The signatory is in office: After a change of mandate, confirm the signatory.",
            Simulator.Run(Simulator.ScenarioFile("mandate-change.json"), "en").Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(", \"lt\": \"accordo-firmato-lt.pdf\"", "", "Manca il file in lituano.")]
    [InlineData(
        "\"lt\": \"accordo-firmato-lt.pdf\"",
        "\"en\": \"accordo-firmato-lt.pdf\"",
        "Manca il file in lituano."
    )]
    [InlineData(
        "{ \"text\": { \"it\": \"accordo-firmato-it.pdf\", \"lt\": \"accordo-firmato-lt.pdf\" } }",
        "{ \"files\": [\"accordo-firmato-it.pdf\", \"accordo-firmato-lt.pdf\"] }",
        "Manca il file in lituano."
    )]
    public void A_signature_without_a_copy_in_each_language_of_the_text_is_refused(
        string old,
        string changed,
        string said
    )
    {
        var run = Simulator.RunChanged(Brescia, old, changed);

        Assert.Equal(1, run.Exit);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-01-10T00:00\" }", "2023-01-09T00:00\" }")] // a timer's instant
    [InlineData("\"recordNotice\": \"2022-12-15\"", "\"recordNotice\": \"2022-12-14\"")] // a deadline
    [InlineData("\"at\": \"registered\"", "\"at\": \"signed\"")] // the end
    [InlineData("\"to\": \"secretariat\"", "\"to\": \"mayor\"")] // a mail
    [InlineData("\"tasks\": [\"publishOnAlbo:publishCouncil\"]", "\"tasks\": []")] // an open task
    [InlineData("[\"windowOver\"]", "[]")] // a gate's conditions
    [InlineData("\"code\": \"invalidFields\"", "\"code\": \"gateClosed\"")] // a refusal
    [InlineData("\"fields\": [\"signedOn\"]", "\"fields\": [\"place\"]")] // what it complains of
    [InlineData("\"done\": [\"partnerAct\"]", "\"done\": [\"remindPartner\"]")] // a node passed
    public void An_expectation_that_does_not_hold_ends_with_1_and_names_the_step(string old, string changed)
    {
        var run = Simulator.RunChanged(Brescia, old, changed);

        Assert.Equal(1, run.Exit);
        Assert.StartsWith("FALLITO al passo ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Expected ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "delegation-late.json",
        "[\"delegationInTime\"]",
        "[]",
        "Expected conditions that warn at 'signing' [], but found [delegationInTime]."
    )]
    [InlineData(
        "notice-resent.json",
        "\"address\": \"nuovo.maeci@ministero.example\", \"kind\"",
        "\"address\": \"maeci@ministero.example\", \"kind\"",
        "Expected a mail (to MAECI at maeci@ministero.example, notice, any node, on 2025-03-25), but there is none among:"
    )]
    [InlineData(
        "mandate-change.json",
        "\"steps\": [",
        "\"steps\": [{ \"at\": \"2025-05-01T10:00\", \"by\": \"secretariat\", \"message\": { \"name\": \"mandateChange\", \"fields\": { \"side\": \"ours\", \"changedOn\": \"2025-05-01\" } } },",
        "Expected open tasks [confirmSignatory; sign], but found [confirmSignatory; confirmSignatory; sign]."
    )]
    public void A_warning_an_address_and_a_task_that_is_open_twice_are_told(
        string scenario,
        string old,
        string changed,
        string said
    )
    {
        var run = Simulator.RunChanged(scenario, old, changed);

        Assert.Equal(1, run.Exit);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_that_was_not_expected_fails_and_says_why()
    {
        // given a Giunta's act dated before the opinions that it follows
        var run = Simulator.RunChanged(Brescia, "\"actDate\": \"2022-12-07\"", "\"actDate\": \"2022-11-20\"");

        Assert.Equal(1, run.Exit);
        Assert.Contains("actDate: tooEarly 2022-11-25", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"process\": \"twinning\"", "\"process\": \"another\"")]
    [InlineData("\"by\": \"clerk\",", "\"from\": \"clerk\",")]
    [InlineData("2022-11-21T11:00", "2022-11-13T11:00")]
    [InlineData("\"start\": \"2022-11-14T09:00\"", "\"start\": \"14/11/2022\"")]
    public void A_scenario_that_cannot_be_played_ends_with_2(string old, string changed)
    {
        var run = Simulator.RunChanged(Brescia, old, changed);

        Assert.Equal(2, run.Exit);
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_file_that_is_not_there_ends_with_2() =>
        Assert.Equal(2, Simulator.Run(Simulator.ScenarioFile(Brescia), process: "nowhere.bpmn").Exit);
}
