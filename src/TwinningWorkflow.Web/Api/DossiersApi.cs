using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Api;

/// <summary>A dossier in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number within the authority and year.</param>
/// <param name="Title">Its title.</param>
/// <param name="Kind">The kind of agreement: the id of a published process.</param>
/// <param name="PartnerCity">The partner city.</param>
/// <param name="PartnerCountry">ISO 3166-1 alpha-2.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="Status">running, suspended, signed, completed, terminated, failed, withdrawn or none.</param>
public sealed record DossierLine(
    Guid Id,
    string Number,
    string Title,
    string Kind,
    string PartnerCity,
    string PartnerCountry,
    Instant OpenedAt,
    string Status
);

/// <summary>A dossier with where it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number within the authority and year.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="Version">To be given back with a change of the data.</param>
/// <param name="Status">running, suspended, signed, completed, terminated, failed, withdrawn or none.</param>
/// <param name="Data">What people entered.</param>
/// <param name="Process">The latest process; null when there is none.</param>
/// <param name="EarlierProcesses">The ids of those before it, the latest first.</param>
/// <param name="Kept">Facts that came before their step and wait for it.</param>
/// <param name="SetAside">Facts that came early, and that a person set aside: no step will use them.</param>
/// <param name="Unclaimed">Facts that came early, and that the process ended without.</param>
/// <param name="TextVersions">The versions of the agreement's text, the latest first.</param>
/// <param name="Documents">What is filed, the latest first.</param>
public sealed record DossierAnswer(
    Guid Id,
    string Number,
    Instant OpenedAt,
    long Version,
    string Status,
    DossierBody Data,
    ProcessAnswer? Process,
    IReadOnlyList<Guid> EarlierProcesses,
    IReadOnlyList<KeptFactAnswer> Kept,
    IReadOnlyList<KeptFactAnswer> SetAside,
    IReadOnlyList<KeptFactAnswer> Unclaimed,
    IReadOnlyList<TextVersionAnswer> TextVersions,
    IReadOnlyList<DocumentAnswer> Documents
);

/// <summary>A version of the agreement's text.</summary>
/// <param name="Number">Its number in the dossier.</param>
/// <param name="Hash">What every act must agree on: the value of a field of the kind textVersion.</param>
/// <param name="CreatedAt">When it was filed.</param>
/// <param name="Files">The file of each language.</param>
public sealed record TextVersionAnswer(int Number, string Hash, Instant CreatedAt, IReadOnlyList<TextFileAnswer> Files)
{
    public static TextVersionAnswer Of(TextVersion version) =>
        new(
            version.Number,
            version.Hash,
            version.CreatedAt,
            version.Files.ConvertAll(x => new TextFileAnswer(x.Language, x.FileHash, x.FileName))
        );
}

/// <summary>One language of a text.</summary>
/// <param name="Language">ISO 639-1, two letters.</param>
/// <param name="File">The file's hash, under which it can be fetched.</param>
/// <param name="Name">The name that the person gave it.</param>
public sealed record TextFileAnswer(string Language, string File, string Name);

/// <summary>A file in a dossier.</summary>
/// <param name="Id">Its id.</param>
/// <param name="File">Its hash, under which it can be fetched.</param>
/// <param name="Name">The name that the person gave it.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Node">The step that asked for it; empty when none did.</param>
/// <param name="AddedAt">When it was filed.</param>
public sealed record DocumentAnswer(Guid Id, string File, string Name, long Size, string Node, Instant AddedAt)
{
    public static DocumentAnswer Of(Document document) =>
        new(document.Id, document.FileHash, document.FileName, document.Size, document.Node, document.AddedAt);
}

/// <summary>A dossier opened.</summary>
/// <param name="Id">The dossier.</param>
/// <param name="Number">Its number within the authority and year.</param>
/// <param name="Instance">The process that runs on it.</param>
public sealed record OpenedAnswer(Guid Id, string Number, Guid Instance);

/// <summary>A change of a dossier's data.</summary>
/// <param name="Version">The version that the caller saw.</param>
/// <param name="Data">The data as they shall be, all of them.</param>
public sealed record DossierChange(long Version, DossierBody Data);

/// <summary>Dossiers: found, read, opened and changed.</summary>
public static class DossiersApi
{
    internal const string Id = "The dossier's id.";

    public static void MapDossiers(this RouteGroupBuilder api)
    {
        var dossiers = api.MapGroup("/dossiers").WithTags("Dossiers");
        dossiers
            .MapGet("", FindAsync)
            .WithName("findDossiers")
            .WithSummary("Finds dossiers, the latest first.")
            .Answers(200, "One page of what was found.")
            .Refuses(400, 422);
        dossiers
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getDossier")
            .WithSummary("A dossier, and where it stands.")
            .WithDescription(
                "What is open and by when, with the reason of each day; why a gate is closed, condition by condition; what is "
                    + "filed. Names and explanations are in the language of Accept-Language."
            )
            .Answers(200, "The dossier.")
            .Refuses(404);
        dossiers
            .MapPost("", OpenAsync)
            .RequireAuthorization(Policies.ApiKeepDossiers)
            .WithName("openDossier")
            .WithSummary("Opens a dossier and starts its process.")
            .WithDescription(
                "For clerks and the secretariat. Number and date are given here; one transaction, or nothing."
            )
            .Answers(201, "The dossier is open and its process runs.")
            .Refuses(400, 409, 413, 415, 422);
        dossiers
            .MapPut("/{id:guid}", ChangeAsync)
            .RequireAuthorization(Policies.ApiKeepDossiers)
            .WithName("changeDossier")
            .WithSummary("Changes a dossier's data, unless somebody else did meanwhile.")
            .WithDescription(
                "For clerks and the secretariat. The data are replaced as a whole: what is left out is emptied. It needs no "
                    + "Idempotency-Key: data that stand there already are no change, whatever the version."
            )
            .Answers(200, "The dossier with its data as they are now.")
            .Answers(409, "Somebody else changed it meanwhile (conflict): read it again. Nothing was written.")
            .Refuses(400, 404, 409, 413, 415, 422);
    }

    private static async Task<Results<Ok<Listing<DossierLine>>, ProblemHttpResult>> FindAsync(
        ClaimsPrincipal user,
        DossierSearch dossiers,
        Problems problems,
        CancellationToken cancel,
        [Description("Words to be found in city, title or number; empty: all.")] string search = "",
        [Description("running, suspended, signed, completed or withdrawn; empty: any.")] string status = "",
        [Description(Paging.WhichPage)] int page = 1,
        [Description(Paging.HowMany)] int size = 20
    )
    {
        var wrong = new List<InputProblem>();
        var words = ScalarText.Tidy(search);
        if (words is null)
            wrong.Add(new InputProblem(nameof(search), FieldProblemCode.WrongType));
        if (status.Length > 0 && !DossierSearch.Statuses.Contains(status))
            wrong.Add(new InputProblem(nameof(status), FieldProblemCode.NotOffered, status));
        wrong.AddRange(Paging.Problems(page, size));
        if (wrong.Count > 0)
            return problems.Of(wrong);
        var (found, total) = await dossiers.FindAsync(
            new DossierQuery(SignedIn.Of(user).Authority, words!, status, Paging.Skip(page, size), size),
            cancel
        );
        return TypedResults.Ok(new Listing<DossierLine>([.. found.Select(Line)], total, page, size));
    }

    private static async Task<Results<Ok<DossierAnswer>, NotFound>> ReadAsync(
        [Description(Id)] Guid id,
        ClaimsPrincipal user,
        DossierFiles files,
        DossierSearch dossiers,
        InstanceReader instances,
        VariableNames names,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        var authority = SignedIn.Of(user).Authority;
        if (await files.FindAsync(authority, id, cancel) is not { } dossier)
            return TypedResults.NotFound();
        var processes = await instances.OfDossierAsync(authority, id, cancel);
        var early = await files.EarlyAsync(authority, id, cancel);
        var versions = await files.TextVersionsAsync(id, cancel);
        return TypedResults.Ok(
            new DossierAnswer(
                dossier.Id,
                dossier.Number,
                dossier.OpenedAt,
                dossier.Version,
                (await dossiers.OfAsync(dossier, cancel)).Status,
                DossierBody.Of(dossier),
                processes.Count > 0 ? ProcessAnswer.Of(processes[0], versions, names, clock.Now) : null,
                [.. processes.Skip(1).Select(x => x.Row.Id)],
                Early(InboxRow.Waiting),
                Early(InboxRow.Aside),
                Early(InboxRow.Unclaimed),
                [.. versions.Select(TextVersionAnswer.Of)],
                [.. (await files.DocumentsAsync(id, cancel)).Select(DocumentAnswer.Of)]
            )
        );

        List<KeptFactAnswer> Early(string status) =>
            [.. early.Where(x => x.Row.Status == status).Select(KeptFactAnswer.Of)];
    }

    private static async Task<Results<Created<OpenedAnswer>, ProblemHttpResult>> OpenAsync(
        DossierBody body,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key,
        ClaimsPrincipal user,
        Processes.Dossiers dossiers,
        DefinitionCatalog catalog,
        Problems problems,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        var data = body.ToData();
        if (DossierCheck.Problems(data, kind => catalog.Latest(kind) is not null) is { Count: > 0 } wrong)
            return problems.Of(wrong);
        var actor = me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!;
        var opened = await dossiers.OpenAsync(
            new OpenDossier(me.Authority, clock.Now, actor, data.Kind, InOrder(data)) { IdempotencyKey = key },
            cancel
        );
        return opened switch
        {
            OpenResult.Opened done => TypedResults.Created(
                $"{ApiServices.Root}/dossiers/{done.Dossier:D}",
                new OpenedAnswer(done.Dossier, done.Number, done.Instance)
            ),
            OpenResult.Refused refused => problems.Of(refused.Why),
            // it was published a moment ago: a file is never taken back
            _ => throw new InvalidOperationException($"Expected the process '{data.Kind}' to be published."),
        };
    }

    private static async Task<Results<Ok<DossierAnswer>, NotFound, ProblemHttpResult>> ChangeAsync(
        [Description(Id)] Guid id,
        DossierChange change,
        ClaimsPrincipal user,
        DossierFiles files,
        DossierSearch search,
        InstanceReader instances,
        VariableNames names,
        Processes.Dossiers dossiers,
        DefinitionCatalog catalog,
        Problems problems,
        BusinessClock clock,
        CancellationToken cancel
    )
    {
        var me = SignedIn.Of(user);
        if (await files.FindAsync(me.Authority, id, cancel) is not { } before)
            return TypedResults.NotFound();
        var data = change.Data.ToData();
        // the kind that the dossier has may stay, even when its process is published no more
        var wrong = DossierCheck.Problems(data, kind => kind == before.Kind || catalog.Latest(kind) is not null);
        if (wrong.Count > 0)
            return problems.Of(wrong);
        var changed = await dossiers.ChangeAsync(
            me.Authority,
            id,
            change.Version,
            InOrder(data),
            clock.Now,
            me.AsAnyOf(Roles.Clerk, Roles.Secretariat)!,
            cancel
        );
        if (changed is ChangeResult.Conflict)
            return problems.Conflict();
        return (await ReadAsync(id, user, files, search, instances, names, clock, cancel)).Result switch
        {
            Ok<DossierAnswer> answer => answer,
            _ => TypedResults.NotFound(),
        };
    }

    private static DossierData InOrder(DossierData data) =>
        data with
        {
            Relations = data.Relations.Sort(static (x, y) => string.CompareOrdinal(x.When, y.When)),
        };

    private static DossierLine Line(FoundDossier found) =>
        new(
            found.Dossier.Id,
            found.Dossier.Number,
            found.Dossier.Title,
            found.Dossier.Kind,
            found.Dossier.PartnerCity,
            found.Dossier.PartnerCountry,
            found.Dossier.OpenedAt,
            found.Status
        );
}
