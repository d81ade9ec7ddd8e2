using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using static TwinningWorkflow.Web.Mail.MailFaults;

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
        SmtpClient open;
        try
        {
            open = client ??= await ConnectAsync(message, limit.Token);
        }
        catch (Exception e) when (IsFault(e) || IsAboutSignIn(e))
        {
            return new SendOutcome.Unreachable(Reason(SendOutcome.Unreachable.Start, e));
        }

        var text = new TextBegun(() =>
        {
            limit.CancelAfter(options.TextTimeout);
            open.Timeout = (int)options.TextTimeout.TotalMilliseconds;
        });
        try
        {
            await open.SendAsync(message, SenderOf(message), message.To.Mailboxes, limit.Token, text);
            return new SendOutcome.Sent();
        }
        catch (SmtpCommandException e)
        {
            var answer = $"The mail server answered {(int)e.StatusCode}: {e.Message}";
            return IsForGood(e) ? new SendOutcome.Refused(answer) : new SendOutcome.NotNow(answer);
        }
        catch (Exception e) when (IsAboutSignIn(e))
        {
            // some servers let anybody in and say only now that they want a sign-in
            HangUp();
            return new SendOutcome.Unreachable(Reason(SendOutcome.Unreachable.Start, e));
        }
        catch (Exception e) when (IsFault(e))
        {
            HangUp();
            return text.Begun
                ? new SendOutcome.Uncertain(Reason("The line broke while the text was going", e))
                : new SendOutcome.NotNow(Reason("The line broke before the text", e));
        }
        finally
        {
            if (client is not null)
                open.Timeout = (int)options.Timeout.TotalMilliseconds;
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

    /// <summary>Bounces go to the envelope's sender: to the mailbox that is read, where there is one.</summary>
    private MailboxAddress SenderOf(MimeMessage message) =>
        options.Imap.IsRead ? new MailboxAddress("", options.Imap.AddressOrUser) : (MailboxAddress)message.From[0];

    private async Task<SmtpClient> ConnectAsync(MimeMessage message, CancellationToken stop)
    {
        var fresh = new NoticedClient
        {
            // the text itself need not come back
            DeliveryStatusNotificationType = DeliveryStatusNotificationType.HeadersOnly,
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

    private static bool IsAboutSignIn(Exception e) =>
        e is MailKit.Security.AuthenticationException or ServiceNotAuthenticatedException;

    /// <summary>
    /// What is said of this recipient or this text. Anything else, as of our sender or of the hour, would hold for every message:
    /// a later hour may fare better, and the recipient has no part in it.
    /// </summary>
    private static bool IsForGood(SmtpCommandException e) =>
        (int)e.StatusCode >= 500
        && (e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted || IsTooLarge(e));

    private static bool IsTooLarge(SmtpCommandException e) => e.StatusCode == SmtpStatusCode.ExceededStorageAllocation;

    /// <summary>
    /// Where the server offers it (RFC 3461), asks to be told of failure and delay under our Message-ID, so that a notice is known
    /// even where it brings no part of the message back.
    /// </summary>
    private sealed class NoticedClient : SmtpClient
    {
        /// <summary>RFC 3461 allows no longer one.</summary>
        private const int LongestEnvelopeId = 100;

        protected override string? GetEnvelopeId(MimeMessage message) =>
            message.MessageId is { Length: > 0 and <= LongestEnvelopeId } id ? id : null;

        protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(
            MimeMessage message,
            MailboxAddress mailbox
        ) => DeliveryStatusNotification.Failure | DeliveryStatusNotification.Delay;
    }

    /// <summary>Knows whether the text of the message began to go: before that nobody can have it.</summary>
    /// <param name="atBegin">What is then to be done, once.</param>
    private sealed class TextBegun(Action atBegin) : ITransferProgress
    {
        public bool Begun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

        public void Report(long bytesTransferred)
        {
            if (!Begun)
                atBegin();
            Begun = true;
        }
    }
}
