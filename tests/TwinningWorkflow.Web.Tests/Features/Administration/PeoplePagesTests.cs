using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Web.Database;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Features.Administration;

[Trait("pace", "full")]
public sealed class PeoplePagesTests(Postgres postgres)
{
    private const string New = "/administration/people/new";
    private const string Address = "anna.prova@brescia.example";

    private static readonly (string, object)[] Anna =
    [
        ("Name", "Anna Prova"),
        ("Email", Address),
        ("Language", "it"),
        ("Roles", Roles.Accounting),
        ("Password", RunningWeb.Password),
    ];

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_person_who_was_added_can_sign_in_and_sending_the_form_twice_adds_one(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var hidden = await administrator.HiddenAsync(New);

        var answers = await Task.WhenAll(
            administrator.SendFormAsync(New, hidden, Anna),
            administrator.SendFormAsync(New, hidden, Anna)
        );

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.Redirect, x.Status));
        Assert.Equal(answers[0].Location, answers[1].Location);
        var page = await administrator.GetAsync(answers[0].Location!.OriginalString);
        Assert.Contains("Ragioneria", page.Words, StringComparison.Ordinal);
        Assert.Equal(1, await web.ReadAsync(x => x.People.CountAsync(p => p.Email == Address)));
        await web.Browser().SignInAsync(Address, RunningWeb.Password);
    }

    [Theory]
    [InlineData("Name", "", "Nome e cognome: Questo campo è obbligatorio.")]
    [InlineData("Email", "anna", "Indirizzo email: Scrivi un indirizzo email, per esempio nome@comune.example.")]
    [InlineData("Email", "anna@c,d", "Indirizzo email: Scrivi un indirizzo email, per esempio nome@comune.example.")]
    [InlineData("Email", "clerk@brescia.example", "Indirizzo email: Questo indirizzo ha già un account.")]
    [InlineData("Password", "corta", "Prima password: La password deve avere almeno 12 caratteri.")]
    [InlineData("Roles", "imperatore", "Ruoli: Scegli i ruoli dall'elenco.")]
    [InlineData("Roles", "auditor clerk", "Ruoli: Chi revisiona non può avere altri ruoli.")]
    [InlineData("Language", "", "Lingua delle email: Questo campo è obbligatorio.")]
    [InlineData("Department", "Ufficio\0", "Settore: Il valore non è valido.")]
    public async Task What_is_wrong_with_a_new_person_is_told_beside_its_field_and_nobody_is_added(
        string field,
        string value,
        string said
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var before = await web.ReadAsync(x => x.People.CountAsync());
        var fields = Anna.Append(("Department", "Ufficio relazioni"))
            .Where(x => x.Item1 != field)
            .Concat(value.Split(' ').Select(x => (field, (object)x)));

        var answer = await administrator.SubmitAsync(New, [.. fields]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#{field}">{said}</a>""", answer.Words, StringComparison.Ordinal);
        // what was right comes back, but no password
        if (field != "Department")
            Assert.Contains("Ufficio relazioni", answer.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(RunningWeb.Password, answer.Words, StringComparison.Ordinal);
        Assert.Equal(before, await web.ReadAsync(x => x.People.CountAsync()));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_role_is_held_from_its_first_day_to_its_last(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var mayor = await web.SignedInAsync(Roles.Mayor);

        var answer = await GiveAsync(web, administrator, Roles.Mayor, Roles.Clerk, "2022-12-07", "2022-12-08");

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var page = await administrator.GetAsync(answer.Location!.OriginalString);
        Assert.Contains(
            "Ufficio relazioni internazionali, dal 7 dicembre 2022 all'8 dicembre 2022",
            page.Words,
            StringComparison.Ordinal
        );
        var opened = new List<HttpStatusCode>();
        for (var day = 5; day <= 9; day++)
        {
            opened.Add((await mayor.GetAsync("/dossiers/new")).Status);
            web.Time.Advance(TimeSpan.FromDays(1));
        }
        Assert.Equal(
            [
                HttpStatusCode.Forbidden,
                HttpStatusCode.Forbidden,
                HttpStatusCode.OK,
                HttpStatusCode.OK,
                HttpStatusCode.Forbidden,
            ],
            opened
        );
        Assert.Equal(["role-given", "role-ended"], await KindsAsync(web));
    }

    [Theory]
    [InlineData("", "2022-12-07", "", "Role", "Ruolo: Questo campo è obbligatorio.")]
    [InlineData("imperatore", "2022-12-07", "", "Role", "Ruolo: Scegli un ruolo dall'elenco.")]
    [InlineData(Roles.Clerk, "", "", "From", "Dal: Questo campo è obbligatorio.")]
    [InlineData(Roles.Clerk, "domani", "", "From", "Dal: «domani» non è un valore valido.")]
    [InlineData(Roles.Clerk, "2022-12-04", "", "From", "Dal: Il primo giorno può essere oggi o dopo.")]
    [InlineData(Roles.Clerk, "2022-12-07", "2022-12-06", "To", "Ultimo giorno: L'ultimo giorno è prima del primo.")]
    [InlineData(Roles.Mayor, "2022-12-07", "", "Role", "Ruolo: In questi giorni la persona ha già questo ruolo.")]
    [InlineData(
        Roles.Auditor,
        "2022-12-07",
        "",
        "Role",
        "Ruolo: Chi revisiona non può avere altri ruoli negli stessi giorni."
    )]
    public async Task A_role_that_cannot_be_given_is_told_beside_its_field(
        string role,
        string from,
        string to,
        string field,
        string said
    )
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var before = await web.ReadAsync(x => x.RoleAssignments.CountAsync());

        var answer = await GiveAsync(web, administrator, Roles.Mayor, role, from, to);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#{field}">{said}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.Equal(before, await web.ReadAsync(x => x.RoleAssignments.CountAsync()));
    }

    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task Two_who_give_the_same_role_at_once_give_it_once(Provider provider)
    {
        await using var web = await RunningWeb.StartAsync(postgres, provider);
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(_ => GiveAsync(web, administrator, Roles.Mayor, Roles.Clerk, "2022-12-05", ""))
        );

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.Redirect, x.Status));
        var mayor = await PersonAsync(web, Roles.Mayor);
        Assert.Equal(
            1,
            await web.ReadAsync(x => x.RoleAssignments.CountAsync(r => r.PersonId == mayor && r.Role == Roles.Clerk))
        );
        Assert.Equal(["role-given"], await KindsAsync(web));
    }

    [Theory]
    [InlineData("2022-12-20", "2022-12-20")]
    [InlineData("", null)]
    public async Task The_last_day_of_a_role_is_chosen_and_taken_back(string typed, string? stored)
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var page = await RolePageAsync(web, Roles.Clerk);
        await administrator.SubmitAsync(page, ("Last", "2022-12-06"));

        var answer = await administrator.SubmitAsync(page, ("Last", typed));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var held = await web.ReadAsync(x => RoleOf(x, Roles.Clerk).SingleAsync());
        Assert.Equal(stored, held.ValidTo?.ToString("uuuu-MM-dd", null));
    }

    [Fact]
    public async Task A_role_that_ends_before_it_has_begun_was_never_held()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        await GiveAsync(web, administrator, Roles.Mayor, Roles.Clerk, "2022-12-20", "");
        var mayor = await PersonAsync(web, Roles.Mayor);
        var given = await web.ReadAsync(x =>
            x.RoleAssignments.SingleAsync(r => r.PersonId == mayor && r.Role == Roles.Clerk)
        );

        await administrator.SubmitAsync($"/administration/people/{mayor:D}/roles/{given.Id:D}", ("Last", "2022-12-10"));

        Assert.False(await web.ReadAsync(x => x.RoleAssignments.AnyAsync(r => r.Id == given.Id)));
    }

    [Theory]
    [InlineData(Roles.Clerk, "2022-12-04", "Ultimo giorno: L'ultimo giorno può essere oggi o dopo.")]
    [InlineData(Roles.Clerk, "presto", "Ultimo giorno: «presto» non è un valore valido.")]
    [InlineData(
        Roles.Administrator,
        "2022-12-20",
        "Ultimo giorno: Non puoi disattivare te stesso, né toglierti il ruolo di amministratore."
    )]
    public async Task A_last_day_that_cannot_be_is_told_beside_its_field(string role, string last, string said)
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);

        var answer = await administrator.SubmitAsync(await RolePageAsync(web, role), ("Last", last));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"""<a href="#Last">{said}</a>""", answer.Words, StringComparison.Ordinal);
        Assert.Null((await web.ReadAsync(x => RoleOf(x, role).SingleAsync())).ValidTo);
    }

    [Fact]
    public async Task An_account_is_disabled_and_enabled_once_each_however_often_it_is_asked()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var clerk = await web.SignedInAsync(Roles.Clerk);
        var page = $"/administration/people/{await PersonAsync(web, Roles.Clerk):D}";
        var hidden = await administrator.HiddenAsync(page);

        await administrator.SendFormAsync(page + "?handler=Disable", hidden);
        await administrator.SendFormAsync(page + "?handler=Disable", hidden);

        Assert.Equal(HttpStatusCode.Redirect, (await clerk.GetAsync("/desk")).Status);
        await administrator.SendFormAsync(page + "?handler=Enable", hidden);
        Assert.Equal(["account-disabled", "account-enabled"], await KindsAsync(web));
        await web.SignedInAsync(Roles.Clerk);
    }

    [Fact]
    public async Task Nobody_disables_themselves()
    {
        await using var web = await RunningWeb.StartAsync();
        var administrator = await web.SignedInAsync(Roles.Administrator);
        var page = $"/administration/people/{await PersonAsync(web, Roles.Administrator):D}";

        var answer = await administrator.SendFormAsync(
            page + "?handler=Disable",
            await administrator.HiddenAsync(page)
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Non puoi disattivare te stesso", answer.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync(page)).Status);
    }

    [Fact]
    public async Task People_of_another_town_are_not_found()
    {
        await using var web = await RunningWeb.StartAsync();
        var neighbour = await web.SignedInAsync(Roles.Administrator, RunningWeb.Cremona);
        var person = $"/administration/people/{await PersonAsync(web, Roles.Clerk):D}";
        var role = await RolePageAsync(web, Roles.Clerk);
        var hidden = await neighbour.HiddenAsync("/desk");
        Task<Answer> Post(string page, params (string, object)[] fields) =>
            neighbour.SendFormAsync(page, hidden, fields);

        Answer[] answers =
        [
            await neighbour.GetAsync(person),
            await neighbour.GetAsync(role),
            await Post(person + "?handler=Disable"),
            await Post(person + "?handler=Give", ("Role", Roles.Mayor), ("From", "2022-12-07")),
            await Post(role, ("Last", "2022-12-07")),
        ];

        Assert.All(answers, x => Assert.Equal(HttpStatusCode.NotFound, x.Status));
        Assert.DoesNotContain(
            RunningWeb.EmailOf(Roles.Clerk),
            (await neighbour.GetAsync("/administration/people")).Words,
            StringComparison.Ordinal
        );
    }

    private static async Task<Answer> GiveAsync(
        RunningWeb web,
        Browser administrator,
        string to,
        string role,
        string from,
        string last
    ) =>
        await administrator.SendFormAsync(
            $"/administration/people/{await PersonAsync(web, to):D}?handler=Give",
            await administrator.HiddenAsync("/desk"),
            ("Role", role),
            ("From", from),
            ("To", last)
        );

    private static IQueryable<RoleAssignment> RoleOf(TwinningDatabase database, string role) =>
        database.RoleAssignments.Where(x => x.Role == role && x.AuthorityId == RunningWeb.Brescia);

    private static Task<Guid> PersonAsync(RunningWeb web, string role)
    {
        var email = RunningWeb.EmailOf(role);
        return web.ReadAsync(x => x.People.Where(p => p.Email == email).Select(p => p.Id).SingleAsync());
    }

    private static async Task<string> RolePageAsync(RunningWeb web, string role)
    {
        var held = await web.ReadAsync(x => RoleOf(x, role).SingleAsync());
        return $"/administration/people/{held.PersonId:D}/roles/{held.Id:D}";
    }

    /// <summary>What the town's history tells after its people were added.</summary>
    private static Task<List<string>> KindsAsync(RunningWeb web) =>
        web.ReadAsync(x =>
            x.Journal.Where(r => r.Stream == "authority:brescia" && r.Kind != "person-added")
                .OrderBy(r => r.Sequence)
                .Select(r => r.Kind)
                .ToListAsync()
        );
}
