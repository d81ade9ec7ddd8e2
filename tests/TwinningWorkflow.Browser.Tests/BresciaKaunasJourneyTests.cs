using System.Globalization;
using Microsoft.Playwright;
using TwinningWorkflow.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TwinningWorkflow.Browser.Tests;

/// <summary>
/// A twinning of Brescia and Kaunas from the proposal to its publication, every step by whom it belongs to, each in a browser of
/// their own, on the days that the demonstration's clock shows.
/// </summary>
[Trait("pace", "full")]
public sealed class BresciaKaunasJourneyTests(Chromium chromium, DemonstrationTown town)
{
    private readonly List<Visitor> visitors = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_the_proposal_to_the_register_with_and_without_script(bool script)
    {
        var clerk = await SignInAsync("Giulia Bassi", script);
        var administrator = await SignInAsync("Sara Moretti", script);
        var today = await TodayAsync(administrator);

        // the calendar of sittings, with a form and with days to be confirmed
        foreach (var page in new[] { "", "/new", $"/several?Body=giunta&Weekday=4&Pace=week&Show=days{Days(today)}" })
        {
            await clerk.Page.GotoAsync("/sittings" + page);
            await LookAsync(clerk, script);
        }

        // a proposal, after a first try that forgets the country
        await clerk.Page.GotoAsync("/desk");
        await LookAsync(clerk, script);
        await clerk.Page.GetByRole(AriaRole.Link, new() { Name = "Nuovo fascicolo" }).ClickAsync();
        await LookAsync(clerk, script);
        await ProposeAsync(clerk);
        await clerk.FillAsync(("Input.PartnerCountry", ""));
        await clerk.Page.Locator("main form .actions button").ClickAsync();
        await Expect(clerk.Page.Locator("#Input_PartnerCountry")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(clerk.Page.Locator("#Input_Objectives")).ToHaveValueAsync("Dati dimostrativi");
        await LookAsync(clerk, script);
        await clerk.FillAsync(("Input.PartnerCountry", "LT"));
        await clerk.SendAsync("aperto");
        var dossier = new Uri(clerk.Page.Url).AbsolutePath;
        var number = NumberOf(await clerk.Page.Locator(".flash").InnerTextAsync());
        await LookAsync(clerk, script);

        // the text, after a first try that dates it tomorrow
        await TakeAsync(clerk, number, "Concorda il testo");
        await LookAsync(clerk, script);
        await clerk.FillAsync(("f.text.it", "accordo-it.pdf"), ("f.agreedOn", Day(today.AddDays(1))));
        await clerk.Page.Locator("main form .actions button").ClickAsync();
        await Expect(clerk.Page.Locator("#f_agreedOn")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync("Avevi scelto «accordo-it.pdf»");
        await LookAsync(clerk, script);
        await clerk.FillAsync(
            ("f.text.it", "accordo-it.pdf"),
            ("f.text.lt", "accordo-lt.pdf"),
            ("f.agreedOn", Day(today))
        );
        await clerk.SendAsync("Registrato: Concorda il testo");

        await OpinionsAsync(number, today, script);
        await GiuntaAsync(number, today, script);
        await NoticeAsync(clerk, number, today, script);
        await CouncilsAsync(clerk, dossier, number, today, script);

        // the term runs: the gate says what is missing
        await clerk.Page.GotoAsync(dossier);
        await Expect(clerk.Page.Locator(".panel-closed")).ToContainTextAsync("Manca una condizione");
        await LookAsync(clerk, script);
        await OpenCountsAsync(clerk);
        await LookAsync(clerk, script);
        var signedOn = await LetTheTermPassAsync(administrator, number, today, script);
        await PrepareCeremonyAsync(clerk, number, signedOn, script);
        await SignAsync(number, signedOn, script);

        // then the agreement stands in the register, and what follows is on the desk
        await Until.HoldsAsync(
            async () =>
            {
                await clerk.Page.GotoAsync(dossier);
                return await clerk.Page.Locator("main").InnerTextAsync();
            },
            static text => text.Contains("Firmato e registrato", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30)
        );
        await LookAsync(clerk, script);
        await TakeAsync(clerk, number, "Pubblica l'accordo");
        await LookAsync(clerk, script);
        await clerk.FillAsync(("f.publishedOn", Day(signedOn)));
        await clerk.SendAsync("Registrato: Pubblica l'accordo");
        await clerk.Page.GotoAsync("/messages");
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync("Kaunas");
        await LookAsync(clerk, script);
        foreach (var visitor in visitors)
        {
            visitor.HasNoComplaints();
            await visitor.DisposeAsync();
        }
    }

    private static async Task ProposeAsync(Visitor clerk)
    {
        // what may wait is folded
        var folded = clerk.Page.Locator("details.fold:not([open]) > summary");
        while (await folded.CountAsync() > 0)
            await folded.First.ClickAsync();
        await clerk.FillAsync(
            ("Input.PartnerCity", "Kaunas"),
            ("Input.Kind", "twinning"),
            ("Input.Objectives", "Dati dimostrativi"),
            ("Input.PrioritySectors", "youth"),
            ("Input.PrioritySectors", "culture"),
            ("Input.Departments", "Relazioni internazionali"),
            ("Input.BudgetChapter", "FITTIZIO"),
            ("Input.Inhabitants", "297669"),
            ("Input.InhabitantsYear", "2022"),
            ("Input.Students", "41005"),
            ("Input.Universities", "7"),
            ("Input.ContactName", "Kaunas (FITTIZIO)"),
            ("Input.ContactEmail", "gemellaggi@kaunas.example"),
            ("Input.Relations[0].When", "2002-07"),
            ("Input.Relations[0].What", "Lettera d'intenti")
        );
    }

    private async Task OpinionsAsync(string number, DateOnly today, bool script)
    {
        var head = await SignInAsync("Marco Ferrari", script);
        await TakeAsync(head, number, "Parere tecnico");
        await LookAsync(head, script);
        await head.FillAsync(("outcome", "favourable"), ("f.givenOn", Day(today)), ("f.signer", "FITTIZIO"));
        await head.SendAsync("Registrato: Parere tecnico");

        var accountant = await SignInAsync("Elena Conti", script);
        await TakeAsync(accountant, number, "Parere contabile");
        await accountant.FillAsync(
            ("outcome", "noFinancialEffect"),
            ("f.givenOn", Day(today)),
            ("f.signer", "FITTIZIO")
        );
        await accountant.SendAsync("Registrato: Parere contabile");
    }

    private async Task GiuntaAsync(string number, DateOnly today, bool script)
    {
        var secretariat = await SignInAsync("Paolo Galli", script);
        await TakeAsync(secretariat, number, "Delibera di Giunta");
        await LookAsync(secretariat, script);
        await secretariat.FillAsync(Act(today));
        await secretariat.SendAsync("Registrato: Delibera di Giunta");
        await PublishAsync(secretariat, number, today, script);
    }

    private static async Task PublishAsync(Visitor secretariat, string number, DateOnly today, bool script)
    {
        await TakeAsync(secretariat, number, "Pubblica all'albo pretorio");
        await LookAsync(secretariat, script);
        await secretariat.FillAsync(("f.alboNumber", "FITTIZIO"), ("f.startedOn", Day(today)));
        await secretariat.SendAsync("Registrato: Pubblica all'albo pretorio");
    }

    private static async Task NoticeAsync(Visitor clerk, string number, DateOnly today, bool script)
    {
        await TakeAsync(clerk, number, "Protocolla l'avviso");
        await LookAsync(clerk, script);
        await clerk.FillAsync(
            ("f.protocolNumber", "FITTIZIO"),
            ("f.protocolDate", Day(today)),
            ("f.notice", "avviso.pdf")
        );
        await clerk.SendAsync("Registrato: Protocolla l'avviso");
        foreach (var recipient in new[] { "DARA", "MAECI", "REGIONE" })
        {
            await TakeAsync(clerk, number, recipient);
            await LookAsync(clerk, script);
            await clerk.FillAsync(
                ("outcome", "delivered"),
                ("f.deliveredOn", Day(today)),
                ("f.receipt", "ricevuta.pdf")
            );
            await clerk.SendAsync("Registrato: Registra la consegna");
        }
    }

    private async Task CouncilsAsync(Visitor clerk, string dossier, string number, DateOnly today, bool script)
    {
        var secretariat = visitors.Single(x => x.Name == "Paolo Galli");
        await TakeAsync(secretariat, number, "Delibera di Consiglio");
        await secretariat.FillAsync([.. Act(today), ("f.convenedOn", Day(today)), ("f.present", "25")]);
        await secretariat.SendAsync("Registrato: Delibera di Consiglio");
        await PublishAsync(secretariat, number, today, script);

        await clerk.Page.GotoAsync(dossier);
        await clerk
            .Page.GetByRole(AriaRole.Link, new() { Name = "Atto del Consiglio della città partner" })
            .Last.ClickAsync();
        await LookAsync(clerk, script);
        await clerk.FillAsync(
            ("outcome", "approved"),
            ("f.actNumber", "FITTIZIO"),
            ("f.actDate", Day(today)),
            ("f.act", "atto-partner.pdf")
        );
        await clerk.SendAsync("Registrato: Atto del Consiglio della città partner");
        await Expect(clerk.Page.Locator("main aside")).ToContainTextAsync("già registrato");
    }

    /// <summary>How each term was counted: its calendar opens from the keyboard.</summary>
    private static async Task OpenCountsAsync(Visitor visitor)
    {
        var counts = visitor.Page.Locator("main details.count");
        Assert.NotEqual(0, await counts.CountAsync());
        foreach (var count in await counts.AllAsync())
        {
            await Expect(count.Locator("table").First).ToBeHiddenAsync();
            await count.Locator("summary").PressAsync("Enter");
            await Expect(count.Locator("table").First).ToBeVisibleAsync();
        }
    }

    /// <summary>To the next deadline, whatever it is, and then over the term; answers the day that it is then.</summary>
    private static async Task<DateOnly> LetTheTermPassAsync(
        Visitor administrator,
        string number,
        DateOnly today,
        bool script
    )
    {
        await administrator.Page.GotoAsync("/administration");
        await LookAsync(administrator, script);
        await administrator.Page.GetByRole(AriaRole.Button, new() { Name = "Vai alla prossima scadenza" }).ClickAsync();
        await Expect(administrator.Page.Locator(".flash")).ToContainTextAsync("Adesso è");
        await administrator.FillAsync(("Day", Day(today.AddDays(40))));
        await administrator.Page.Locator("form[action*=Move] button").ClickAsync();
        var happened = administrator.Page.Locator("#happened");
        await Expect(happened).ToContainTextAsync("Scaduto: Trenta giorni per le osservazioni");
        await Expect(happened).ToContainTextAsync(number);
        await LookAsync(administrator, script);
        return await TodayAsync(administrator);
    }

    private static async Task PrepareCeremonyAsync(Visitor clerk, string number, DateOnly today, bool script)
    {
        await TakeAsync(clerk, number, "Prepara la cerimonia");
        await LookAsync(clerk, script);
        await clerk.FillAsync(("f.date", Day(today)), ("f.place", "Kaunas"));
        await clerk.SendAsync("Registrato: Prepara la cerimonia");
    }

    private async Task SignAsync(string number, DateOnly today, bool script)
    {
        var mayor = await SignInAsync("Chiara Zani", script);
        await TakeAsync(mayor, number, "Firma l'accordo");
        await LookAsync(mayor, script);
        (string, string)[] ceremony =
        [
            ("outcome", "signed"),
            ("f.signedOn", Day(today)),
            ("f.signatories", "FITTIZIO, Sindaco"),
            ("f.scans.it", "accordo-firmato-it.pdf"),
            ("f.scans.lt", "accordo-firmato-lt.pdf"),
        ];
        await mayor.FillAsync(ceremony);
        await mayor.Page.Locator("main form .actions button").ClickAsync();
        await Expect(mayor.Page.Locator("#f_place")).ToHaveAttributeAsync("aria-invalid", "true");
        await mayor.FillAsync([.. ceremony, ("f.place", "Kaunas")]);
        await mayor.SendAsync("Registrato: Firma l'accordo");
    }

    /// <summary>An act of the Giunta or the Council, with the latest text as the form offers it.</summary>
    private static (string, string)[] Act(DateOnly today) =>
        [
            ("outcome", "approved"),
            ("f.actNumber", "FITTIZIO"),
            ("f.actDate", Day(today)),
            ("f.votes", "FITTIZIO"),
            ("f.immediatelyEnforceable", "true"),
            ("f.act", "delibera.pdf"),
        ];

    private async Task<Visitor> SignInAsync(string name, bool script)
    {
        var visitor = await chromium.VisitorAsync(town.Address, script);
        visitor.Name = name;
        visitors.Add(visitor);
        await visitor.Page.GotoAsync("/sign-in");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await visitor.Page.WaitForURLAsync(static url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return visitor;
    }

    /// <summary>From the desk to a step of the dossier.</summary>
    private static async Task TakeAsync(Visitor visitor, string number, string task)
    {
        await visitor.Page.GotoAsync("/desk");
        await visitor
            .Page.GetByRole(AriaRole.Listitem)
            .Filter(new() { HasText = number })
            .GetByRole(AriaRole.Link, new() { Name = task })
            .First.ClickAsync();
        await visitor.Page.WaitForURLAsync(static url => url.Contains("/tasks/", StringComparison.Ordinal));
    }

    /// <summary>A month, as the form for several sittings asks for it.</summary>
    private static string Days(DateOnly from) => $"&From={from:yyyy-MM-dd}&To={from.AddMonths(1):yyyy-MM-dd}";

    private static async Task LookAsync(Visitor visitor, bool script)
    {
        await Expect(visitor.Page.Locator("h1")).ToBeVisibleAsync();
        // axe is a script itself
        if (script)
            await visitor.FindsThePageAccessibleAsync();
    }

    /// <summary>The business day, as the clock's own form says it.</summary>
    private static async Task<DateOnly> TodayAsync(Visitor administrator)
    {
        await administrator.Page.GotoAsync("/administration");
        var now = await administrator.Page.Locator("#clock input[name=from]").GetAttributeAsync("value");
        var rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");
        var instant = DateTimeOffset.Parse(now!, CultureInfo.InvariantCulture);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, rome).DateTime);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>«Fascicolo 2022/10 aperto.»</summary>
    private static string NumberOf(string said) =>
        said.Split(' ').Single(x => x.Contains('/', StringComparison.Ordinal));
}
