using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Inbox;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Mail.Incoming;
using TwinningWorkflow.Web.Tests.Jobs;
using TwinningWorkflow.Web.Tests.Mail.Incoming;

namespace TwinningWorkflow.Web.Tests.Inbox;

/// <summary>A mail of ours that was sent, and a mailbox into which messages about it come.</summary>
internal sealed class InboxScene : IAsyncDisposable
{
    private const string Mailbox = "gemellaggi@comune.test/INBOX";
    private const long Validity = 7;

    private readonly MailOptions options = new()
    {
        Host = "mail.comune.test",
        Imap = new ImapOptions { Host = "mail.comune.test", User = "gemellaggi@comune.test" },
    };
    private long lastUid;

    private InboxScene(MailScene mail) => Mail = mail;

    public ImapOptions Imap => options.Imap;

    public MailScene Mail { get; }

    public TestStore Store => Mail.Store;

    /// <summary>The mail that was sent to Anna.</summary>
    public MailRow Sent { get; private set; } = null!;

    public static async Task<InboxScene> CreateAsync(Postgres postgres, Provider provider)
    {
        var scene = new InboxScene(await MailScene.CreateAsync(postgres, provider));
        await scene.Mail.PersonAsync("Anna", "clerk");
        await scene.Mail.LeaveAsync(await scene.Mail.AssignmentAsync());
        await scene.Mail.DrainAsync();
        scene.Sent = (await scene.Mail.MailsAsync())[0];
        await using var database = scene.Store.Database();
        database.Mailboxes.Add(new MailboxRow { Name = Mailbox, Validity = Validity });
        await database.SaveChangesAsync();
        return scene;
    }

    /// <summary>A sample comes in, about the mail of ours.</summary>
    public Task<bool> ComesAsync(string sample) => ComesAsync(Samples.Of(sample, Sent.MessageId, Sent.ToAddress));

    public async Task<bool> ComesAsync(byte[] raw)
    {
        var uid = lastUid + 1;
        var filed = await FileAsync(new LyingMessage(uid, raw.Length, raw, IsWhole: true, Came: null), lastUid);
        lastUid = uid;
        return filed;
    }

    public Task<bool> FileAsync(LyingMessage lying, long after, long validity = Validity) =>
        new MailFiling(
            Store.Databases,
            Options.Create(options),
            Store.Clock,
            NullLogger<MailFiling>.Instance
        ).FileAsync(new MailboxPlace(Mailbox, validity, after), lying, CancellationToken.None);

    public async Task CountAnewAsync(long validity)
    {
        await using var database = Store.Database();
        await database.Mailboxes.ExecuteUpdateAsync(row =>
            row.SetProperty(it => it.Validity, validity).SetProperty(it => it.LastUid, 0)
        );
    }

    public async Task<List<ReceivedMail>> ReceivedAsync()
    {
        await using var database = Store.Database();
        return await database.ReceivedMails.AsNoTracking().OrderBy(row => row.Uid).ToListAsync();
    }

    public async Task<MailRow> MailAsync() => (await Mail.MailsAsync())[0];

    public async Task<MailIds> IdsAsync()
    {
        await using var database = Store.Database();
        return new MailIds(await MailKey.ReadAsync(database, CancellationToken.None));
    }

    /// <summary>What the dossier's history tells of what came.</summary>
    public async Task<List<JournalRow>> HistoryAsync()
    {
        await using var database = Store.Database();
        return await database
            .Journal.AsNoTracking()
            .Where(row => row.Kind.StartsWith("correspondence") || row.Kind.StartsWith("mail-"))
            .OrderBy(row => row.Sequence)
            .ToListAsync();
    }

    public async Task<Guid> OtherTownAsync()
    {
        var dossier = Guid.CreateVersion7();
        await using var database = Store.Database();
        database.Authorities.Add(
            new Authority
            {
                Id = "altrove",
                Name = "Comune di Altrove",
                MailFrom = "gemellaggi@altrove.example",
            }
        );
        database.Dossiers.Add(
            new Dossier
            {
                Id = dossier,
                AuthorityId = "altrove",
                Number = "2022/1",
                Title = "Altrove",
                Kind = "twinning",
                PartnerCity = "Kaunas",
                PartnerCountry = "LT",
                OpenedAt = Store.Clock.Now,
            }
        );
        await database.SaveChangesAsync();
        return dossier;
    }

    public ValueTask DisposeAsync() => Mail.DisposeAsync();
}
