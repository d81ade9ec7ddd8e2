using System.Net;
using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Administration;

[Trait("pace", "full")]
public sealed class RecipientPageTests(Postgres postgres)
{
    private const string New = "/administration/recipients";

    private static readonly (string, object)[] Dara =
    [
        ("Code", "DARA"),
        ("Name", "Affari regionali"),
        ("Address", "gemellaggi@dara.example"),
    ];

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_recipient_sent_twice_at_once_is_added_once_and_then_changed(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var hidden = await administrator.HiddenAsync(New);

        var answers = await Task.WhenAll(
            administrator.SendFormAsync(New, hidden, Dara),
            administrator.SendFormAsync(New, hidden, Dara)
        );
        await administrator.SubmitAsync(
            New + "/DARA",
            ("Name", "Affari regionali"),
            ("Address", "protocollo@dara.example")
        );

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.Redirect, x.Status));
        Assert.Contains(
            "protocollo@dara.example",
            (await administrator.GetAsync("/administration")).Words,
            StringComparison.Ordinal
        );
        Assert.Equal(2, await web.ReadAsync(x => x.Journal.CountAsync(r => r.Kind == "recipient-changed")));
    }

    [Theory]
    [InlineData("Code", "", "Codice nel procedimento: Scrivi il codice.")]
    [InlineData("Code", "dara", "Codice nel procedimento: Solo lettere maiuscole, cifre e trattino basso.")]
    [InlineData(
        "Code",
        "PARTNER",
        "Codice nel procedimento: PARTNER è la città partner: il suo indirizzo sta nel fascicolo."
    )]
    [InlineData("Code", "MAECI", "Codice nel procedimento: Questo codice c'è già: Ministero.")]
    [InlineData("Name", " ", "Ente: Questo campo è obbligatorio.")]
    [InlineData("Address", "", "Indirizzo email: Questo campo è obbligatorio.")]
    [InlineData("Address", "dara", "Indirizzo email: Scrivi un indirizzo, come protocollo@ente.example.")]
    [InlineData(
        "Address",
        "a@dara.example\r\nBcc: b@dara.example",
        "Indirizzo email: Scrivi un indirizzo, come protocollo@ente.example."
    )]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_is_written(
        string field,
        string value,
        string said
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        await administrator.SubmitAsync(
            New,
            ("Code", "MAECI"),
            ("Name", "Ministero"),
            ("Address", "gemellaggi@maeci.example")
        );

        var answer = await administrator.SubmitAsync(
            New,
            [.. Dara.Where(x => x.Item1 != field), (field, (object)value)]
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#{field}">{said}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.Equal(["Ministero"], await web.ReadAsync(x => x.Recipients.Select(r => r.Name).ToListAsync()));
    }

    [Fact]
    public async Task A_recipient_of_another_town_is_not_found()
    {
        await using var web = await RunningWeb.StartAsync();
        await (await web.SignedInAsync(Roles.Administrator)).SubmitAsync(New, Dara);
        var neighbour = await web.SignedInAsync(Roles.Administrator, RunningWeb.Cremona);

        var read = await neighbour.GetAsync(New + "/DARA");
        var sent = await neighbour.SendFormAsync(
            New + "/DARA",
            await neighbour.HiddenAsync("/desk"),
            ("Name", "Altro"),
            ("Address", "altro@dara.example")
        );

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.Status, sent.Status));
        Assert.Equal("Affari regionali", await web.ReadAsync(x => x.Recipients.Select(r => r.Name).SingleAsync()));
    }
}
