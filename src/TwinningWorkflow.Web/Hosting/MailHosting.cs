using Microsoft.Extensions.Options;
using TwinningWorkflow.Web.Jobs;
using TwinningWorkflow.Web.Mail;
using TwinningWorkflow.Web.Processes;

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
                options.Pickup =
                    options.Pickup.Length > 0 ? options.Pickup : Path.Combine(Storage.DataFolder(configuration), "mail")
            )
            .ValidateOnStart();
        services.AddSingleton<MailWriter>();
        services.AddSingleton<MailPlanner>();
        services.AddSingleton<MailSender>();
        services.AddSingleton<OutboxJob>();
        services.AddScoped<MailRetry>();
        return services;
    }
}
