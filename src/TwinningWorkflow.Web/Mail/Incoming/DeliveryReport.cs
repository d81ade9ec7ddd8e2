using MimeKit;

namespace TwinningWorkflow.Web.Mail.Incoming;

/// <summary>What became of a message.</summary>
public enum Delivery
{
    /// <summary>It will not be delivered.</summary>
    Failed,

    /// <summary>Not yet: the server still tries.</summary>
    Delayed,

    /// <summary>Something else, or nobody can tell.</summary>
    Noted,
}

/// <summary>A report by a mail server about a message (RFC 3464), or what little one without that form lets us know.</summary>
/// <param name="Delivery">What became of it.</param>
/// <param name="Messages">By what it may be known: the id of its envelope, and the Message-ID of what came back.</param>
/// <param name="Diagnostic">What the server says, on one line.</param>
public sealed record DeliveryReport(Delivery Delivery, IReadOnlyList<string> Messages, string Diagnostic)
{
    private const int LongestDiagnostic = 500;

    /// <summary>For whom the message was of which this is told: as it was given to our server, and as the last one knew it.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>Is it about a message to this address?</summary>
    public bool Names(string address) => Recipients.Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>The report that a message is; null when it is none.</summary>
    public static DeliveryReport? Of(MimeMessage message)
    {
        if (message.Body is not MultipartReport report)
            return null;
        if (!string.Equals(report.ReportType, "delivery-status", StringComparison.OrdinalIgnoreCase))
            return null;
        var ids = new List<string>();
        var delivery = Delivery.Noted;
        var diagnostic = "";
        var recipients = new List<string>();
        foreach (var part in report)
            if (part is MessageDeliveryStatus status)
                (delivery, diagnostic) = Read(status, ids, recipients);
            // message/rfc822 or text/rfc822-headers: only its name is looked at
            else if (part is MessagePart { Message.MessageId: { Length: > 0 } id })
                ids.Add(id);
        return new DeliveryReport(delivery, [.. ids.Take(MostIds)], diagnostic)
        {
            Recipients = [.. recipients.Take(MostIds)],
        };
    }

    /// <summary>An honest report is about one message.</summary>
    private const int MostIds = 20;

    private static (Delivery, string) Read(MessageDeliveryStatus status, List<string> ids, List<string> recipients)
    {
        var worst = Delivery.Noted;
        var diagnostic = "";
        foreach (var group in status.StatusGroups)
        {
            if (group["Original-Envelope-Id"]?.Trim().Trim('<', '>') is { Length: > 0 } id)
                ids.Add(id);
            if (DeliveryOf(group["Action"]) is not { } delivery || (recipients.Count > 0 && delivery > worst))
                continue;
            if (recipients.Count == 0 || delivery < worst)
            {
                recipients.Clear();
                worst = delivery;
                diagnostic = Words(group);
            }
            recipients.Add(AddressOf(group["Original-Recipient"]));
            recipients.Add(AddressOf(group["Final-Recipient"]));
        }
        return (worst, diagnostic);
    }

    /// <summary><c>rfc822; anna@comune.test</c></summary>
    private static string AddressOf(string? recipient) =>
        recipient?[(recipient.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>') ?? "";

    private static Delivery? DeliveryOf(string? action) =>
        action?.Trim().ToLowerInvariant() switch
        {
            null => null,
            "failed" => Delivery.Failed,
            "delayed" => Delivery.Delayed,
            _ => Delivery.Noted,
        };

    /// <summary><c>smtp; 550 5.1.1 no such person</c>, and where the server gives no words, its code.</summary>
    private static string Words(HeaderList group)
    {
        var said = group["Diagnostic-Code"] ?? "";
        var words = said[(said.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
        return ReadableText.OneLine(words.Length > 0 ? words : group["Status"] ?? "", LongestDiagnostic);
    }
}
