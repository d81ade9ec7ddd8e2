using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using TwinningWorkflow.Engine;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;

namespace TwinningWorkflow.Web.Processes;

/// <summary>A sitting as a person wants it.</summary>
/// <param name="Body">Of which body.</param>
/// <param name="Day">On which day.</param>
/// <param name="BeginsAt">When it begins, as <c>HH:mm</c>; empty while that is not known.</param>
/// <param name="AgendaCloses">The last day for its agenda; null: by the body's rule.</param>
public sealed record SittingPlan(string Body, LocalDate Day, string BeginsAt, LocalDate? AgendaCloses)
{
    /// <summary>How an hour is written.</summary>
    public static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static SittingPlan Of(Sitting sitting) =>
        new(sitting.Body, sitting.Day, sitting.BeginsAt, sitting.AgendaCloses);

    /// <summary>The same for equal plans: by it a form tells what its writer saw.</summary>
    public string Mark =>
        string.Join('/', Body, LocalDatePattern.Iso.Format(Day), BeginsAt, $"{AgendaCloses:uuuu'-'MM'-'dd}");
}

/// <summary>What stands against a sitting.</summary>
public enum SittingFault
{
    /// <summary>No such body sits.</summary>
    UnknownBody,

    /// <summary>The day is past.</summary>
    DayPast,

    /// <summary>The day is too far ahead to be planned.</summary>
    DayTooFar,

    /// <summary>The body sits on that day already.</summary>
    SitsAlready,

    /// <summary>It is no hour of a day.</summary>
    NoHour,

    /// <summary>The agenda would close after the sitting.</summary>
    AgendaAfterSitting,

    /// <summary>The sitting is over: it stays as it was.</summary>
    SittingOver,
}

/// <summary>What came of a change to the calendar of sittings.</summary>
public abstract record SittingChange
{
    private SittingChange() { }

    /// <summary>The sitting is so now.</summary>
    public sealed record Done(Sitting Sitting) : SittingChange;

    /// <summary>Nothing was written.</summary>
    public sealed record Refused(SittingFault Fault) : SittingChange;

    /// <summary>The authority has no such sitting, or no more.</summary>
    public sealed record NotFound : SittingChange;

    /// <summary>Somebody changed it since it was seen.</summary>
    public sealed record ChangedMeanwhile(Sitting Now) : SittingChange;
}

/// <summary>Plans sittings, moves and cancels them; each with its fact in the authority's history.</summary>
public sealed class SittingDesk(TwinningDatabase database, AuthorityCalendars calendars, BusinessClock clock)
{
    /// <summary>How many years ahead a sitting can be planned.</summary>
    public const int YearsAhead = 3;

    /// <summary>The id of a sitting that a request asks for: sent again, the request finds what it has done.</summary>
    public static Guid IdOf(string request, SittingPlan plan) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"sitting {request} {plan.Mark}")).AsSpan(0, 16));

    /// <summary>Plans a sitting.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="id">Its id to be, of <see cref="IdOf"/>.</param>
    /// <param name="plan">As it shall be.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<SittingChange> PlanAsync(Actor actor, Guid id, SittingPlan plan, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        if (await FindAsync(actor.Authority, id, cancel) is { } known)
            return new SittingChange.Done(known);
        if (await FaultAsync(actor.Authority, id, plan, cancel) is { } fault)
            return new SittingChange.Refused(fault);
        var sitting = await AddAsync(actor, id, plan, cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return new SittingChange.Done(sitting);
    }

    /// <summary>Plans sittings of a body on several days, all of them or none; those on which it sits already stay as they are.</summary>
    /// <returns>How many of them this request has planned, now or when it was sent before.</returns>
    public async Task<int> PlanAsync(
        Actor actor,
        string request,
        string body,
        string beginsAt,
        IEnumerable<LocalDate> days,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        var planned = 0;
        foreach (var day in days)
        {
            var plan = new SittingPlan(body, day, beginsAt, AgendaCloses: null);
            var id = IdOf(request, plan);
            if (await FindAsync(actor.Authority, id, cancel) is null)
            {
                if (await FaultAsync(actor.Authority, id, plan, cancel) is not null)
                    continue;
                await AddAsync(actor, id, plan, cancel);
            }
            planned++;
        }
        await transaction.CommitAsync(CancellationToken.None);
        return planned;
    }

    /// <summary>Gives a sitting another day, hour or last day for its agenda.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="id">Which.</param>
    /// <param name="seen">The mark of what the person saw.</param>
    /// <param name="plan">As it shall be; the body stays.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<SittingChange> MoveAsync(
        Actor actor,
        Guid id,
        string seen,
        SittingPlan plan,
        CancellationToken cancel
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        if (await FindAsync(actor.Authority, id, cancel) is not { } sitting)
            return new SittingChange.NotFound();
        plan = plan with { Body = sitting.Body };
        // the same form sent twice
        if (SittingPlan.Of(sitting) == plan)
            return new SittingChange.Done(sitting);
        if (SittingPlan.Of(sitting).Mark != seen)
            return new SittingChange.ChangedMeanwhile(sitting);
        if (sitting.Day < await TodayAsync(actor.Authority, cancel))
            return new SittingChange.Refused(SittingFault.SittingOver);
        if (await FaultAsync(actor.Authority, id, plan, cancel) is { } fault)
            return new SittingChange.Refused(fault);
        (sitting.Day, sitting.BeginsAt, sitting.AgendaCloses) = (plan.Day, plan.BeginsAt, plan.AgendaCloses);
        await database.SaveChangesAsync(cancel);
        await TellAsync(
            actor,
            new SittingMoved($"{id:D}", plan.Body, plan.Day, plan.BeginsAt, plan.AgendaCloses),
            cancel
        );
        await transaction.CommitAsync(CancellationToken.None);
        return new SittingChange.Done(sitting);
    }

    /// <summary>Cancels a sitting to come.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="id">Which.</param>
    /// <param name="seen">The mark of what the person saw; null where they cancel it however it is.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<SittingChange> CancelAsync(Actor actor, Guid id, string? seen, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        await AuthorityLock.TakeAsync(database, actor.Authority, cancel);
        if (await FindAsync(actor.Authority, id, cancel) is not { } sitting)
            return new SittingChange.NotFound();
        if (seen is not null && SittingPlan.Of(sitting).Mark != seen)
            return new SittingChange.ChangedMeanwhile(sitting);
        if (sitting.Day < await TodayAsync(actor.Authority, cancel))
            return new SittingChange.Refused(SittingFault.SittingOver);
        database.Sittings.Remove(sitting);
        await database.SaveChangesAsync(cancel);
        await TellAsync(actor, new SittingCancelled($"{id:D}", sitting.Body, sitting.Day), cancel);
        await transaction.CommitAsync(CancellationToken.None);
        return new SittingChange.Done(sitting);
    }

    private async Task<SittingFault?> FaultAsync(string authority, Guid id, SittingPlan plan, CancellationToken cancel)
    {
        if (!Sitting.Bodies.Contains(plan.Body))
            return SittingFault.UnknownBody;
        var today = await TodayAsync(authority, cancel);
        if (plan.Day < today)
            return SittingFault.DayPast;
        if (plan.Day > today.PlusYears(YearsAhead))
            return SittingFault.DayTooFar;
        if (plan.BeginsAt.Length > 0 && !SittingPlan.Hour.Parse(plan.BeginsAt).Success)
            return SittingFault.NoHour;
        if (plan.AgendaCloses > plan.Day)
            return SittingFault.AgendaAfterSitting;
        return await database.Sittings.AnyAsync(
            x => x.AuthorityId == authority && x.Body == plan.Body && x.Day == plan.Day && x.Id != id,
            cancel
        )
            ? SittingFault.SitsAlready
            : null;
    }

    private async Task<Sitting> AddAsync(Actor actor, Guid id, SittingPlan plan, CancellationToken cancel)
    {
        var sitting = new Sitting
        {
            Id = id,
            AuthorityId = actor.Authority,
            Body = plan.Body,
            Day = plan.Day,
            BeginsAt = plan.BeginsAt,
            AgendaCloses = plan.AgendaCloses,
        };
        database.Sittings.Add(sitting);
        await database.SaveChangesAsync(cancel);
        await TellAsync(
            actor,
            new SittingPlanned($"{id:D}", plan.Body, plan.Day, plan.BeginsAt, plan.AgendaCloses),
            cancel
        );
        return sitting;
    }

    private Task<Sitting?> FindAsync(string authority, Guid id, CancellationToken cancel) =>
        database.Sittings.SingleOrDefaultAsync(x => x.Id == id && x.AuthorityId == authority, cancel);

    private Task TellAsync(Actor actor, HostFact fact, CancellationToken cancel) =>
        Journal.AppendAsync(database, Journal.OfAuthority(actor.Authority), clock.Now, actor, fact, cancel);

    private async Task<LocalDate> TodayAsync(string authority, CancellationToken cancel) =>
        clock.Today((await calendars.OfAsync(authority, cancel)).Zone);
}
