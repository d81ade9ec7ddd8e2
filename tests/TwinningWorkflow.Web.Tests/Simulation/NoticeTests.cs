using TwinningWorkflow.Engine;
using TwinningWorkflow.Engine.Bpmn;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Simulation;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Simulation;

/// <summary>What the notices to DARA, MAECI and the Region tell, and where they go.</summary>
public sealed class NoticeTests
{
    [Fact]
    public void One_that_is_sent_again_goes_to_the_corrected_address_alone_under_the_new_protocol_number()
    {
        var notices = NoticesOf("notice-resent.json");

        Assert.Equal(
            [("DARA", "", "FITTIZIO"), ("MAECI", "", "FITTIZIO"), ("REGIONE", "", "FITTIZIO")],
            notices.Take(3).Select(x => (x.Recipient, x.Address, Fact(x, "protocolNumber"))).Order()
        );
        var again = Assert.Single(notices.Skip(3));
        Assert.Equal(
            ("MAECI", "nuovo.maeci@ministero.example", "FITTIZIO-BIS"),
            (again.Recipient, again.Address, Fact(again, "protocolNumber"))
        );
    }

    [Fact]
    public void One_that_follows_the_Council_tells_its_act_and_carries_it()
    {
        var notices = NoticesOf("notice-after-council.json");

        Assert.Equal(3, notices.Count);
        Assert.All(
            notices,
            notice =>
            {
                Assert.Equal("FITTIZIO", Fact(notice, "councilActNumber"));
                Assert.Equal(PseudoFile.Hash("delibera-consiglio.pdf"), Fact(notice, "councilAct"));
            }
        );
    }

    [Fact]
    public void What_the_Council_decided_on_an_earlier_text_is_not_told_with_a_new_one()
    {
        var notices = NoticesOf("observation-substantive.json");

        Assert.Equal(6, notices.Count);
        Assert.All(
            notices,
            notice =>
                Assert.DoesNotContain(notice.Facts, x => x.Variable.StartsWith("council", StringComparison.Ordinal))
        );
    }

    private static List<PlannedMail> NoticesOf(string scenario)
    {
        var file = File.ReadAllBytes(Path.Combine(Simulator.Folder, "twinning.bpmn"));
        var player = new ScenarioPlayer(
            BpmnReader.Read(file).Definition!,
            Scenario.Load(Simulator.ScenarioFile(scenario))
        );
        Assert.All(player.Play(), step => Assert.Empty(step.Failures));
        return
        [
            .. player
                .Playback.Happenings.OfType<Happening.MailGoes>()
                .Select(x => x.Mail)
                .Where(x => x.Template == "notice"),
        ];
    }

    private static string Fact(PlannedMail mail, string variable) =>
        mail.Facts.Single(x => x.Variable == variable).Value switch
        {
            DataValue.Text(var text) => text,
            DataValue.List(var items) => Assert.Single(items),
            var other => throw new InvalidOperationException($"Expected a text or list, but it is {other.Type}."),
        };
}
