using System.Net.Sockets;
using MailKit;
using MailKit.Security;

namespace TwinningWorkflow.Web.Mail;

/// <summary>What a network and a mail server can do to us; anything else is a defect of ours and goes up.</summary>
internal static class MailFaults
{
    public static bool IsFault(Exception e) =>
        e
            is IOException
                or SocketException
                or ProtocolException
                or CommandException
                or SslHandshakeException
                or ServiceNotConnectedException
                or OperationCanceledException
                or TimeoutException
                or NotSupportedException;

    public static string Reason(string what, Exception e) =>
        e is OperationCanceledException ? $"{what}: it took too long." : $"{what}: {e.Message}";
}
