using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>The transport against real servers.</summary>
public sealed class RealServersTests(MailServers servers) : IClassFixture<MailServers>
{
    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task A_message_arrives_whole_and_is_read_back_by_imap(MailSecurity security)
    {
        SkipWhereTheyCannotRun();
        var mail = New("clerk@comune.test") with
        {
            Files = [new("accordo.txt", "text/plain", "Testo è\r\n.\r\n"u8.ToArray())],
        };

        var outcome = await SendAsync(servers.Options(security), mail);

        Assert.IsType<SendOutcome.Sent>(outcome);
        var arrived = Assert.Single(await servers.ArrivedAsync("clerk@comune.test", mail.MessageId, 1));
        Assert.Equal(mail.Subject, arrived.Subject);
        Assert.Contains("Così è più chiaro.", arrived.TextBody);
        Assert.Contains("<h1>Così è più chiaro</h1>", arrived.HtmlBody);
        Assert.Equal("accordo.txt", Assert.Single(arrived.Attachments).ContentDisposition?.FileName);
    }

    [Fact]
    public async Task A_repeat_carries_the_same_message_id()
    {
        SkipWhereTheyCannotRun();
        var mail = New("mayor@comune.test");

        await SendAsync(servers.Options(MailSecurity.StartTls), mail);
        await SendAsync(servers.Options(MailSecurity.StartTls), mail);

        var arrived = await servers.ArrivedAsync("mayor@comune.test", mail.MessageId, 2);
        Assert.Equal(2, arrived.Count);
        Assert.All(arrived, copy => Assert.Equal(mail.MessageId, copy.MessageId));
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_the_configured_one_gets_nothing()
    {
        SkipWhereTheyCannotRun();
        using var other = new TestCertificate();
        var options = servers.Options(MailSecurity.StartTls);
        options.Certificate = other.File;

        Assert.IsType<SendOutcome.Unreachable>(await SendAsync(options, New("clerk@comune.test")));
    }

    [Fact]
    public async Task A_wrong_password_is_unreachable()
    {
        SkipWhereTheyCannotRun();
        var options = servers.Options(MailSecurity.StartTls);
        options.Password = "wrong";

        Assert.IsType<SendOutcome.Unreachable>(await SendAsync(options, New("clerk@comune.test")));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_refused_for_good()
    {
        SkipWhereTheyCannotRun();

        var outcome = await SendAsync(servers.Options(MailSecurity.StartTls), New("nobody@comune.test"));

        Assert.Contains("550", Assert.IsType<SendOutcome.Refused>(outcome).Reason);
    }

    private void SkipWhereTheyCannotRun() => Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");

    private static OutgoingMail New(string to) =>
        Mails.ToClerk() with
        {
            ToAddress = to,
            MessageId = new MailIds([1, 2, 3]).MessageIdOf($"{Guid.NewGuid()}", "comune.test"),
        };

    private static async Task<SendOutcome> SendAsync(MailOptions options, OutgoingMail mail)
    {
        await using var transport = MailTransport.Open(options);
        return await transport.SendAsync(mail.ToMime(), CancellationToken.None);
    }
}
