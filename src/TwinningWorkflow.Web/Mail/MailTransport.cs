using MimeKit;

namespace TwinningWorkflow.Web.Mail;

/// <summary>A way out for messages. One is opened for a batch and closed after it.</summary>
public abstract class MailTransport : IAsyncDisposable
{
    /// <summary>The way that the configuration names.</summary>
    public static MailTransport Open(MailOptions options) =>
        options.UsesSmtp ? new SmtpTransport(options) : new PickupTransport(options.Pickup);

    /// <summary>Hands one message over. What goes wrong on the way is an answer, never an exception.</summary>
    public abstract Task<SendOutcome> SendAsync(MimeMessage message, CancellationToken stop);

    public abstract ValueTask DisposeAsync();
}

/// <summary>What came of handing a message over.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>Taken over.</summary>
    public sealed record Sent : SendOutcome;

    /// <summary>Not taken now (4xx, or the line broke before the text): again later.</summary>
    public sealed record NotNow(string Reason) : SendOutcome;

    /// <summary>Never for this recipient or this text (5xx): a person must see to it.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>The line broke after the text had begun to go: the server may have it. Again later, under the same Message-ID.</summary>
    public sealed record Uncertain(string Reason) : SendOutcome;

    /// <summary>No connection, no trust or no sign-in: nothing else will go through now either.</summary>
    public sealed record Unreachable(string Reason) : SendOutcome
    {
        /// <summary>What each reason begins with: by it those are known that wait for the server, and for nothing of their own.</summary>
        public const string Start = "The mail server cannot be used";
    }

    /// <summary>It could not even be put together: a fault of ours, with which no server has to do.</summary>
    public sealed record NotComposed(string Reason) : SendOutcome
    {
        /// <summary>What the row's error begins with: by it the next attempt knows that the one before failed so too.</summary>
        public const string Start = "The message could not be put together";
    }
}
