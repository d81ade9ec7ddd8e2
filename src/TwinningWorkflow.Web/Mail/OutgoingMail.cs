using MimeKit;
using MimeKit.Text;

namespace TwinningWorkflow.Web.Mail;

/// <summary>A message ready to leave, in plain values. The same values make the same bytes: a copy is a copy.</summary>
public sealed record OutgoingMail
{
    /// <summary>Without the angle brackets.</summary>
    public required string MessageId { get; init; }
    public required DateTimeOffset Date { get; init; }
    public required string FromName { get; init; }
    public required string FromAddress { get; init; }

    /// <summary>Where answers go, when not to the sender; empty otherwise.</summary>
    public string ReplyTo { get; init; } = "";
    public required string ToName { get; init; }
    public required string ToAddress { get; init; }
    public required string Language { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required string Html { get; init; }
    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>The thread that it belongs to, without the angle brackets; empty: none.</summary>
    public string Thread { get; init; } = "";

    /// <summary>Where the reader can say that they want no more of these; null where they must have them.</summary>
    public Uri? Unsubscribe { get; init; }

    public MimeMessage ToMime()
    {
        var message = new MimeMessage { MessageId = MessageId, Date = Date };
        message.From.Add(new MailboxAddress(MailAddress.OneLine(FromName), FromAddress));
        message.To.Add(new MailboxAddress(MailAddress.OneLine(ToName), ToAddress));
        if (ReplyTo.Length > 0)
            message.ReplyTo.Add(new MailboxAddress("", ReplyTo));
        message.Subject = MailAddress.OneLine(Subject);
        // answering machines stay silent: RFC 3834, and Exchange's own header
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (Thread.Length > 0)
        {
            message.InReplyTo = Thread;
            message.References.Add(Thread);
        }
        if (Unsubscribe is { } page)
        {
            // RFC 8058: the mail program asks for it itself, with one POST
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{page.AbsoluteUri}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        var both = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = Text },
            new TextPart(TextFormat.Html) { Text = Html },
        };
        both.Boundary = Boundary("b");
        both.Headers.Add(HeaderId.ContentLanguage, Language);
        message.Body = Files.Count == 0 ? both : WithFiles(both);
        // seven-bit lines pass every relay as they are, and what the pickup folder holds is what would be sent
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    private Multipart WithFiles(MimeEntity text)
    {
        var all = new Multipart("mixed") { text };
        all.Boundary = Boundary("m");
        foreach (var file in Files)
            all.Add(
                new MimePart(
                    ContentType.TryParse(file.MediaType, out var type) ? type : new("application", "octet-stream")
                )
                {
                    Content = new MimeContent(new MemoryStream(file.Content, writable: false)),
                    ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
                    ContentTransferEncoding = ContentEncoding.Base64,
                    FileName = MailAddress.OneLine(file.Name),
                }
            );
        return all;
    }

    private string Boundary(string part) =>
        $"=-{part}{MessageId.AsSpan(0, MessageId.IndexOf('@', StringComparison.Ordinal))}";
}

/// <summary>A file that goes with a message.</summary>
public sealed record MailFile(string Name, string MediaType, byte[] Content);
