using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Shared;
using TwinningWorkflow.Web.Reading;
using TwinningWorkflow.Web.Resources;

namespace TwinningWorkflow.Web.Features.Messages;

/// <summary>A message that came: its text as text, its files as downloads. Nothing of it is rendered.</summary>
public sealed class ReceivedModel(
    CorrespondenceReader correspondence,
    TwinningDatabase database,
    IStringLocalizer<DossierText> text
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ReceivedMail Mail { get; private set; } = null!;

    /// <summary>Where it is filed, or to which it came; null when nobody knows.</summary>
    public Dossier? Dossier { get; private set; }

    /// <summary>The mail of ours that it answers or reports on; null when not known.</summary>
    public MailRow? Answered { get; private set; }

    /// <summary>May this person say where it belongs?</summary>
    public bool MaySettle => Mail.DossierId is null && SignedIn.Of(User).Administers;

    /// <summary>What can be downloaded: its files, and the message as it came.</summary>
    public IReadOnlyList<FileLine> Kept =>
        [
            .. Mail
                .Files.Select((file, index) => (file, index))
                .Where(x => CorrespondenceReader.MayHave(SignedIn.Of(User), Mail, x.file))
                .Select(x => new FileLine(
                    x.file.FileName,
                    x.file.Size,
                    x.file.FileHash,
                    Downloads.OfReceived(Mail.Id, x.index)
                )),
            // as it came it quotes our mail with the links that open for its reader alone
            .. RawSize > 0 && SignedIn.Of(User).Oversees
                ? [new FileLine(text["received.raw"], RawSize, Mail.RawHash, Downloads.OfReceivedWhole(Mail.Id))]
                : Array.Empty<FileLine>(),
        ];

    /// <summary>What was too large.</summary>
    public IReadOnlyList<(ReceivedFile File, string Size)> NotKept =>
        [.. Mail.Files.Where(x => x.FileHash.Length == 0).Select(x => (x, Size(x)))];

    private long RawSize { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var me = SignedIn.Of(User);
        if (await correspondence.FindAsync(me, Id, cancel) is not { } found)
            return NotFound();
        Mail = found;
        Dossier = await database
            .Dossiers.AsNoTracking()
            .SingleOrDefaultAsync(
                x => x.Id == (found.DossierId ?? found.MeantFor) && x.AuthorityId == me.Authority,
                cancel
            );
        if (found.MailKey.Length > 0)
            Answered = await database
                .Mails.AsNoTracking()
                .SingleOrDefaultAsync(x => x.Key == found.MailKey && x.AuthorityId == me.Authority, cancel);
        if (found.RawHash.Length > 0)
            RawSize = await database
                .Files.Where(x => x.AuthorityId == me.Authority && x.Hash == found.RawHash)
                .Select(x => x.Content.Length)
                .SingleAsync(cancel);
        return Page();
    }

    private static string Size(ReceivedFile file)
    {
        var (amount, unit) = new FileLine(file.FileName, file.Size, "", "").ReadableSize;
        return $"{amount} {(unit.Length == 0 ? "B" : unit)}";
    }
}
