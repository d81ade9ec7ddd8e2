using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Api;

/// <summary>A dossier on which a test works through the API, as its town's people do.</summary>
public sealed class Work(Town town, Guid dossier, Guid instance)
{
    public Town Town => town;
    public Guid Dossier => dossier;
    public Guid Instance => instance;
    public string Path => $"/api/v1/dossiers/{dossier:D}";

    public static object Data(string title = "Gemellaggio di prova", string kind = "twinning") =>
        new
        {
            title,
            kind,
            partnerCity = "Kaunas",
            partnerCountry = "LT",
        };

    public static async Task<Work> OpenAsync(Town town, string kind = "twinning")
    {
        var opened = await (await town.AsAsync(Roles.Clerk)).PostAsync("/api/v1/dossiers", Data(kind: kind));
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        return new Work(town, opened.Json["id"]!.GetValue<Guid>(), opened.Json["instance"]!.GetValue<Guid>());
    }

    public async Task<JsonNode> ReadAsync() => (await (await town.AsAsync(Roles.Clerk)).GetAsync(Path)).Json;

    public async Task<string> TaskPathAsync(string node, string item = "")
    {
        var tasks = (await ReadAsync())["process"]!["tasks"]!.AsArray();
        var task = tasks.Single(x => x!["node"]!.GetValue<string>() == node && x["item"]!.GetValue<string>() == item)!;
        return $"/api/v1/tasks/{instance:D}/{task["task"]!.GetValue<long>()}";
    }

    public async Task<IEnumerable<string>> OpenTasksAsync() =>
        (await ReadAsync())["process"]!["tasks"]!.AsArray().Select(x => x!["node"]!.GetValue<string>());

    public async Task<Answer> CompleteAsync(
        string role,
        string node,
        object completion,
        string? key = null,
        string item = ""
    )
    {
        var path = await TaskPathAsync(node, item);
        return await (await town.AsAsync(role)).PostAsync($"{path}/complete", completion, key);
    }

    public async Task<Answer> RecordAsync(object message, string? key = null) =>
        await (await town.AsAsync(Roles.Clerk)).PostAsync($"{Path}/messages", message, key);

    /// <summary>Uploads a made-up file; answers its hash.</summary>
    public async Task<string> UploadAsync(string name)
    {
        var uploaded = await (await town.AsAsync(Roles.Clerk)).UploadAsync(name, PseudoFile.Bytes(name));
        Assert.Equal(HttpStatusCode.Created, uploaded.Status);
        return uploaded.Json["file"]!.GetValue<string>();
    }

    /// <summary>Agrees the text; answers its hash.</summary>
    public async Task<string> AgreeTextAsync()
    {
        var text = new { it = await UploadAsync("accordo-it.pdf"), lt = await UploadAsync("accordo-lt.pdf") };
        Done(await CompleteAsync(Roles.Clerk, "agreeText", new { fields = new { text, agreedOn = "2022-12-05" } }));
        return (await ReadAsync())["textVersions"]![0]!["hash"]!.GetValue<string>();
    }

    /// <summary>From the start until both councils, the publication of the Giunta's act and the deliveries are awaited.</summary>
    public async Task<string> ToBothCouncilsAsync()
    {
        var textVersion = await AgreeTextAsync();
        await FromTheTextToBothCouncilsAsync(textVersion);
        return textVersion;
    }

    public async Task FromTheTextToBothCouncilsAsync(string textVersion)
    {
        var opinion = new { givenOn = "2022-12-05", signer = "FITTIZIO" };
        Done(
            await CompleteAsync(
                Roles.DepartmentHead,
                "technicalOpinion",
                new { outcome = "favourable", fields = opinion }
            )
        );
        Done(
            await CompleteAsync(
                Roles.Accounting,
                "accountingOpinion",
                new { outcome = "noFinancialEffect", fields = opinion }
            )
        );
        Done(await CompleteAsync(Roles.Secretariat, "giunta", await ActAsync(textVersion, "Delibera di Giunta.pdf")));
        Done(
            await CompleteAsync(
                Roles.Clerk,
                "recordNotice",
                new
                {
                    fields = new
                    {
                        protocolNumber = "FITTIZIO",
                        protocolDate = "2022-12-05",
                        textVersion,
                        notice = new[] { await UploadAsync("avviso.pdf") },
                    },
                }
            )
        );
    }

    /// <summary>From there to the ceremony's preparation, once the term for observations is over.</summary>
    public async Task FromBothCouncilsToTheCeremonyAsync(string textVersion)
    {
        foreach (var item in (string[])["DARA", "MAECI", "REGIONE"])
            Done(await CompleteAsync(Roles.Clerk, "recordDelivery", await DeliveryAsync(), item: item));
        Done(await PublishAsync("publishGiunta"));
        Done(await RecordAsync(await PartnerActAsync(textVersion)));
        Done(await CompleteAsync(Roles.Secretariat, "council", await CouncilActAsync(textVersion)));
        Done(await PublishAsync("publishCouncil"));
        var administrator = await town.AsAsync(Roles.Administrator);
        Done(await administrator.PostAsync("/api/v1/demo/clock", new { to = "2023-01-10T09:00:00Z" }));
    }

    private async Task<object> DeliveryAsync() =>
        new
        {
            outcome = "delivered",
            fields = new { deliveredOn = "2022-12-05", receipt = await UploadAsync("ricevuta.pdf") },
        };

    private Task<Answer> PublishAsync(string act) =>
        CompleteAsync(
            Roles.Secretariat,
            "publishOnAlbo",
            new { fields = new { alboNumber = "FITTIZIO", startedOn = "2022-12-05" } },
            item: act
        );

    /// <summary>An act of the Giunta or of the Council, immediately enforceable.</summary>
    public async Task<object> ActAsync(string textVersion, string name) =>
        new
        {
            outcome = "approved",
            fields = new
            {
                actNumber = "FITTIZIO",
                actDate = "2022-12-05",
                votes = "FITTIZIO",
                immediatelyEnforceable = true,
                textVersion,
                act = new { file = await UploadAsync("delibera.pdf"), name },
            },
        };

    /// <summary>An act of the Council, with what is asked of its sitting.</summary>
    public async Task<object> CouncilActAsync(string textVersion)
    {
        var act = JsonSerializer.SerializeToNode(await ActAsync(textVersion, "Delibera di Consiglio.pdf"))!;
        act["fields"]!["convenedOn"] = "2022-12-05";
        act["fields"]!["present"] = 25;
        return act;
    }

    public async Task<object> PartnerActAsync(string textVersion) =>
        new
        {
            message = "partnerCouncilAct",
            fields = new
            {
                outcome = "approved",
                actNumber = "FITTIZIO",
                actDate = "2022-12-05",
                textVersion,
                act = await UploadAsync("atto-partner.pdf"),
            },
        };

    /// <summary>A reason, and an act of the day on which the town stands.</summary>
    public static object Order(string reason) =>
        new
        {
            reason,
            actNumber = "FITTIZIO",
            actDate = "2022-12-05",
        };

    public static void Done(Answer answer) => Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
}
