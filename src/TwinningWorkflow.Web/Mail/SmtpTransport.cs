using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace TwinningWorkflow.Web.Mail;

/// <summary>SMTP over TLS. Connects at the first message, keeps the line for the batch, and connects anew after a fault.</summary>
public sealed class SmtpTransport(MailOptions options) : MailTransport
{
    private SmtpClient? client;

    public override async Task<SendOutcome> SendAsync(MimeMessage message, CancellationToken stop)
    {
        // the client's own time-out is per answer: a server that dribbles would hold the message's claim for ever
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.Timeout * 2);
        try
        {
            client ??= await ConnectAsync(message, limit.Token);
        }
        catch (Exception e) when (IsFault(e) || e is MailKit.Security.AuthenticationException)
        {
            return new SendOutcome.Unreachable(Reason("The mail server cannot be used", e));
        }

        var text = new TextBegun();
        try
        {
            await client.SendAsync(message, limit.Token, text);
            return new SendOutcome.Sent();
        }
        catch (SmtpCommandException e)
        {
            var answer = $"The mail server answered {(int)e.StatusCode}: {e.Message}";
            // a refused sender is our own setting: other messages and a later hour may fare better, the recipient has no part in it
            var forGood = (int)e.StatusCode >= 500 && (e.ErrorCode != SmtpErrorCode.SenderNotAccepted || IsTooLarge(e));
            return forGood ? new SendOutcome.Refused(answer) : new SendOutcome.NotNow(answer);
        }
        catch (Exception e) when (IsFault(e))
        {
            HangUp();
            return text.Begun
                ? new SendOutcome.Uncertain(Reason("The line broke while the text was going", e))
                : new SendOutcome.NotNow(Reason("The line broke before the text", e));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (client is { IsConnected: true })
                await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception e) when (IsFault(e))
        {
            // every message of the batch has its answer already; a server that does not say goodbye changes none
        }
        HangUp();
    }

    private async Task<SmtpClient> ConnectAsync(MimeMessage message, CancellationToken stop)
    {
        var fresh = new SmtpClient
        {
            Timeout = (int)options.Timeout.TotalMilliseconds,
            // a name, not this machine's address: many servers refuse the latter
            LocalDomain = ((MailboxAddress)message.From[0]).Domain,
        };
        if (options.Certificate.Length > 0)
        {
            var trusted = CertificateTrust.FromFile(options.Certificate);
            fresh.ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
                trusted.Accepts(certificate, chain, errors);
            // a private authority seldom publishes a list of what it revoked
            fresh.CheckCertificateRevocation = false;
        }
        try
        {
            var security =
                options.Security == MailSecurity.Tls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
            await fresh.ConnectAsync(options.Host, options.PortOrDefault, security, stop);
            if (options.User.Length > 0)
                await fresh.AuthenticateAsync(options.User, options.Password, stop);
            return fresh;
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }

    private void HangUp()
    {
        client?.Dispose();
        client = null;
    }

    /// <summary>What a network and a server can do to us; anything else is a defect of ours and goes up.</summary>
    private static bool IsFault(Exception e) =>
        e
            is IOException
                or SocketException
                or ProtocolException
                or CommandException
                or SslHandshakeException
                or ServiceNotConnectedException
                or OperationCanceledException
                or TimeoutException
                or NotSupportedException;

    private static bool IsTooLarge(SmtpCommandException e) => e.StatusCode == SmtpStatusCode.ExceededStorageAllocation;

    private static string Reason(string what, Exception e) =>
        e is OperationCanceledException ? $"{what}: it took too long." : $"{what}: {e.Message}";

    /// <summary>Knows whether the text of the message began to go: before that nobody can have it.</summary>
    private sealed class TextBegun : ITransferProgress
    {
        public bool Begun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Begun = true;

        public void Report(long bytesTransferred) => Begun = true;
    }
}
