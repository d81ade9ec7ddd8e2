using Microsoft.Extensions.Logging.Abstractions;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Tests.Jobs;

/// <summary>The jobs as one node has them, on a test's database.</summary>
internal static class TimerScene
{
    public static DueTimers Timers(this TestStore store) =>
        new(
            store.Databases,
            store.Runner,
            new ReminderLooks(store.Connections, store.Catalog, store.Bell),
            store.Clock,
            NullLogger<DueTimers>.Instance
        );

    public static ServiceJob Services(this TestStore store) =>
        new(store.Databases, store.Runner, store.Clock, NullLogger<ServiceJob>.Instance);

    public static Recounts Recounts(this TestStore store) =>
        new(store.Databases, store.Runner, store.Reminders(), store.Clock, NullLogger<Recounts>.Instance);

    public static DueWork DueWork(this TestStore store) =>
        new(
            store.Timers(),
            store.Services(),
            store.Recounts(),
            store.Orphans(),
            store.Reminders(),
            store.Clock,
            store.Databases
        );

    public static Reminders Reminders(this TestStore store) => new(store.Connections, store.Bell, store.Clock);

    /// <summary>What a change to people does to the reminders, in a transaction of its own.</summary>
    /// <param name="store">The store.</param>
    /// <param name="roles">Of which roles; null: of all.</param>
    public static async Task ChangePeopleAsync(this TestStore store, params string[]? roles)
    {
        await using var database = store.Database();
        await using var transaction = await database.Database.BeginTransactionAsync();
        await store.Answering().CommitAsync(database, TestStore.Authority, roles);
    }

    public static AnsweringChanges Answering(this TestStore store) => new(store.Bell, store.Clock);

    /// <summary>Lets time pass without anything happening, and then does what fell due.</summary>
    public static Task<int> SweepAsync(this TestStore store, NodaTime.Instant at)
    {
        store.Time.SetUtcNow(at.ToDateTimeOffset());
        return store.SweepAsync();
    }

    public static Task<int> SweepAsync(this TestStore store) => store.Timers().SweepAsync(CancellationToken.None);

    public static OrphanedTasks Orphans(this TestStore store) =>
        new(
            store.Databases,
            store.Catalog,
            store.Runner,
            new NobodysTasks(store.Databases, store.Catalog, store.Clock, store.Bell),
            store.Clock,
            NullLogger<OrphanedTasks>.Instance
        );
}
