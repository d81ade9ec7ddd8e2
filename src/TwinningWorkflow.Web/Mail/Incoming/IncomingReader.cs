using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Tnef;

namespace TwinningWorkflow.Web.Mail.Incoming;

/// <summary>
/// Reads a message that a stranger sent. Nothing in it is opened, unpacked, fetched or run: parts are text or files, and a
/// message or a signed envelope inside is a file too. Depth, numbers and lengths have limits, for some are sent to find ours.
/// </summary>
public static class IncomingReader
{
    /// <summary>Deeper than any mail program writes; what lies deeper stays one part.</summary>
    private const int Deepest = 20;
    private const int MostFiles = 50;
    private const int MostHeaderBytes = 128 * 1024;
    private const int MostAddresses = 100;
    private const int MostAnswers = 50;
    private const int LongestLine = 300;
    private const int LongestId = 250;
    private const int LongestText = 20_000;

    /// <summary>Lines that may part a message; a long text has some that only look so.</summary>
    private const int MostBoundaries = 20_000;

    /// <summary>So much of a text is decoded, whatever its length.</summary>
    private const int TextBytes = 200_000;

    /// <summary>An honest message of the largest size takes a second.</summary>
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(10);
    private static readonly string[] DeliveredTo = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"];

    private static readonly ParserOptions Options = new() { MaxMimeDepth = Deepest };

    /// <summary>Reads a whole message.</summary>
    /// <param name="raw">Its bytes.</param>
    /// <param name="maxFileBytes">The largest file kept.</param>
    public static IncomingMessage Read(byte[] raw, long maxFileBytes)
    {
        if (!HasBoundedHeaders(raw) || HasTooManyParts(raw))
            return ReadHeaders(raw);
        using var stream = new MemoryStream(raw, writable: false);
        using var message = Load(stream);
        var parts = new Parts(maxFileBytes);
        parts.Walk(message.Body, 0);
        return Headers(message) with
        {
            Text = ReadableText.Lines(parts.Text, LongestText),
            Files = parts.Files,
            Report = DeliveryReport.Of(message) ?? Unformed(message),
        };
    }

    /// <summary>Reads the headers of a message too large to be read whole.</summary>
    public static IncomingMessage ReadHeaders(byte[] headers)
    {
        var count = Math.Min(headers.Length, MostHeaderBytes);
        using var stream = new MemoryStream(headers, 0, count, writable: false);
        using var message = Load(stream);
        return Headers(message);
    }

    /// <summary>Whether they end where those of an honest message do: a header of a hundred thousand lines costs its square to read.</summary>
    private static bool HasBoundedHeaders(byte[] raw)
    {
        var start = raw.AsSpan(0, Math.Min(raw.Length, MostHeaderBytes));
        return raw.Length <= MostHeaderBytes || start.IndexOf("\r\n\r\n"u8) >= 0 || start.IndexOf("\n\n"u8) >= 0;
    }

    /// <summary>
    /// Counted before anything is taken apart: millions of parts of some bytes each would be millions of objects. A person looks at
    /// the bytes of such a message.
    /// </summary>
    private static bool HasTooManyParts(ReadOnlySpan<byte> raw)
    {
        var count = 0;
        for (var rest = raw; rest.IndexOf("\n--"u8) is var at and >= 0; rest = rest[(at + 3)..])
            if (++count > MostBoundaries)
                return true;
        return false;
    }

    /// <summary>What is no message at all, or takes too long to be one, is an empty one: a person looks at its bytes.</summary>
    private static MimeMessage Load(Stream stream)
    {
        using var limit = new CancellationTokenSource(LongestReading);
        try
        {
            return MimeMessage.Load(Options, stream, persistent: true, limit.Token);
        }
        catch (Exception e) when (e is FormatException or OperationCanceledException)
        {
            var none = new MimeMessage();
            none.Headers.Clear();
            return none;
        }
    }

    private static IncomingMessage Headers(MimeMessage message)
    {
        var from = message.From.Mailboxes.FirstOrDefault();
        return new IncomingMessage
        {
            MessageId = Id(message.MessageId),
            FromName = ReadableText.OneLine(from?.Name ?? "", LongestLine),
            FromAddress = ReadableText.OneLine(from?.Address ?? "", LongestLine),
            Subject = ReadableText.OneLine(message.Subject ?? "", LongestLine),
            Recipients = [.. Recipients(message)],
            Answers = [.. Answers(message)],
            IsAutomatic = Machines.Wrote(message),
        };
    }

    /// <summary>Something came back, but not in the form that says what: a person must read it.</summary>
    private static DeliveryReport? Unformed(MimeMessage message) =>
        Machines.IsFromServer(message) ? new DeliveryReport(Delivery.Noted, [.. Answers(message)], "") : null;

    private static IEnumerable<string> Recipients(MimeMessage message)
    {
        var delivered = DeliveredTo.Select(name => message.Headers[name]?.Trim().Trim('<', '>') ?? "");
        var written = message.To.Mailboxes.Concat(message.Cc.Mailboxes).Select(address => address.Address);
        return delivered
            .Concat(written)
            .Where(address => address.Length is > 0 and <= LongestLine)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostAddresses);
    }

    private static IEnumerable<string> Answers(MimeMessage message) =>
        new[] { message.InReplyTo ?? "" }
            .Concat(message.References.Reverse())
            .Select(Id)
            .Where(id => id.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Take(MostAnswers);

    private static string Id(string? id) => ReadableText.OneLine(id ?? "", LongestId);

    /// <summary>The parts of one message: the first text that a person would read, and all that is a file.</summary>
    private sealed class Parts(long maxFileBytes)
    {
        private readonly List<IncomingFile> files = [];
        private string? plain;
        private string? html;
        private int left;
        private long leftSize;

        public string Text => !string.IsNullOrWhiteSpace(plain) ? plain : html ?? "";

        /// <summary>What is beyond the limit stands as one: so many more.</summary>
        public IReadOnlyList<IncomingFile> Files =>
            left == 0 ? files : [.. files, new IncomingFile($"+{left}", null, leftSize)];

        public void Walk(MimeEntity? entity, int depth)
        {
            switch (entity)
            {
                case Multipart multipart when depth < Deepest:
                    foreach (var part in multipart)
                        Walk(part, depth + 1);
                    break;
                case TextPart { IsAttachment: false } text when IsToRead(text):
                    break;
                case not null:
                    AddFile(entity);
                    break;
            }
        }

        private bool IsToRead(TextPart text)
        {
            if (text.FileName is { Length: > 0 })
                return false;
            if (text.IsHtml)
                html = Joined(html, text);
            else
                plain = Joined(plain, text);
            return true;
        }

        /// <summary>Mail programs put a second piece of text after a picture.</summary>
        private static string Joined(string? before, TextPart text)
        {
            if (before is { Length: >= TextBytes })
                return before;
            var start = Start(text);
            var read = text.IsHtml ? ReadableText.OfHtml(start) : start;
            return before is null ? read : $"{before}\n{read}";
        }

        private void AddFile(MimeEntity entity)
        {
            if (files.Count >= MostFiles)
            {
                left++;
                leftSize += entity is MimePart { Content.Stream: { CanSeek: true } stream } ? stream.Length : 0;
                return;
            }
            var counted = new CappedStream(maxFileBytes);
            switch (entity)
            {
                case MimePart { Content: { } content }:
                    content.DecodeTo(counted);
                    break;
                case MessagePart { Message: { } message }:
                    message.WriteTo(counted);
                    break;
                case MessageDeliveryStatus or Multipart:
                    entity.WriteTo(counted, contentOnly: true);
                    break;
            }
            files.Add(new IncomingFile(NameOf(entity), counted.Content, counted.Length));
        }

        private static string NameOf(MimeEntity entity)
        {
            var given = entity.ContentDisposition?.FileName ?? entity.ContentType.Name ?? "";
            var name = ReadableText.OneLine(given, LongestLine);
            // what may quote our mail is known by its name, whatever its sender called it
            if (name.Length > 0 && QuotingEnding(entity) is { } ending && !IncomingFile.MayQuote(name))
                return name + ending;
            if (name.Length > 0)
                return name;
            return entity switch
            {
                MessagePart { Message.Subject: { Length: > 0 } subject } =>
                    $"{ReadableText.OneLine(subject, 80).Replace('/', '_').Replace('\\', '_')}.eml",
                MessagePart => "message.eml",
                TextPart { IsHtml: true } => "text.html",
                TextPart => "text.txt",
                TnefPart => "winmail.dat",
                ApplicationPkcs7Mime => "smime.p7m",
                _ => "",
            };
        }

        private static string? QuotingEnding(MimeEntity entity) =>
            entity switch
            {
                MessagePart => ".eml",
                TextPart { IsHtml: true } => ".html",
                TnefPart => ".dat",
                _ => null,
            };

        private static string Start(TextPart text)
        {
            if (text.Content is not { } content)
                return "";
            using var decoded = content.Open();
            var bytes = new byte[TextBytes];
            var read = decoded.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return EncodingOf(text).GetString(bytes, 0, read);
        }

        private static Encoding EncodingOf(TextPart text)
        {
            try
            {
                return text.ContentType.CharsetEncoding ?? Encoding.UTF8;
            }
            catch (Exception e) when (e is NotSupportedException or ArgumentException)
            {
                return Encoding.UTF8;
            }
        }
    }
}
