using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace TwinningWorkflow.Web.Mail;

/// <summary>How mail leaves: section <c>Mail</c> of the configuration. Every setting is told in Mail/README.md.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The SMTP server; empty: each message becomes an .eml file in <see cref="Pickup"/>.</summary>
    public string Host { get; set; } = "";

    /// <summary>0: the usual port of <see cref="Security"/>.</summary>
    public int Port { get; set; }
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;
    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>A PEM file of the authorities or server certificates trusted instead of the system's; empty: the system's.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>The one sender that the server accepts; empty: each authority's own address.</summary>
    public string From { get; set; } = "";

    /// <summary>The folder for .eml files when no server is set; by default <c>mail</c> beside the application's data.</summary>
    public string Pickup { get; set; } = "";

    /// <summary>Where people reach the application: what links in mails begin with. By default where it is served.</summary>
    public string Site { get; set; } = "";

    /// <summary>The longest wait for one answer of the server.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time for a message's text and the receipt for it: who hangs up too early makes copies (RFC 5321, 4.5.3.2.6).</summary>
    public TimeSpan TextTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many messages may leave in a minute, on all nodes together; 0: as many as there are.</summary>
    public int PerMinute { get; set; }

    /// <summary>The mailbox into which bounces and answers come.</summary>
    public ImapOptions Imap { get; set; } = new();

    public bool UsesSmtp => Host.Length > 0;

    public int PortOrDefault =>
        Port > 0 ? Port
        : Security == MailSecurity.Tls ? 465
        : 587;

    /// <summary>The address of a page, such as <c>desk</c>; a site may lie below a path.</summary>
    public Uri AddressOf(string page) => new(Site.TrimEnd('/') + "/" + page, UriKind.Absolute);
}

/// <summary>How the connection is encrypted. There is no way to send in the clear.</summary>
public enum MailSecurity
{
    /// <summary>Plain at first, then STARTTLS or nothing.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}

/// <summary>Refuses at start what would only fail at the first mail.</summary>
public sealed class MailOptionsCheck : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var problems = new List<string>();
        if (options.Port is < 0 or > 65535)
            problems.Add($"Expected Mail:Port between 1 and 65535, but it is {options.Port}.");
        if (!Enum.IsDefined(options.Security))
            problems.Add($"Expected Mail:Security to be StartTls or Tls, but it is '{options.Security}'.");
        if ((options.User.Length == 0) != (options.Password.Length == 0))
            problems.Add("Expected both Mail:User and Mail:Password, or neither, but only one is set.");
        if (options.From.Length > 0 && !MailAddress.IsValid(options.From))
            problems.Add($"Expected Mail:From to be one address, but it is '{options.From}'.");
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(1))
            problems.Add($"Expected Mail:Timeout between one second and one minute, but it is {options.Timeout}.");
        if (options.TextTimeout < options.Timeout || options.TextTimeout > TimeSpan.FromMinutes(10))
            problems.Add(
                $"Expected Mail:TextTimeout between Mail:Timeout and ten minutes, but it is {options.TextTimeout}."
            );
        if (options.UsesSmtp && options.Site.Length == 0)
            problems.Add("Expected Mail:Site, the address that people reach, but it is empty while Mail:Host is set.");
        if (options.Site.Length > 0 && !IsSite(options.Site))
            problems.Add($"Expected Mail:Site to be an http or https address, but it is '{options.Site}'.");
        if (options.Certificate.Length > 0 && ReadProblem(options.Certificate) is { } problem)
            problems.Add($"Expected Mail:Certificate to be a PEM file of certificates, but {problem}");
        if (options.PerMinute < 0)
            problems.Add($"Expected Mail:PerMinute to be 0 (no limit) or more, but it is {options.PerMinute}.");
        if (options.Imap.IsRead)
            problems.AddRange(OfMailbox(options.Imap, options.UsesSmtp));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> OfMailbox(ImapOptions imap, bool usesSmtp)
    {
        if (imap.Port is < 0 or > 65535)
            yield return $"Expected Mail:Imap:Port between 1 and 65535, but it is {imap.Port}.";
        if (!Enum.IsDefined(imap.Security))
            yield return $"Expected Mail:Imap:Security to be StartTls or Tls, but it is '{imap.Security}'.";
        if (!usesSmtp)
            yield return "Expected Mail:Host, by which mail leaves, but it is empty while Mail:Imap:Host is set.";
        if (imap.User.Length == 0 || imap.Password.Length == 0)
            yield return "Expected Mail:Imap:User and Mail:Imap:Password, but not both are set.";
        if (imap.Folder.Length == 0)
            yield return "Expected Mail:Imap:Folder to be a folder's name, but it is empty.";
        if (!MailAddress.IsValid(imap.AddressOrUser))
            yield return $"Expected Mail:Imap:Address to be the mailbox's address, but it is '{imap.AddressOrUser}'.";
        if (imap.MaxBytes < 1 || imap.MaxFileBytes < 1)
            yield return "Expected Mail:Imap:MaxBytes and Mail:Imap:MaxFileBytes to be 1 or more, but they are not.";
        if (imap.MaxDossierMessages < 1 || imap.MaxDossierBytes < 1)
            yield return "Expected Mail:Imap:MaxDossierMessages and Mail:Imap:MaxDossierBytes to be 1 or more, but they are not.";
        if (imap.Certificate.Length > 0 && ReadProblem(imap.Certificate) is { } problem)
            yield return $"Expected Mail:Imap:Certificate to be a PEM file of certificates, but {problem}";
    }

    private static bool IsSite(string site) =>
        Uri.TryCreate(site, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    private static string? ReadProblem(string path)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(path);
            return found.Count > 0 ? null : $"'{path}' holds none.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"'{path}' cannot be read: {e.Message}";
        }
    }
}
