using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Inbox;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Processes;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>Hangfire and the jobs it runs. The rows are the truth: losing all that Hangfire holds loses nothing.</summary>
public static partial class BackgroundJobs
{
    private const string DashboardPath = "/hangfire";

    /// <summary>Registers the jobs. What they do is also there for whoever wants it done at once, such as the demo's clock.</summary>
    public static void AddBackgroundJobs(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ReminderLooks>();
        services.AddSingleton<DueTimers>();
        services.AddSingleton<TimerArming>();
        services.AddSingleton<TimerJob>();
        services.AddSingleton<ServiceJob>();
        services.AddSingleton<Recounts>();
        services.AddSingleton<NobodysTasks>();
        services.AddSingleton<OrphanedTasks>();
        services.AddSingleton<ReplayCheck>();
        services.AddSingleton<DueWork>();
        services.AddSingleton(provider => new ForgottenAnswers(
            provider.GetRequiredService<DatabaseConnections>(),
            TimeProvider.System
        ));

        // Hangfire would take what is current in the process: with two applications in one, that may be the other's
        services.AddSingleton(StorageOf);
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(
            provider.GetRequiredService<IServiceScopeFactory>()
        ));
        services.AddHangfire(
            (provider, hangfire) =>
                hangfire
                    .UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
                    .UseLogProvider(new HangfireLogs(provider.GetRequiredService<ILoggerFactory>()))
                    .UseStorage(provider.GetRequiredService<JobStorage>())
        );
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 4;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = TimeSpan.FromSeconds(8);
        });

        if (DemoMode.IsOn(builder.Configuration))
        {
            services.AddSingleton<DemoClock>();
            services.AddHostedService(provider => provider.GetRequiredService<DemoClock>());
        }
        if (builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 })
            services.AddHostedService<BellAcrossNodes>();
        services.AddHostedService<JobBell>();
        services.AddHostedService<RecurringJobs>();
    }

    /// <summary>Hangfire's dashboard: administrators only.</summary>
    public static void MapJobsDashboard(this IEndpointRouteBuilder app) =>
        app.MapHangfireDashboard(
                DashboardPath,
                new DashboardOptions
                {
                    // the policy below decides; Hangfire's own rule would let in whoever sits at the server
                    Authorization = Array.Empty<IDashboardAuthorizationFilter>(),
                    DisplayStorageConnectionString = false,
                    DashboardTitle = "TwinningWorkflow",
                }
            )
            .RequireAuthorization(Policies.Administer);

    private static JobStorage StorageOf(IServiceProvider provider)
    {
        var connections = provider.GetRequiredService<DatabaseConnections>();
        return connections.OnPostgres
            ? new PostgreSqlStorage(new NpgsqlConnectionFactory(connections.ForHangfire, OnPostgres), OnPostgres)
            : new InMemoryStorage(InMemory);
    }

    internal static readonly PostgreSqlStorageOptions OnPostgres = new()
    {
        SchemaName = ApplicationRole.HangfireSchema,
        // the verb migrate does it: the role that serves may not
        PrepareSchemaIfNecessary = false,
        // a job of a node that died comes back within this time; a sliding one lets a long job live
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(30),
        QueuePollInterval = TimeSpan.FromSeconds(1),
        // Hangfire's locks are rows, and those of a node that died stay: none is held for longer than a moment
        DistributedLockTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Counted from 1 at each start, a job would bear the id of one that is gone and whose timer's row still names it.</summary>
    internal static readonly InMemoryStorageOptions InMemory = new() { IdType = InMemoryStorageIdType.Guid };

    /// <summary>
    /// What comes round by the wall clock. It is told to Hangfire beside the start, for that waits where a node died while it
    /// did the same.
    /// </summary>
    private sealed partial class RecurringJobs(IRecurringJobManager recurring, ILogger<RecurringJobs> log)
        : BackgroundService
    {
        private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
                try
                {
                    await Task.Run(Tell, CancellationToken.None).WaitAsync(stoppingToken);
                    return;
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    Untold(problem);
                    await Task.Delay(Between, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
        }

        private void Tell()
        {
            recurring.AddOrUpdate<DueWork>("due", work => work.SweepAsync(CancellationToken.None), Cron.Minutely);
            recurring.AddOrUpdate<DeskLetters>(
                "letters",
                job => job.WriteDueAsync(CancellationToken.None),
                Cron.Hourly
            );
            recurring.AddOrUpdate<OutboxJob>("mail", job => job.RunAsync(CancellationToken.None), Cron.Minutely);
            recurring.AddOrUpdate<MailboxWatch>(
                "mailbox",
                watch => watch.ReadAsync(CancellationToken.None),
                Cron.Minutely
            );
            recurring.AddOrUpdate<TimerArming>(
                "arming",
                arming => arming.ArmAllAsync(CancellationToken.None),
                Cron.Hourly
            );
            recurring.AddOrUpdate<ReplayCheck>("replay", check => check.RunAsync(CancellationToken.None), "0 2 * * *");
            recurring.AddOrUpdate<ForgottenAnswers>(
                "answers",
                job => job.ForgetAsync(CancellationToken.None),
                "0 3 * * *"
            );
        }

        [LoggerMessage(Level = LogLevel.Warning, Message = "Hangfire could not be told what recurs; it is told again.")]
        private partial void Untold(Exception problem);
    }
}
