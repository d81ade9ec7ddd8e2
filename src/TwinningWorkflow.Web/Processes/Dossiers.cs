using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Processes.Stored;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A dossier to open, with the process that runs on it.</summary>
/// <param name="ProcessId">The process to start.</param>
/// <param name="Data">What the person entered; number, id and instant are given here.</param>
public sealed record OpenDossier(string Authority, Instant At, Actor Actor, string ProcessId, DossierData Data)
{
    /// <summary>See <see cref="StepRequest.IdempotencyKey"/>.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>What came of opening a dossier.</summary>
public abstract record OpenResult
{
    private OpenResult() { }

    public sealed record Opened(Guid Dossier, string Number, Guid Instance, bool Repeated = false) : OpenResult;

    /// <summary>The process refused to start, or the key was used for another request; nothing was written.</summary>
    public sealed record Refused(StepResult Why) : OpenResult;

    /// <summary>No process of that id was published.</summary>
    public sealed record NoSuchProcess : OpenResult;
}

/// <summary>What came of changing a dossier.</summary>
public enum ChangeResult
{
    Changed,

    /// <summary>The data were the same already: nothing was written.</summary>
    Unchanged,
    NotFound,

    /// <summary>Somebody else changed it meanwhile: nothing was written.</summary>
    Conflict,
}

/// <summary>What came of filing a document.</summary>
public enum FilingResult
{
    /// <summary>It is filed, now or by the same request before.</summary>
    Filed,
    NotFound,

    /// <summary>The key was used for another document: nothing was written.</summary>
    KeyReused,
}

/// <summary>Opens dossiers and changes them; every change leaves a fact in the dossier's stream.</summary>
public sealed class Dossiers(TwinningDatabase database, DefinitionCatalog catalog, StepBell bell)
{
    /// <summary>
    /// One transaction: number, dossier, its first fact, and the start of its process with those <c>dossier.*</c>
    /// variables that the process file declares.
    /// </summary>
    public Task<OpenResult> OpenAsync(OpenDossier request, CancellationToken cancel) =>
        LostRace.RetryAsync(() =>
        {
            database.ChangeTracker.Clear();
            return OpenOnceAsync(request, cancel);
        });

    /// <summary>Replaces the data, if the dossier still has the version that the person saw.</summary>
    public async Task<ChangeResult> ChangeAsync(
        string authority,
        Guid dossier,
        long version,
        DossierData data,
        Instant at,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var row = await database.Dossiers.SingleOrDefaultAsync(
            found => found.Id == dossier && found.AuthorityId == authority,
            cancel
        );
        if (row is null)
            return ChangeResult.NotFound;
        var changes = DossierFields.Changes(DossierData.Of(row), data);
        // also a repeat of a change whose answer was lost
        if (changes.IsEmpty)
            return ChangeResult.Unchanged;
        if (row.Version != version)
            return ChangeResult.Conflict;
        data.WriteTo(row);
        row.Version++;
        try
        {
            await database.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangeResult.Conflict;
        }
        var fact = new DossierChanged(changes);
        await Journal.AppendAsync(database, Journal.OfDossier(dossier), at, actor, fact, cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return ChangeResult.Changed;
    }

    /// <summary>Files a document that no step asked for; under one key it is filed once, however often it is sent.</summary>
    public Task<FilingResult> AddDocumentAsync(
        StoredFile file,
        Document document,
        Actor actor,
        string? idempotencyKey,
        CancellationToken cancel
    ) => LostRace.RetryAsync(() => AddDocumentOnceAsync(file, document, actor, idempotencyKey, cancel));

    private async Task<FilingResult> AddDocumentOnceAsync(
        StoredFile file,
        Document document,
        Actor actor,
        string? idempotencyKey,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var known = await database.Dossiers.AnyAsync(
            row => row.Id == document.DossierId && row.AuthorityId == actor.Authority,
            cancel
        );
        if (!known || document.AuthorityId != actor.Authority || file.AuthorityId != actor.Authority)
            return FilingResult.NotFound;
        await using var session = WriteSession.JoinedTo(database);
        var answers = new Answers(
            session,
            actor.Account,
            idempotencyKey,
            () => $"document {document.DossierId:D} {document.FileHash}"
        );
        answers.Look();
        await session.SendAsync(cancel);
        if (answers.IsReused)
            return FilingResult.KeyReused;
        if (answers.Found is not null)
            return FilingResult.Filed;
        var (words, name) = PersonalWords.Keep(
            document.AuthorityId,
            document.DossierId,
            document.FileName,
            document.AddedAt.ToDateTimeOffset()
        );
        AttachmentRows.Add(
            session,
            document.AuthorityId,
            document.DossierId,
            new StepAttachments([file], [document], [], [words])
        );
        answers.Give(new StoredAnswer(Dossier: document.DossierId));
        await session.SendAsync(cancel);
        var fact = new DocumentAdded(document.Id.ToString("D"), document.FileHash, name);
        var stream = Journal.OfDossier(document.DossierId);
        await Journal.AppendAsync(database, stream, document.AddedAt, actor, fact, cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return FilingResult.Filed;
    }

    private async Task<OpenResult> OpenOnceAsync(OpenDossier request, CancellationToken cancel)
    {
        if (catalog.Latest(request.ProcessId) is not { } published)
            return new OpenResult.NoSuchProcess();
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await using var session = WriteSession.JoinedTo(database);

        var answers = new Answers(
            session,
            request.Actor.Account,
            request.IdempotencyKey,
            () => DossierFields.HashOf(request)
        );
        var year = 0;
        session.AddQuery(
            row => year = request.At.InZone(AuthorityCalendar.Of(row.GetString(0)).Zone).Year,
            "SELECT calendar FROM authorities WHERE id = $1",
            request.Authority
        );
        answers.Look();
        await session.SendAsync(cancel);
        if (answers.Given() is { } given)
            return answers.Found is { Dossier: { } opened, Instance: { } started, Number: { } numbered }
                ? new OpenResult.Opened(opened, numbered, started, Repeated: true)
                : new OpenResult.Refused(given);

        var number = await NumberSeries.NextAsync(session, request.Authority, "dossier", year, cancel);
        var at = request.At.ToDateTimeOffset();
        var dossier = new Dossier
        {
            Id = Guid.CreateVersion7(at),
            AuthorityId = request.Authority,
            Number = NumberSeries.Name(year, number),
            OpenedAt = request.At,
            Title = "",
            Kind = "",
            PartnerCity = "",
            PartnerCountry = "",
            Version = 1,
        };
        request.Data.WriteTo(dossier);
        database.Dossiers.Add(dossier);
        await database.SaveChangesAsync(cancel);
        await JournalRows.AppendAsync(
            session,
            request.Authority,
            Journal.OfDossier(dossier.Id),
            request.At,
            request.Actor,
            reason: null,
            new DossierOpened(dossier.Number, dossier.Title, dossier.Kind, dossier.PartnerCity, dossier.PartnerCountry),
            cancel
        );

        var instance = Guid.CreateVersion7(at);
        var step = new Step(session, catalog);
        var result = await step.StartAsync(
            new StartRequest(
                request.Authority,
                dossier.Id,
                instance,
                request.ProcessId,
                request.At,
                request.Actor,
                DossierFields.Variables(dossier, published.Definition)
            ),
            cancel
        );
        if (result is not StepResult.Done done)
            return new OpenResult.Refused(result);
        var answer = new StoredAnswer(instance, done.Version, Dossier: dossier.Id, Number: dossier.Number);
        answers.Give(answer);
        await session.SendAsync(cancel);
        await transaction.CommitAsync(CancellationToken.None);
        bell.Ring(step.Ring);
        return new OpenResult.Opened(dossier.Id, dossier.Number, instance);
    }
}
