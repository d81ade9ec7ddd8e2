using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
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
    public int Imaps { get; private set; }

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
        var ports = FreePorts(4);
        (Smtp, Submissions, Imap, Imaps) = (ports[0], ports[1], ports[2], ports[3]);
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

    /// <summary>The settings by which the application reads the mailbox for bounces and answers.</summary>
    public ImapOptions Mailbox(MailSecurity security = MailSecurity.Tls) =>
        new()
        {
            Host = "localhost",
            Port = security == MailSecurity.Tls ? Imaps : Imap,
            Security = security,
            User = "gemellaggi@comune.test",
            Password = "s3cret",
            Certificate = Certificate,
        };

    /// <summary>Both: what leaves here, and what comes of it.</summary>
    public MailOptions Both()
    {
        var options = Options(MailSecurity.Tls);
        options.Imap = Mailbox();
        return options;
    }

    /// <summary>Gives the server another answer about a recipient; <c>OK</c> takes its mail again.</summary>
    public Task AnswerAsync(string address, string answer) => RunAsync("answer", address, answer);

    /// <summary>Somebody else's mail program sends a message.</summary>
    public async Task SendAsync(MimeMessage message)
    {
        using var client = new SmtpClient();
        var certificate = CertificateTrust.FromFile(Certificate);
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, server, chain, errors) =>
            certificate.Accepts(server, chain, errors);
        await client.ConnectAsync("localhost", Submissions, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync("mayor@comune.test", "s3cret");
        await client.SendAsync(message);
        await client.DisconnectAsync(quit: true);
    }

    /// <summary>The messages of that Message-ID in a mailbox, once there are so many; postfix delivers a moment after it has taken.</summary>
    public Task<IReadOnlyList<MimeMessage>> ArrivedAsync(string mailbox, string messageId, int count) =>
        ArrivedAsync(mailbox, SearchQuery.HeaderContains("Message-ID", messageId), count);

    /// <summary>What is found in a mailbox, once there is so much of it.</summary>
    public async Task<IReadOnlyList<MimeMessage>> ArrivedAsync(string mailbox, SearchQuery query, int count)
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
            var found = await trusted.Inbox.SearchAsync(query, limit.Token);
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

    private async Task RunAsync(params string[] verb)
    {
        var start = new ProcessStartInfo("/bin/bash", [Script(), .. verb])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["ROOT"] = folder!.FullName;
        start.Environment["SMTP"] = $"{Smtp}";
        start.Environment["SUBMISSIONS"] = $"{Submissions}";
        start.Environment["IMAP"] = $"{Imap}";
        start.Environment["IMAPS"] = $"{Imaps}";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"mail-fixture.sh {verb[0]} failed: {await process.StandardError.ReadToEndAsync()}"
            );
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "mail-fixture.sh"));
}
