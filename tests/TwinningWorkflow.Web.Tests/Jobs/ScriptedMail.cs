using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Tests.Mail;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>A mail server that does as it is told, and the settings that lead to it.</summary>
internal sealed class ScriptedMail : IAsyncDisposable
{
    private readonly TestCertificate certificate = new();

    /// <param name="keep">What the server keeps of each message; null: all of it.</param>
    public ScriptedMail(Func<string, string>? keep = null)
    {
        Smtp = new ScriptedSmtpServer(certificate) { Keep = keep ?? (static text => text) };
        Options = new MailOptions
        {
            Host = "localhost",
            Port = Smtp.Port,
            Security = MailSecurity.Tls,
            Certificate = certificate.File,
            Site = "https://gemellaggi.comune.test",
            Timeout = TimeSpan.FromSeconds(5),
            TextTimeout = TimeSpan.FromSeconds(5),
        };
    }

    public ScriptedSmtpServer Smtp { get; }
    public MailOptions Options { get; }

    /// <summary>The same settings when nobody listens.</summary>
    public MailOptions Gone =>
        new()
        {
            Host = Options.Host,
            Port = 9,
            Security = Options.Security,
            Certificate = Options.Certificate,
            Site = Options.Site,
            Timeout = Options.Timeout,
        };

    public IEnumerable<string> MessageIds() =>
        Smtp.Received.Select(text =>
            text.Split("\r\n").Single(line => line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>To whom the messages went, as they came: the left side of each address.</summary>
    public IEnumerable<string> Recipients() =>
        Smtp.Received.Select(text =>
            MimeKit
                .MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)))
                .To.Mailboxes.Single()
                .LocalPart
        );

    public async ValueTask DisposeAsync()
    {
        await Smtp.DisposeAsync();
        certificate.Dispose();
    }
}
