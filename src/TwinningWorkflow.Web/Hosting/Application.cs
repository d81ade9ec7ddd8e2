using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Access.Duties;
using TwinningWorkflow.Web.Api;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Features.Absences;
using TwinningWorkflow.Web.Features.Administration;
using TwinningWorkflow.Web.Features.Calendars;
using TwinningWorkflow.Web.Features.Corrections;
using TwinningWorkflow.Web.Features.Dossiers;
using TwinningWorkflow.Web.Features.Incidents;
using TwinningWorkflow.Web.Features.Messages;
using TwinningWorkflow.Web.Features.Sittings;
using TwinningWorkflow.Web.Features.Tasks;
using TwinningWorkflow.Web.Files;
using TwinningWorkflow.Web.Forms;
using TwinningWorkflow.Web.Hosting.Demo;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>Puts the application together. Nothing here touches the database: what is slow happens after the door is open.</summary>
public static class Application
{
    /// <summary>The application, ready to run.</summary>
    /// <param name="arguments">Settings from the command line.</param>
    /// <param name="settings">Settings that stand above all others.</param>
    /// <param name="also">What a test changes before it is built.</param>
    public static WebApplication Build(
        string[] arguments,
        IReadOnlyDictionary<string, string?> settings,
        Action<WebApplicationBuilder>? also = null
    )
    {
        var builder = Prepare(arguments, settings);
        builder.WebHost.ConfigureKestrel(
            (_, kestrel) =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = Uploads(builder.Configuration).MaxRequestBytes;
            }
        );
        if (DemoMode.IsOn(builder.Configuration))
        {
            DemoMode.Check(builder.Configuration);
            // a page elsewhere whose name was turned to this address is not answered
            builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
        }
        AddServices(builder);
        also?.Invoke(builder);
        var app = builder.Build();
        Wire(app);
        return app;
    }

    /// <summary>Settings and storage only: what the verbs need that serve nothing.</summary>
    public static WebApplicationBuilder Prepare(string[] arguments, IReadOnlyDictionary<string, string?> settings)
    {
        // appsettings.json stands beside the program, wherever it is started from
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = arguments,
                ContentRootPath = AppContext.BaseDirectory,
                // whoever hosts it, its pages and files are this program's
                ApplicationName = typeof(Application).Assembly.GetName().Name,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.Configuration["urls"] = "http://127.0.0.1:5080";
        builder.AddStorage();
        builder.Services.AddAccounts();
        return builder;
    }

    /// <summary>Where the process files lie: the setting <c>Workflows</c>, else beside the program.</summary>
    private static string WorkflowsFolder(ConfigurationManager configuration) =>
        configuration["Workflows"] is { Length: > 0 } folder
            ? folder
            : Path.Combine(AppContext.BaseDirectory, "workflows");

    private static UploadOptions Uploads(ConfigurationManager configuration) =>
        configuration.GetSection(UploadOptions.Section).Get<UploadOptions>() ?? new UploadOptions();

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(new ProcessFolder(WorkflowsFolder(builder.Configuration)));
        // first: what follows may read the database when it starts
        services.AddHostedService<StartUp>();
        services.AddSecurityHeaders();
        services.AddSignIn(builder.Configuration);
        services.AddHealth();
        services.AddApi();
        services.Configure<UploadOptions>(builder.Configuration.GetSection(UploadOptions.Section));
        services.Configure<FormOptions>(form =>
            form.MultipartBodyLengthLimit = Uploads(builder.Configuration).MaxRequestBytes
        );
        services.AddScoped<Uploads>();
        services.AddScoped<FormReader>();
        services.AddScoped<ProcessActs>();
        services.AddScoped<RecordDesk>();
        services.AddScoped<SittingDesk>();
        services.AddReading();
        services.AddOutgoingMail(builder.Configuration);
        builder.AddBackgroundJobs();
        services.AddDemo(builder.Configuration);
        builder.AddPages();
    }

    /// <summary>What pages and the API read with, and what puts it into words.</summary>
    private static void AddReading(this IServiceCollection services)
    {
        services.AddScoped<DeskReader>();
        services.AddScoped<DeskWaits>();
        services.AddScoped<DossierFiles>();
        services.AddScoped<ForecastReader>();
        services.AddScoped<SittingReader>();
        services.AddSingleton<PastDurations>();
        services.AddScoped<DossierSearch>();
        services.AddScoped<HistoryReader>();
        services.AddScoped<TaskReader>();
        services.AddScoped<TaskDuties>();
        services.AddScoped<AbsenceDesk>();
        services.AddScoped<Departments>();
        services.AddScoped<LeftRoles>();
        services.AddScoped<AbsenceViews>();
        services.AddScoped<IncidentDesk>();
        services.AddScoped<IncidentReader>();
        services.AddScoped<ConsequenceReader>();
        services.AddScoped<CureForms>();
        services.AddScoped<RecordedSteps>();
        services.AddScoped<MailQueueReader>();
        services.AddScoped<CorrespondenceReader>();
        services.AddScoped<MailPrivacy>();
        services.AddScoped<UpcomingReader>();
        services.AddScoped<AgreementKinds>();
        services.AddScoped<DossierViews>();
        services.AddScoped<DossierCourse>();
        services.AddScoped<DossierDifferences>();
        services.AddScoped<DossierFilings>();
        services.AddScoped<DossierPages>();
        services.AddScoped<GateViews>();
        services.AddScoped<SittingWords>();
        services.AddScoped<ClockViews>();
        services.AddScoped<RolePeriods>();
        services.AddScoped<FormViews>();
        services.AddScoped<ProcessChoices>();
        services.AddScoped<AuthorityCalendars>();
        services.AddScoped<CalendarPreview>();
        services.AddScoped<CalendarReader>();
        services.AddScoped<CalendarWords>();
        services.AddScoped<FeedReader>();
        services.AddScoped<FeedFile>();
        services.AddScoped(provider => new FeedLinks(
            provider.GetRequiredService<TwinningDatabase>(),
            provider.GetRequiredService<BusinessClock>(),
            TimeProvider.System
        ));
        services.AddScoped<MailChoices>();
        services.AddScoped<CalendarProblemWords>();
        services.AddScoped<StepAnswers>();
        services.AddSingleton<IncidentWords>();
        services.AddSingleton<VariableNames>();
        services.AddSingleton<ProblemWords>();
        services.AddSingleton<RoleWords>();
    }

    private static void Wire(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseLocalisation();
        app.UseErrors();
        app.UseRouting();
        app.UseAuthentication();
        app.UseOwnLanguage();
        app.UseAuthorization();
        app.UseDemo();
        app.MapPages();
        app.MapDiagrams();
        app.MapFeed();
        app.MapMailPreview();
        app.MapDownloads();
        app.MapApi();
        app.MapHealth();
        app.MapJobsDashboard();
    }
}
