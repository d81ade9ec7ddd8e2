using System.Text;
using MimeKit;

namespace TwinningWorkflow.Web.Mail.Incoming;

/// <summary>
/// Every text in a file that came by mail, decoded as far as a reader would: of a message its parts and the messages in it. It
/// judges nothing and shows nothing; it is there to be searched.
/// </summary>
internal static class QuotedTexts
{
    private const int Deepest = 20;

    /// <summary>The texts; the file itself is the first.</summary>
    public static IEnumerable<string> Of(byte[] content)
    {
        yield return Encoding.Latin1.GetString(content);
        foreach (var text in InMessage(content, 0))
            yield return text;
    }

    private static List<string> InMessage(byte[] content, int depth)
    {
        using var message = Load(content);
        return message?.Body is { } body ? [.. In(body, depth + 1)] : [];
    }

    private static IEnumerable<string> In(MimeEntity entity, int depth)
    {
        if (depth > Deepest)
            return [];
        return entity switch
        {
            Multipart parts => parts.SelectMany(part => In(part, depth + 1)),
            MessagePart { Message.Body: { } inner } => In(inner, depth + 1),
            MimePart { Content: not null } part => InPart(part, depth),
            _ => [],
        };
    }

    private static IEnumerable<string> InPart(MimePart part, int depth)
    {
        using var bytes = new MemoryStream();
        part.Content!.DecodeTo(bytes);
        var content = bytes.ToArray();
        yield return Encoding.Latin1.GetString(content);
        if (part is not TextPart)
            foreach (var text in InMessage(content, depth))
                yield return text;
    }

    /// <summary>Null where it is no message.</summary>
    private static MimeMessage? Load(byte[] content)
    {
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            return MimeMessage.Load(new ParserOptions { MaxMimeDepth = Deepest }, stream);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
