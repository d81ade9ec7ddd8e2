using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;
using TwinningWorkflow.Web.Mail;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Mail;

/// <summary>A real postfix and dovecot pair, started once for a class; where they cannot run its tests are skipped, with the reason.</summary>
public sealed class MailServers : IAsyncLifetime
{
    private DirectoryInfo? folder;

    public int Smtp { get; private set; }
    public int Submissions { get; private set; }
    public int Imap { get; private set; }

    /// <summary>Why they do not run here; null when they do.</summary>
    public string? Missing { get; private set; }

    private string Certificate => Path.Combine(folder!.FullName, "tls", "cert.pem");

    public async ValueTask InitializeAsync()
    {
        Missing =
            !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess
                ? "postfix and dovecot can be started by root only"
            : !File.Exists("/usr/sbin/postfix") || !File.Exists("/usr/sbin/dovecot")
                ? "postfix and dovecot are not installed"
            : null;
        if (Missing is not null)
            return;
        folder = Directory.CreateTempSubdirectory();
        (Smtp, Submissions, Imap) = FreePorts();
        await RunAsync("start");
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is null)
            return;
        await RunAsync("stop");
        folder.Delete(recursive: true);
    }

    /// <summary>The settings by which the application sends here.</summary>
    public MailOptions Options(MailSecurity security) =>
        new()
        {
            Host = "localhost",
            Port = security == MailSecurity.Tls ? Submissions : Smtp,
            Security = security,
            User = "clerk@comune.test",
            Password = "s3cret",
            Certificate = Certificate,
            Site = "https://gemellaggi.comune.test",
        };

    /// <summary>The messages of that Message-ID in a mailbox, once there are so many; postfix delivers a moment after it has taken.</summary>
    public async Task<IReadOnlyList<MimeMessage>> ArrivedAsync(string mailbox, string messageId, int count)
    {
        using var trusted = new ImapClient();
        var certificate = CertificateTrust.FromFile(Certificate);
        trusted.CheckCertificateRevocation = false;
        trusted.ServerCertificateValidationCallback = (_, server, chain, errors) =>
            certificate.Accepts(server, chain, errors);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await trusted.ConnectAsync("localhost", Imap, SecureSocketOptions.StartTls, limit.Token);
        await trusted.AuthenticateAsync(mailbox, "s3cret", limit.Token);
        await trusted.Inbox!.OpenAsync(MailKit.FolderAccess.ReadOnly, limit.Token);
        while (true)
        {
            var found = await trusted.Inbox.SearchAsync(
                SearchQuery.HeaderContains("Message-ID", messageId),
                limit.Token
            );
            if (found.Count >= count)
            {
                var messages = new List<MimeMessage>();
                foreach (var id in found)
                    messages.Add(await trusted.Inbox.GetMessageAsync(id, limit.Token));
                return messages;
            }
            // the server says when something comes
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            void Came(object? sender, EventArgs e) => enough.Cancel();
            trusted.Inbox.CountChanged += Came;
            enough.CancelAfter(TimeSpan.FromSeconds(1));
            await trusted.IdleAsync(enough.Token, limit.Token);
            trusted.Inbox.CountChanged -= Came;
        }
    }

    private async Task RunAsync(string verb)
    {
        var start = new ProcessStartInfo("/bin/bash", [Script(), verb])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["ROOT"] = folder!.FullName;
        start.Environment["SMTP"] = $"{Smtp}";
        start.Environment["SUBMISSIONS"] = $"{Submissions}";
        start.Environment["IMAP"] = $"{Imap}";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"mail-fixture.sh {verb} failed: {await process.StandardError.ReadToEndAsync()}"
            );
    }

    private static (int, int, int) FreePorts()
    {
        using TcpListener one = new(IPAddress.Loopback, 0),
            two = new(IPAddress.Loopback, 0),
            three = new(IPAddress.Loopback, 0);
        one.Start();
        two.Start();
        three.Start();
        return (PortOf(one), PortOf(two), PortOf(three));

        static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "mail-fixture.sh"));
}
