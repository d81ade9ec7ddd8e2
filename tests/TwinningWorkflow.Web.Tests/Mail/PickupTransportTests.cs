using MimeKit;
using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

public sealed class PickupTransportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_message_becomes_one_eml_file_that_reads_back()
    {
        var outcome = await SendAsync(folder.FullName, Mails.ToClerk());

        Assert.IsType<SendOutcome.Sent>(outcome);
        var file = Assert.Single(folder.GetFiles());
        Assert.Equal("20221209T070000-0123456789abcdef.eml", file.Name);
        var read = await MimeMessage.LoadAsync(file.FullName);
        Assert.Equal("0123456789abcdef0123@comune.test", read.MessageId);
        Assert.Contains("Così è più chiaro.", read.TextBody);
    }

    [Fact]
    public async Task A_repeat_overwrites_its_own_file()
    {
        await SendAsync(folder.FullName, Mails.ToClerk());
        await SendAsync(folder.FullName, Mails.ToClerk());

        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public async Task A_file_left_unfinished_by_a_fault_is_no_eml_and_does_not_stand_in_the_way()
    {
        var unfinished = Path.Combine(folder.FullName, "20221209T070000-0123456789abcdef.eml.tmp");
        await File.WriteAllTextAsync(unfinished, "From: gemell");

        var outcome = await SendAsync(folder.FullName, Mails.ToClerk());

        Assert.IsType<SendOutcome.Sent>(outcome);
        Assert.Equal(".eml", Assert.Single(folder.GetFiles()).Extension);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_unreachable()
    {
        var inTheWay = Path.Combine(folder.FullName, "file");
        await File.WriteAllTextAsync(inTheWay, "");

        var outcome = await SendAsync(Path.Combine(inTheWay, "mail"), Mails.ToClerk());

        Assert.IsType<SendOutcome.Unreachable>(outcome);
    }

    private static async Task<SendOutcome> SendAsync(string to, OutgoingMail mail)
    {
        await using var transport = MailTransport.Open(new MailOptions { Pickup = to });
        return await transport.SendAsync(mail.ToMime(), CancellationToken.None);
    }
}
