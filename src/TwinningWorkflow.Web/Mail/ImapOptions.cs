namespace TwinningWorkflow.Web.Mail;

/// <summary>The mailbox into which bounces and answers come: section <c>Mail:Imap</c>. Every setting is told in README.md here.</summary>
public sealed class ImapOptions
{
    /// <summary>The IMAP server; empty: nothing is read.</summary>
    public string Host { get; set; } = "";

    /// <summary>0: the usual port of <see cref="Security"/>.</summary>
    public int Port { get; set; }
    public MailSecurity Security { get; set; } = MailSecurity.Tls;
    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>A PEM file of the authorities or server certificates trusted instead of the system's; empty: the system's.</summary>
    public string Certificate { get; set; } = "";
    public string Folder { get; set; } = "INBOX";

    /// <summary>The mailbox's own address: bounces and answers are sent to it. Empty: <see cref="User"/>, where that is an address.</summary>
    public string Address { get; set; } = "";

    /// <summary>The authority whose administrators see what belongs to nobody, where there are several; empty: the first by its code.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Whether the server delivers <c>local+anything@domain</c> to the mailbox.</summary>
    public bool PlusAddress { get; set; } = true;

    /// <summary>The largest message kept, in bytes; of a larger one only its headers are.</summary>
    public long MaxBytes { get; set; } = 25_000_000;

    /// <summary>The largest attachment kept, in bytes; a larger one is named only.</summary>
    public long MaxFileBytes { get; set; } = 25_000_000;

    /// <summary>How many messages come to one dossier by themselves; what is beyond waits for an administrator.</summary>
    public int MaxDossierMessages { get; set; } = 2_000;

    /// <summary>How many bytes of messages come to one dossier by themselves.</summary>
    public long MaxDossierBytes { get; set; } = 500_000_000;

    /// <summary>How many bytes of messages that belong to no dossier are kept whole for an authority; of what is beyond only the text and the headers are.</summary>
    public long MaxUnfiledBytes { get; set; } = 500_000_000;

    public bool IsRead => Host.Length > 0;

    public int PortOrDefault =>
        Port > 0 ? Port
        : Security == MailSecurity.Tls ? 993
        : 143;

    public string AddressOrUser => Address.Length > 0 ? Address : User;

    /// <summary>By which its rows are known, whichever server has it.</summary>
    public string Name => $"{AddressOrUser}/{Folder}";
}
