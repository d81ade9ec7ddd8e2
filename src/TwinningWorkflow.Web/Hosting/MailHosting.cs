using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Access;
using TwinningWorkflow.Web.Clocks;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Inbox;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;
using TwinningWorkflow.Web.Reading;

namespace TwinningWorkflow.Web.Hosting;

/// <summary>Mail: its settings, checked at start, and the job that plans and sends.</summary>
public static class MailHosting
{
    public static IServiceCollection AddOutgoingMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
        services
            .AddOptions<MailOptions>()
            .Bind(configuration.GetSection(MailOptions.Section))
            .PostConfigure(options =>
            {
                if (options.Pickup.Length == 0)
                    options.Pickup = Path.Combine(Storage.DataFolder(configuration), "mail");
                // mail that leaves needs the address that people reach, and only they know it who run the server
                if (options.Site.Length == 0 && !options.UsesSmtp)
                    options.Site = ServedAt(configuration["urls"]);
            })
            .ValidateOnStart();
        services.AddSingleton<MailLinks>();
        services.AddSingleton<MailWriter>();
        services.AddSingleton<MailPlanner>();
        services.AddSingleton<MailComposer>();
        services.AddSingleton<MailDigests>();
        services.AddSingleton(provider => new MailRate(
            provider.GetRequiredService<IDbContextFactory<TwinningDatabase>>(),
            provider.GetRequiredService<IOptions<MailOptions>>(),
            TimeProvider.System
        ));
        services.AddSingleton<WeeklyDigests>();
        services.AddSingleton<BegunDuties>();
        services.AddSingleton<DeskLetters>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<OutboxJob>();
        services.AddSingleton(provider => new MailboxWatch(
            provider.GetRequiredService<IDbContextFactory<TwinningDatabase>>(),
            provider.GetRequiredService<IOptions<MailOptions>>(),
            provider.GetRequiredService<BusinessClock>(),
            TimeProvider.System,
            provider.GetRequiredService<ILoggerFactory>()
        ));
        services.AddScoped<MailPreviews>();
        services.AddScoped<LetterPreviews>();
        services.AddScoped<WriteDraft>(provider =>
            (me, dossier, mail, language, cancel) =>
                PreviewedMails.Letters.Contains(mail)
                    ? provider.GetRequiredService<LetterPreviews>().WriteAsync(me, dossier, mail, language, cancel)
                    : provider.GetRequiredService<MailPreviews>().WriteAsync(me, dossier, mail, language, cancel)
        );
        services.AddScoped<MailRetry>();
        services.AddScoped<CorrespondenceDesk>();
        return services;
    }

    /// <summary>The first address that is served and can be followed; one that stands for all of them cannot.</summary>
    private static string ServedAt(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.TrimEntries))
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host is not ("0.0.0.0" or "[::]"))
                return uri.AbsoluteUri;
        return "http://127.0.0.1:5080";
    }
}
