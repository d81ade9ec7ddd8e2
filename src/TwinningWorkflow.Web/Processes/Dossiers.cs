using System.Collections.Immutable;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A dossier to open, with the process that runs on it.</summary>
/// <param name="ProcessId">The process to start.</param>
/// <param name="Data">What the person entered; number, id and instant are given here.</param>
public sealed record OpenDossier(string Authority, Instant At, Actor Actor, string ProcessId, DossierData Data)
{
    public string? IdempotencyKey { get; init; }
}

/// <summary>The data of a dossier that people enter and change.</summary>
public sealed record DossierData
{
    public required string Title { get; init; }
    public required string Kind { get; init; }
    public required string PartnerCity { get; init; }
    public required string PartnerCountry { get; init; }
    public string Objectives { get; init; } = "";
    public ImmutableArray<string> PrioritySectors { get; init; } = [];
    public ImmutableArray<string> Departments { get; init; } = [];
    public string BudgetChapter { get; init; } = "";
    public string FundingSources { get; init; } = "";
    public PartnerProfile Profile { get; init; } = new();
    public PartnerContact Contact { get; init; } = new();
    public ImmutableArray<Relation> Relations { get; init; } = [];
}

/// <summary>What came of opening a dossier.</summary>
public abstract record OpenResult
{
    private OpenResult() { }

    public sealed record Opened(Guid Dossier, string Number, Guid Instance, bool Repeated = false) : OpenResult;

    public sealed record Refused(StepResult Why) : OpenResult;

    /// <summary>No process of that id was published.</summary>
    public sealed record NoSuchProcess : OpenResult;
}

/// <summary>What came of changing a dossier.</summary>
public enum ChangeResult
{
    Changed,
    NotFound,

    /// <summary>Somebody else changed it meanwhile: nothing was written.</summary>
    Conflict,
}

/// <summary>Opens dossiers and changes them; every change leaves a fact in the dossier's stream.</summary>
public sealed class Dossiers
{
    /// <summary>
    /// One transaction: number, dossier, its first fact, and the start of its process with those <c>dossier.*</c>
    /// variables that the process file declares.
    /// </summary>
    public Task<OpenResult> OpenAsync(OpenDossier request, CancellationToken cancel) =>
        throw new NotSupportedException();

    /// <summary>Replaces the data, if the dossier still has the version that the person saw.</summary>
    public Task<ChangeResult> ChangeAsync(
        string authority,
        Guid dossier,
        long version,
        DossierData data,
        Instant at,
        Actor actor,
        CancellationToken cancel
    ) => throw new NotSupportedException();

    /// <summary>Files a document that no step asked for. False when the authority has no such dossier.</summary>
    public Task<bool> AddDocumentAsync(StoredFile file, Document document, Actor actor, CancellationToken cancel) =>
        throw new NotSupportedException();
}
