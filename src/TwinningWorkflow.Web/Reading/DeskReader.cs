using System.Collections.Immutable;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using NodaTime;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Forecasts;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Reading;

/// <summary>A line of the desk.</summary>
public sealed record DeskLine(Guid Instance, Guid Dossier, string Number, string Partner, string Title, string Role)
{
    /// <summary>The open task; 0 when it is a wait.</summary>
    public long Task { get; init; }

    /// <summary>The engine's number of the timer of a term that runs; 0 for anything else.</summary>
    public long Timer { get; init; }

    /// <summary>The task's element, and its item where there are several alike.</summary>
    public string Node { get; init; } = "";
    public string Item { get; init; } = "";
    public LocalDate? DueOn { get; init; }

    /// <summary>Since when it is awaited, for what has no deadline because others decide when it comes.</summary>
    public Instant? Since { get; init; }
    public bool Suspended { get; init; }

    /// <summary>The body that decides it in a sitting; empty for most.</summary>
    public string Body { get; init; } = "";

    /// <summary>The body's next sitting whose agenda is still open; null where none is planned, and where it needs none.</summary>
    public PlannedSitting? Sitting { get; init; }

    /// <summary>The process stands there at an incident.</summary>
    public bool Stopped { get; init; }

    /// <summary>Who has the task; null when it is everybody's who holds its role.</summary>
    public Guid? Assignee { get; init; }

    /// <summary>Their name; empty when nobody has it.</summary>
    public string AssigneeName { get; init; } = "";
}

/// <summary>A fact that came early.</summary>
public sealed record KeptLine(Guid Dossier, string Number, string Partner, string Title, Instant ReceivedAt);

/// <summary>Which of the tasks of a person's roles are looked at.</summary>
public enum DeskShow
{
    /// <summary>What they can do: what nobody has, and what they have themselves or in another's place.</summary>
    Mine,

    /// <summary>What they have.</summary>
    Taken,

    /// <summary>What colleagues have too.</summary>
    Everybodys,
}

/// <summary>How many open tasks fall due on a day.</summary>
public sealed record DueCount(LocalDate? DueOn, int Tasks);

/// <summary>What a person finds on their desk.</summary>
/// <param name="Mine">A page of the open tasks of the person's roles, the most urgent first.</param>
/// <param name="Page">Which page of them, from 1: the one that was asked for, or the last when there are not so many.</param>
/// <param name="Pages">How many pages they fill, at least one.</param>
/// <param name="MineByDay">How many there are in all, by the day on which they fall due.</param>
/// <param name="Others">What goes on besides: others' tasks, terms that run, facts awaited from outside; the most urgent.</param>
/// <param name="OthersLate">How many tasks of others are late.</param>
/// <param name="Kept">Facts that came early.</param>
/// <param name="Incidents">How many wait for the person to see to them.</param>
public sealed record Desk(
    IReadOnlyList<DeskLine> Mine,
    int Page,
    int Pages,
    IReadOnlyList<DueCount> MineByDay,
    IReadOnlyList<DeskLine> Others,
    int OthersLate,
    IReadOnlyList<KeptLine> Kept,
    int Incidents
);

/// <summary>The open tasks whose last day lies in some stretch of days.</summary>
/// <param name="Mine">The most urgent that the person can do.</param>
/// <param name="Others">The most urgent of others.</param>
/// <param name="InAll">How many there are of both.</param>
public sealed record DueTasks(IReadOnlyList<DeskLine> Mine, IReadOnlyList<DeskLine> Others, int InAll);

/// <summary>
/// Reads the desk of a person: from the projections, never from the journal, and no more rows than a person looks at, however
/// many dossiers the town has.
/// </summary>
public sealed class DeskReader(
    TwinningDatabase database,
    DefinitionCatalog catalog,
    DeskWaits waits,
    SittingReader sittings
)
{
    /// <summary>How much of what goes on besides is shown.</summary>
    public const int MostOthers = 50;

    public async Task<Desk> ReadAsync(
        SignedIn me,
        LocalDate today,
        DeskShow show,
        int page,
        int size,
        string language,
        CancellationToken cancel
    )
    {
        var byDay = await Mine(me, dossier: null, show)
            .GroupBy(task => task.DueOn)
            .Select(day => new DueCount(day.Key, day.Count()))
            .ToListAsync(cancel);
        var pages = PageCount.Of(byDay.Sum(x => x.Tasks), size);
        page = Math.Clamp(page, 1, pages);
        var others = (await LinesAsync(me, MostUrgentFirst(Others(me, show)).Take(MostOthers), language, cancel))
            .Concat(await waits.ReadAsync(me, MostOthers, language, cancel))
            .OrderBy(x => !x.Stopped)
            .ThenBy(x => x.DueOn is null)
            .ThenBy(x => x.DueOn)
            .ThenBy(x => x.Since)
            .Take(MostOthers)
            .ToList();
        var incidents = me.Administers
            ? await database.Incidents.CountAsync(x => x.AuthorityId == me.Authority && x.ResolvedAt == null, cancel)
            : 0;
        return new Desk(
            await LinesAsync(
                me,
                MostUrgentFirst(Mine(me, dossier: null, show)).Skip((page - 1) * size).Take(size),
                language,
                cancel
            ),
            page,
            pages,
            byDay,
            others,
            await Others(me, show).CountAsync(task => task.DueOn < today, cancel),
            me.KeepsDossiers ? await KeptAsync(me, language, cancel) : [],
            incidents
        );
    }

    /// <summary>The open tasks that the person can do alone, the most urgent first.</summary>
    /// <param name="me">Whose.</param>
    /// <param name="dossier">Only those of a dossier; null for all.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to give.</param>
    /// <param name="language">In which the steps are named.</param>
    /// <param name="cancel">Ends the reading.</param>
    public Task<List<DeskLine>> MineAsync(
        SignedIn me,
        Guid? dossier,
        int skip,
        int take,
        string language,
        CancellationToken cancel
    ) => LinesAsync(me, MostUrgentFirst(Mine(me, dossier, DeskShow.Mine)).Skip(skip).Take(take), language, cancel);

    /// <summary>How many open tasks the person can do.</summary>
    public Task<int> CountMineAsync(SignedIn me, Guid? dossier, CancellationToken cancel) =>
        Mine(me, dossier, DeskShow.Mine).CountAsync(cancel);

    /// <summary>The open tasks, the person's and others', whose last day lies in a stretch of days.</summary>
    /// <param name="me">Whose desk it is.</param>
    /// <param name="from">Its first day; null: however long ago.</param>
    /// <param name="to">Its last day.</param>
    /// <param name="most">How many of the person's and how many of others' to give.</param>
    /// <param name="language">In which the steps are named.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<DueTasks> DueAsync(
        SignedIn me,
        LocalDate? from,
        LocalDate to,
        int most,
        string language,
        CancellationToken cancel
    )
    {
        var mine = Due(Mine(me, dossier: null, DeskShow.Mine), from, to);
        var others = Due(Others(me, DeskShow.Mine), from, to);
        return new DueTasks(
            await LinesAsync(me, MostUrgentFirst(mine).Take(most), language, cancel),
            await LinesAsync(me, MostUrgentFirst(others).Take(most), language, cancel),
            await mine.CountAsync(cancel) + await others.CountAsync(cancel)
        );
    }

    private static IQueryable<TaskRow> Due(IQueryable<TaskRow> tasks, LocalDate? from, LocalDate to)
    {
        var due = tasks.Where(task => task.DueOn <= to);
        return from is { } first ? due.Where(task => task.DueOn >= first) : due;
    }

    private IQueryable<TaskRow> Mine(SignedIn me, Guid? dossier, DeskShow show)
    {
        var roles = RolesOf(me);
        var mine = Open(me).Where(task => roles.Contains(task.Role) && (dossier == null || task.DossierId == dossier));
        return show switch
        {
            DeskShow.Everybodys => mine,
            DeskShow.Taken => mine.Where(Taken(me)),
            _ => mine.Where(Either(task => task.Assignee == null, Taken(me))),
        };
    }

    private static List<string> RolesOf(SignedIn me) => [.. me.Roles.Select(x => x.Role).Distinct()];

    /// <summary>In whose hands a task of a role of theirs is the person's to do: their own, and of whom they replace in that role.</summary>
    private static Expression<Func<TaskRow, bool>> Taken(SignedIn me)
    {
        Expression<Func<TaskRow, bool>> taken = task => task.Assignee == me.Person;
        foreach (var replaced in me.Roles.Where(x => x.OnBehalfOf is not null).GroupBy(x => x.OnBehalfOf!.Value))
        {
            var roles = replaced.Select(x => x.Role).ToList();
            taken = Either(taken, task => task.Assignee == replaced.Key && roles.Contains(task.Role));
        }
        return taken;
    }

    private static Expression<Func<TaskRow, bool>> Either(
        Expression<Func<TaskRow, bool>> one,
        Expression<Func<TaskRow, bool>> other
    )
    {
        var task = one.Parameters[0];
        var same = ReplacingExpressionVisitor.Replace(other.Parameters[0], task, other.Body);
        return Expression.Lambda<Func<TaskRow, bool>>(Expression.OrElse(one.Body, same), task);
    }

    private static Expression<Func<TaskRow, bool>> Not(Expression<Func<TaskRow, bool>> one) =>
        Expression.Lambda<Func<TaskRow, bool>>(Expression.Not(one.Body), one.Parameters);

    /// <summary>Whoever may read dossiers may see where they stand.</summary>
    private IQueryable<TaskRow> Others(SignedIn me, DeskShow show)
    {
        var roles = RolesOf(me);
        var taken = Taken(me);
        return show == DeskShow.Everybodys
            ? Open(me).Where(task => !roles.Contains(task.Role))
            : Open(me)
                .Where(Either(task => !roles.Contains(task.Role), Not(Either(task => task.Assignee == null, taken))));
    }

    private IQueryable<TaskRow> Open(SignedIn me) =>
        database.Tasks.AsNoTracking().Where(task => task.AuthorityId == me.Authority && task.Status == TaskRow.Open);

    private static IQueryable<TaskRow> MostUrgentFirst(IQueryable<TaskRow> tasks) =>
        tasks
            .OrderBy(task => task.DueOn == null)
            .ThenBy(task => task.DueOn)
            .ThenBy(task => task.OpenedAt)
            .ThenBy(task => task.InstanceId)
            .ThenBy(task => task.TaskId);

    private async Task<List<DeskLine>> LinesAsync(
        SignedIn me,
        IQueryable<TaskRow> tasks,
        string language,
        CancellationToken cancel
    )
    {
        var rows = await (
            from task in tasks
            join instance in database.Instances on task.InstanceId equals instance.Id
            join dossier in database.Dossiers on task.DossierId equals dossier.Id
            orderby task.DueOn == null, task.DueOn, task.OpenedAt, task.InstanceId, task.TaskId
            select new
            {
                Task = task,
                instance.DefinitionHash,
                instance.Suspended,
                dossier.Number,
                dossier.PartnerCity,
                Assignee = database
                    .People.Where(person => person.Id == task.Assignee)
                    .Select(person => person.Name)
                    .FirstOrDefault(),
            }
        ).ToListAsync(cancel);
        string BodyOf(string definition, string node) => catalog.ByHash(definition).FormOf(node)?.Body ?? "";
        var next = rows.Exists(x => BodyOf(x.DefinitionHash, x.Task.Node).Length > 0)
            ? await sittings.ToComeAsync(me.Authority, cancel)
            : null;
        return rows.ConvertAll(x => new DeskLine(
            x.Task.InstanceId,
            x.Task.DossierId,
            x.Number,
            x.PartnerCity,
            catalog.ByHash(x.DefinitionHash).NameOf(x.Task.Node, x.Task.Item, language),
            x.Task.Role
        )
        {
            Task = x.Task.TaskId,
            Assignee = x.Task.Assignee,
            AssigneeName = x.Assignee ?? "",
            Node = x.Task.Node,
            Item = x.Task.Item,
            DueOn = x.Task.DueOn,
            Suspended = x.Suspended,
            Body = BodyOf(x.DefinitionHash, x.Task.Node),
            Sitting = next?.Next(BodyOf(x.DefinitionHash, x.Task.Node), x.Task.OpenedAt),
        });
    }

    private async Task<IReadOnlyList<KeptLine>> KeptAsync(SignedIn me, string language, CancellationToken cancel)
    {
        var rows = await (
            from kept in database.Inbox.AsNoTracking()
            join instance in database.Instances on kept.InstanceId equals instance.Id
            join dossier in database.Dossiers on kept.DossierId equals dossier.Id
            where kept.AuthorityId == me.Authority && kept.Status == InboxRow.Waiting
            orderby kept.ReceivedAt
            select new
            {
                kept.DossierId,
                kept.Message,
                kept.ReceivedAt,
                instance.DefinitionHash,
                dossier.Number,
                dossier.PartnerCity,
            }
        )
            .Take(MostOthers)
            .ToListAsync(cancel);
        return rows.ConvertAll(x => new KeptLine(
            x.DossierId,
            x.Number,
            x.PartnerCity,
            catalog.ByHash(x.DefinitionHash).Messages[x.Message].Label.In(language),
            x.ReceivedAt
        ));
    }
}
