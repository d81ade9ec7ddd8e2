using MimeKit;
using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>What the transport makes of a server's answers and faults.</summary>
[Trait("pace", "full")]
public sealed class SmtpTransportTests : IAsyncLifetime
{
    private readonly TestCertificate certificate = new();
    private ScriptedSmtpServer server = null!;

    public ValueTask InitializeAsync()
    {
        server = new ScriptedSmtpServer(certificate);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        certificate.Dispose();
    }

    [Fact]
    public async Task A_message_that_the_server_takes_is_sent()
    {
        var outcome = await SendAsync();

        Assert.IsType<SendOutcome.Sent>(outcome);
        var arrived = Assert.Single(server.Received);
        Assert.Contains("Message-Id: <0123456789abcdef0123@comune.test>", arrived);
    }

    [Theory]
    [InlineData("MAIL", "451 4.3.0 try again")]
    [InlineData("RCPT", "450 4.2.0 greylisted")]
    [InlineData("DATA", "421 4.3.2 shutting down")]
    [InlineData("TEXT", "452 4.3.1 no room")]
    public async Task A_4xx_answer_means_not_now(string where, string answer)
    {
        server.Once(where, answer);

        var outcome = await SendAsync();

        var notNow = Assert.IsType<SendOutcome.NotNow>(outcome);
        Assert.Contains(answer[..3], notNow.Reason);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such person")]
    [InlineData("TEXT", "554 5.7.1 refused")]
    [InlineData("MAIL", "552 5.3.4 too large")]
    public async Task A_5xx_answer_about_the_recipient_or_the_text_is_for_good(string where, string answer)
    {
        server.Once(where, answer);

        var outcome = await SendAsync();

        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Contains(answer[..3], refused.Reason);
    }

    [Fact]
    public async Task A_5xx_answer_about_our_own_sender_is_not_held_against_the_recipient()
    {
        server.Once("MAIL", "553 5.7.1 sender not allowed");

        Assert.IsType<SendOutcome.NotNow>(await SendAsync());
    }

    [Theory]
    [InlineData("MAIL", "554 5.7.1 client refused")]
    [InlineData("DATA", "554 5.7.1 client refused")]
    public async Task A_5xx_answer_that_would_hold_for_every_message_means_not_now(string where, string answer)
    {
        server.Once(where, answer);

        Assert.IsType<SendOutcome.NotNow>(await SendAsync());
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    public async Task A_server_that_wants_a_sign_in_only_now_is_unreachable(string where)
    {
        server.Once(where, "530 5.7.0 authentication required");
        await using var transport = MailTransport.Open(Options());

        Assert.IsType<SendOutcome.Unreachable>(await transport.SendAsync(Message(), CancellationToken.None));
        Assert.IsType<SendOutcome.Sent>(await transport.SendAsync(Message(), CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_takes_long_over_the_text_is_waited_for()
    {
        server.Once("TEXT", ScriptedSmtpServer.Slow);
        var options = Options();
        options.TextTimeout = TimeSpan.FromMinutes(1);
        await using var transport = MailTransport.Open(options);

        Assert.IsType<SendOutcome.Sent>(await transport.SendAsync(Message(), CancellationToken.None));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_line_cut_after_the_text_is_uncertain_for_the_server_has_it()
    {
        server.Once("TEXT", ScriptedSmtpServer.Cut);

        var outcome = await SendAsync();

        Assert.IsType<SendOutcome.Uncertain>(outcome);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_server_that_stays_silent_after_the_text_is_uncertain()
    {
        server.Once("TEXT", ScriptedSmtpServer.Silence);

        Assert.IsType<SendOutcome.Uncertain>(await SendAsync());
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    public async Task A_line_cut_before_the_text_is_not_now_for_nobody_has_it(string where)
    {
        server.Once(where, ScriptedSmtpServer.Cut);

        Assert.IsType<SendOutcome.NotNow>(await SendAsync());
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("GREETING", "554 5.3.2 not today")]
    [InlineData("GREETING", ScriptedSmtpServer.Cut)]
    [InlineData("GREETING", ScriptedSmtpServer.Silence)]
    [InlineData("AUTH", "535 5.7.8 wrong password")]
    public async Task A_server_that_does_not_let_us_in_is_unreachable(string where, string answer)
    {
        server.Once(where, answer);

        Assert.IsType<SendOutcome.Unreachable>(await SendAsync());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        var gone = new ScriptedSmtpServer(certificate);
        var options = Options();
        options.Port = gone.Port;
        await gone.DisposeAsync();

        await using var transport = MailTransport.Open(options);

        Assert.IsType<SendOutcome.Unreachable>(await transport.SendAsync(Message(), CancellationToken.None));
    }

    [Fact]
    public async Task A_certificate_that_the_system_does_not_know_is_refused()
    {
        var options = Options();
        options.Certificate = "";

        await using var transport = MailTransport.Open(options);

        Assert.IsType<SendOutcome.Unreachable>(await transport.SendAsync(Message(), CancellationToken.None));
    }

    [Fact]
    public async Task A_certificate_other_than_the_configured_one_is_refused()
    {
        using var other = new TestCertificate();
        var options = Options();
        options.Certificate = other.File;

        await using var transport = MailTransport.Open(options);

        Assert.IsType<SendOutcome.Unreachable>(await transport.SendAsync(Message(), CancellationToken.None));
    }

    [Fact]
    public async Task The_configured_certificate_under_another_server_s_name_is_refused()
    {
        using var elsewhere = new TestCertificate("mail.elsewhere.test");
        await using var impostor = new ScriptedSmtpServer(elsewhere);
        var options = Options();
        options.Port = impostor.Port;
        options.Certificate = elsewhere.File;

        await using var transport = MailTransport.Open(options);

        Assert.IsType<SendOutcome.Unreachable>(await transport.SendAsync(Message(), CancellationToken.None));
    }

    [Fact]
    public async Task A_batch_goes_over_one_connection_and_a_refusal_does_not_end_it()
    {
        server.Once("RCPT", "550 5.1.1 no such person");
        await using var transport = MailTransport.Open(Options());

        var first = await transport.SendAsync(Message(), CancellationToken.None);
        var second = await transport.SendAsync(Message(), CancellationToken.None);

        Assert.IsType<SendOutcome.Refused>(first);
        Assert.IsType<SendOutcome.Sent>(second);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task After_a_cut_line_the_next_message_gets_a_new_connection()
    {
        server.Once("TEXT", ScriptedSmtpServer.Cut);
        await using var transport = MailTransport.Open(Options());

        await transport.SendAsync(Message(), CancellationToken.None);
        var second = await transport.SendAsync(Message(), CancellationToken.None);

        Assert.IsType<SendOutcome.Sent>(second);
        Assert.Equal(2, server.Connections);
    }

    private async Task<SendOutcome> SendAsync()
    {
        await using var transport = MailTransport.Open(Options());
        return await transport.SendAsync(Message(), CancellationToken.None);
    }

    private MailOptions Options() =>
        new()
        {
            Host = "localhost",
            Port = server.Port,
            Security = MailSecurity.Tls,
            User = "gemellaggi",
            Password = "s3cret",
            Certificate = certificate.File,
            Site = "https://gemellaggi.comune.test",
            Timeout = TimeSpan.FromSeconds(1),
            TextTimeout = TimeSpan.FromSeconds(1),
        };

    private static MimeMessage Message() => Mails.ToClerk().ToMime();
}
