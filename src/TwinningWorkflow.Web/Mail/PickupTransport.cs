using System.Globalization;
using MimeKit;

namespace TwinningWorkflow.Web.Mail;

/// <summary>Writes each message as an .eml file. The name derives from the message, so a repeat overwrites its own file.</summary>
public sealed class PickupTransport(string folder) : MailTransport
{
    public override async Task<SendOutcome> SendAsync(MimeMessage message, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, NameOf(message));
            // whoever watches the folder sees a whole message or none
            var unfinished = path + ".tmp";
            await using (var file = File.Create(unfinished))
            {
                await message.WriteToAsync(Format, file, stop);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
            return new SendOutcome.Sent();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SendOutcome.Unreachable(
                $"{SendOutcome.Unreachable.Start}: the folder '{folder}' cannot be written: {e.Message}"
            );
        }
        catch (OperationCanceledException)
        {
            return new SendOutcome.NotNow("The application was stopping.");
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>By date, then by Message-ID, whose left side is hexadecimal.</summary>
    private static string NameOf(MimeMessage message) =>
        message.Date.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)
        + $"-{message.MessageId.AsSpan(0, 16)}.eml";

    private static readonly FormatOptions Format = CreateFormat();

    private static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
